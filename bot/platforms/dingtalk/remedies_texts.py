"""What is wrong with an entry, and where in the developer console (open-dev.dingtalk.com) or a group it is put right."""

from collections.abc import Mapping
from typing import Final

_SECRET = "Client ID 和 Client Secret 对不上：开发者后台 → 应用开发 → 这个应用 → 凭证与基础信息，重新复制两样，写进设置"
_RIGHT = "应用没有这项权限：开发者后台 → 这个应用 → 权限管理，开通“企业内机器人发送消息权限”（用卡片再开通“互动卡片实例写权限”，用待办再开通 Todo.Todo.Write，用日历再开通 Calendar.Event.Write，这两样都要“成员信息读权限”），然后发布新版本"
_ADDRESS = "这台电脑的公网地址不在允许之列：开发者后台 → 这个应用 → 安全设置 → 服务器出口IP，把它加进去"
_CODE = "robotCode 不是这个应用的：开发者后台 → 这个应用 → 机器人，照那里的 RobotCode 写；一般和 Client ID 一样，不用写"
_ABSENT = "平台说没有这个机器人：它停用了、没有发布，或者被移出了群。先看开发者后台 → 这个应用 → 机器人，启用并发布；再看群设置 → 机器人，没有就重新添加"
_QUOTA = "本单位这个月的接口调用量用完了：要等下个月，或请组织管理员购买增购包；买了以后把设置里的 api_quota 改大"
_TEMPLATE = "卡片模板不对或没有发布：开发者后台 → 开放能力 → 卡片平台，核对模板 ID，点“发布”"
_TOKEN = "推送地址不对，或机器人已从群里删掉：群设置 → 机器人 → 添加机器人 → 自定义，把新地址 access_token= 后面那一串写进设置"
_STOPPED = "群里的机器人被停用了：群设置 → 机器人，重新启用"
_GROUP = "这个群已经解散：请把设置里这一段 [[dingtalk.webhooks]] 删去，群的 webhook 也删去"
_SIGNATURE = "加签的密钥对不上，或这台电脑的时间不准：群设置 → 机器人 → 安全设置，把 SEC 开头的那一串写进设置 secret"
_KEYWORD = "机器人要求带关键词：群设置 → 机器人 → 安全设置，看是哪个词，写进设置 keyword"
_WHITELIST = "机器人只许几个地址用：群设置 → 机器人 → 安全设置 → IP地址（段），把这台电脑的公网地址加进去，或改用加签"
_SAFETY = "机器人的安全设置没有满足：群设置 → 机器人 → 安全设置，和设置里的 secret、keyword 对一对"
_PERSON = "钉钉通讯录里没有这个账号，或不在应用的可见范围里：请核对 accounts 里写的 userId（管理后台 → 通讯录 → 这个人 → 员工UserID）"
_BANNED = "刚才问得太勤，平台要歇一会儿：过十分钟再查"
_STREAM = "连不上消息推送：先核对 Client ID 和 Client Secret；再看开发者后台 → 这个应用 → 机器人 → 消息接收模式，选“Stream 模式”，然后发布"

CLOCK: Final = "这台电脑的时间和钉钉的差了两分钟以上，差多了签名就不认了。请管电脑的人打开自动校时。"

REMEDIES: Final[Mapping[str, str]] = {
    "wrong client id or secret": _STREAM,
    "invalidClientIdOrSecret": _SECRET,
    "40096": _SECRET,
    "unauthorized": _RIGHT,
    "auth.error": _RIGHT,
    "60011": _RIGHT,
    "Forbidden.AccessDenied.AccessTokenPermissionDenied": _RIGHT,
    "60020": _ADDRESS,
    "ip.not.match": _ADDRESS,
    "Forbidden.AccessDenied.IpNotInWhiteList": _ADDRESS,
    "not.allowed.robotCode": _CODE,
    "invalidParameter.robotCode.invalid": _CODE,
    "invalidParameter.robotCode.auth": _CODE,
    "invalidParameter.robotCode.notExsit": _ABSENT,
    "resource.not.found": _ABSENT,
    "param.templateNotExist": _TEMPLATE,
    "param.templateUnpublished": _TEMPLATE,
    "90020": _QUOTA,
    "Forbidden.AccessDenied.ApiCountLimitForOrg": _QUOTA,
    "300001": _TOKEN,
    "300005": _TOKEN,
    "400101": _TOKEN,
    "400106": _TOKEN,
    "token.notExisted": _TOKEN,
    "400102": _STOPPED,
    "400013": _GROUP,
    "310000": _SAFETY,
    "310000/": _SAFETY,
    "310000/signature": _SIGNATURE,
    "310000/keyword": _KEYWORD,
    "310000/address": _WHITELIST,
    "33012": _PERSON,
    "60121": _PERSON,
    "50002": _PERSON,
    "1111": _BANNED,
}
"""By the platform's code, or by the word for what it told otherwise."""

KINDS: Final = {
    "robot": "机器人",
    "stream": "机器人（收消息）",
    "session": "机器人（回话）",
    "webhook": "群机器人",
    "card": "互动卡片",
    "notices": "工作通知",
    "duties": "待办和日历",
}


def named(entry: str) -> str:
    """Return how an entry of the settings is called, from its kind and its name."""
    kind, _, name = entry.partition(" ")
    return f"{KINDS[kind]} {name}"


def remedy(why: str) -> str:
    """Return what is wrong and where it is put right."""
    return REMEDIES.get(why, f"平台不收，错误码 {why}：请到 open.dingtalk.com/document 搜索这个错误码，看是什么意思")


def trouble(entry: str, why: str) -> str:
    """Tell staff what has to be put right, since nothing is sent that way meanwhile."""
    return f"钉钉的{named(entry)}用不了，请管设置的人看一下。{remedy(why)}。"
