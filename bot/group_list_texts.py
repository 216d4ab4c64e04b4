"""What `liaison-bot groups` says of each group."""

from typing import Final

from bot.config.words import DINGTALK, WEBCHAT, WECOM
from bot.group_list import Listed, Speaks

_PLATFORMS: Final = {WEBCHAT: "网页群聊", WECOM: "企业微信", DINGTALK: "钉钉"}
_WEBHOOKS: Final = {WECOM: "消息推送", DINGTALK: "自定义机器人"}
_WHEN: Final = {
    Speaks.ANY_TIME: "随时",
    Speaks.ONCE_SPOKEN_TO: "有人 @过它以后随时",
    Speaks.ANSWERS: "只能回答",
}
_GONE: Final = "　平台说群没了，或机器人不在群里：先不发；有人在群里 @它，往后的接着发，这期间的不补发，可以“重发”；换了新群要重新绑定"


def line(listed: Listed) -> str:
    """Return where a group is, what hears it and what speaks there."""
    place, webhook = listed.group.place, listed.group.webhook
    where = f"{listed.group.name}（{_PLATFORMS[place.platform]}）"
    speakers = [f"{place.account}（{_WHEN[listed.speaks]}）"] if listed.speaks is not None else []
    if webhook:
        speakers.append(f"{_WEBHOOKS[place.platform]} {webhook}（随时）")
    if listed.hears:
        hearing = f"听：{place.account}（@它的话）"
    elif place.account:
        hearing = "听：不听"
    else:
        hearing = f"听：还没绑定，由工作人员发“绑定码 {listed.group.name}”"
    gone = _GONE if listed.group.gone else ""
    return f"  {where}　{hearing}　说：{'，'.join(speakers) or '还没有路'}{gone}"
