"""Who of a station answers for what no rule can decide, and when they do."""

from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.dates.china_time import CHINA_TIME, moment
from handlers.dates.day_kinds import WorkCalendar
from handlers.people.rules.roster import PersonId, Role, Station

ANSWER_WITHIN: Final = timedelta(minutes=30)
OFFICE_OPENS: Final = time(8, 30)
LAST_CALL: Final = time(17)
END_OF_FORENOON: Final = time(12)


def on_duty(station: Station) -> tuple[PersonId, ...]:
    """Return the staff of a station, or its head where there are none."""
    return station.with_role(Role.STAFF) or station.with_role(Role.HEAD)


def day_of_answer(asked_at: datetime, calendar: WorkCalendar) -> date | None:
    """Return the workday on whose forenoon somebody answers, None where it is within `ANSWER_WITHIN`."""
    local = asked_at.astimezone(CHINA_TIME)
    today = local.date()
    if not calendar.is_workday(today) or local.time() > LAST_CALL:
        return calendar.next_workday(today)
    return None if local.time() >= OFFICE_OPENS else today


def promised_by(asked_at: datetime, calendar: WorkCalendar) -> datetime:
    """Return until when somebody answers who was asked at *asked_at*."""
    day = day_of_answer(asked_at, calendar)
    return asked_at.astimezone(CHINA_TIME) + ANSWER_WITHIN if day is None else moment(day, END_OF_FORENOON)


def working_time_after(at: datetime, period: timedelta, calendar: WorkCalendar) -> datetime:
    """Return when people have worked for *period* since *at*: what is left of it is the next workday's."""
    local = at.astimezone(CHINA_TIME)
    if calendar.is_workday(local.date()):
        end = max(local, moment(local.date(), OFFICE_OPENS)) + period
        closes = moment(local.date(), LAST_CALL)
        if end <= closes:
            return end
        period = min(period, end - closes)
    return moment(calendar.next_workday(local.date()), OFFICE_OPENS) + period
