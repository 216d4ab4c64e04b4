"""An AI bot of the tests, a group and a person who speaks to it, and the JSON that tells of them."""

import json
from collections.abc import Mapping

from bot.platforms.wecom.aibot.wire import Robot, told_by_callback
from bot.platforms.wecom.told import Said, Told
from handlers.message import Account
from handlers.people.rules.roster import Place
from tests.wire.wecom import NOW

ROBOT = Robot(entry="station", aliases=("代表小助手", "代表 Bot", "代表"))
GROUP = Place(platform="wecom", account="station", chat="wrAbC123")
PRIVATE = Place(platform="wecom", account="station", chat="zhaomin")
ZHAO = Account(platform="wecom", account="station", user="zhaomin")
URL = "https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=RC"
PICTURE = "https://ww-aibot.example.myqcloud.com/p?sign=1"

IN_GROUP = {
    "msgid": "CAIQ-m1",
    "aibotid": "aibX",
    "chatid": "wrAbC123",
    "chattype": "group",
    "from": {"userid": "zhaomin"},
}
ALONE = {"msgid": "CAIQ-m1", "aibotid": "aibX", "chattype": "single", "from": {"userid": "zhaomin"}}


def written(payload: object) -> bytes:
    return json.dumps(payload, ensure_ascii=False).encode()


def told(payload: Mapping[str, object], robot: Robot = ROBOT) -> Told:
    return told_by_callback(written(payload), robot, NOW)


def said(payload: Mapping[str, object], robot: Robot = ROBOT) -> Said:
    one = told(payload, robot)
    assert isinstance(one, Said)
    return one


def words(payload: Mapping[str, object], robot: Robot = ROBOT) -> str:
    return said(payload, robot).heard.text


def text(content: str) -> Mapping[str, object]:
    return {**IN_GROUP, "msgtype": "text", "text": {"content": content}}
