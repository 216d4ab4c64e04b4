"""Databases that hold a million petitions, made quickly from two that the bot really handled.

What these left in each table is written again under other names, numbers and dates, by COPY. What was sealed in
messages and notices is left out: nobody here reads it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from typing import Final

import psycopg
from psycopg.rows import TupleRow

from handlers.message import Account
from handlers.people.rules.roster import StationId
from handlers.people.rules.voters import Contact, Voter
from storage.codec import Counts, Known, Mark
from storage.keys import joined
from storage.postgres.definition import Definition, R
from storage.postgres.tables import COUNTS, MARKS, VOTERS, Tables
from storage.sealing import Sealer
from tests.bench.county import DEFECTS, KEY, MONDAY, SINCE, code, county
from tests.bench.lives import LIFE, OF_STATION, REGISTERED, VOTER, live
from tests.bench.postgres import prefecture
from tests.bench.postgres.prefecture import A_DAY, STATIONS, names, opened, person
from tests.support.postgres import Server
from tests.support.township import PLATFORM, ROBOT

OPEN: Final = 30 * A_DAY  # so many of the newest petitions are not closed yet
SUCCESSION: Final = {
    "petitions": "true",
    "message_ids": f"id = '{VOTER}:0'",
    "messages": f"id = '{VOTER}:0'",
    "outbox_keys": f"key = '{VOTER}:0/here'",
    "outbox": f"key = '{VOTER}:0/here'",
    "audit": "ordinal = 1",
}
"""The tables that grow with each petition, and which of the rows that a petition left in them stands for all."""

TEXT: Final = "王庄小学门口路灯不亮三天了"
SEALED: Final = re.compile(r'(?<="sealed":")[^"]+')
DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMBERS: Final = ("tail", "number")
GIVEN_BY_THE_DATABASE: Final = "ordinal"

Connection = psycopg.Connection[TupleRow]


class Pattern:
    """The rows that one petition left, as COPY writes them, from which those of any other are made."""

    def __init__(self, connection: Connection) -> None:
        ((petition, voter),) = connection.execute("SELECT id, voter FROM petitions").fetchall()
        slots = {petition: "petition", voter: "person", VOTER: "voter", '"tail":1,': "tail_in_text", TEXT: "text"}
        slots |= {f"{name}-0": name for name in OF_STATION}
        self.columns: Final = {table: _columns(connection, table) for table in SUCCESSION}
        self._rows = {table: _slotted(line, slots) for table, line in _lines(connection, self.columns)}

    def rows(self, instead: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        """Yield the table and the row of whatever another petition leaves."""
        for table, row in self._rows.items():
            yield table, row % instead


async def patterns(server: Server) -> tuple[Pattern, Pattern]:
    """Return what a petition leaves that was closed, and one that was only registered yet."""
    return await _pattern(server, "closed", LIFE), await _pattern(server, "registered", REGISTERED)


async def _pattern(server: Server, name: str, life: Sequence[tuple[str, str]]) -> Pattern:
    url, roster = server.database(name), county(1, 1)
    storage = await opened(url, roster)
    await live(storage, roster, life, MONDAY)
    await storage.close()
    with psycopg.connect(url, options="-c timezone=Asia/Shanghai") as connection:
        return Pattern(connection)


def fill(url: str, closed: Pattern, registered: Pattern, *, petitions: int) -> None:
    """Have the empty store at *url* hold so many petitions at all stations, told day by day until `MONDAY`."""
    options = "-c timezone=Asia/Shanghai -c synchronous_commit=off"
    with ExitStack() as stack:
        administrator = stack.enter_context(psycopg.connect(url, options=options, autocommit=True))
        for days in range(0, petitions // A_DAY + 28, 28):
            administrator.execute("SELECT make_months(%s)", (MONDAY - timedelta(days=days),))
        indexes = administrator.execute(_INDEXES, [list(SUCCESSION)]).fetchall()
        for name, _ in indexes:
            administrator.execute(f"DROP INDEX {name}")
        copies = {}
        for table, columns in closed.columns.items():  # each over its own connection, all at a time
            connection = stack.enter_context(psycopg.connect(url, options=options, autocommit=True))
            statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
            copies[table] = stack.enter_context(stack.enter_context(connection.cursor()).copy(statement))
        for first in range(0, petitions, A_DAY):
            of_day = defaultdict(list)
            for number in range(first, first + A_DAY):
                pattern = closed if number < petitions - OPEN else registered
                for table, row in pattern.rows(_instead(number, petitions)):
                    of_day[table].append(row)
            for table, rows in of_day.items():
                copies[table].write("".join(rows))
    with psycopg.connect(url, options=options, autocommit=True) as connection:
        for _, definition in indexes:
            connection.execute(definition)
        connection.execute("SELECT setval('outbox_number', %s)", (petitions,))
        _put(connection, Tables(Sealer(KEY)).contacts, map(_known, range(prefecture.VOTERS), names()))
        _put(connection, VOTERS, (Voter(id=person(number)) for number in range(prefecture.VOTERS)))
        _put(connection, MARKS, (_last_tail(station, petitions) for station in range(STATIONS)))
        _put(connection, COUNTS, _counted(petitions))
        connection.execute("VACUUM ANALYZE")


def _instead(number: int, petitions: int) -> Mapping[str, object]:
    """Return what names a petition, its voter and the people of its station, and the days on which things happened."""
    station, tail = number % STATIONS, 1 + number // STATIONS
    own = {
        "petition": f"{code(station)}{MONDAY.year}-{tail:04}",
        "person": person(number % prefecture.VOTERS),
        "voter": f"voter-{number}",
        "tail": tail,
        "tail_in_text": f'"tail":{tail},',
        "number": number + 1,
        "text": f"王庄{number}号门口{DEFECTS[number % len(DEFECTS)]}，{SINCE[number % len(SINCE)]}",
    }
    told_on = MONDAY.date() - timedelta(days=(petitions - 1 - number) // A_DAY)
    return {**own, **_days(told_on), **_people(station)}


_INDEXES: Final = """
    SELECT indexrelid::regclass::text, replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') FROM pg_index
    WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique
"""
"""What is made anew in one go once the rows are there."""


@lru_cache(maxsize=2)
def _days(told_on: date) -> Mapping[str, str]:
    """Return the days before and after a petition was told, by their slots."""
    return {f"day{days}": (told_on + timedelta(days=days)).isoformat() for days in range(-31, 366)}


@lru_cache(maxsize=STATIONS)
def _people(station: int) -> Mapping[str, str]:
    return {name: f"{name}-{station}" for name in OF_STATION}


def _columns(connection: Connection, table: str) -> Sequence[str]:
    described = connection.execute(f"SELECT * FROM {table} LIMIT 0").description or ()
    return [column.name for column in described if column.name != GIVEN_BY_THE_DATABASE]


def _lines(connection: Connection, columns: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield each table with the row of it that stands for all, its numbers left open."""
    for table, which in SUCCESSION.items():
        asked = f"COPY (SELECT {', '.join(columns[table])} FROM {table} WHERE {which}) TO STDOUT"
        with connection.cursor().copy(asked) as copy:
            (line,) = [bytes(part).decode() for part in copy]
        values = zip(columns[table], SEALED.sub("", line).replace("%", "%%").split("\t"), strict=True)
        yield table, "\t".join(f"%({name})s" if name in NUMBERS else value for name, value in values)


def _slotted(line: str, slots: Mapping[str, str]) -> str:
    """Return *line* with slots where it names the petition, people of its station, or days."""
    for name, slot in slots.items():
        line = line.replace(name, f"%({slot})s")
    return DATE.sub(lambda found: f"%(day{(date.fromisoformat(found[0]) - MONDAY.date()).days})s", line)


def _known(number: int, name: str) -> Known:
    account = Account(platform=PLATFORM, account=ROBOT, user=f"voter-{number}")
    return Known(person=person(number), contact=Contact(name=name), accounts=(account,), heard_on=MONDAY.date())


def _last_tail(station: int, petitions: int) -> Mark:
    return Mark(name=joined("tail", f"station-{station}", MONDAY.year), value=str(petitions // STATIONS + 1))


def _counted(petitions: int) -> Iterator[Counts]:
    """Yield what each station counted on each of the last days: what a month's digest reads, and as much again."""
    for back in range(min(petitions // A_DAY, 62)):
        for station in range(STATIONS):
            figures = {"register": 2, "triage": 2, "take_up": 1, "reply": 1, "close": 1, "satisfied": 1}
            yield Counts(
                station=StationId(f"station-{station}"), day=MONDAY.date() - timedelta(days=back + 1), figures=figures
            )


def _put(connection: Connection, definition: Definition[R], records: Iterable[R]) -> None:
    """Write *records* into their table."""
    rows = ({**definition.columns(one), "record": definition.codec.encode(one).decode()} for one in records)
    first = next(rows)
    with connection.cursor().copy(f"COPY {definition.name} ({', '.join(first)}) FROM STDIN") as copy:
        for row in chain([first], rows):
            copy.write_row(tuple(row.values()))
