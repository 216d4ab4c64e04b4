"""Work notifications: taken in silence and dropped in silence, so that only their result tells what became of them."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from bot.platforms.base import NoWay, Rejected, Uncertain, Unreachable
from bot.platforms.dingtalk.calls.application import Application
from bot.platforms.dingtalk.wire.fields import Fields, objects_at, strings_at, text_at
from bot.sending.judging import TAKEN, Judge
from bot.sending.ways import Piece, Words
from bot.web.unreadable import Unreadable

SEND: Final = "/topapi/message/corpconversation/asyncsend_v2"
RESULT: Final = "/topapi/message/corpconversation/getsendresult"
LONGEST: Final = 1800  # bytes of a text: with what stands around it a message takes 2 048
REMEMBERED: Final = 1000
SEEN: Final = ("read_user_id_list", "unread_user_id_list")
UNSEEN: Final = ("invalid_user_id_list", "failed_user_id_list", "forbidden_user_id_list")
NOBODY: Final = "1430000"
UNKNOWN: Final = "no result"
LOOKED_AFTER: Final = (2.0, 5.0, 15.0)  # seconds: the platform shows it when it has time
ROUNDS: Final = 2  # of looking: each look is a call of the month's quota


@dataclass(slots=True)
class _Sent:
    """What became a *task* of the platform's, of which so many rounds told nothing."""

    task: int
    rounds: int = 0


class Notices:
    """Sends notifications of one application. Everything here raises `DeliveryError`."""

    def __init__(self, name: str, agent_id: int, application: Application, judge: Judge) -> None:
        self._entry = f"notices {name}"
        self._agent_id = agent_id
        self._application = application
        self._judge = judge
        self._sent: dict[str, _Sent] = {}
        """What was sent and is not known to have been shown, by the keys of the pieces: nothing is sent twice."""

    async def tell(self, user: str, piece: Piece, key: str) -> None:
        """Show somebody *piece*; return once the platform says that it was shown.

        Raise `Uncertain` where it does not say so in a while.
        """
        if not isinstance(piece, Words):
            raise NoWay("words only")
        message = {"msgtype": "text", "text": {"content": piece.text}}
        body = {"agent_id": self._agent_id, "userid_list": user, "msg": message}
        if key not in self._sent:
            self._judge.check(self._entry)
            self._sent[key] = _Sent((await self._application.post_old(SEND, body)).task_id)
            while len(self._sent) > REMEMBERED:
                del self._sent[next(iter(self._sent))]
        sent = self._sent[key]
        fate = await self._fate(user, sent.task)
        sent.rounds += 1
        if not fate and sent.rounds < ROUNDS:
            raise Unreachable(UNKNOWN, maybe_taken=True)
        self._sent.pop(key, None)
        if not fate:
            raise Uncertain(UNKNOWN)
        self._judge.judge(fate, self._entry)

    async def _fate(self, user: str, task: int) -> str:
        """Return why it was not shown, or that it was taken; nothing where nobody tells, or it may not be asked."""
        body = {"agent_id": self._agent_id, "task_id": task}
        for seconds in LOOKED_AFTER:
            await asyncio.sleep(seconds)
            try:
                result = (await self._application.post_old(RESULT, body)).send_result
            except Rejected:  # of the question, not of what was sent
                return ""
            if fate := _told_of(user, result):
                return fate
        return ""


def _told_of(user: str, result: Fields) -> str:
    """Return why it was not shown to *user*, or that it was taken; nothing where the result tells of neither."""
    with suppress(Unreadable):
        for one in objects_at(result, "forbidden_list"):
            if text_at(one, "userid") == user:
                return text_at(one, "code") or NOBODY
        if any(user in strings_at(result, name) for name in UNSEEN):
            return NOBODY
        if any(user in strings_at(result, name) for name in SEEN):
            return TAKEN
    return ""
