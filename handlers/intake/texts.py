"""What people read when they talked without a command (domain §3.8, §5.12)."""

from datetime import datetime
from typing import Final

from handlers.dates.china_time import CHINA_TIME
from handlers.intake.rules.alarm import DangerKind
from handlers.petitions.rules.petition import Petition

DANGERS: Final = {
    DangerKind.DESPAIR: "可能想不开",
    DangerKind.MEDICAL: "有人受伤或生病",
    DangerKind.FIRE: "着火、被困或漏气",
    DangerKind.ELECTRIC: "电线或触电危险",
    DangerKind.CRIME: "打人、偷抢或走失",
    DangerKind.TRAFFIC: "交通事故",
}
IN_PRIVATE: Final = "私聊"


def emergency(phone: str) -> str:
    """MSG-E0."""
    return (
        "情况紧急，请马上打电话：\n"
        "有人受伤、生病：120\n"
        "着火、被困、漏气：119\n"
        "打人、走失、被骗：110\n"
        f"先保证人安全，再联系我们。值班电话 {phone}。"
    )


def perhaps_emergency(phone: str) -> str:
    """MSG-E0, its first and last lines: nobody can be sure that there is a danger."""
    lines = emergency(phone).splitlines()
    return f"{lines[0]}\n{lines[-1]}"


DESPAIR: Final = (
    "我很担心您。请先待在安全的地方，身边叫一个人。\n"
    "现在就可以打 12356，有人愿意听您说。很危险时打 110 或 120。\n"
    "我们的工作人员马上给您打电话。"
)
"""MSG-E2."""


def alarm(petition: Petition, kind: DangerKind, group: str | None, name: str | None, at: datetime) -> str:
    """MSG-E1, with the words and the name: whoever has to find somebody in danger needs both."""
    who = f"反映人：{name}。" if name else ""
    return (
        f"【紧急】{at.astimezone(CHINA_TIME):%H:%M} {group or IN_PRIVATE} 有人反映：{DANGERS[kind]}。{who}\n"
        f"原话：{petition.summary}\n"
        f"请立即打电话核实，核实后回“/接警 E{petition.tail}”。机器人不能代打 110、119、120。"
    )


def alarm_again(petition: Petition, minutes: int) -> str:
    """MSG-E1 once more: nobody has said that it is seen to."""
    return (
        f"【紧急】尾号 {petition.tail} 已过{_passed(minutes)}，还没有人接警：{DANGERS[DangerKind(petition.kind)]}。\n"
        f"原话：{petition.summary}\n"
        f"请立即打电话核实，核实后回“/接警 E{petition.tail}”。机器人不能代打 110、119、120。"
    )


def _passed(minutes: int) -> str:
    return f"{minutes}分钟" if minutes < 120 else f"{minutes // 60}小时"


def thanks(who: str) -> str:
    """MSG-X6."""
    return f"谢谢您的肯定，我转给{who}。"


def thanks_passed_on(words: str) -> str:
    """Tell those concerned what a voter was glad about."""
    return f"有选民表示感谢：{words}"


THANKS_IN_PRIVATE: Final = "有选民表示感谢。原话说到个人的情况，没有转。"


def not_understood(phone: str) -> str:
    """MSG-X7."""
    return f"对不起，我没听懂。您可以发“帮助”，或“人工”，或打 {phone}。"


GREETING: Final = "您好，我是联络站的小助手（机器人）。有事直接说，例如：村东头路灯不亮三天了。看帮助发“帮助”。"
NOD: Final = "好的，有事随时跟我说。"
TOO_LONG: Final = "这一条太长了，我没有登记。请说短些，或分成几条发：在哪里、什么事。长材料可以交到站里。"
OFFICIAL_PAPER: Final = "看着像是一份通知（公文），我没有登记。您自己有事要反映，请用自己的话说：在哪里、什么事。"
