"""Every fault the platform is known for: the rows of its table, in one or several shapes each."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Point(StrEnum):
    """Where something can go wrong; each fault strikes at one of them."""

    TOKEN = "gettoken"
    APP = "a call with an access_token"
    SEND = "message/send"
    LOGIN = "auth/getuserinfo"
    WEBHOOK = "webhook/send"
    MEDIA_ID = "a media_id is used"
    RESPONSE = "response_url"
    HTTP = "any call by HTTP"
    DOWNLOAD = "a picture or file is fetched"
    SUBSCRIBE = "aibot_subscribe"
    FRAME = "any other frame of a client"
    RESPOND = "aibot_respond_msg"
    PUSH = "aibot_send_msg"
    SPEAK = "reply or push"
    LINE = "a subscribed connection"
    SOCKET = "something is brought over a connection"
    INBOUND = "something is brought to the bot"
    URL = "something is brought to its URL"
    APP_URL = "something is brought to an app's URL"
    CLICK = "a click is brought to the bot"
    VERIFY = "a URL is verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One shape of one row; with an *errcode* it is that answer and nothing else."""

    row: int
    name: str
    at: Point
    errcode: int | None = None


ROWS: Final = range(1, 44)


def _shapes(row: int, at: Point, *names: str) -> tuple[Fault, ...]:
    return tuple(Fault(row=row, name=name, at=at) for name in names)


def _answer(row: int, at: Point, errcode: int, name: str) -> Fault:
    return Fault(row=row, name=name, at=at, errcode=errcode)


FAULTS: Final = (
    _answer(1, Point.APP, 42001, "token expired"),
    _answer(2, Point.APP, 40014, "token invalidated"),
    _answer(3, Point.TOKEN, 40001, "wrong secret"),
    _answer(4, Point.APP, 42001, "token expired for all at once"),
    _answer(5, Point.APP, 45009, "app too often"),
    _answer(5, Point.WEBHOOK, 45009, "webhook too often"),
    _answer(6, Point.APP, 45033, "too many at a time"),
    _answer(7, Point.APP, -1, "busy"),
    _answer(8, Point.APP, 60020, "address not allowed"),
    _answer(9, Point.SEND, 81013, "all receivers bad"),
    *_shapes(9, Point.SEND, "some receivers bad"),
    *_shapes(10, Point.SEND, "dropped in silence"),
    _answer(11, Point.WEBHOOK, 93000, "webhook removed"),
    _answer(12, Point.WEBHOOK, 44004, "webhook empty"),
    _answer(12, Point.WEBHOOK, 45002, "webhook too long"),
    _answer(13, Point.MEDIA_ID, 40007, "media_id expired"),
    _answer(14, Point.LOGIN, 40029, "login code invalid"),
    _answer(14, Point.LOGIN, 42022, "login code used"),
    *_shapes(15, Point.HTTP, "HTTP 500", "HTTP 502 with a page", "HTTP 504", "answer cut off", "answer {}", "reset after processing"),
    *_shapes(16, Point.HTTP, "answer after 20 s", "no answer"),
    _answer(17, Point.SUBSCRIBE, 853000, "wrong bot_id or secret"),
    _answer(18, Point.SUBSCRIBE, 45009, "subscribed too often"),
    _answer(19, Point.FRAME, 846609, "not subscribed"),
    _answer(20, Point.RESPOND, 846605, "bad req_id"),
    _answer(21, Point.RESPOND, 846608, "stream expired"),
    _answer(22, Point.PUSH, 45009, "pushed too often"),
    _answer(23, Point.PUSH, 93006, "chat unknown"),
    _answer(23, Point.PUSH, 93008, "bot not in the group"),
    _answer(23, Point.PUSH, 93001, "push not allowed"),
    _answer(24, Point.SPEAK, 40201, "content refused"),
    _answer(25, Point.SPEAK, 40008, "wrong kind"),
    *_shapes(26, Point.FRAME, "not acknowledged", "acknowledged twice", "acknowledged after 6 s", "stray acknowledgement"),
    *_shapes(27, Point.LINE, "replaced"),
    *_shapes(28, Point.LINE, "closed 1000", "closed 1001", "aborted"),
    *_shapes(28, Point.SUBSCRIBE, "closed before the answer"),
    *_shapes(29, Point.LINE, "half open"),
    *_shapes(30, Point.LINE, "not JSON", "an array", "unknown cmd", "without headers", "2 MiB", "binary"),
    *_shapes(31, Point.INBOUND, "brought again"),
    *_shapes(31, Point.SOCKET, "brought again after a reconnect"),
    *_shapes(32, Point.INBOUND, "brought late"),
    *_shapes(33, Point.INBOUND, "out of order"),
    *_shapes(34, Point.APP_URL, "two events in a second"),
    *_shapes(
        35,
        Point.URL,
        "bad signature",
        "parameter missing",
        "bad Base64",
        "cut-off ciphertext",
        "pad 0",
        "pad above 32",
        "pad unequal",
        "length too large",
        "length too small",
        "foreign receiver",
        "not UTF-8",
        "inside not JSON or XML",
        "outside not JSON or XML",
        "20000 levels outside",
        "20000 levels inside",
        "entities outside",
        "entities inside",
        "above 1 MiB",
    ),
    *_shapes(35, Point.APP_URL, "two Encrypt"),
    *_shapes(36, Point.URL, "replayed at once", "replayed after 2 h", "timestamp and nonce exchanged", "a digit shifted"),
    *_shapes(37, Point.URL, "answer not awaited"),
    *_shapes(37, Point.VERIFY, "verification not awaited"),
    *_shapes(38, Point.CLICK, "click not answered in time"),
    _answer(39, Point.RESPONSE, 40029, "response_url refused"),
    *_shapes(40, Point.DOWNLOAD, "HTTP 403", "HTTP 404", "page with 200", "wrong key", "body cut off"),
    *_shapes(
        41,
        Point.INBOUND,
        "opaque userid",
        "enter_chat without chattype",
        "unknown msgtype",
        "unknown eventtype",
        "unknown quote",
        "extra members",
    ),
    _answer(42, Point.APP, 48006, "app disabled, 48006"),
    _answer(42, Point.APP, 50003, "app disabled, 50003"),
    *_shapes(43, Point.URL, "clock ahead", "clock behind"),
)  # fmt: skip

BY_NAME: Final = {fault.name: fault for fault in FAULTS}


def fault_named(row_or_name: int | str) -> Fault:
    """Return the fault of that name, or the first shape of that row."""
    if isinstance(row_or_name, str):
        return BY_NAME[row_or_name]
    return next(fault for fault in FAULTS if fault.row == row_or_name)
