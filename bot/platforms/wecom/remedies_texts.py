"""What is wrong with an entry, and where in the admin console (work.weixin.qq.com) it is put right."""

from collections.abc import Mapping
from typing import Final

_ROBOT_SECRET = (
    "BotID 和 Secret 对不上：管理后台 → 安全与管理 → 管理工具 → 智能机器人 → API 模式 → 长连接，重新复制两样，写进设置"
)
_APP_SECRET = (
    "企业 ID 和 Secret 对不上：企业 ID 在“我的企业”最下面，Secret 在“应用管理 → 这个应用”，重新复制两样，写进设置"
)
_ADDRESS = (
    "这台电脑的公网地址不在允许之列：“应用管理 → 这个应用 → 企业可信IP”，把它加进去（先要填好可信域名或接收消息的地址）"
)
_RANGE = "这个人不在应用的可见范围里：“应用管理 → 这个应用 → 可见范围”，把他或他的部门加进去"
_UNKNOWN = "通讯录里没有这个账号：请核对 accounts 里写的账号，在“通讯录 → 成员 → 账号”里看，大小写要一样"
_DISABLED = "应用停用了，或太久没有人用：“应用管理 → 这个应用”，重新启用；让几个人打开一次，平台就不再停它"
_RIGHT = "应用没有这项权限，或权限因太久不用收回了：“应用管理 → 这个应用”，按提示重新申请或启用"
_KEY = "推送地址不对，或消息推送已从群里删掉：在群里“… → 消息推送 → 添加”，把新地址 key= 后面那一串写进设置"
_STOPPED = "群里的消息推送被停用了：“… → 消息推送”，重新启用"
_FREQUENT = "刚才问得太勤，平台要歇一会儿：过十分钟再查"
_SMALL = "这个接口只开放给十人以下的企业，本企业用不了；小助手不靠它，请核对填的是智能机器人的 BotID，不是别的工具的"
_INACTIVE = "企业微信说这个应用太久没有人用，要停用它：请几个人打开应用，发一句话"

REMEDIES: Final[Mapping[str, str]] = {
    "853000": _ROBOT_SECRET,
    "wrong bot id or secret": _ROBOT_SECRET,
    "another holds the bot": "另有一处也连着这个机器人，把这里挤掉了：同一个机器人只能一处用，请停掉另一处，或另建一个机器人",
    "853001": _SMALL,
    "853006": _SMALL,
    "40001": _APP_SECRET,
    "40013": _APP_SECRET,
    "40091": _APP_SECRET,
    "60020": _ADDRESS,
    "40003": _UNKNOWN,
    "60111": _UNKNOWN,
    "50002": _RANGE,
    "60011": _RANGE,
    "60021": _RANGE,
    "81013": _RANGE,
    "48002": _RIGHT,
    "48006": _DISABLED,
    "50003": _DISABLED,
    "inactive_alert": _INACTIVE,
    "low_active_alert": _INACTIVE,
    "low_active": _INACTIVE,
    "close_inactive_agent": _DISABLED,
    "43012": "发带按钮的消息要先填接收消息的地址：“应用管理 → 这个应用 → 接收消息 → 设置API接收”",
    "50001": "网址的域名没有登记：“应用管理 → 这个应用 → 网页授权及JS-SDK → 可信域名”",
    "301002": "AgentId 和 Secret 不是同一个应用的：两样都在“应用管理 → 这个应用”里，重新复制",
    "93000": _KEY,
    "93004": _STOPPED,
    "93008": "机器人不在这个群里：在群里“… → 添加机器人”，把它加进来",
    "45009": _FREQUENT,
}
"""By errcode, or by the word for what the platform told otherwise."""

KINDS: Final = {"aibot": "智能机器人", "app": "应用", "webhook": "消息推送"}

CLOCK: Final = "企业微信来的消息都收不下：这台电脑的时间差了十分钟以上。请管电脑的人校准时间，打开自动对时；校准前说的话，请大家再发一遍。"


def named(entry: str) -> str:
    """Return how an entry of the settings is called, from its kind and its name."""
    kind, _, name = entry.partition(" ")
    return f"{KINDS[kind]} {name}"


def remedy(why: str, seen_from: str = "") -> str:
    """Return what is wrong and where it is put right; *seen_from* is this machine's address as the platform sees it."""
    unknown = f"平台不收，错误码 {why}：请到 open.work.weixin.qq.com/devtool/query?e={why} 查是什么意思"
    said = REMEDIES.get(why, unknown)
    return f"{said}；现在的地址是 {seen_from}" if said == _ADDRESS and seen_from else said


def trouble(entry: str, why: str, seen_from: str = "") -> str:
    """Tell staff what has to be put right, since nothing is sent that way meanwhile."""
    return f"企业微信的{named(entry)}用不了，请管设置的人看一下。{remedy(why, seen_from)}。"
