"""Every fault the platform is known for: the rows of its table, in one or several shapes each."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tests.simulators.dingtalk.answers import Code


class Point(StrEnum):
    """Where something can go wrong; each fault strikes at one of them."""

    HTTP = "any call by HTTP"
    NEW = "any call of the new API"
    OLD = "any call of the old API"
    NEW_TOKEN = "oauth2/accessToken"
    OLD_TOKEN = "gettoken"
    NEW_APP = "a call of the new API with an access token"
    OLD_APP = "a call of the old API with an access token"
    SEND = "groupMessages/send or oToMessages/batchSend"
    GROUP = "groupMessages/send"
    BATCH = "oToMessages/batchSend"
    SESSION = "sendBySession"
    WEBHOOK = "robot/send"
    CARD = "createAndDeliver"
    NOTICE = "asyncsend_v2"
    CODE = "messageFiles/download"
    LINK = "a file is fetched"
    OPEN = "connections/open"
    TICKET = "a ticket is shown"
    LINE = "a connection that stands"
    INBOUND = "a message is brought to the bot"
    STREAM = "a message is brought over a connection"
    URL = "a message is brought to a URL"
    CLICK = "a click is brought to the bot"
    EVENT = "an event is brought to the bot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One shape of one row; with a *code* it is that answer, in the usual words or in *text*, and nothing else."""

    row: int
    name: str
    at: Point
    code: Code | None = None
    text: str = ""


ROWS: Final = range(1, 53)
STALE: Final = "invalid timestamp, more: [https://ding-doc.dingtalk.com/doc#/serverapi2/qf2nxq]"
KEYWORD: Final = "description:关键词不匹配;solution:请联系群管理员查看此机器人的关键词，并在发送的信息中包含此关键词;"
ADDRESS: Final = "description:ip 不在白名单中;solution:请联系对应群的管理员，设置机器人安全ip地址段;"
NO_ROBOT: Final = "description: robot 不存在；solution:请确认 token 是否正确；"


def _shapes(row: int, at: Point, *names: str) -> Iterator[Fault]:
    return (Fault(row=row, name=name, at=at) for name in names)


def _answer(row: int, at: Point, code: Code, name: str, text: str = "") -> Fault:
    return Fault(row=row, name=name, at=at, code=code, text=text)


FAULTS: Final = (
    _answer(1, Point.NEW_APP, "InvalidAuthentication", "token expired"),
    _answer(2, Point.OLD_APP, "88/40014", "token expired, 88"),
    _answer(3, Point.OLD_APP, 42001, "token expired, 42001"),
    _answer(3, Point.OLD_APP, 40001, "token expired, 40001"),
    _answer(3, Point.OLD_APP, 40014, "token expired, 40014"),
    _answer(4, Point.NEW_APP, "AuthenticationFailed.MissingParameter", "token not seen"),
    _answer(5, Point.NEW_TOKEN, "invalidClientIdOrSecret", "wrong secret"),
    _answer(5, Point.OLD_TOKEN, 40096, "wrong secret, 40096"),
    _answer(6, Point.NEW_APP, "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", "app too often"),
    _answer(6, Point.NEW_APP, "Forbidden.AccessDenied.QpmLimitForAppkeyAndApi", "app too often in a minute"),
    _answer(6, Point.OLD_APP, 90018, "app too often, 90018"),
    _answer(7, Point.NEW_APP, "Forbidden.AccessDenied.QpsLimitForApi", "everybody too often"),
    _answer(7, Point.OLD_APP, 90002, "everybody too often, 90002"),
    *_shapes(8, Point.HTTP, "banned, a page with 200", "banned, a page with 403", "banned, status 1111"),
    _answer(9, Point.NEW_APP, "Forbidden.AccessDenied.ApiCountLimitForOrg", "quota used up"),
    _answer(9, Point.OLD_APP, 90020, "quota used up, 90020"),
    *_shapes(10, Point.INBOUND, "quota used up, nothing to read"),
    _answer(11, Point.WEBHOOK, 130101, "webhook too often, 130101"),
    _answer(11, Point.WEBHOOK, 660026, "webhook too often, 660026"),
    _answer(11, Point.WEBHOOK, 410100, "webhook too often, 410100"),
    _answer(12, Point.SEND, "send.too.fast", "robot too often"),
    _answer(13, Point.WEBHOOK, 310000, "bad signature"),
    _answer(13, Point.WEBHOOK, 310000, "signed too long ago", STALE),
    _answer(13, Point.WEBHOOK, 310000, "keyword missing", KEYWORD),
    _answer(13, Point.WEBHOOK, 310000, "address not allowed", ADDRESS),
    _answer(14, Point.WEBHOOK, 300005, "webhook unknown, 300005"),
    _answer(14, Point.WEBHOOK, 300001, "webhook unknown, 300001", NO_ROBOT),
    _answer(14, Point.WEBHOOK, 400101, "webhook unknown, 400101"),
    _answer(14, Point.WEBHOOK, 400106, "webhook removed"),
    _answer(14, Point.WEBHOOK, 400013, "webhook's group disbanded"),
    _answer(14, Point.WEBHOOK, 400102, "webhook stopped"),
    _answer(15, Point.WEBHOOK, 430101, "link refused"),
    _answer(15, Point.WEBHOOK, 430102, "text refused"),
    _answer(15, Point.WEBHOOK, 430103, "picture refused"),
    _answer(15, Point.WEBHOOK, 430104, "content refused"),
    _answer(15, Point.SESSION, 430102, "reply refused"),
    _answer(15, Point.SEND, "contain.notAllowed.text", "push refused"),
    _answer(16, Point.SEND, "invalidParameter.msgParam.tooLong", "push too long"),
    _answer(17, Point.SESSION, 300001, "session gone"),
    _answer(18, Point.GROUP, "resource.not.found", "robot not found"),
    _answer(18, Point.GROUP, "invalidParameter.robotCode.notExsit", "robot not in the group"),
    _answer(18, Point.GROUP, "group.disbanded", "group disbanded"),
    _answer(18, Point.GROUP, "invalid.openConversationId", "group unknown"),
    *_shapes(19, Point.BATCH, "somebody unknown", "somebody told too often"),
    *_shapes(20, Point.CARD, "card not delivered"),
    *_shapes(21, Point.NOTICE, "notice dropped in silence"),
    _answer(22, Point.OLD, -1, "busy, -1"),
    _answer(22, Point.NEW, "system.error", "busy"),
    *_shapes(22, Point.HTTP, "HTTP 503", "HTTP 503 with a page"),
    *_shapes(23, Point.NEW, "HTTP 504, done", "HTTP 504, not done"),
    *_shapes(23, Point.OLD, "time-out 15, done", "time-out 88, done"),
    _answer(23, Point.OLD, 15, "time-out 15, not done"),
    _answer(23, Point.OLD, "88/", "time-out 88, not done"),
    *_shapes(24, Point.HTTP, "answer after 30 s", "reset before the answer", "reset within the answer", "answer cut off", "gzip"),
    *_shapes(25, Point.OLD, "errcode as a string"),
    _answer(26, Point.SEND, "unknown.send.result", "outcome unknown, not sent"),
    *_shapes(26, Point.SEND, "outcome unknown, sent"),
    *_shapes(
        27,
        Point.STREAM,
        "pushed again after 16 s",
        "pushed again after 60 s",
        "pushed again with another messageId",
        "pushed again on another connection",
    ),
    *_shapes(28, Point.URL, "called again after 10 s and 30 s"),
    *_shapes(29, Point.INBOUND, "brought late", "out of order", "another one written at the same time"),
    *_shapes(30, Point.URL, "sign with a character changed", "sign of another secret", "sign url-encoded", "sign empty"),
    *_shapes(31, Point.URL, "signed two hours ago", "signed two hours ahead", "timestamp in seconds", "timestamp not digits"),
    *_shapes(32, Point.URL, "replayed"),
    *_shapes(33, Point.URL, "same sign, other body"),
    *_shapes(34, Point.INBOUND, "reply to the cloud", "reply to a longer name", "reply behind an @", "reply to another port"),
    *_shapes(
        35,
        Point.URL,
        "10 MB",
        "not JSON",
        "a JSON array",
        "20000 levels",
        "not UTF-8",
        "NUL characters",
        "lone surrogates",
    ),
    *_shapes(
        36,
        Point.INBOUND,
        "without senderStaffId",
        "without isAdmin",
        "without conversationTitle",
        "unknown msgtype",
        "content as a string",
        "content as JSON in a string",
        "numeric conversationType",
        "extra members",
    ),
    *_shapes(37, Point.OPEN, "refused 400", "refused 401", "opening 503", "no ticket", "opening answered by a page"),
    *_shapes(38, Point.TICKET, "ticket refused 400", "ticket refused 401", "ticket refused 403"),
    *_shapes(39, Point.LINE, "disconnect"),
    *_shapes(40, Point.LINE, "disconnect every 30 s"),
    *_shapes(41, Point.LINE, "zombie"),
    *_shapes(42, Point.LINE, "reset", "closed 1001", "closed without a code", "closed 1011"),
    *_shapes(43, Point.LINE, "ping"),
    *_shapes(44, Point.LINE, "unknown topic", "unknown type", "KEEPALIVE"),
    *_shapes(
        45,
        Point.LINE,
        "frame not JSON",
        "data not JSON",
        "data an object",
        "headers missing",
        "frame binary",
        "frame above 1 MiB",
    ),
    *_shapes(46, Point.STREAM, "acknowledgement not heard"),
    *_shapes(47, Point.STREAM, "another connection's turn"),
    *_shapes(48, Point.EVENT, "event pushed again"),
    _answer(49, Point.CODE, "invalidParameter.robotCode.downloadCode", "downloadCode expired"),
    *_shapes(50, Point.LINK, "HTTP 403", "200 MB", "a page instead of a file", "redirect to a private address"),
    *_shapes(51, Point.CLICK, "clicked again", "clicked by somebody else", "clicked on an old card"),
    *_shapes(52, Point.HTTP, "clock 5 minutes ahead", "clock 5 minutes behind"),
)  # fmt: skip

BY_NAME: Final = {fault.name: fault for fault in FAULTS}


def fault_named(row_or_name: int | str) -> Fault:
    """Return the fault of that name, or the first shape of that row."""
    if isinstance(row_or_name, str):
        return BY_NAME[row_or_name]
    return next(fault for fault in FAULTS if fault.row == row_or_name)
