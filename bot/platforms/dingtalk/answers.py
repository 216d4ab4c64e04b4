"""What DingTalk's two hosts answer, read into one form. No I/O.

The old host says `errcode` with status 200, at times as a text, and hides some codes behind 88; the new one says `code`
with a status of 400 and more; gateways before either say neither.
"""

from typing import Final

import msgspec

from bot.platforms.base import Unreachable
from bot.platforms.dingtalk.errors import BANNED, reaction_to
from bot.sending.judging import TAKEN
from bot.sending.reactions import Reaction

HIDING: Final = "88"


class Member(msgspec.Struct, frozen=True):
    """A member of the organisation; *unionid* is the same for all its applications."""

    unionid: str


_MEMBER: Final = msgspec.json.Decoder(Member)


class Answer(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What an answer may hold; more is not looked at. *code* is "0" where it was taken."""

    code: str = TAKEN
    errcode: int | str = 0
    sub_code: int | str = msgspec.field(name="sub_code", default="")
    errmsg: str | None = ""
    status: int | str = 0
    access_token: str = ""
    expire_in: int = 0
    process_query_key: str = ""
    invalid_staff_id_list: list[str] | None = None
    flow_controlled_staff_id_list: list[str] | None = None
    failed_result: msgspec.Raw = msgspec.Raw(b"null")
    download_url: str = ""
    media_id: str = msgspec.field(name="media_id", default="")
    task_id: int | str = msgspec.field(name="task_id", default="")
    send_result: msgspec.Raw = msgspec.field(name="send_result", default=msgspec.Raw(b"{}"))
    result: msgspec.Raw = msgspec.Raw(b"null")
    id: str = ""

    @property
    def member(self) -> Member:
        """Whom it tells of. Raise `Unreachable` where it tells of nobody."""
        try:
            return _MEMBER.decode(self.result)
        except msgspec.DecodeError:
            raise Unreachable("unreadable") from None


_ANSWER: Final = msgspec.json.Decoder(Answer)


def read_answer(status: int, content: bytes) -> Answer:
    """Return what an answer says. Raise `Unreachable` where it is no answer of the platform's."""
    try:
        answer = _ANSWER.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        if content.lstrip().startswith(b"<") and status in {200, 403}:  # a page for people
            return Answer(code=BANNED)
        if status == 200:
            raise Unreachable("unreadable", maybe_taken=True) from None
        return Answer(code=f"http-{status}")
    return msgspec.structs.replace(answer, code=_code(status, answer))


def _code(status: int, answer: Answer) -> str:
    if str(answer.status) == BANNED:
        return BANNED
    if answer.code != TAKEN:
        return f"http-{status}" if status >= 500 and reaction_to(answer.code) is Reaction.REFUSED else answer.code
    if str(answer.errcode) == HIDING:
        return str(answer.sub_code) or HIDING
    if str(answer.errcode) != TAKEN or status == 200:
        return str(answer.errcode)
    return f"http-{status}"
