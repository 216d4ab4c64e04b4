"""Stations with what was decided for single days while the bot ran, beside what their settings say."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import groupby

from handlers.meetings.rules.activity_records import ActivityDay
from handlers.meetings.rules.reception_days import REACH
from handlers.meetings.rules.records import ReceptionDay
from handlers.people.rules.roster import DayChange, Reception, Station
from handlers.ports import UnitOfWork


async def as_decided(station: Station, since: date, work: UnitOfWork) -> Station:
    """Return *station* with all that was decided for its days from *since* on."""
    station = with_decisions(station, await work.meetings.decided(station.id, since - REACH))
    return with_changes(station, await work.meetings.changed_activities(station.id, since - REACH))


def with_changes(station: Station, kept: Iterable[ActivityDay]) -> Station:
    """Return *station* with what was decided for the activities that are *kept*."""
    changes: defaultdict[str, list[DayChange]] = defaultdict(list)
    for day in kept:
        if day.change is not None:
            changes[day.kind].append(day.change)
    if not changes:
        return station
    return replace(
        station, activities=tuple(replace(one, changes=tuple(changes[one.kind])) for one in station.activities)
    )


def with_decisions(station: Station, kept: Iterable[ReceptionDay]) -> Station:
    """Return *station* with what was decided for the days that are *kept*; it beats what the settings say of a day."""
    decided = {
        reception: {day.nominal: day.decided for day in days if day.decided is not None}
        for reception, days in groupby(sorted(kept, key=_reception_of), key=_reception_of)
    }
    if not decided:
        return station
    return replace(station, receptions=tuple(_with(one, decided.get(one.id, {})) for one in station.receptions))


def _reception_of(day: ReceptionDay) -> str:
    return day.reception


def _with(reception: Reception, decided: dict[date, DayChange]) -> Reception:
    by_nominal = {change.nominal: change for change in reception.changes} | decided
    return replace(reception, changes=tuple(by_nominal.values())) if decided else reception
