"""What people read of an organisation's monthly quota."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from handlers.reports.rules.quotas import Quota, at_this_pace, will_not_last

NAMES: Final[Mapping[str, str]] = {"api": "钉钉接口调用", "push": "钉钉消息推送（Webhook&Stream）"}
"""What each kind is called."""

_SAVING: Final = "从现在起我省着用：同样的话合成一次说，先回答人，群里的例行通知往后放。"
_GONE: Final = "平台随时可能停止收发。请组织管理员在钉钉开放平台的“用量管控”里看一看，或购买增购包。"

STOPPED: Final = f"钉钉说本月用量用完了：大家 @我、找我说的话，平台不给我看内容。{_GONE}"


def level_reached(quota: Quota, percent: int, today: date) -> str:
    """Tell staff how much is left, and what to expect."""
    used = f"{quota.called}本月已用 {quota.spent} 次，共 {quota.most} 次"
    if percent >= 100:
        return f"{used}，用完了。{_GONE}"
    saving = _SAVING if will_not_last(quota, today) else ""
    return f"{used}，到了 {percent}%。照这样用下去，月底会到 {at_this_pace(quota, today)} 次。{saving}"
