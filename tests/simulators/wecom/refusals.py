"""What the platform says when it refuses: one errcode each, and a text that nobody should decide by."""

from datetime import datetime
from random import Random
from typing import Any, Final

Body = dict[str, Any]
"""A JSON object on the wire."""

TEXTS: Final = {
    -1: "system busy",
    40001: "invalid credential",
    40004: "invalid media type",
    40005: "invalid file type",
    40006: "invalid media size",
    40007: "invalid media_id",
    40008: "invalid message type",
    40009: "invalid image size",
    40013: "invalid corpid",
    40014: "invalid access_token",
    40016: "invalid button size",
    40017: "invalid button type",
    40018: "invalid button name size",
    40019: "invalid button key size",
    40020: "invalid button url size",
    40023: "invalid sub button size",
    40029: "invalid code",
    40032: "invalid user list size",
    40033: "invalid charset",
    40050: "chatid not exist",
    40058: "invalid Request Parameter",
    40201: "content refused",
    41001: "access_token missing",
    42001: "access_token expired",
    42014: "invalid response_code",
    42022: "code has been used",
    43012: "callback url required",
    44001: "empty media data",
    44004: "empty content",
    45002: "content size out of limit",
    45008: "article count out of limit",
    45009: "api freq out of limit",
    45033: "api concurrent out of limit",
    48006: "api forbidden for inactivity",
    50003: "app is disabled",
    60011: "no privilege to access/modify contact/party/agent",
    60020: "not allow to access from your ip",
    60111: "userid not found",
    81013: "user & party & tag all invalid",
    82001: "all touser & toparty & totag are empty",
    82002: "too many parties",
    82003: "too many tags",
    86001: "invalid chatid",
    86003: "chat not exist",
    86005: "invalid chat owner",
    86006: "invalid chat member count",
    86007: "invalid chat member",
    86008: "chat not created by this app",
    86215: "chatid exists",
    86216: "invalid member ids",
    93000: "invalid webhook url",
    93001: "group push not allowed",
    93006: "invalid chatid",
    93008: "bot not in the group",
    301002: "not allow operate another agent",
    846605: "invalid req_id",
    846608: "stream message update expired",
    846609: "aibot websocket not subscribed",
    853000: "invalid bot_id or secret",
}
WITHOUT_TAIL: Final = {846605, 846608, 846609, 853000}
GONE: Final = 40029  # a response_url that was used or is too old; the real code is not known


class Refused(Exception):
    """The platform refuses a call."""

    def __init__(self, errcode: int) -> None:
        super().__init__(errcode)
        self.errcode = errcode


def refusal(errcode: int, now: datetime, random: Random) -> Body:
    """Return the body that refuses."""
    text = TEXTS[errcode]
    if errcode not in WITHOUT_TAIL:
        hint = f"{int(now.timestamp())}{random.randrange(10**15):015}"
        more = f"https://open.work.weixin.qq.com/devtool/query?e={errcode}"
        text = f"{text}, hint: [{hint}], from ip: 127.0.0.1, more info at {more}"
    return {"errcode": errcode, "errmsg": text}


def ok(**members: object) -> Body:
    """Return the body that agrees, with *members*."""
    return {"errcode": 0, "errmsg": "ok", **members}
