"""What the platform says when it refuses: two generations of answers, and texts that nobody should decide by."""

from typing import Any, Final

Body = dict[str, Any]
"""A JSON object on the wire."""

Code = int | str
"""An `errcode` of the old API, ``88/`` with a `sub_code` of it, or a `code` of the new API."""

TEXTS: Final[dict[Code, str]] = {
    # the old API (protocol 4.4, 5.1, 5.2, 5.5)
    -1: "系统繁忙",
    15: "Remote service error",
    40001: "不合法的access_token",
    40004: "不合法的媒体文件类型",
    40006: "不合法的文件大小",
    40014: "不合法的access_token",
    40035: "缺少参数 json",
    40056: "不合法的agent_id",
    40096: "不合法的appKey或appSecret",
    42001: "access_token超时",
    43004: "无效的HTTP HEADER Content-Type",
    60121: "找不到该用户",
    90002: "您的服务器调用钉钉开放平台当前接口的所有请求都被暂时禁用了, apiPath(/topapi), 从 … 到 … 请求总次数超过了 300 次, 处罚将在 … 结束.",
    90018: "您的企业应用调用钉钉开放平台当前接口的所有请求都被暂时禁用了",
    90020: "本月调用量已用完",
    130101: "send too fast, exceed 20 times per minute",
    300001: "session 不存在",
    300005: "token is not exist",
    310000: "description:机器人发送签名不匹配;solution:请确认签名和生成签名的时间戳必须都放在调用的网址中，请确认机器人的密钥加密和填写正确;link:请参考本接口对应文档获得具体要求，或者在https://open.dingtalk.com/document/  搜索相关文档;",
    400002: "参数错误",
    400013: "群已被解散",
    400101: "access_token不存在",
    400102: "机器人已停用",
    400105: "不支持的消息类型",
    400106: "机器人不存在",
    410100: "发送速度太快而限流",
    430101: "含有不安全的外链",
    430102: "含有不合适的文本",
    430103: "含有不合适的图片",
    430104: "含有不合适的内容",
    660026: "sending too many messages per minute",
    "88/": "",
    "88/40000": "access_token is blank",
    "88/40014": "不合法的access_token",
    # the new API (protocol 4.3, 4.6, 5.1, 5.3)
    "AuthenticationFailed.MissingParameter": "缺少参数：x-acs-dingtalk-access-token",
    "Forbidden.AccessDenied.AccessTokenPermissionDenied": "没有调用该接口的权限",
    "Forbidden.AccessDenied.ApiCountLimitForOrg": "本月调用量已用完",
    "Forbidden.AccessDenied.QpmLimitForAppkeyAndApi": "您的企业应用调用钉钉开放平台当前接口的所有请求都被暂时禁用了",
    "Forbidden.AccessDenied.QpsLimitForApi": "您的企业应用调用钉钉开放平台当前接口的所有请求都被暂时禁用了",
    "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi": "您的企业应用调用钉钉开放平台当前接口的所有请求都被暂时禁用了",
    "InvalidAuthentication": "不合法的access_token",
    "contain.notAllowed.text": "含有不合适的文本",
    "group.disbanded": "群已被解散",
    "invalid.openConversationId": "无效的openConversationId",
    "invalid.processQueryKey": "无效的processQueryKey",
    "invalidClientIdOrSecret": "无效的clientId或者clientSecret",
    "invalidParameter.msgKey.invalid": "无效的msgKey",
    "invalidParameter.msgParam.invalid": "无效的msgParam",
    "invalidParameter.msgParam.tooLong": "消息内容太长消息内容太长，请缩减内容长度",
    "invalidParameter.param.invalid": "参数错误",
    "invalidParameter.processQueryKeys.overMax": "processQueryKeys超过最大数量",
    "invalidParameter.robotCode.auth": "robotCode与应用不匹配",
    "invalidParameter.robotCode.downloadCode": "下载码有误或者已经过期",
    "invalidParameter.robotCode.empty": "robotCode为空",
    "invalidParameter.robotCode.notExsit": "机器人不存在",
    "invalidParameter.userIds.empty": "userIds为空",
    "invalidParameter.userIds.overMax": "userIds超过最大数量",
    "miss.openConversationId": "缺少openConversationId",
    "miss.param.contentOfText": "缺少content",
    "param.cardAlreadyExist": "卡片已存在",
    "param.cardDataAndPrivateDataBothEmpty": "cardData和privateData不能同时为空",
    "param.cardNotExist": "卡片不存在",
    "param.cardPublicDataEmpty": "cardData为空",
    "param.cardTemplateIdEmpty": "cardTemplateId为空",
    "param.invalid": "参数错误",
    "param.openDeliverModelEmpty": "投放模型为空",
    "param.openDeliverModelError": "投放模型错误",
    "param.openSpaceIdEmpty": "openSpaceId为空",
    "param.openSpaceIdInvalid": "openSpaceId错误",
    "param.outTrackIdEmpty": "outTrackId为空",
    "param.templateNotExist": "模板不存在",
    "param.userIdNotExist": "用户不存在",
    "processQueryKey.expireTime": "processQueryKey已过期",
    "resource.not.found": "机器人不存在",
    "send.too.fast": "发送消息频率过快，请稍后再试",
    "system.error": "未知的系统错误",
    "unknownError": "未知错误",
    "unknown.send.result": "未知的发送结果",
}
STATUSES: Final = {"system.error": 500, "unknownError": 500}


class Refused(Exception):
    """The platform refuses a call; *text* where it is not the usual one of that code."""

    def __init__(self, code: Code, text: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.text = text or TEXTS[code]

    @property
    def status(self) -> int:
        """The status of HTTP."""
        if isinstance(self.code, int) or self.code.startswith("88/"):
            return 200
        return STATUSES.get(self.code, 403 if self.code.startswith("Forbidden.") else 400)

    def body(self, request_id: str) -> Body:
        """Return what the answer holds; each generation spells the request's id in its own way."""
        if self.code == 15:
            timeout = {"sub_code": "isp.top-remote-connection-timeout", "sub_msg": "远程服务调用超时"}
            return {"errcode": 15, "errmsg": self.text, **timeout, "request_id": request_id}
        if isinstance(self.code, int):
            return {"errcode": self.code, "errmsg": self.text}
        if self.code.startswith("88/"):
            sub = self.code.removeprefix("88/")
            text = f"ding talk error[subcode={sub},submsg={self.text}]"
            return {"errcode": 88, "sub_code": sub, "sub_msg": self.text, "errmsg": text, "request_id": request_id}
        return {"code": self.code, "requestid": request_id, "message": self.text}


def ok(**members: object) -> Body:
    """Return the body with which the old API agrees."""
    return {"errcode": 0, "errmsg": "ok", **members}
