"""What `liaison-bot calendar` says beside the dates."""

from handlers.meetings import calendar_texts
from handlers.meetings.rules.station_days import NotHeld
from handlers.people.rules.roster import Reception, Station


def not_held(station: Station, day: NotHeld) -> str:
    """Say on which day a reception is not held, and why."""
    why = calendar_texts.not_held(day, station.calendar)
    return f"{day.nominal} {_where(station, day.reception)}（{why}）"


def by_appointment(station: Station, reception: Reception) -> str:
    """Say that a reception has no day of its own."""
    return f"预约 {_where(station, reception)}：{calendar_texts.BY_APPOINTMENT}，{reception.start:%H:%M}—{reception.end:%H:%M}"


def _where(station: Station, reception: Reception) -> str:
    return station.id if reception.point is None else f"{station.id}/{reception.point}"
