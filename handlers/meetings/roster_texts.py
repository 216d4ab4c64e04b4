"""What people read of the roster: who receives when, and what is wrong with a sheet (domain §4.10, §6.4)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from handlers.dates.texts import day_words, month_day
from handlers.meetings.rules.naming import called
from handlers.meetings.rules.station_days import StationDay
from handlers.meetings.texts import fallback_of, place_of
from handlers.people.rules.roster import Deputy, PersonId, Station

if TYPE_CHECKING:
    from handlers.meetings.reception_day import Held

NOBODY: Final = "还没有人"


def names(deputies: Iterable[Deputy], station: Station) -> str:
    """Return who receives, namesakes told apart."""
    return "、".join(called(one, station.deputies) for one in deputies)


def _reserves(day: "Held") -> str:
    return names(filter(None, map(day.station.deputy, day.kept.reserves)), day.station)


def _line(day: "Held") -> str:
    reserves = _reserves(day)
    return (
        f"{day_words(day.date)}{place_of(day.planned, day.station)}：{names(day.deputies, day.station) or NOBODY}"
        + (f"，备 {reserves}" if reserves else "")
        + (f"，{'、'.join(day.kept.offices)}" if day.kept.offices else "")
    )


def months(days: Sequence["Held"], station: Station) -> str:
    """Tell who receives on each of *days*."""
    if not days:
        return f"这段时间没有接待日。要排一整年，发“排班 2027年”；有疑问打 {station.phone}。"
    return "\n".join(("接待日安排：", *map(_line, days)))


def year_made(station: Station, year: int, days: int) -> str:
    """Tell that a year's roster stands, and how to change it."""
    if not days:
        return f"{year}年没有接待日。接待日在设置文件里定。"
    return (
        f"{year}年的接待日排好了，共{days}次，见附表。有要改的：一两处发“换班”，多处在表里改好，请管理员读进来。\n"
        f"看一个月的发“排班 {year}年1月”。"
    )


def served(counts: Mapping[PersonId, int], station: Station) -> str:
    """Tell the head how often everybody receives, in the order of the list and not of the counts."""
    listed = "，".join(f"{called(one, station.deputies)}{counts.get(one.person, 0)}次" for one in station.deputies)
    return f"各人次数（只给您看）：{listed}"


def gaps(days: Sequence["Held"]) -> str:
    """Tell the head which of the coming days have too few deputies, and who receives meanwhile."""
    return "\n".join(
        ("接下来30天，这几次接待缺人：", *map(_gap, days), "要定人，发“换班 日期 来不了的代表 顶上的代表”。")
    )


def _gap(day: "Held") -> str:
    asked = names(day.asked_to_step_in, day.station)
    then = f"已问{asked}，还没答复" if asked else f"没有可问的代表了，先由{fallback_of(day)}顶上"
    return f"{day_words(day.date)}{place_of(day.planned, day.station)}缺{day.missing}位，{then}"


# --- the sheet ---

DATE: Final = "日期"
WEEKDAY: Final = "星期"
MOVED: Final = "是否顺延"
PLACE: Final = "站/点"
HOURS: Final = "时间"
DEPUTIES: Final = "接待代表（主）"
RESERVES: Final = "接待代表（备）"
OFFICES: Final = "参加部门"
RECORDER: Final = "记录人"
ASKED: Final = "通知日期"
ANNOUNCED: Final = "公告日期"
READ_BACK: Final = (DATE, PLACE, DEPUTIES)
"""The columns that a sheet must have to be read in; the others may be missing."""

SEPARATORS: Final = "、，,；;\n/ 　"
THE_STATION: Final = "联络站"
WEEKDAYS: Final = "一二三四五六日"
DATE_WORDS: Final = (
    r"(?:(?P<year>\d{4})\s*[-/.年]\s*)(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?(?:\s*0?0:00:00)?"
)


def sheet_name(station: Station, year: int) -> str:
    """Return what the file is called."""
    return f"{year}年度代表接待日安排表（{station.name}）.xlsx"


def sheet_title(station: Station, year: int) -> str:
    return f"{station.name}{year}年度代表接待日安排表"


HOW_TO_FILL: Final = (
    "可以改：接待代表（主、备）、参加部门、记录人。几个人用“、”隔开；同名的写明村名，如“张伟（李村）”。"
    "日期、时间由接待日规则定，在这里改不了。"
)


def place(one: StationDay, station: Station) -> str:
    """Return the point a reception is at as the sheet names it."""
    point = station.point(one.reception.point)
    return THE_STATION if point is None else point.name


def moved(day: "Held") -> str:
    return day.kept.moved_because or "否"


def clock_hours(one: StationDay) -> str:
    return f"{one.reception.start:%H:%M}—{one.reception.end:%H:%M}"


def reserves(day: "Held") -> str:
    return _reserves(day)


def deputies(day: "Held") -> str:
    return names(day.deputies, day.station)


def offices(day: "Held") -> str:
    return "、".join(day.kept.offices)


# --- what is wrong with a sheet ---


def fault(sheet: str, row: int, column: str, what: str) -> str:
    """Name the cell, and what is wrong with it."""
    where = f"第 {row} 行 {column} 列" if column else f"第 {row} 行"
    return f"工作表“{sheet}”{where}：{what}"


def no_heading(heading: str) -> str:
    return f"表头里没有“{heading}”这一栏"


def no_date(text: str) -> str:
    return f"“{text}”不是日期，请写成 2027-01-20"


def no_reception(day: date) -> str:
    return f"{day.year}年{month_day(day)}这个地方没有接待，日期由规则定，在这里改不了"


def several_receptions(day: date) -> str:
    return f"{month_day(day)}这个地方有两场接待，请写明“{HOURS}”"


def row_twice() -> str:
    return "这一场前面已经有一行了"


def past(day: date) -> str:
    return f"{month_day(day)}已经过去，不能再改"


def no_such_deputy(name: str) -> str:
    return f"“{name}”不在代表名单里"


def which_deputy(name: str, found: Sequence[Deputy], station: Station) -> str:
    return f"有{len(found)}位代表叫“{name}”，请写明是{'，还是'.join(called(one, station.deputies) for one in found)}"


def twice(name: str) -> str:
    return f"“{name}”在这一场写了两次"


def elsewhere(name: str, row: int) -> str:
    return f"“{name}”同一时间在第 {row} 行也有接待"


NO_TABLE: Final = f"没有找到带“{DATE}”“{PLACE}”“{DEPUTIES}”这几栏的表"
NO_DEPUTY: Final = "没有写接待代表，至少要有一位"
