"""`python -m tests.bench.postgres.moving [ROWS]`: an installation moves from a file into a database and back.

A million rows, unless told otherwise; in the end they are compared one by one.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from bot.verbs.bar import Bar
from handlers.message import MessageId
from handlers.people.rules.voters import Contact, Voter
from handlers.petitions.rules.petition import PetitionId
from handlers.ports import Delivery, Entry, Kept, Progress
from storage import codec, transfer
from storage.codec import Known
from storage.embedded import tables
from storage.sealing import Sealer
from tests.bench.county import KEY
from tests.bench.postgres.prefecture import person
from tests.support import postgres
from tests.support.records import ACCOUNT, NOON, a_heard, a_line, a_notice, a_petition

ROWS: Final = 1_000_000
SEALER: Final = Sealer(KEY)
CODECS: Final = {one.name: one.codec for one in tables.definitions(SEALER)}
MADE: Final[Mapping[str, Callable[[int], object]]] = {
    "petitions": lambda n: replace(a_petition(n), voter=person(n), text=f"{n}号楼电梯停运三天"),
    "voters": lambda n: Voter(id=person(n)),
    "contacts": lambda n: Known(person=person(n), contact=Contact(name=f"选民{n}"), accounts=(ACCOUNT,)),
    "messages": lambda n: Kept(
        heard=replace(a_heard(n), id=MessageId(f"fake:{n}")), received_at=NOON, progress=Progress.HANDLED, tries=1
    ),
    "outbox": lambda n: Entry(
        number=n, outgoing=a_notice(f"notice/{n}"), queued_at=NOON, state=Delivery.SENT, ready_at=NOON, done_at=NOON
    ),
    "audit": lambda n: replace(a_line(), subject=PetitionId(f"qs-2026-{n}")),
}


def main() -> None:
    """Move so many rows there and back, say how long each step took, and whether all are as they were."""
    rows = int(sys.argv[1]) if sys.argv[1:] else ROWS
    programs = postgres.programs()
    assert programs is not None, "PostgreSQL is missing"
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as scratch, postgres.running(programs) as server:
        folder = Path(scratch)
        _make(folder / "0", rows // len(MADE))
        stores = f"tinydb:{folder / 'before.db'}", server.database("moved"), f"tinydb:{folder / 'after.db'}"
        carried: list[int] = []
        for step, url in enumerate(stores):
            source, target = folder / str(step), folder / str(step + 1)
            carried.append(_timed("imported", partial(transfer.import_, url, source, key=KEY, progress=_bar())))
            carried.append(_timed("exported", partial(transfer.export, url, target, progress=_bar())))
        assert len(set(carried)) == 1
        differ = sum(len(set(map(repr, same))) > 1 for same in zip(*(_records(folder / n) for n in "123"), strict=True))
        print(f"{carried[0]} rows compared, {differ} differ")


def _make(folder: Path, each: int) -> None:
    """Write an export that holds so many records of every kind."""
    folder.mkdir()
    installation = codec.json_of({"1": {"version": codec.VERSION, "fingerprint": SEALER.fingerprint}})
    with (folder / transfer.EXPORTED).open("wb") as file:
        file.write(b'{"installation": %s' % installation)
        for name, make in MADE.items():
            file.write(b',\n"%s": {' % name.encode())
            for number in range(1, each + 1):
                file.write(b'%s"%d": %s' % (b",\n" if number > 1 else b"", number, CODECS[name].encode(make(number))))
            file.write(b"}")
        file.write(b"}\n")


def _records(folder: Path) -> Iterator[tuple[str, str, Any]]:
    """Yield every record of an export with its table and number, in their order."""
    exported = codec.tables_from((folder / transfer.EXPORTED).read_bytes())
    del exported["installation"]
    for name in sorted(exported):
        for number, text in sorted(exported[name].items()):
            yield name, number, CODECS[name].decode(bytes(text))


def _timed(what: str, work: Callable[[], int]) -> int:
    began = perf_counter()
    count = work()
    print(f"{what}: {perf_counter() - began:.1f} s", flush=True)
    return count


def _bar() -> transfer.Progress:
    return Bar(sys.stderr).show


if __name__ == "__main__":
    main()
