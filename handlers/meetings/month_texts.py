"""What deputies and head read where the receptions of a whole month are asked for at once."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Final

from handlers.dates.texts import day_words, month_day
from handlers.meetings import roster_texts
from handlers.meetings.reception_day import Held
from handlers.meetings.texts import CAN_COME_CHOICES, hours_of, place_of
from handlers.message import Choice
from handlers.people.rules.roster import Deputy
from handlers.words import Plain

ALL_OR_NONE: Final = (
    Choice(digit=1, label="都能来", plain=Plain.YES, also=CAN_COME_CHOICES[0].also),
    Choice(digit=2, label="都不能来", plain=Plain.NO_THANKS, also=CAN_COME_CHOICES[1].also),
)


def can_you_come(deputy: Deputy, days: Sequence[Held], answer_by: date | None) -> str:
    """MSG-J1 for all dates of a month."""
    soon = "尽快" if answer_by is None else f"{month_day(answer_by)}前"
    return (
        f"{deputy.surname}代表您好，{_month(days)}请您参加{len(days)}次接待：\n{_listed(days)}\n"
        f"{_how_to_answer(days)}能否请您{soon}告诉我，好安排替换。"
    )


def can_you_come_after_all(days: Sequence[Held]) -> str:
    """MSG-J2 for all dates of a month."""
    return (
        f"再和您确认一下{_month(days)}的接待：\n{_listed(days)}\n"
        f"{_how_to_answer(days)}忙的话打 {days[0].station.phone} 也行。"
    )


def which_days(days: Sequence[Held]) -> str:
    """Ask for the dates on which a deputy cannot come, for what was said names none of them."""
    return f"请只发来不了的那几天，都是这里面的：\n{_listed(days)}\n{_how_to_answer(days)}"


def _how_to_answer(days: Sequence[Held]) -> str:
    if len(days) == 1:
        return "能来回 1，不能来回 2。"
    example = " ".join(month_day(day.date) for day in days[: min(2, len(days) - 1)])
    return f"都能来回 1，都不能来回 2；有几天来不了的，只发那几天，例如：{example}来不了。"


def noted(coming: Sequence[Held], absent: Sequence[Held]) -> str:
    """Confirm on which dates a deputy comes, and on which not."""
    come = f"好的，{_dates(coming)}见。" if coming else ""
    return come + (f"{_dates(absent)}来不了，记下了，替您的人由站里安排。" if absent else "")


def list_for_head(days: Sequence[Held]) -> str:
    """MSG-J4 for all dates of a month, without posters."""
    return (
        f"{roster_texts.months(days, days[0].station)}\n"
        f"这{len(days)}次一起问过代表了，谁来不了我再告诉您。要海报发，例如：海报 {month_day(days[0].date)}"
    )


def _month(days: Sequence[Held]) -> str:
    return f"{days[0].date.month}月"


def _dates(days: Sequence[Held]) -> str:
    return "、".join(month_day(day.date) for day in days)


def _listed(days: Sequence[Held]) -> str:
    """List the dates of each place in a line of its own."""
    places = groupby(sorted(days, key=_where), key=_where)
    return "\n".join(f"{where}：{'、'.join(day_words(day.date) for day in there)}" for where, there in places)


def _where(day: Held) -> str:
    return f"{place_of(day.planned, day.station)}（{hours_of(day.planned)}）"
