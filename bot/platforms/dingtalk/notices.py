"""Work notifications: taken in silence and dropped in silence, so that only their result tells what became of them."""

import asyncio
from typing import Final

import msgspec

from bot.platforms.base import NoWay, Rejected, Unreachable
from bot.platforms.dingtalk.application import Application
from bot.platforms.dingtalk.errors import reaction_to
from bot.sending.reactions import Reaction
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

    def __init__(self, agent_id: int, application: Application) -> None:
        self._agent_id = agent_id
        self._application = application
        self._sent: dict[str, int | str] = {}
        """What was sent and is not known to have been shown, by the keys of the pieces: nothing is sent twice."""

    async def tell(self, user: str, piece: Piece, key: str) -> None:
        """Show somebody *piece*; return once the platform says that it was shown."""
        if not isinstance(piece, Words):
            raise NoWay("words only")
        message = {"msgtype": "text", "text": {"content": piece.text}}
        body = {"agent_id": self._agent_id, "userid_list": user, "msg": message}
        if key not in self._sent:
            self._sent[key] = (await self._application.post_old(SEND, body)).task_id
            while len(self._sent) > REMEMBERED:
                del self._sent[next(iter(self._sent))]
        task = self._sent[key]
        try:
            for seconds in LOOKED_AFTER:
                await asyncio.sleep(seconds)
                if await self._was_shown(user, task):
                    self._sent.pop(key, None)
                    return
        except Rejected:
            self._sent.pop(key, None)
            raise
        raise Unreachable("no result", maybe_taken=True)

    async def _was_shown(self, user: str, task: int | str) -> bool:
        """Return whether it was shown, False while nobody knows. Raise `Rejected` where it never will be."""
        answer = await self._application.post_old(RESULT, {"agent_id": self._agent_id, "task_id": task})
        try:
            result = _RESULT.decode(answer.send_result)
        except msgspec.DecodeError:
            return False
        if (code := _refusal(result, user)) is not None:
            raise Rejected(code) if reaction_to(code) is Reaction.REFUSED else NoWay(code)
        return user in (*result.read_user_id_list, *result.unread_user_id_list)


def _refusal(result: _Result, user: str) -> str | None:
    """Return why it was not shown, None where nothing is told of that."""
    for one in result.forbidden_list:
        if one.userid == user:
            return str(one.code)
    unseen = (*result.invalid_user_id_list, *result.failed_user_id_list, *result.forbidden_user_id_list)
    return "1430000" if user in unseen else None
