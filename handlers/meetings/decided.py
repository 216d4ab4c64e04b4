"""Stations with what was decided for single days while the bot ran, beside what their settings say."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import TypeVar

from handlers.meetings.rules.activity_records import ActivityDay
from handlers.meetings.rules.reception_days import REACH
from handlers.meetings.rules.records import ReceptionDay
from handlers.people.rules.roster import DayChange, Reception, Station, StationId
from handlers.ports import UnitOfWork

K = TypeVar("K", ReceptionDay, ActivityDay)


async def as_decided(station: Station, since: date, work: UnitOfWork) -> Station:
    """Return *station* with all that was decided for its days from *since* on."""
    (decided,) = await all_as_decided((station,), since, work)
    return decided


async def all_as_decided(stations: Collection[Station], since: date, work: UnitOfWork) -> list[Station]:
    """Return *stations* with all that was decided for their days from *since* on."""
    ids = [station.id for station in stations]
    days = _of_each(await work.meetings.decided(ids, since - REACH))
    activities = _of_each(await work.meetings.changed_activities(ids, since - REACH))
    return [with_changes(with_decisions(one, days[one.id]), activities[one.id]) for one in stations]


def _of_each(kept: Iterable[K]) -> defaultdict[StationId, list[K]]:
    found: defaultdict[StationId, list[K]] = defaultdict(list)
    for one in kept:
        found[one.station].append(one)
    return found


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
