"""Work notifications: taken in silence and dropped in silence, so that only their result tells what became of them."""

import asyncio
from typing import Final

import msgspec

from bot.platforms.base import NoWay, Rejected, Unreachable
from bot.platforms.dingtalk.application import Application
from bot.sending.judging import TAKEN, Judge
from bot.sending.ways import Piece, Words

SEND: Final = "/topapi/message/corpconversation/asyncsend_v2"
RESULT: Final = "/topapi/message/corpconversation/getsendresult"
LONGEST: Final = 1800  # bytes of a text: with what stands around it a message takes 2 048
REMEMBERED: Final = 1000
LOOKED_AFTER: Final = (2.0, 5.0, 15.0)  # seconds: the platform shows it when it has time


class _Forbidden(msgspec.Struct, frozen=True):
    code: int | str = ""
    userid: str = ""


class _Result(msgspec.Struct, frozen=True):
    """To whom it was shown, and to whom not."""

    read_user_id_list: list[str] = []
    unread_user_id_list: list[str] = []
    invalid_user_id_list: list[str] = []
    failed_user_id_list: list[str] = []
    forbidden_user_id_list: list[str] = []
    forbidden_list: list[_Forbidden] = []


_RESULT: Final = msgspec.json.Decoder(_Result)


class Notices:
    """Sends notifications of one application. Everything here raises `DeliveryError`."""

    def __init__(self, name: str, agent_id: int, application: Application, judge: Judge) -> None:
        self._entry = f"notices {name}"
        self._agent_id = agent_id
        self._application = application
        self._judge = judge
        self._sent: dict[str, int | str] = {}
        """What was sent and is not known to have been shown, by the keys of the pieces: nothing is sent twice."""

    async def tell(self, user: str, piece: Piece, key: str) -> None:
        """Show somebody *piece*; return once the platform says that it was shown."""
        if not isinstance(piece, Words):
            raise NoWay("words only")
        message = {"msgtype": "text", "text": {"content": piece.text}}
        body = {"agent_id": self._agent_id, "userid_list": user, "msg": message}
        if key not in self._sent:
            self._judge.check(self._entry)
            self._sent[key] = (await self._application.post_old(SEND, body)).task_id
            while len(self._sent) > REMEMBERED:
                del self._sent[next(iter(self._sent))]
        code = await self._fate(user, self._sent[key])
        self._sent.pop(key, None)
        self._judge.judge(code, self._entry)

    async def _fate(self, user: str, task: int | str) -> str:
        """Return why it was not shown, or that it was taken. Raise `Unreachable` while nobody knows."""
        for seconds in LOOKED_AFTER:
            await asyncio.sleep(seconds)
            result = await self._result(task)
            if (code := _refusal(result, user)) is not None:
                return code
            if user in (*result.read_user_id_list, *result.unread_user_id_list):
                return TAKEN
        raise Unreachable("no result", maybe_taken=True)

    async def _result(self, task: int | str) -> _Result:
        """Return to whom it was shown as far as that is known; raise `Unreachable` where it may not be asked."""
        body = {"agent_id": self._agent_id, "task_id": task}
        try:
            return _RESULT.decode((await self._application.post_old(RESULT, body)).send_result)
        except msgspec.DecodeError:
            return _Result()
        except Rejected as error:  # of the question, not of what was sent
            raise Unreachable(error.code, maybe_taken=True) from None


def _refusal(result: _Result, user: str) -> str | None:
    """Return why it was not shown, None where nothing is told of that."""
    for one in result.forbidden_list:
        if one.userid == user:
            return str(one.code)
    unseen = (*result.invalid_user_id_list, *result.failed_user_id_list, *result.forbidden_user_id_list)
    return "1430000" if user in unseen else None
