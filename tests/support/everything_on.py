"""A station with every activity there is switched on."""

from dataclasses import replace
from datetime import time

from handlers.meetings.rules.activity_kinds import KINDS, WEEKLY_TOPIC
from handlers.meetings.rules.nominal_days import MonthlyDay
from handlers.meetings.rules.reception_days import ReceptionRule
from handlers.people.rules.roster import Activity, Station
from tests.support.township import STATION


def switched_on(*days: int) -> Station:
    """Return a station that has its receptions and topic, and every kind of activity, one on each of *days* in turn."""
    kinds = [kind for kind in KINDS.values() if kind.id != WEEKLY_TOPIC]
    activities = tuple(
        Activity(
            kind=kind.id,
            rule=None if kind.dates else ReceptionRule(days=MonthlyDay(day=days[number % len(days)])),
            start=time(9),
            place="镇政府",
            dates=kind.dates,
        )
        for number, kind in enumerate(kinds)
    )
    return replace(STATION, activities=activities)
