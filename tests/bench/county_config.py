"""The county as a configuration file, so that the bot itself can be started on it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from handlers.meetings.rules.nominal_days import MonthlyDay
from handlers.people.rules.roster import Roster, Station
from tests.bench.county import KEY

STORE: Final = "station.db"
KEY_FILE: Final = "contacts.key"


def write_config(folder: Path, roster: Roster, *, ports: Sequence[int]) -> Path:
    """Write a configuration of those stations, its store and key in *folder* too, and return its path."""
    chat, web = ports
    lines = [
        '[installation]\nname = "测量"',
        f'[storage]\nurl = "tinydb:{STORE}"\nkey = "file:{KEY_FILE}"',
        f'[webchat]\nenabled = true\nhost = "127.0.0.1"\nport = {chat}\nfast_forward = false',
        f'[web]\nhost = "127.0.0.1"\nport = {web}',
    ]
    for station in roster.stations.values():
        lines += _station(station)
    (folder / KEY_FILE).write_text(KEY.hex() + "\n", encoding="utf-8")
    path = folder / "config.toml"
    path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    return path


def _station(station: Station) -> Iterator[str]:
    facts = ("id", "code", "name", "county", "township", "address", "phone", "hours", "congress")
    told = "\n".join(f'{fact} = "{getattr(station, fact)}"' for fact in facts)
    yield f"[[stations]]\n{told}\nunits = {_texts(station.units)}"
    if station.topic is not None:
        yield (
            f'[stations.topic]\npost_at = "09:00"\ndiscussion_weekday = "thu"\ndiscussion_at = "15:00"\n'
            f'place = "{station.topic.place}"\nnudge_below = 3'
        )
    for point in station.points:
        yield f'[[stations.points]]\nid = "{point.id}"\nname = "{point.name}"\naddress = "{point.address}"'
    for deputy in station.deputies:
        yield (
            f'[[stations.deputies]]\nid = "{deputy.person}"\nname = "{deputy.name}"\n'
            f"levels = {_texts(deputy.levels)}\nvillages = {_texts(deputy.villages)}"
        )
    for member in station.staff:
        yield f'[[stations.staff]]\nid = "{member.person}"\nname = "{member.name}"\nrole = "{member.role}"'
    reception = station.receptions[0]
    assert isinstance(reception.rule.days, MonthlyDay)
    yield (
        f'[[stations.receptions]]\nid = "station-20"\nrule = "monthly_day"\nday = {reception.rule.days.day}\nstart = "09:00"\nend = "11:30"\n'
        f"deputies = {_texts(reception.deputies)}\nper_day = 2"
    )
    for group in station.groups:
        yield (
            f'[[stations.groups]]\nid = "{group.id}"\nname = "{group.name}"\nkind = "{group.kind}"\n'
            f'deputy = "{group.deputy}"\nvillages = {_texts(group.villages)}'
        )


def _texts(values: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"
