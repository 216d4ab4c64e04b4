"""A robot of the tests, a group and a person who speaks to it, and the JSON that tells of them."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot.platforms.dingtalk.wire.robot import told_by_callback
from bot.platforms.dingtalk.wire.told import QuotaGone, Robot, Said, Unknown
from handlers.dates.china_time import CHINA_TIME
from handlers.message import Account
from handlers.people.rules.roster import Place

SAID_AT: Final = datetime(2026, 11, 22, 9, 30, 0, 123000, CHINA_TIME)
NOW: Final = datetime(2026, 11, 22, 9, 30, 1, tzinfo=CHINA_TIME)
MILLISECONDS: Final = 1795311000123
"""`SAID_AT` as DingTalk writes it."""

ROBOT = Robot(entry="station", aliases=("代表小助手", "代表 Bot"))
GROUP = Place(platform="dingtalk", account="station", chat="cidGROUP1==")
PRIVATE = Place(platform="dingtalk", account="station", chat="0147000000000001")
ZHAO = Account(platform="dingtalk", account="station", user="0147000000000001")
ZHAO_SENDER, BOT = "$:LWCP_v1:$ZHAO", "$:LWCP_v1:$BOT"
SESSION = "https://oapi.dingtalk.com/robot/sendBySession?session=5f2e"

IN_GROUP: Mapping[str, object] = {
    "conversationId": "cidGROUP1==",
    "conversationType": "2",
    "conversationTitle": "城关镇第三选区",
    "msgId": "msgM1==",
    "createAt": MILLISECONDS,
    "senderId": ZHAO_SENDER,
    "senderNick": "赵敏",
    "senderStaffId": "0147000000000001",
    "senderUnionId": "uZHAOiEiE",
    "senderCorpId": "dingCORP",
    "isAdmin": False,
    "isInAtList": True,
    "atUsers": [{"dingtalkId": BOT}],
    "chatbotCorpId": "dingCORP",
    "chatbotUserId": BOT,
    "robotCode": "dingROBOT",
    "sessionWebhook": SESSION,
    "sessionWebhookExpiredTime": MILLISECONDS + 5_400_000,
}
ALONE: Mapping[str, object] = {**IN_GROUP, "conversationType": "1", "conversationId": "cidPRIVATE=="}


def written(payload: object) -> bytes:
    return json.dumps(payload, ensure_ascii=False).encode()


def told(payload: Mapping[str, object], robot: Robot = ROBOT) -> Said | QuotaGone | Unknown:
    return told_by_callback(written(payload), robot, NOW)


def said(payload: Mapping[str, object], robot: Robot = ROBOT) -> Said:
    one = told(payload, robot)
    assert isinstance(one, Said)
    return one


def words(payload: Mapping[str, object], robot: Robot = ROBOT) -> str:
    return said(payload, robot).heard.text


def text(content: object) -> Mapping[str, object]:
    return {**IN_GROUP, "msgtype": "text", "text": {"content": content}}


def rich(*items: object) -> Mapping[str, object]:
    return {**IN_GROUP, "msgtype": "richText", "content": {"richText": list(items)}}


def without(payload: Mapping[str, object], *names: str) -> Mapping[str, object]:
    return {name: value for name, value in payload.items() if name not in names}
