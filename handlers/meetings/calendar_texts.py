"""What people read about dates that moved."""

from typing import Final

from handlers.dates.day_kinds import DayKind
from handlers.dates.texts import month_day
from handlers.meetings.rules.reception_days import Moved, ReceptionDate

TENTATIVE: Final = "节假日安排未公布，日期可能调整"
SHORT: Final = {"清明节": "清明", "端午节": "端午", "中秋节": "中秋", "国庆节": "国庆"}


def moved_because(day: ReceptionDate) -> str | None:
    """Return in one sentence where a reception went and why, or None where it is held on its nominal date."""
    if day.moved is None:
        return None
    way = "顺延" if day.date > day.nominal else "提前"
    return f"原定{month_day(day.nominal)}，因{reason(day.moved)}{way}至{month_day(day.date)}"


def reason(moved: Moved) -> str:
    """Return why a day moved, to be put after “因”."""
    match moved.away_from:
        case DayKind.HOLIDAY:
            names = (moved.holiday or "").split("、")
            why = "、".join(SHORT.get(name, name) for name in names) + "放假"
        case DayKind.WEEKEND:
            why = "逢周末"
        case DayKind.MAKEUP_WORKDAY:
            why = "逢调休上班日"
        case DayKind.WORKDAY | None:
            return "与另一场接待同日"
    return f"{why}，又与另一场接待同日，" if moved.collided else why
