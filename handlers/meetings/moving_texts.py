"""What people read when a reception day is moved, goes elsewhere or is called off (MSG-J11 to J13)."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers.dates.day_kinds import DayKind
from handlers.dates.texts import day_words, hours_words, month_day
from handlers.meetings import calendar_texts
from handlers.meetings.reception_day import Held
from handlers.meetings.rules.naming import called
from handlers.meetings.rules.reception_days import ReceptionDate
from handlers.meetings.rules.station_days import StationDay
from handlers.meetings.texts import place_of, places_of
from handlers.people.rules.roster import Deputy, Station

REARRANGED: Final = "接待安排调整"
NEW_HOLIDAYS: Final = "节假日安排公布"


def moved(before: date, one: StationDay, station: Station, *, elsewhere: bool) -> str:
    """MSG-J11."""
    when = f"{day_words(one.day.date)}{hours_words(one.reception.start, one.reception.end)}"
    where = f"地点改在{place_of(one, station)}" if elsewhere else "地点不变"
    return f"原定{month_day(before)}的接待，因{reason(one.day)}改到{when}，{where}。给您添麻烦了，请相互转告。"


def elsewhere(one: StationDay, station: Station, today: date) -> str:
    """MSG-J13, of today or of a day to come."""
    day = "今天" if one.day.date == today else f"{month_day(one.day.date)}的"
    return f"{day}接待改在{place_of(one, station)}，原地点有人引路。"


def reason(day: ReceptionDate) -> str:
    """Return why a day is where it is now, to be put after “因”."""
    if day.moved is None:
        return NEW_HOLIDAYS
    return calendar_texts.reason(day.moved) if day.moved.decided is None else day.moved.decided.reason


def come_on_another_day(deputy: Deputy, before: date, one: StationDay, station: Station) -> str:
    """Ask a deputy of a day that was moved whether the new one will do."""
    when = f"{day_words(one.day.date)}{hours_words(one.reception.start, one.reception.end)}"
    return (
        f"{deputy.surname}代表，原定{month_day(before)}的接待，因{reason(one.day)}改到{when}，在{place_of(one, station)}。\n"
        "能来回 1，不能来回 2。请尽快告诉我，好安排替换。"
    )


def come_elsewhere(deputy: Deputy, one: StationDay, station: Station) -> str:
    return f"{deputy.surname}代表，{month_day(one.day.date)}的接待改在{place_of(one, station)}，时间不变。"


def others_receive(deputy: Deputy, one: StationDay, why: str) -> str:
    return f"{deputy.surname}代表，{month_day(one.day.date)}的接待因{why}另请了代表，您不用来了。"


def move_noted(before: date, one: StationDay, kind: DayKind, groups: int) -> str:
    """Tell who moved a day what comes of it, and what kind of day it is now where it is no workday."""
    rest = {DayKind.WEEKEND: "（那天是周末）", DayKind.HOLIDAY: "（那天放假）"}.get(kind, "")
    then = f"{groups}个群和接待代表由我通知" if groups else "还没有公告过，到时候按新日子公告"
    return f"{month_day(before)}的接待已改到{day_words(one.day.date)}{rest}，{then}。"


VISIT: Final = "下访"


def visited(where: str) -> str:
    """Return where deputies are who go to the voters' homes, to be put in the place of an address."""
    return f"{where}（代表上门走访，不用来站里）"


def place_noted(one: StationDay, station: Station, groups: int) -> str:
    then = f"{groups}个群和接待代表由我通知" if groups else "还没有公告过，到时候按新地点公告"
    return f"{month_day(one.day.date)}的接待已改在{place_of(one, station)}，{then}。"


def moved_by_itself(before: date, one: StationDay, station: Station, groups: int) -> str:
    """Tell staff that people had to be told another day than before, and why."""
    why = calendar_texts.moved_because(one.day)
    then = f"，已通知{groups}个群" if groups else ""
    return f"{month_day(before)}{place_of(one, station)}的接待改到{day_words(one.day.date)}（{why or NEW_HOLIDAYS}）{then}。"


def called_off_by_itself(day: date, groups: int) -> str:
    return (
        f"{month_day(day)}的接待按现在的设置不办了，已通知{groups}个群和接待代表。如果不对，请核对设置文件里的接待日。"
    )


def only_later(day: date) -> str:
    return f"{month_day(day)}已经过去了，只能改到以后的日子。"


def taken(day: date) -> str:
    return f"{month_day(day)}同一个地方已经有一场同样代表的接待，请另选一天。"


def unknown_year(year: int, first: date) -> str:
    """Tell staff once that a year's holidays are not announced."""
    return (
        f"{year}年的{calendar_texts.TENTATIVE}：{month_day(first)}起的接待日先按周末推算，可能变的公告里会写明。\n"
        "公布以后请导入（见说明书“节假日”），日子真有变化的，我再通知大家。"
    )


def collision(one: StationDay, station: Station) -> str:
    """Tell staff that two receptions fell on one day."""
    why = calendar_texts.moved_because(one.day)
    return f"{month_day(one.day.nominal)}{place_of(one, station)}的接待和另一场同日同地同代表，{why}。想改请发：改期 {month_day(one.day.date)} 新日子 原因"


def put_up_posters(days: Sequence[Held], told: date) -> str:
    """Remind staff of the posters of a date, and of those on them who have not answered."""
    on = days[0].date
    when = f"{day_words(on)}{places_of(days)}"
    silent = dict.fromkeys(called(deputy, day.station.deputies) for day in days for deputy in day.silent)
    open_ = f"{'、'.join(silent)}还没答复，换人的话有新海报。" if silent else ""
    return f"{when}的接待，海报请今天贴出去，{month_day(told)}要让大家看到。{open_}要打印发：海报 {month_day(on)}"
