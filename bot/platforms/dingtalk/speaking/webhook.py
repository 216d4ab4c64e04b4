"""The robot of one group that only speaks: a custom one, or the address that a group shows of the robot itself."""

from collections.abc import Callable
from typing import Final

from bot.clock import Clock
from bot.platforms.base import NoWay
from bot.platforms.dingtalk.calls.answers import Answer
from bot.platforms.dingtalk.calls.api import Api
from bot.platforms.dingtalk.calls.errors import UNSAFE, reaction_to
from bot.platforms.dingtalk.quota import spending
from bot.platforms.dingtalk.speaking.words import KEYWORD, rule_in
from bot.platforms.dingtalk.wire import speaking
from bot.platforms.dingtalk.wire.cards import track_of
from bot.platforms.dingtalk.wire.signature import milliseconds, sign
from bot.sending.judging import Judge
from bot.sending.reactions import Reaction
from bot.sending.ways import Piece, Words

PATH: Final = "/robot/send"


class Webhook:
    """Speaks in the group that its token belongs to. Everything here raises `DeliveryError`."""

    def __init__(
        self,
        name: str,
        access_token: str,
        secret: str,
        keyword: str,
        api: Api,
        judge: Judge,
        clock: Clock,
        spend: Callable[[], None],
    ) -> None:
        """*secret* and *keyword* are empty where no safety rule asks for them."""
        self._entry = f"webhook {name}"
        self._access_token = access_token
        self._secret = secret
        self._keyword = keyword
        self._api = api
        self._judge = judge
        self._clock = clock
        self._spend = spend

    async def say(self, mention: str | None, piece: Piece, key: str) -> None:
        """Have *piece* shown, *mention* being told that it is for him; a second try of *key* is shown once."""
        if not isinstance(piece, Words):
            raise NoWay("words only")
        text = piece.text if self._keyword in piece.text else f"{self._keyword}\n{piece.text}"
        self._judge.check(self._entry)
        with spending(self._spend):
            answer = await self._post({**speaking.text(text, mention), "msgUuid": track_of(key)})
            self._judge.judge(_code(answer), self._entry)

    async def try_token(self) -> None:
        """Return where the token is good; nothing is shown to anybody. Raise what the platform says otherwise.

        A message without words is refused for that alone where all else is right; the keyword stands in words.
        """
        code = _code(await self._post(speaking.text("")))
        if reaction_to(code) is not Reaction.REFUSED and code != f"{UNSAFE}/{KEYWORD}":
            self._judge.judge(code, self._entry)

    async def _post(self, body: speaking.Body) -> Answer:
        query = {"access_token": self._access_token}
        if self._secret:
            timestamp = str(milliseconds(self._clock.now()))
            query |= {"timestamp": timestamp, "sign": sign(self._secret, timestamp)}
        return await self._api.post_old(PATH, query, body)


def _code(answer: Answer) -> str:
    """Return the code, with the rule that was not met where it is one of the robot's safety rules."""
    rule = rule_in(answer.errmsg)
    return f"{UNSAFE}/{rule}" if answer.code == UNSAFE else answer.code
