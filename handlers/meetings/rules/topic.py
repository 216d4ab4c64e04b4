"""A week's topic: what may be talked over, and the days of its post, nudge and summary (domain §7.3)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from handlers.dates.day_kinds import WorkCalendar
from handlers.dates.lunar import is_silent
from handlers.dates.weeks import Weekday, days_between, monday_of
from handlers.petitions.rules.petition import PetitionId

FEWEST_WORKDAYS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a week's talk could be about, why, and the petitions it is drawn from.

    *title* is what a group may read: where and what it is about by the station's own lists, in no voter's words.
    """

    title: str
    reason: str
    raised: tuple[PetitionId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicDays:
    """The days on which each of a week's posts may go out, best first; *nudge* is empty in a week too short for one."""

    post: tuple[date, ...]
    nudge: tuple[date, ...]
    summary: tuple[date, ...]


class Hindrance(StrEnum):
    """Why a topic is not posted in a week: the week's own was, its day is past, few work that week, groups are full.

    A topic that has to wait does not take the week of another: it is *taken*.
    """

    POSTED = "posted"
    LATE = "late"
    HOLIDAY = "holiday"
    FULL = "full"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """A week in which a topic could not be posted, and why."""

    monday: date
    why: Hindrance


def topic_days(day: date, calendar: WorkCalendar) -> TopicDays | None:
    """Return the topic's days in the week of *day*, or None where that week has too few workdays to talk anything over.

    A week runs from Monday to Sunday and its workdays include make-up Saturdays and Sundays: a make-up Sunday counts
    for the five days before it and never for the Monday after it.

    - post: the first workday; by Wednesday where that one is not free.
    - nudge: Wednesday or Thursday, after the first day for the post and before the first for the summary.
    - summary: Friday, or the week's last workday where Friday is none; by the next Tuesday where that one is not free.
    """
    monday = monday_of(day)
    workdays = _posting_days(monday, monday + timedelta(days=Weekday.SUN), calendar)
    if len(workdays) < FEWEST_WORKDAYS:
        return None
    wednesday, thursday, friday = (monday + timedelta(days=n) for n in (Weekday.WED, Weekday.THU, Weekday.FRI))
    first = workdays[0]
    last = friday if friday in workdays else workdays[-1]
    next_tuesday = monday + timedelta(days=7 + Weekday.TUE)
    return TopicDays(
        post=tuple(one for one in workdays if one <= max(first, wednesday)),
        nudge=tuple(one for one in workdays if one in {wednesday, thursday} and first < one < last),
        summary=_posting_days(last, next_tuesday, calendar),
    )


def _posting_days(start: date, end: date, calendar: WorkCalendar) -> tuple[date, ...]:
    return tuple(one for one in days_between(start, end) if calendar.is_workday(one) and not is_silent(one))
