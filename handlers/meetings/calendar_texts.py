"""What people read about dates that moved."""

from typing import Final

from handlers.dates.day_kinds import DayKind, WorkCalendar
from handlers.dates.festivals import festival_on
from handlers.dates.texts import month_day
from handlers.meetings.rules.activity_kinds import KINDS
from handlers.meetings.rules.reception_days import Moved, ReceptionDate
from handlers.meetings.rules.station_days import NotHeld

TENTATIVE: Final = "节假日安排未公布，日期可能调整"
RECEPTION: Final = "接待"
BY_APPOINTMENT: Final = "预约接待，没有固定日期"
SHORT: Final = {"清明节": "清明", "端午节": "端午", "中秋节": "中秋", "国庆节": "国庆"}


def moved_because(day: ReceptionDate) -> str | None:
    """Return in one sentence where a reception went and why, or None where it is held on its nominal date."""
    if day.moved is None:
        return None
    decided = day.moved.decided
    by_rule = day.date if decided is None else decided.instead_of
    way = "顺延" if by_rule > day.nominal else "提前"
    moves = [f"因{reason(day.moved)}{way}至{month_day(by_rule)}"] if by_rule != day.nominal else []
    if decided is not None:
        moves.append(f"因{decided.reason}改到{month_day(day.date)}")
    return f"原定{month_day(day.nominal)}，{'，又'.join(moves)}"


def remarks(day: ReceptionDate) -> tuple[str, ...]:
    """Return the sentences that people have to know of a date: that it moved, may still move, is a holiday's."""
    moved, festival = moved_because(day), festival_on(day.date)
    then = TENTATIVE if day.tentative else "照常接待"
    kept = f"{month_day(day.date)}是{festival}假期，{then}" if festival else TENTATIVE if day.tentative else None
    return tuple(f"{one}。" for one in (moved, kept) if one is not None)


def reason(moved: Moved) -> str:
    """Return why the rules moved a day, to be put after “因”."""
    in_the_way = "与另一场接待同日" if moved.collided else ""
    if moved.engaged is not None:
        other = KINDS[moved.engaged.kind].name if moved.engaged.kind else RECEPTION
        in_the_way = f"与{month_day(moved.engaged.date)}的{other}同时"
    if moved.away_from in {None, DayKind.WORKDAY}:
        return in_the_way
    why = of_rest(moved.away_from, moved.holiday)
    return f"{why}，又{in_the_way}，" if in_the_way else why


def of_rest(kind: DayKind | None, holiday: str | None) -> str:
    """Return what is in the way of a reception on a day of that kind."""
    match kind:
        case DayKind.HOLIDAY:
            names = (holiday or "").split("、")
            return "、".join(SHORT.get(name, name) for name in names) + "放假"
        case DayKind.MAKEUP_WORKDAY:
            return "逢调休上班日"
        case _:
            return "逢周末"


def not_held(one: NotHeld, calendar: WorkCalendar) -> str:
    """Return in one sentence that a reception is not held, and why."""
    why = (
        of_rest(calendar.kind(one.nominal), calendar.holiday_name(one.nominal)) if one.decided is None else one.decided
    )
    return f"因{why}不办"
