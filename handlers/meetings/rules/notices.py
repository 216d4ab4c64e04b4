"""Which days depend on a reception day: when people are asked, told, reminded, told what came of it (domain §7.3)."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zlib import crc32

from handlers.dates.china_time import moment
from handlers.dates.day_kinds import ONE_DAY, WorkCalendar
from handlers.dates.festivals import festival_on
from handlers.dates.lunar import is_silent

HEAD_ASKED_DAYS: Final = 14
HEAD_ASKED_BEFORE: Final = 7  # days before the deputies are asked
ASK_AGAIN_DAYS: Final = 2
FOLLOWED_UP_DAYS: Final = (3, 7)
OUTCOME_DAYS: Final = (7, 8, 9)
BEFORE_IT_IS_READ: Final = time(8, 30)
MORNING: Final = time(9)
AFTERNOON: Final = time(15)
ONCE_SETTLED: Final = time(16)  # the head has an hour to change the list before it is hung up
EVENING: Final = time(18)
SPREAD: Final = timedelta(minutes=30)


def head_asked_at(day: date, calendar: WorkCalendar, days: int) -> datetime:
    """Return when the head is asked whether a reception on a festival's day is held: well before the deputies are."""
    return deputies_asked_at(day, calendar, max(HEAD_ASKED_DAYS, days + HEAD_ASKED_BEFORE))


def deputies_asked_at(day: date, calendar: WorkCalendar, days: int) -> datetime:
    """Return when the deputies of *day* are asked whether they can come.

    That is *days* ahead, or on the workday before where that is a day of rest: people must be able to phone.
    """
    asked = day - timedelta(days=days)
    return moment(last_workday_until(asked, calendar), MORNING)


def deputies_asked_again_at(day: date, calendar: WorkCalendar, ask_days: int, announce_days: int) -> datetime | None:
    """Return when those who have not answered are asked once more: on a workday, two days later or after that.

    Where voters are told by then it is the last workday before, if that is left. Where none is left before *day* it
    is the last workday before it, None where they were asked only then.
    """
    asked = deputies_asked_at(day, calendar, ask_days).date()
    again = first_workday_from(asked + timedelta(days=ASK_AGAIN_DAYS), calendar)
    told = announced_on(day, announce_days)
    before_told = last_workday_until(told - ONE_DAY, calendar)
    if again >= told and before_told > asked:
        again = before_told
    elif again >= day:
        again = last_workday_until(day - ONE_DAY, calendar)
    return moment(again, MORNING) if again > asked else None


def settled_by(day: date, calendar: WorkCalendar, days: int) -> date:
    """Return by when it must be settled who receives: the day voters are told, or the last workday before it."""
    return last_workday_until(announced_on(day, days), calendar)


def list_told_at(day: date, calendar: WorkCalendar, ask_days: int, announce_days: int) -> datetime | None:
    """Return when the head is told who comes: in the afternoon of the last workday before voters are told.

    None where the deputies are first asked only after that.
    """
    last = last_workday_until(announced_on(day, announce_days) - ONE_DAY, calendar)
    return moment(last, AFTERNOON) if deputies_asked_at(day, calendar, ask_days).date() <= last else None


def first_workday_from(day: date, calendar: WorkCalendar) -> date:
    """Return the first workday from *day* on; a festival's own days are none, announced or not."""
    while festival_on(day) is not None or not calendar.is_workday(day):
        day += ONE_DAY
    return day


def last_workday_until(day: date, calendar: WorkCalendar) -> date:
    """Return the last workday up to *day*; a festival's own days are none, announced or not."""
    while festival_on(day) is not None or not calendar.is_workday(day):
        day -= ONE_DAY
    return day


def announced_on(day: date, days: int) -> date:
    """Return the day voters are told, at least *days* before *day*; the day of the notice is not counted.

    It may be a holiday; a notice that would fall into the Spring Festival silence goes out before it.
    """
    told = day - timedelta(days=days)
    while is_silent(told):
        told -= ONE_DAY
    return told


def announcement_days(day: date, days: int) -> tuple[date, ...]:
    """Return when voters may be told of *day*, best first; one or two days sooner where the group has another post."""
    told = announced_on(day, days)
    return told, told - ONE_DAY, told - 2 * ONE_DAY


def poster_due_at(day: date, calendar: WorkCalendar, days: int) -> datetime:
    """Return when staff are reminded to put up the poster: on the last workday before voters are told.

    The head is told who comes that same afternoon; what he changes then is on the poster already.
    """
    return moment(last_workday_until(announced_on(day, days) - ONE_DAY, calendar), ONCE_SETTLED)


def reminded_at(day: date) -> datetime:
    """Return when voters and deputies are reminded, the evening before."""
    return moment(day - ONE_DAY, EVENING)


def recorded_at(day: date, calendar: WorkCalendar) -> datetime:
    """Return when the head gets the record of *day* at the latest."""
    return moment(first_workday_from(day + ONE_DAY, calendar), MORNING)


def followed_up_at(day: date, calendar: WorkCalendar) -> tuple[datetime, ...]:
    """Return when staff are told where the matters of *day* stand: on workdays."""
    counted = (day + timedelta(days=days) for days in FOLLOWED_UP_DAYS)
    return tuple(moment(first_workday_from(one, calendar), MORNING) for one in counted)


def outcome_days(day: date) -> tuple[date, ...]:
    """Return when voters may be told what became of the matters of *day*, best first."""
    return tuple(day + timedelta(days=days) for days in OUTCOME_DAYS)


def spread(group: str) -> timedelta:
    """Return the part of half an hour by which a group's posts are late, always the same for one group.

    Platforms limit how much a robot says a minute: not all groups can be told at the stroke of nine.
    """
    return timedelta(seconds=crc32(group.encode()) % int(SPREAD.total_seconds()))
