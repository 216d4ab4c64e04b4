"""Limits that people agreed upon, in place of a state's own."""

from datetime import date, datetime

from handlers.dates.china_time import moment
from handlers.dates.periods import CalendarDays, due_date
from handlers.people.rules.roster import Station
from handlers.petitions.rules.limits import END_OF_WORK


def agreed_for(day: date, station: Station) -> datetime:
    """Return the end of work on *day*, or on the first day after the holiday it falls on (Civil Code art. 203)."""
    return end_of_work(due_date(day, CalendarDays(0), station.calendar))


def end_of_work(day: date) -> datetime:
    """Return when offices close on *day*."""
    return moment(day, END_OF_WORK)
