"""Answers where a message was said, as long as its session lasts."""

from collections.abc import Callable, Collection
from typing import Final

from bot.clock import Clock
from bot.platforms.base import NoWay
from bot.platforms.dingtalk.calls.api import Api
from bot.platforms.dingtalk.calls.errors import NO_SUCH_SESSION
from bot.platforms.dingtalk.quota import spending
from bot.platforms.dingtalk.wire import speaking
from bot.platforms.dingtalk.wire.cards import track_of
from bot.sending.judging import Judge
from bot.sending.ways import Piece, Words

OVER: Final = "session is over"


class Sessions:
    """Answers what one robot was told. Everything here raises `DeliveryError`."""

    def __init__(
        self, name: str, hosts: Collection[str], api: Api, judge: Judge, clock: Clock, spend: Callable[[], None]
    ) -> None:
        """*hosts* are the only ones that are answered; *spend* notes one message of the month's quota."""
        self._entry = f"session {name}"
        self._hosts = hosts
        self._api = api
        self._judge = judge
        self._clock = clock
        self._spend = spend

    def is_open(self, answer: str) -> bool:
        """Return whether the message with that `Heard.answer` can still be answered."""
        return speaking.reply_address(answer, self._hosts, self._clock.now()) is not None

    async def reply(self, answer: str, chat: str, mention: str | None, piece: Piece, key: str) -> None:
        """Have *piece* shown as the answer to the message with that `Heard.answer`, *mention* being told of it.

        Where too much is said in *chat*, only that is silent for a while.
        """
        if not isinstance(piece, Words):
            raise NoWay("words only")
        await self._send(answer, {**speaking.text(piece.text, mention), "msgUuid": track_of(key)}, chat)

    async def excuse(self, answer: str, text: str) -> None:
        """Have *text* shown as the answer to the message with that `Heard.answer`."""
        await self._send(answer, speaking.text(text))

    async def _send(self, answer: str, body: speaking.Body, chat: str = "") -> None:
        address = speaking.reply_address(answer, self._hosts, self._clock.now())
        if address is None:
            raise NoWay(OVER)
        self._judge.check(self._entry, chat)
        with spending(self._spend):
            said = await self._api.post_to(address, body)
            if said.code == NO_SUCH_SESSION:
                raise NoWay(said.code)
            self._judge.judge(said.code, self._entry, chat)
