"""What stands on the poster of a reception day (domain §4.9), and what is said with it."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from handlers.dates.texts import day_words, hours_words, month_day
from handlers.meetings.calendar_texts import remarks
from handlers.meetings.reception_day import Held
from handlers.meetings.rules.naming import called
from handlers.meetings.rules.records import NoticeNumber, PosterGiven
from handlers.meetings.texts import fallback_of, names_of, place_of
from handlers.people.rules.roster import Deputy, Station
from handlers.people.texts import mandates
from handlers.petitions.rules.redirects import Redirect

NUMERALS: Final = "一二三四五六七八"
WEEKDAYS: Final = "一二三四五六日"
WHEN, WHERE, WHO, OFFICES, ABOUT, DOORS, ELSEWHERE, CALL = (
    "时间", "地点", "接待代表", "参加部门", "欢迎来说", "另有地方办", "来不了", "电话",
)  # fmt: skip
THE_ABOUT: Final = "路灯、道路、用水、环境、办事等。"
LISTED: Final = 6  # deputies: with more of them a line for each would make the type too small
LONG_NAME: Final = 11  # signs: with more of them the word behind it has a line of its own

# The six kinds that are not received (domain §3.7), each with what serves where the station knows no telephone there.
_DOORS: Final[Mapping[Redirect, tuple[str, str]]] = {
    Redirect.JUDICIAL: ("打官司、案件", "法院 12368"),
    Redirect.ACCUSATION: ("反映公职人员", "纪委监委 12388"),
    Redirect.STATUTORY_PROCEDURE: ("劳动仲裁 12333，行政复议", "县司法局"),
    Redirect.XINFANG: ("信访", "信访接待室"),
    Redirect.SECRET_PRIVATE: ("涉密、别人隐私", "单独跟工作人员说"),
    Redirect.PRIVATE_DISPUTE: ("家庭邻里、钱款纠纷", "人民调解 12348"),
}


def title(station: Station) -> str:
    return f"{station.name}\n公告" if len(station.name) > LONG_NAME else f"{station.name}公告"


def number(notice: NoticeNumber) -> str:
    return f"〔{notice.year}〕{notice.number}号"


def file_name(day: Held, ending: str) -> str:
    point = day.station.point(day.kept.point)
    where = day.station.name if point is None else point.name
    return f"接待日公告{day.date}（{where}）.{ending}"


def opening(day: Held) -> str:
    """Say what is held on which day, and from which day it was moved."""
    on = day.date
    known = "".join(remarks(day.planned.day))
    when = f"{on.year}年{month_day(on)}（星期{WEEKDAYS[on.weekday()]}）"
    return f"根据年度安排，定于{when}举行代表接待选民活动。{known}现公告如下："


def when(day: Held) -> str:
    return hours_words(day.planned.reception.start, day.planned.reception.end)


def where(day: Held) -> str:
    return place_of(day.planned, day.station)


def who(day: Held) -> str:
    """Return who receives, each with level and villages; somebody of the station where no deputy can."""
    match [_deputy(deputy, day.station) for deputy in day.deputies]:
        case []:
            return f"{fallback_of(day)}（联络站）"
        case [one]:
            return one
        case several if len(several) <= LISTED:
            return "".join(f"\n{one}" for one in several)
        case many:
            return "；".join(many)


def _deputy(deputy: Deputy, station: Station) -> str:
    villages = f"，联系{'、'.join(deputy.villages)}" if deputy.villages else ""
    return f"{called(deputy, station.deputies)}（{mandates(deputy, station)}{villages}）"


def doors(station: Station) -> str:
    """Return where the six kinds of matters are settled that are not received."""
    known = {door.redirect: f"{door.name} {door.phone}" for door in station.doors if door.phone}
    return "；".join(f"{what}：{known.get(kind, where)}" for kind, (what, where) in _DOORS.items()) + "。"


def elsewhere(station: Station) -> str:
    return f"在村（社区）微信群里@小助手说，或打 {station.phone}，也可以托家人邻居来说。"


def call(station: Station) -> str:
    return f"{station.phone}\n（{station.hours}）"


def signature(station: Station, on: date) -> str:
    """Return the last lines: who announces, and when."""
    scan = "扫左边的码，直接跟小助手说。" if station.link else "扫左边的码，看怎么找到我们。"
    return f"请相互转告。\n{scan}\n{station.name}\n{on.year}年{month_day(on)}"


def how_to_reach(station: Station) -> str:
    """Return what a telephone shows that reads the code: how to reach the station, for anybody without an account."""
    return f"{station.name}\n地址：{station.address}\n时间：{station.hours}\n电话：{station.phone}"


def says(day: Held) -> PosterGiven:
    """Return what a poster tells that may change before the day."""
    return PosterGiven(when=f"{day_words(day.date)}{when(day)}", where=where(day), who=names_of(day))


def renewed(before: PosterGiven, now: PosterGiven) -> str:
    """Tell what a new poster says that the one before it does not."""
    facts = ((WHEN, before.when, now.when), (WHERE, before.where, now.where), (WHO, before.who, now.who))
    changed = "；".join(f"{label}原来是{old}，现在是{new}" for label, old, new in facts if old != new)
    return f"{now.when}{now.where}的接待有变：{changed}。贴出去的海报请换成新的。"


READY: Final = "海报已生成。"


def on_request(on: date) -> str:
    """Say how to have the posters of several places: all at once they would bury the list."""
    return f"海报已生成，要打印、要转发图片，发：海报 {month_day(on)}"


def as_picture(day: Held) -> str:
    """Give the poster as a picture, saying of which day and place: several may come one after the other."""
    return f"{month_day(day.date)}{place_of(day.planned, day.station)}接待海报的图片，可以直接转发。"


def ready(day: Held) -> str:
    """Give the poster that was asked for."""
    return f"{month_day(day.date)}{place_of(day.planned, day.station)}接待的海报，A4 纸打印。"
