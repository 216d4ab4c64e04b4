"""Stores that hold many petitions with their whole histories, made quickly from one that the bot really handled."""

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from bot.clock import StandingClock
from bot.delivery import DeliveryRun
from bot.router import Router
from handlers.message import Account, Heard, MessageId, Scope
from handlers.people.rules.roster import Place, Roster
from handlers.ports import Storage
from storage import codec
from storage.embedded import database, tables
from storage.embedded.definition import Definition, IndexPlace, Row
from storage.keys import joined
from storage.sealing import Sealer
from tests.bench.county import KEY, MONDAY, code, opened
from tests.support.platform import FakePlatform
from tests.support.township import PLATFORM, ROBOT

SEALER: Final = Sealer(KEY)
CONTACTS: Final = tables.contacts(SEALER)
KNOWN: Final = codec.Plain(codec.Known)
DEFINITIONS: Final = tables.definitions(SEALER)
VOTER: Final = "voter-of-the-life"
# A petition from the first word to its rating: who says what, in private but for the first line.
LIFE: Final = (
    (VOTER, "/诉求 王庄小学门口路灯不亮三天了"),
    (VOTER, "1"),
    ("lin-0", "1"),
    ("chen-0", "1"),
    ("chen-0", "签 1"),
    ("qin-0", "交办 1 供电所"),
    ("lin-0", "办理 1 已派人去看"),
    ("lin-0", "回复 1 A 三盏灯都换好了"),
    ("chen-0", "2"),
    (VOTER, "2"),
)
REGISTERED: Final = LIFE[:1]
APART: Final = 100  # more rows than one petition leaves in any table
# What names the one station and its people: each copy belongs to another station.
OF_STATION: Final = ("station", "group-0", "lin", "he", "qin", "chen")


async def fill(
    path: Path, roster: Roster, petitions: int, life: Sequence[tuple[str, str]] = LIFE, at: datetime = MONDAY
) -> None:
    """Make a store at *path* with so many petitions, each another voter's, at all stations, each as far as *life*, which was lived *at* one moment."""
    with tempfile.TemporaryDirectory() as folder:
        one = Path(folder) / "one.db"
        storage = await opened(one, roster)
        await live(storage, roster, life, at)
        await storage.close()
        pattern = _Pattern(one)
    rows = pattern.copies(petitions, stations=len(roster.stations), year=at.year)
    database.create(path, DEFINITIONS, fingerprint=SEALER.fingerprint, rows=rows)


async def live(storage: Storage, roster: Roster, life: Sequence[tuple[str, str]], at: datetime) -> None:
    """Have the whole bot handle one petition from the first word to the rating, all at one moment."""
    clock = StandingClock(at)
    delivery = DeliveryRun(storage, {PLATFORM: FakePlatform()}, clock)
    router = Router(storage, clock, changed=delivery.wake)
    group = next(iter(roster.groups.values()))
    for number, (who, text) in enumerate(life):
        place = Place(platform=PLATFORM, account=ROBOT, chat=who) if number else group.place
        scope = Scope.DIRECT if number else Scope.GROUP
        account = Account(platform=PLATFORM, account=ROBOT, user=who)
        await router.hear(
            Heard(
                id=MessageId(f"{VOTER}:{number}"),
                place=place,
                scope=scope,
                sender=account,
                sender_name=who,
                sent_at=clock.now(),
                text=f"@小助手 {text}",
            )
        )
        await router.idle()
        await delivery.drain()


class _Pattern:
    """The rows that one petition left, as patterns from which those of any other are made."""

    def __init__(self, path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            rows = [(one.name, *row) for one in DEFINITIONS for row in _rows(connection, one)]
        (petition,) = (row.key or "" for table, _, row in rows if table == "petitions")
        (person,) = (row.key or "" for table, _, row in rows if table == "voters")
        own = (petition, person, VOTER)
        slots = {petition: "petition", person: "person", VOTER: "voter", '"tail":1,': "tail", "\x1f1": "of_tail"}
        slots |= {f"{name}-0": name for name in OF_STATION}
        self._own: list[tuple[str, int, Row]] = []
        self._rest: list[tuple[str, int, Row]] = []
        for table, number, row in rows:
            if row.key is None or any(name in row.key for name in own):
                self._own.append((table, number, _slotted(table, row, slots)))
            else:
                self._rest.append((table, number, row))

    def copies(self, count: int, *, stations: int, year: int) -> Iterator[tuple[str, int, Row]]:
        """Yield table, number and row of so many petitions with all that belongs to them, then of the rest."""
        for copy in range(count):
            instead = _instead(copy, copy % stations, f"{year}-{1 + copy // stations:04}")
            for table, number, pattern in self._own:
                yield table, APART * (copy + 1) + number, _changed(table, pattern, instead)
        tails = {joined("tail", f"station-{station}", year) for station in range(stations)}
        yield from (one for one in self._rest if one[2].key not in tails)
        for number, tail in enumerate(tails, start=APART):
            yield "marks", number, tables.MARKS.row(number, tail, codec.Mark(name=tail, value=str(count)))


def _instead(copy: int, station: int, number: str) -> dict[str, str]:
    """Return what names a copy, its voter, and the people of its station."""
    tail = int(number.partition("-")[2])
    own = {
        "petition": f"{code(station)}{number}",
        "person": f"p_{copy:016}",
        "voter": f"voter-{copy}",
        "tail": f'"tail":{tail},',
        "of_tail": f"\x1f{tail}",
    }
    return own | {name: f"{name}-{station}" for name in OF_STATION}


def _rows(connection: sqlite3.Connection, definition: Definition[Any]) -> Iterator[tuple[int, Row]]:
    for number, key, resident, body, *places in connection.execute(f"SELECT * FROM {definition.name}"):
        pairs = (places[2 * at : 2 * at + 2] for at in range(len(definition.indexes)))
        placed = tuple(None if bucket is None else IndexPlace(bucket, order, number) for bucket, order in pairs)
        yield number, Row(key, bool(resident), body, placed)


def _slotted(table: str, row: Row, slots: Mapping[str, str]) -> Row:
    """Return *row* with slots where it names the petition, its voter, or people of its station."""

    def slotted(text: str) -> str:
        text = text.replace("%", "%%")
        for name, slot in slots.items():
            text = text.replace(name, f"%({slot})s")
        return text

    body = KNOWN.encode(CONTACTS.codec.decode(row.body)) if table == "contacts" else row.body
    places = tuple(place and IndexPlace(slotted(place.bucket), place.order, place.number) for place in row.places)
    return Row(row.key and slotted(row.key), row.resident, slotted(body.decode()).encode(), places)


def _changed(table: str, pattern: Row, instead: Mapping[str, str]) -> Row:
    """Return the row of a copy; a contact is sealed again."""
    body = (pattern.body.decode() % instead).encode()
    if table == "contacts":
        body = CONTACTS.codec.encode(KNOWN.decode(body))
    places = tuple(place and IndexPlace(place.bucket % instead, place.order, place.number) for place in pattern.places)
    return Row(pattern.key and pattern.key % instead, pattern.resident, body, places)
