"""What a phone shows of a reception day or an activity."""

from handlers.meetings.activities.calendar import OnCalendar
from handlers.meetings.activities.texts import on_calendar
from handlers.meetings.calendar_texts import remarks
from handlers.meetings.rules.reception_days import ReceptionDate
from handlers.meetings.rules.station_days import NotHeld, StationDay
from handlers.people.rules.roster import Station


def name(station: Station) -> str:
    """Return what the calendar is called."""
    return f"{station.name}日程"


def summary(one: StationDay, station: Station) -> str:
    """Return what stands in the day's field: what, and where it is not at the station itself."""
    point = station.point(one.reception.point)
    return "选民接待日" if point is None else f"选民接待日（{point.name}）"


def description(day: ReceptionDate, station: Station) -> str:
    """Return why the day is where it is, and whom to ask."""
    return "\n".join((*remarks(day), f"电话 {station.phone}"))


def called_off(day: NotHeld) -> str:
    return f"选民接待日（因{day.decided}不办）"


def activity(one: OnCalendar) -> str:
    """Return what an activity is and what it is about, or why it is not held."""
    return on_calendar(one.planned, one.subject, one.change)
