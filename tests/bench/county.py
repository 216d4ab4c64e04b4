"""A county of invented names: its stations and groups, and voters who tell the bot what is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from itertools import count, cycle
from pathlib import Path
from typing import Final

from handlers.dates.china_time import moment
from handlers.meetings.rules.nominal_days import MonthlyDay
from handlers.meetings.rules.reception_days import ReceptionRule
from handlers.message import Account, Heard, MessageId, Scope
from handlers.people.rules.roster import (
    Deputy,
    Group,
    GroupId,
    PersonId,
    Place,
    Roster,
    Staff,
    Station,
    StationId,
)
from handlers.ports import Storage
from storage.connect import connect
from tests.support.township import PLATFORM, ROBOT, STATION, WANG_VILLAGE

KEY: Final = bytes(range(32))
MONDAY: Final = moment(date(2026, 3, 16), time(9, 30))
DEFECTS: Final = (
    "路灯不亮",
    "井盖坏了",
    "垃圾没人清",
    "水管漏水",
    "路面塌了一块",
    "公交好久不来",
    "网络老断",
    "下水道堵了",
)
SINCE: Final = ("三天了", "半个月了", "从上周一开始", "快一个月了")


def county(stations: int = 15, groups: int = 80, *, received_on: int = 20) -> Roster:
    """Return so many stations with so many groups each; each receives people on that day of a month."""
    return Roster([_station(number, groups, received_on) for number in range(stations)])


def code(number: int) -> str:
    """Return the letters of a station, with which the numbers of its petitions begin."""
    letters = ""
    while number >= 0:
        letters = chr(ord("A") + number % 26) + letters
        number = number // 26 - 1
    return f"S{letters}"


def _station(number: int, groups: int, received_on: int) -> Station:
    """Return the tests' station under another name, each of its people somebody else."""

    def here(person: str) -> PersonId:
        return PersonId(f"{person}-{number}")

    pattern = next(group for group in STATION.groups if group.id == WANG_VILLAGE)
    own = [_group(pattern, f"{number}-{one}", here("chen")) for one in range(groups)]
    return replace(
        STATION,
        id=StationId(f"station-{number}"),
        code=code(number),
        name=f"青石镇{number}号联络站",
        groups=tuple(own),
        deputies=tuple(_elsewhere(deputy, here(deputy.person)) for deputy in STATION.deputies),
        staff=tuple(_employed(member, here(member.person)) for member in STATION.staff),
        receptions=(
            replace(
                STATION.receptions[0],
                rule=ReceptionRule(days=MonthlyDay(day=received_on)),
                deputies=tuple(here(deputy.person) for deputy in STATION.deputies),
            ),
        ),
    )


def _group(pattern: Group, name: str, deputy: PersonId) -> Group:
    place = Place(platform=PLATFORM, account=ROBOT, chat=f"group-{name}")
    return replace(pattern, id=GroupId(f"group-{name}"), name=f"王庄群{name}", place=place, deputy=deputy)


def _elsewhere(deputy: Deputy, person: PersonId) -> Deputy:
    return replace(deputy, person=person)


def _employed(member: Staff, person: PersonId) -> Staff:
    return replace(member, person=person)


async def opened(path: Path, roster: Roster) -> Storage:
    """Return the embedded store at *path*."""
    return await connect(f"tinydb:{path}", roster=roster, key=KEY, bound=bound(roster))


def bound(roster: Roster) -> Mapping[Account, PersonId]:
    """Return the accounts of deputies and staff."""
    return {
        Account(platform=PLATFORM, account=ROBOT, user=person): person
        for station in roster.stations.values()
        for person in (*(one.person for one in station.deputies), *(one.person for one in station.staff))
    }


def petitions(roster: Roster, *, at: datetime, first: int = 1) -> Iterator[Heard]:
    """Yield one petition after another, each another voter's in other words; by turns in a group and in private."""
    groups = cycle(roster.groups.values())
    for number in count(first):
        voter = f"voter-{number}"
        place = next(groups).place if number % 2 else Place(platform=PLATFORM, account=ROBOT, chat=voter)
        yield Heard(
            id=MessageId(f"{PLATFORM}:{number}"),
            place=place,
            scope=Scope.GROUP if number % 2 else Scope.DIRECT,
            sender=Account(platform=PLATFORM, account=ROBOT, user=voter),
            sender_name=f"选民{number}",
            sent_at=at,
            text=f"@小助手 /诉求 王庄{number}号门口{DEFECTS[number % len(DEFECTS)]}，{SINCE[number % len(SINCE)]}",
        )
