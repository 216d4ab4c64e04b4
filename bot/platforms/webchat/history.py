"""What was said in the web chat: the chat's own memory, one small SQLite file."""

import asyncio
import json
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar

from bot.pictures import Picture
from bot.platforms.base import File
from handlers.dates.china_time import CHINA_TIME
from handlers.message import Choice

T = TypeVar("T")

PAGE: Final = 50
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS lines (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    chat TEXT NOT NULL,
    at TEXT NOT NULL,
    author TEXT,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    quote TEXT,
    picture TEXT,
    choices TEXT NOT NULL,
    mention TEXT,
    recalled INTEGER NOT NULL DEFAULT 0,  -- 1 by who said it, 2 erased for good
    waiting INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS lines_of_chat ON lines (chat, seq);
CREATE INDEX IF NOT EXISTS lines_waiting ON lines (seq) WHERE waiting;
CREATE TABLE IF NOT EXISTS seen (person TEXT, chat TEXT, seq INTEGER NOT NULL, PRIMARY KEY (person, chat));
CREATE TABLE IF NOT EXISTS files (line INTEGER PRIMARY KEY, name TEXT NOT NULL, content BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS pictures (name TEXT PRIMARY KEY, type TEXT NOT NULL, content BLOB NOT NULL);
"""
SELECT: Final = """
SELECT line.*, quoted.id AS quoted_id, quoted.author AS quoted_author, quoted.name AS quoted_name,
       quoted.text AS quoted_text, quoted.picture AS quoted_picture, files.name AS file
FROM lines AS line
LEFT JOIN files ON files.line = line.seq
LEFT JOIN lines AS quoted ON quoted.id = line.quote AND quoted.chat = line.chat
"""
_PICTURE_GONE: Final = """
DELETE FROM pictures WHERE name = (SELECT picture FROM lines WHERE id = ?1)
AND name NOT IN (SELECT picture FROM lines WHERE picture NOT NULL AND id <> ?1)
"""
_LINE_ERASED: Final = """
UPDATE lines SET text = ?1, name = CASE WHEN author IS NULL THEN name ELSE '' END, quote = NULL, picture = NULL,
       choices = CASE WHEN ?1 = '' THEN '[]' ELSE choices END, mention = NULL, recalled = ?2, waiting = 0
WHERE id = ?3
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """The line that another one quotes, as it stands now: empty once it was taken back."""

    id: str
    author: str | None
    name: str
    text: str
    picture: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing said in one conversation; *author* is None where the bot said it. *seq* grows with each line.

    *file* is the name of the file that came with it. What was *erased* counts as recalled, though nobody took it back.
    """

    id: str
    chat: str
    at: datetime
    author: str | None
    name: str
    text: str
    seq: int
    quoted: Quoted | None = None
    picture: str | None = None
    file: str | None = None
    choices: tuple[Choice, ...] = ()
    mention: str | None = None
    recalled: bool = False
    erased: bool = False


class History:
    """The lines, pictures, files and reading marks of the web chat; a call returns once its change is on the disk.

    One thread owns the file, so calls take effect in the order they were made.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="webchat")
        self._file: sqlite3.Connection | None = None

    async def open(self) -> None:
        """Open the file, made for its owner's eyes only if it is new; one that is open stays so."""

        def connect() -> sqlite3.Connection:
            self._path.touch(mode=0o600)
            file = sqlite3.connect(self._path)
            file.row_factory = sqlite3.Row
            file.executescript(
                f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; BEGIN; {SCHEMA} COMMIT"
            )
            return file

        if self._file is None:
            self._file = await asyncio.get_running_loop().run_in_executor(self._thread, connect)

    async def close(self) -> None:
        """Close the file; what is still under way comes first."""
        if self._file is not None:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._file.close)
            self._file = None

    async def add(
        self,
        *,
        id: str,
        chat: str,
        at: datetime,
        author: str | None,
        name: str,
        text: str,
        quote: str | None = None,
        picture: str | None = None,
        file: File | None = None,
        choices: Collection[Choice] = (),
        mention: str | None = None,
        waiting: bool = False,
    ) -> Line | None:
        """Return the line as it was added, or None where its id is known: then nothing changes.

        A *waiting* line is to be handed to the bot and was not yet.
        """
        digits = json.dumps([[choice.digit, choice.label] for choice in choices], ensure_ascii=False)
        row = (id, chat, at.isoformat(), author, name, text, quote, picture, digits, mention, waiting)

        def insert(history: sqlite3.Connection) -> Line | None:
            added = history.execute(
                "INSERT OR IGNORE INTO lines"
                " (id, chat, at, author, name, text, quote, picture, choices, mention, waiting)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            if added.rowcount and file is not None:
                history.execute("INSERT INTO files VALUES (?, ?, ?)", (added.lastrowid, file.name, file.content))
            return _line(history, id) if added.rowcount else None

        return await self._run(insert)

    async def get(self, line: str) -> Line | None:
        """Return the line with that id, or None."""
        return await self._run(lambda file: _line(file, line))

    async def waiting(self) -> Sequence[Line]:
        """Return all lines that are to be handed to the bot, oldest first."""
        return await self._lines("WHERE line.waiting ORDER BY line.seq", ())

    async def handed_on(self, line: str) -> None:
        """Note that the bot has that line."""
        await self._run(lambda file: file.execute("UPDATE lines SET waiting = 0 WHERE id = ?", (line,)))

    async def take_back(self, line: str) -> Line | None:
        """Erase what that line said, and return what is left of it."""

        def erase(file: sqlite3.Connection) -> Line | None:
            file.execute(_PICTURE_GONE, (line,))
            file.execute("UPDATE lines SET text = '', picture = NULL, recalled = 1, waiting = 0 WHERE id = ?", (line,))
            return _line(file, line)

        return await self._run(erase)

    async def forget(self, where: str, values: Sequence[object], *, left: str = "") -> Sequence[Line]:
        """Have the lines that *where* finds say no more than *left*; return those that said more."""

        def erase(file: sqlite3.Connection) -> Sequence[Line]:
            unerased = f"SELECT id, seq FROM lines AS line WHERE ({where}) AND recalled <> 2"
            found = file.execute(unerased, values).fetchall()
            for line, seq in found:
                file.execute("DELETE FROM files WHERE line = ?", (seq,))
                file.execute(_PICTURE_GONE, (line,))
                file.execute(_LINE_ERASED, (left, 0 if left else 2, line))
            return [kept for line, _ in found if (kept := _line(file, line)) is not None]

        return await self._run(erase)

    async def page(self, chat: str, *, before: int | None = None) -> tuple[Sequence[Line], bool]:
        """Return the newest lines of *chat*, or those before the line numbered *before*; oldest first.

        The second value says whether there are older ones.
        """
        lines = await self._lines(
            "WHERE line.chat = ?1 AND (?2 IS NULL OR line.seq < ?2) ORDER BY line.seq DESC LIMIT ?3",
            (chat, before, PAGE + 1),
        )
        return lines[PAGE - 1 :: -1], len(lines) > PAGE

    async def newest(self, chats: Collection[str]) -> Mapping[str, Line]:
        """Return the last line of each of *chats* in which something was said."""
        lines = await self._lines(
            f"WHERE line.seq IN (SELECT max(seq) FROM lines WHERE chat IN ({_marks(chats)}) GROUP BY chat)",
            tuple(chats),
        )
        return {line.chat: line for line in lines}

    async def see(self, person: str, chat: str, *, up_to: int) -> None:
        """Note that *person* has read *chat* up to the line numbered *up_to*."""
        await self._run(
            lambda file: file.execute(
                "INSERT INTO seen VALUES (?, ?, ?)"
                " ON CONFLICT (person, chat) DO UPDATE SET seq = max(seq, excluded.seq)",
                (person, chat, up_to),
            )
        )

    async def unseen(self, places: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], int]:
        """Return how many lines of others each (person, chat) of *places* has not read, where there are any."""

        def count(file: sqlite3.Connection) -> Mapping[tuple[str, str], int]:
            found = {}
            for person, chat in places:
                (number,) = file.execute(
                    "SELECT count(*) FROM lines WHERE chat = ?2 AND author IS NOT ?1 AND NOT recalled"
                    " AND seq > coalesce((SELECT seq FROM seen WHERE person = ?1 AND chat = ?2), 0)",
                    (person, chat),
                ).fetchone()
                if number:
                    found[person, chat] = number
            return found

        return await self._run(count)

    async def add_picture(self, picture: Picture) -> None:
        """Keep *picture* under its name."""
        row = (picture.name, picture.type, picture.content)
        await self._run(lambda file: file.execute("INSERT OR IGNORE INTO pictures VALUES (?, ?, ?)", row))

    async def picture(self, name: str) -> Picture | None:
        """Return the picture kept under *name*, or None."""

        def find(file: sqlite3.Connection) -> Picture | None:
            row = file.execute("SELECT type, content FROM pictures WHERE name = ?", (name,)).fetchone()
            return None if row is None else Picture(type=row["type"], content=row["content"])

        return await self._run(find)

    async def file(self, seq: int) -> File | None:
        """Return the file that came with the line numbered *seq*, or None."""

        def find(file: sqlite3.Connection) -> File | None:
            row = file.execute("SELECT name, content FROM files WHERE line = ?", (seq,)).fetchone()
            return None if row is None else File(name=row["name"], content=row["content"])

        return await self._run(find)

    async def _lines(self, where: str, values: Sequence[object]) -> list[Line]:
        return await self._run(lambda file: [_from_row(row) for row in file.execute(SELECT + where, values)])

    async def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        def transaction() -> T:
            if self._file is None:
                raise sqlite3.ProgrammingError("the history is closed")
            with self._file:
                return work(self._file)

        return await asyncio.get_running_loop().run_in_executor(self._thread, transaction)


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))


def _line(file: sqlite3.Connection, id: str) -> Line | None:
    row = file.execute(SELECT + "WHERE line.id = ?", (id,)).fetchone()
    return None if row is None else _from_row(row)


def _from_row(row: sqlite3.Row) -> Line:
    quoted = None
    if row["quoted_id"] is not None:
        quoted = Quoted(
            id=row["quoted_id"],
            author=row["quoted_author"],
            name=row["quoted_name"],
            text=row["quoted_text"],
            picture=row["quoted_picture"],
        )
    return Line(
        id=row["id"],
        chat=row["chat"],
        at=datetime.fromisoformat(row["at"]).astimezone(CHINA_TIME),
        author=row["author"],
        name=row["name"],
        text=row["text"],
        seq=row["seq"],
        quoted=quoted,
        picture=row["picture"],
        file=row["file"],
        choices=tuple(Choice(digit=digit, label=label) for digit, label in json.loads(row["choices"])),
        mention=row["mention"],
        recalled=bool(row["recalled"]),
        erased=row["recalled"] == 2,
    )
