"""What voters say on the platforms, as these write it."""

import msgspec


def said_on_dingtalk(id: str, number: int) -> bytes:
    """Return what DingTalk tells of somebody's message in one of 1 200 groups."""
    told = {
        "conversationId": f"cidBench{number % 1200}==",
        "conversationType": "2",
        "conversationTitle": f"王庄群{number % 1200}",
        "msgId": f"msg-{id}==",
        "msgtype": "text",
        "text": {"content": f" /诉求 王庄{number}号门口路灯不亮，三天了"},
        "createAt": 1767254400123,
        "senderId": f"$:LWCP_v1:$sender-{number}",
        "senderNick": f"选民{number}",
        "senderStaffId": f"voter-{number}",
        "senderUnionId": f"union-{number}",
        "isInAtList": True,
        "atUsers": [{"dingtalkId": "$:LWCP_v1:$bench"}],
        "chatbotCorpId": "dingBench",
        "chatbotUserId": "$:LWCP_v1:$bench",
        "robotCode": "bench",
        "sessionWebhook": f"https://oapi.dingtalk.com/robot/sendBySession?session={id}",
        "sessionWebhookExpiredTime": 1767259800123,
    }
    return msgspec.json.encode(told)


def said_on_wecom(id: str, number: int) -> bytes:
    """Return what WeChat Work tells of the same message, still to be sealed."""
    told = {
        "msgid": f"CAIQ-{id}",
        "aibotid": "aibBench",
        "chatid": f"wrBench{number % 1200}",
        "chattype": "group",
        "from": {"userid": f"voter-{number}"},
        "response_url": f"https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code={number}",
        "msgtype": "text",
        "text": {"content": f"@联络站助手 /诉求 王庄{number}号门口路灯不亮，三天了"},
    }
    return msgspec.json.encode(told)
