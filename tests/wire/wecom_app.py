"""A self-built app of the tests, a person who speaks to it, and the XML that tells of them."""

from bot.platforms.wecom.app.wire import App, told_by_callback
from bot.platforms.wecom.told import Said, Told
from handlers.message import Account
from handlers.people.rules.roster import Place
from tests.wire.wecom import CORP, NOW, SECONDS

APP = App(entry="office", corp_id=CORP)
PRIVATE = Place(platform="wecom", account="office", chat="zhaomin")
ZHAO = Account(platform="wecom", account="office", user="zhaomin")


def written(**fields: str) -> bytes:
    """Return a callback's inside; a value that begins with a bracket is XML already."""
    whole = {"ToUserName": CORP, "FromUserName": "zhaomin", "CreateTime": str(SECONDS), "AgentID": "1000002", **fields}
    inner = (
        f"<{name}>{value if value.startswith('<') else f'<![CDATA[{value}]]>'}</{name}>"
        for name, value in whole.items()
    )
    return f"<xml>{''.join(inner)}</xml>".encode()


def message(kind: str, **fields: str) -> bytes:
    return written(MsgType=kind, MsgId="1234567890123456", **fields)


def event(kind: str, **fields: str) -> bytes:
    return written(MsgType="event", Event=kind, **fields)


def told(data: bytes) -> Told:
    return told_by_callback(data, APP, NOW)


def said(data: bytes) -> Said:
    one = told(data)
    assert isinstance(one, Said)
    return one
