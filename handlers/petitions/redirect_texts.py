"""What people read of a matter that has a door of its own (domain §3.7, §5.11)."""

from collections.abc import Callable, Mapping
from typing import Final

from handlers.message import Choice
from handlers.people.rules.roster import Door, Station
from handlers.petitions.rules.petition import Petition
from handlers.petitions.rules.redirects import Redirect
from handlers.petitions.rules.showing import shown
from handlers.words import Plain

TO_A_PERSON: Final = Choice(digit=9, label="转工作人员", also=("转人工", "找工作人员", "工作人员"))
WITH_A_DEPUTY: Final = Choice(
    digit=1, label="请代表一起调解", also=("愿意", "要", "要的", "请代表", "请代表来", "请一位代表")
)
FOUND_CHOICES: Final = (
    Choice(digit=1, label="找到了", plain=Plain.SURE, also=("找到", "找着了", "找到地方了", "有")),
    Choice(
        digit=2,
        label="没找到",
        plain=Plain.NO,
        also=("没找着", "没找到地方", "还没找到", "还没找着", "找不到", "找不着", "不知道在哪"),
    ),
)

KINDS: Final[Mapping[Redirect, str]] = {
    Redirect.JUDICIAL: "涉法涉诉",
    Redirect.ACCUSATION: "申诉控告检举",
    Redirect.STATUTORY_PROCEDURE: "仲裁、复议等法定程序",
    Redirect.XINFANG: "信访",
    Redirect.SECRET_PRIVATE: "涉密、隐私",
    Redirect.PRIVATE_DISPUTE: "民间纠纷",
}

IN_GROUP: Final = "收到。这件事有专门的办理渠道，我已经单独发消息告诉这位乡亲。"
"""MSG-R0."""


QUOTED_LED_AWAY: Final = "您引用的话有专门的办理渠道，我已经单独告诉说这话的人，这里没有保存。"


def no_private_way(phone: str) -> str:
    """MSG-R00."""
    return f"收到。这件事有专门的办理渠道，请这位乡亲扫码加我，或打 {phone}，我单独告诉您。"


def door(kind: Redirect, station: Station) -> str:
    """MSG-R1 to MSG-R6; a door the station knows nothing of is named without telephone and address."""
    return _TEXTS[kind](station, next((one for one in station.doors if one.redirect is kind), None))


def _judicial(station: Station, door: Door | None) -> str:
    return (
        "您好，您说的这件事已经在法院（公安、检察院）的程序里，代表和联络站按规定不能插手办案。\n"
        "您可以这样找：\n"
        "1 问案件进度：法院 12368\n"
        "2 对办案有意见：检察院 12309\n"
        "3 请律师、法律援助：12348（免费咨询）\n"
        "有些事有时间限制，请尽快问。\n"
        "如果我理解错了，请回 9，我转工作人员。"
    )


def _accusation(station: Station, door: Door | None) -> str:
    at = _joined("，", door.address, door.hours) if door is not None else ""
    where = f"{_named(door, f'{station.county}纪委监委信访室')}{f'：{at}' if at else ''}"
    return (
        "您好，反映公职人员的问题，要由纪委监委来受理，这样才有法律效力，也能保护您。\n"
        f"请打 12388，或到{where}。\n"
        "反映民警的问题打 12389。\n"
        "为了保护您，请不要在群里说姓名和细节。您刚才发给我的内容我没有保存。"
    )


def _statutory(station: Station, door: Door | None) -> str:
    where = _joined(" ", _named(door, f"{station.county}司法局行政复议窗口"), door.phone if door is not None else "")
    return (
        "您好，这件事法律规定了专门的办理办法：\n"
        "·劳动工资、工伤：劳动仲裁，或打 12333\n"
        f"·对罚款、处理决定不服：{where}\n"
        "·想看政府文件：向该单位申请信息公开\n"
        "都有时间限制，请尽快去。要带身份证和有关材料。\n"
        "不知道走哪一条，请回 9。"
    )


def _xinfang(station: Station, door: Door | None) -> str:
    at = _joined("，", door.address, door.hours, door.phone) if door is not None else ""
    where = _joined(" ", _named(door, f"{station.township}信访接待室"), at)
    return (
        "您好，这件事已经在信访渠道办理，联络站不能重复受理，也不能改变已有的意见。\n"
        f"查进度、提意见请到：{where}。\n"
        "您对我们镇里的工作有新的意见建议，随时告诉我，我照样给您登记。"
    )


def _secret(station: Station, door: Door | None) -> str:
    return (
        "您好，这条消息里有别人的个人信息（或不便公开的内容），为了大家安全，请您先在群里撤回。\n"
        "事情还是可以说的：请回 9，工作人员单独和您联系。"
    )


def _dispute(station: Station, door: Door | None) -> str:
    at = _joined("，", door.phone, door.address) if door is not None else ""
    where = _joined(" ", _named(door, "村（社区）人民调解委员会"), at)
    return (
        "您好，家里和邻里、钱款合同上的事，最好坐下来调解，不收费：\n"
        f"{where}。\n"
        "也可以打 12348 问律师。\n"
        "如果您愿意，可以请一位代表一起参加调解，请回 1。"
    )


_TEXTS: Final[Mapping[Redirect, Callable[[Station, Door | None], str]]] = {
    Redirect.JUDICIAL: _judicial,
    Redirect.ACCUSATION: _accusation,
    Redirect.STATUTORY_PROCEDURE: _statutory,
    Redirect.XINFANG: _xinfang,
    Redirect.SECRET_PRIVATE: _secret,
    Redirect.PRIVATE_DISPUTE: _dispute,
}
DOOR_CHOICES: Final[Mapping[Redirect, tuple[Choice, ...]]] = {
    kind: (WITH_A_DEPUTY, TO_A_PERSON) if kind is Redirect.PRIVATE_DISPUTE else (TO_A_PERSON,) for kind in Redirect
}


def _named(door: Door | None, usual: str) -> str:
    return usual if door is None else door.name


def _joined(sign: str, *parts: str) -> str:
    return sign.join(part for part in parts if part)


FOUND_IT: Final = "上次那件事，您找到地方了吗？找到回 1，没找到回 2，我请工作人员帮您问。"
"""MSG-C3."""
GOOD_TO_HEAR: Final = "好的，找到就好。以后有事随时跟我说。"


# --- to staff ---


def redirected_noted(tail: int, kind: Redirect) -> str:
    return f"尾号 {tail} 按 {kind} 引导。"


def check_sorting(petition: Petition, kind: Redirect) -> str:
    """Have staff look within a working day whether the bot led a voter to the right door."""
    return (
        f"尾号 {petition.tail} 我按 {kind}（{KINDS[kind]}）引导了：{shown(petition)}\n"
        f"请一个工作日内看一眼。引导得不对，发“派 {petition.tail} 姓名”重新登记。"
    )


def wrongly_sorted(tail: int) -> str:
    """To staff, when a voter answers a redirect with 9."""
    return f"尾号 {tail} 的选民说引导得不对，要找人工。请联系；要重新登记，发“派 {tail} 姓名”。"


def door_not_found(tail: int) -> str:
    """To staff, when a voter has not found the door a week later."""
    return f"尾号 {tail} 的选民一周了还没找到地方。请帮着问一问，告诉选民该找谁。"


def mediation_wanted(tail: int) -> str:
    """To staff, when a voter wants a deputy at the mediation."""
    return f"尾号 {tail} 的选民愿意调解，想请一位代表参加。请安排。\n"


def deputy_will_be_asked(phone: str) -> str:
    return f"好的，我请工作人员安排代表，定了告诉您。着急可以打 {phone}。"
