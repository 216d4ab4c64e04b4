"""What DingTalk's two hosts answer, read into one form. No I/O.

The old host says `errcode` with status 200, at times as a text, and hides some codes behind 88; the new one says `code`
with a status of 400 and more; gateways before either say neither.
"""

from typing import Final

import msgspec

from bot.platforms.base import Unreachable
from bot.platforms.dingtalk.calls.errors import BANNED, reaction_to
from bot.platforms.dingtalk.wire.fields import (
    Fields,
    fields_in,
    number_at,
    object_at,
    strings_at,
    text_at,
    written_in,
)
from bot.sending.judging import TAKEN
from bot.sending.reactions import Reaction
from bot.web.unreadable import MALFORMED, Unreadable

HIDING: Final = "88"
LARGEST: Final = 1024 * 1024  # bytes; what is asked for takes a few KB
TOKEN_LIFE: Final = 7200  # seconds; open.dingtalk.com obtain-the-access-token-of-an-internal-app


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer may hold; more is not looked at. *code* is "0" where it was taken."""

    code: str = TAKEN
    errmsg: str = ""
    access_token: str = ""
    expire_in: int = TOKEN_LIFE
    process_query_key: str = ""
    invalid_staff_id_list: tuple[str, ...] = ()
    flow_controlled_staff_id_list: tuple[str, ...] = ()
    all_taken_back: bool = True
    download_url: str = ""
    media_id: str = ""
    task_id: int = 0
    send_result: Fields = {}
    result: Fields = {}
    id: str = ""


def read_answer(status: int, content: bytes) -> Answer:
    """Return what an answer says. Raise `Unreachable` where it is no answer of the platform's."""
    try:
        return _answer(status, fields_in(written_in(content, LARGEST)))
    except Unreadable:
        if content.lstrip().startswith(b"<") and status in {200, 403}:  # a page for people
            return Answer(code=BANNED)
        if status == 200:
            raise Unreachable("unreadable", maybe_taken=True) from None
        return Answer(code=f"http-{status}")


def _answer(status: int, fields: Fields) -> Answer:
    """Return what an answer with those members says. Raise `Unreadable`."""
    return Answer(
        code=_code(status, fields),
        errmsg=text_at(fields, "errmsg"),
        access_token=text_at(fields, "accessToken"),
        expire_in=min(number_at(fields, "expireIn") or TOKEN_LIFE, TOKEN_LIFE),
        process_query_key=text_at(fields, "processQueryKey"),
        invalid_staff_id_list=tuple(strings_at(fields, "invalidStaffIdList")),
        flow_controlled_staff_id_list=tuple(strings_at(fields, "flowControlledStaffIdList")),
        all_taken_back=not fields.get("failedResult"),
        download_url=text_at(fields, "downloadUrl"),
        media_id=text_at(fields, "media_id"),
        task_id=number_at(fields, "task_id") or 0,
        send_result=object_at(fields, "send_result"),
        result=object_at(fields, "result"),
        id=text_at(fields, "id"),
    )


def _code(status: int, fields: Fields) -> str:
    """Return the one code of an answer. Raise `Unreadable`."""
    if _code_at(fields, "status") == BANNED:
        return BANNED
    code, errcode = _code_at(fields, "code"), _code_at(fields, "errcode")
    if code != TAKEN:
        return f"http-{status}" if status >= 500 and reaction_to(code) is Reaction.REFUSED else code
    if errcode == HIDING:
        return text_at(fields, "sub_code") or HIDING
    if errcode != TAKEN or status == 200:
        return errcode
    return f"http-{status}"


def _code_at(fields: Fields, name: str) -> str:
    """Return the code there, `TAKEN` where none is told. Raise `Unreadable` where what is told is no code."""
    code = text_at(fields, name)
    if not code and fields.get(name) not in (None, ""):
        raise Unreadable(MALFORMED)
    return code or TAKEN
