"""What people read about deputies, the station, a person to talk to, and their own data (domain §5.2, §5.9, §5.12)."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers.dates.texts import month_day
from handlers.message import Choice
from handlers.people.on_duty import ANSWER_WITHIN
from handlers.people.rules.masking import masked
from handlers.people.rules.roster import Deputy, DeputyLevel, Station
from handlers.people.rules.voters import Consent, Contact, Voter
from handlers.words import Plain

LEVELS: Final = {DeputyLevel.CITY: "市", DeputyLevel.PROVINCE: "省", DeputyLevel.NATIONAL: "全国"}


LONGEST_VILLAGE: Final = 10


def deputies(station: Station, found: Sequence[Deputy], village: str) -> str:
    if not found:
        where = f"“{village}”" if len(village) <= LONGEST_VILLAGE else "这个地方"
        return f"没查到{where}的代表。全部代表发“代表”，或打 {station.phone} 问。"
    return "\n".join((f"{station.name}的代表：", *(_deputy(one, station) for one in found)))


def _deputy(deputy: Deputy, station: Station) -> str:
    villages = f"，联系{'、'.join(deputy.villages)}" if deputy.villages else ""
    return f"{deputy.name}，{mandates(deputy, station)}{villages}"


def mandates(deputy: Deputy, station: Station) -> str:
    """Return of which congresses somebody is a deputy, as people of the place call them."""
    own = {DeputyLevel.TOWNSHIP: (station.township, "乡镇"), DeputyLevel.COUNTY: (station.county, "县区旗")}
    levels = [_kind_of_place(*own[level]) if level in own else LEVELS[level] for level in deputy.levels]
    return f"{'、'.join(levels)}人大代表"


def _kind_of_place(name: str, kinds: str) -> str:
    """Return what kind of place its name says it is, the whole name where that says nothing."""
    return name[-1] if name[-1] in kinds else name


def station(station: Station) -> str:
    lines = (
        station.name,
        f"地址：{station.address}",
        f"时间：{station.hours}",
        f"电话：{station.phone}",
        *(f"{point.name}：{point.address}" for point in station.points),
    )
    return "\n".join(lines)


IN_PRIVATE: Final = "这里只有您和我，别人看不到。您慢慢说，是什么事、在哪里？要找人说，发“人工”。"


def no_private_way(phone: str) -> str:
    """The group's line where a person cannot be spoken to in private; after MSG-R00."""
    return f"请这位乡亲加我，或打 {phone}，我单独告诉您。"


WITHIN_MINUTES: Final = f"{int(ANSWER_WITHIN.total_seconds()) // 60}分钟内"


def forenoon(day: date) -> str:
    """Return when somebody answers who was asked out of hours."""
    return f"{month_day(day)}上午"


def person_will_call(when: str, phone: str) -> str:
    """MSG-X9."""
    return f"好的，工作人员会在{when}联系您。现在着急可以打 {phone}。"


def how_to_call(when: str, phone: str) -> str:
    """MSG-X9 to somebody whom staff cannot find: nothing is promised that nobody could keep."""
    return (
        "好的，已告诉工作人员，只是不知道怎么找您。\n"
        f"发“人工”加您的称呼和电话，会在{when}联系您；不方便留，请打 {phone}。"
    )


def person_wanted(who: str, last_words: str, when: str) -> str:
    """MSG-G7."""
    said = f"，刚才说：{last_words}" if last_words else ""
    return f"有乡亲要找人：{who}{said}。请在{when}联系，"


def called(contact: Contact) -> str:
    """Return how staff may call a voter who agreed to be named."""
    return " ".join(part for part in (contact.name, contact.phone) if part)


def nameless(group: str | None) -> str:
    """Return how staff may know a voter who is not to be named."""
    return "没有留名字" if group is None else f"{group}里的，没有留名字"


def privacy(station: Station) -> str:
    """MSG-P2."""
    return "\n".join(
        (
            f"一、谁在管：{station.county}人民代表大会常务委员会，由{station.name}经办，电话 {station.phone}。",
            "二、记什么：您反映的事、地点、时间、照片、联系方式；账号名。",
            "三、干什么用：登记、交办、答复、统计。统计不带姓名。",
            "四、给谁看：您的代表、联络站工作人员；交给办理单位时只写事情，不写您的姓名，确需联系您时先问您。",
            f"五、存多久：办结后{station.limits.contact_years}年，聊天原文最多{station.limits.raw_text_days}天，到期删除。",
            "六、您可以：查看、改正、拿走一份、删除、撤回同意。发“我的信息”。",
            "七、存在国内服务器。十四岁以下孩子请由家长来说。",
            f"不同意也可以用：打 {station.phone} 或到站里说。",
        )
    )


CONSENTS: Final = {
    Consent.UNASKED: "还没问过您",
    Consent.ASKED: "问过，您还没回",
    Consent.NAMED: "可以给您的代表和工作人员看",
    Consent.NAMELESS: "不留名字",
}


HOW_TO_CORRECT: Final = "要改，发“我的信息 称呼”或“我的信息 电话”加新的。"


def my_data(voter: Voter, contact: Contact, petitions: int) -> str:
    """What is kept about a person, shown to that person alone."""
    phone = "没有留" if contact.phone is None else masked(contact.phone)
    return "\n".join(
        (
            "我这里记着您的：",
            f"称呼：{contact.name or '没有留'}",
            f"电话：{phone}",
            f"联系方式：{CONSENTS[voter.consent]}",
            f"登记的事：{petitions} 件，发“我的”看",
            HOW_TO_CORRECT,
            "拿走一份发“我的信息 导出”，不再同意发“我的信息 撤回同意”，全部删掉发“我的信息 删除”。",
        )
    )


def renamed(name: str) -> str:
    return f"好的，以后称呼您“{name}”。"


def renumbered(phone: str) -> str:
    return f"好的，您的电话改成 {masked(phone)}。"


NAMED_BY_ROSTER: Final = "您的姓名在站里的名册上。要改，请告诉站长。"

# --- several stations ---

ONE_STATION: Final = "您只在一个站工作，不用换。"


def station_choices(stations: Sequence[Station]) -> tuple[Choice, ...]:
    return tuple(Choice(digit=digit, label=one.name) for digit, one in enumerate(stations, start=1))


def which_station(now: Station, choices: Sequence[Choice]) -> str:
    asked = "，".join(f"{one.label}回 {one.digit}" for one in choices)
    return f"您现在说的都算{now.name}的。要换成哪个站？{asked}。"


def station_changed(station: Station) -> str:
    return f"好的，从现在起您单独跟我说的，都算{station.name}的。要换再发“换站”。"


# --- consents ---

NO_CONSENT: Final = "您没有同意过把联系方式或敏感内容给别人看，不用撤回。"
CONSENTS_STAY: Final = "好的，还照原来的。"
CONSENT_WITHDRAWN: Final = {
    True: "已撤回。您的称呼和电话不再给代表和工作人员看，登记的事照样办。",
    False: "已撤回。这件事的内容从现在起只给工作人员看，照样办。以前转出去的收不回来。",
}


def consent_choices(*, named: bool, tails: Sequence[int]) -> tuple[Choice, ...]:
    """Return a digit for each consent that was given, and the last for none of them."""
    labels = (*(("称呼和电话",) if named else ()), *(f"尾号 {tail} 的敏感内容" for tail in tails), "不撤回")
    return tuple(Choice(digit=digit, label=label) for digit, label in enumerate(labels, start=1))


def which_consent(choices: Sequence[Choice]) -> str:
    return "您要撤回哪一项同意？" + "，".join(f"{one.label}回 {one.digit}" for one in choices) + "。"


def no_longer_shared(tail: int) -> str:
    """To staff: a matter has come back to them."""
    return f"尾号 {tail} 选民撤回了同意，内容从现在起只给工作人员看，请站里接着办。"


ERASE_CHOICES: Final = (
    Choice(digit=1, label="删除", plain=Plain.SURE, also=("删", "删掉", "删了", "全删", "全部删掉", "都删掉")),
    Choice(digit=2, label="不删", plain=Plain.NO, also=("不删了", "先不删", "别删", "不删除")),
)
CONFIRM_ERASURE: Final = (
    "确定删掉您的信息吗？联系方式、聊天原话和照片都会删，找不回来。"
    "还在办的事会接着办，但结果没法再告诉您；不想办了，先发“撤回”。\n确定回 1，不删回 2。"
)
ERASED: Final = "已经删掉了。登记过的事只留编号、类别和办到哪一步。以后有事，随时再跟我说。"
NOT_ERASED: Final = "好的，没有删。"
ANONYMISED: Final = "应申请匿名化"
