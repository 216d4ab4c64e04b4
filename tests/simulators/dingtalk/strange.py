"""Messages as strange as rows 10, 34 and 36 of the fault table say."""

import json
from dataclasses import replace
from typing import Final

from tests.simulators.dingtalk.answers import Body
from tests.simulators.dingtalk.letters import Letter
from tests.simulators.dingtalk.world import World

PAYLOADS: Final = ("text", "content")
NO_SERVICE: Final = "受调用量超量影响，当前我的消息服务已经暂停。请联系你所在的组织管理员并予以处理"
FORGED: Final = {
    "reply to the cloud": "http://169.254.169.254/latest/meta-data/?session=x",
    "reply to a longer name": "https://oapi.dingtalk.com.evil.example/robot/sendBySession?session=x",
    "reply behind an @": "https://oapi.dingtalk.com@evil.example/robot/sendBySession?session=x",
}


def estranged(world: World, name: str, letter: Letter) -> Letter:
    """Return the letter with what is strange about it."""
    return replace(letter, body=_estranged(world, name, letter.body))


def companion(world: World, name: str, letter: Letter) -> Letter:
    """Return what comes with the letter, as that fault says."""
    body, other = dict(letter.body), world.new_id("other-")
    match name:
        case "clicked by somebody else":
            body["userId"] = other
        case "clicked on an old card":
            body["outTrackId"] = other
        case "another one written at the same time":
            other = world.new_id("msg") + "=="
            body |= {"msgId": other, "msgtype": "text", "text": {"content": " 同时说的另一句"}}
    return replace(letter, id=other, body=body)


def _estranged(world: World, name: str, body: Body) -> Body:
    bare = {key: part for key, part in body.items() if key not in PAYLOADS}
    text = _text(body)
    match name:
        case "quota used up, nothing to read":
            return bare | {"errorCode": 20001, "errorMessage": NO_SERVICE}
        case "reply to another port":
            return body | {"sessionWebhook": f"{world.urls['elsewhere']}/robot/sendBySession?session=x"}
        case "unknown msgtype":
            return bare | {"msgtype": "hologram", "content": {"url": "x"}}
        case "content as a string":
            return bare | {"content": text}
        case "content as JSON in a string":
            return bare | {"content": json.dumps(body.get("content", body.get("text")), ensure_ascii=False)}
        case "numeric conversationType":
            return body | {"conversationType": int(body["conversationType"])}
        case "extra members":
            return body | {"openThreadId": "t1", "hostingContext": {"userId": "u", "nick": "n"}, "x": [None, {"y": 1}]}
    if name in FORGED:
        return body | {"sessionWebhook": FORGED[name]}
    return {key: part for key, part in body.items() if key != name.removeprefix("without ")}


def _text(body: Body) -> str:
    """Return the words of a message."""
    pieces = body.get("content", {}).get("richText", ())
    text: str = body.get("text", {}).get("content", "")
    return text + "".join(piece.get("text", "") for piece in pieces)
