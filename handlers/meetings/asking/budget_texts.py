"""What people read about the pre-review of a budget (domain §5.8)."""

from typing import Final

from handlers.dates.texts import month_day
from handlers.meetings.rules.calls import Call

FIGURES: Final = "预算数字不在这里发。请只写地点、链接和各部分的名称。"


def reminder(call: Call) -> str:
    """MSG-F6; where there is only a place or only a link, only that."""
    ways = [
        way for way in (f"地点 {call.place}" if call.place else "", f"链接 {call.link}" if call.link else "") if way
    ]
    sections = ""
    if call.items:
        named = "、".join(item.label for item in call.items)
        sections = (
            f"\n分{len(call.items)}部分：{named}。开头写上是哪一部分更好，例如：预审 {call.items[0].label} 想问……"
        )
    return f"人代会前请看预算和报告，{' 或'.join(ways)}。意见发“预审 加内容”，{month_day(call.closes)}前。{sections}"


def opened(call: Call, deputies: int) -> str:
    return (
        f"好的，第{call.number}号：{call.title}，单独告诉了{deputies}位代表，{month_day(call.closes)}截止。"
        f"没说的前三天再提醒一次。截止后把意见表交给您；要先看，发“征集 {call.number}”。"
    )
