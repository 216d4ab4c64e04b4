"""What earlier versions stored is read, every word of it; and what becomes of what a newer one stored.

Each file of `written/` is an export by the version it is named after, with an example of everything that version was
the first to store: each kind of record, each of its fields filled in, and None where it may be, each value of its
enumerations. What a sealed document says stands beside its seal, to be read by people and compared.
"""

import json
from collections.abc import Iterator
from dataclasses import is_dataclass
from enum import Enum
from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from typing import Any, Final

import msgspec
import pytest
from msgspec.inspect import DataclassType, Field, StructType, UnionType, type_info

from handlers.people.rules.roster import Roster
from storage import codec, transfer
from storage.codec import Codec, Document
from storage.connect import connect
from storage.embedded import tables
from storage.sealing import Sealer
from tests.support.township import TOWNSHIP

FILES: Final = sorted(
    (Path(__file__).parent / "written").glob("*.json"), key=lambda file: [int(part) for part in file.stem.split(".")]
)
CHANGELOG: Final = Path(__file__).parents[2] / "CHANGELOG.md"
RELEASED: Final[dict[str, str]] = {}
"""The SHA-256 of the file of each version that was released: it stays as it was."""

KEY: Final = bytes(range(32))
SEALER: Final = Sealer(KEY)
CODECS: Final[dict[str, Codec[Any]]] = {one.name: one.codec for one in tables.definitions(SEALER)}

HOW_TO_ADD: Final = """
No file of tests/storage/written has an example of
  {}
Add one, as the codec writes it, to the file of the version that CHANGELOG.md calls unreleased."""

every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def examples(file: Path) -> Iterator[tuple[str, str, Document]]:
    """Give the documents of a file as they are stored, each with its table and number."""
    for table, documents in json.loads(file.read_text("utf-8")).items():
        if table != "installation":
            yield from ((table, number, document) for number, document in documents.items())


def said(file: Path) -> Iterator[tuple[str, Document]]:
    """Give what the documents of a file say, brought to the version of this program, each with its table."""
    version = json.loads(file.read_text("utf-8"))["installation"]["1"]["version"]
    for table, _, document in examples(file):
        document.pop("sealed", None)
        for step in range(version, codec.VERSION):
            document = codec.MIGRATIONS[step](table, document)
        yield table, document


def lost(before: object, after: object, *, place: str) -> Iterator[str]:
    """Give the places where what stood *before* does not stand *after*, which may have fields that were added since."""
    match before, after:
        case dict(), dict():
            for name, value in before.items():
                yield from lost(value, after.get(name), place=f"{place}.{name}")
        case list(), list() if len(before) == len(after):
            for one, other in zip(before, after, strict=True):
                yield from lost(one, other, place=place)
        case _ if before != after:
            yield place


@every_file
def test_nothing_that_an_earlier_version_wrote_is_lost_when_it_is_read_and_written_again(file: Path) -> None:
    gone: set[str] = set()
    for table, document in said(file):
        again = CODECS[table].opened(CODECS[table].encode(CODECS[table].built(document)))
        gone.update(lost(document, again, place=table))
    assert not gone


@every_file
def test_what_an_earlier_version_sealed_is_unsealed(file: Path) -> None:
    for table, number, document in examples(file):
        sealed = document.pop("sealed", None)
        if isinstance(CODECS[table], codec.Sealed):
            opened = sealed and CODECS[table].opened(codec.json_of({"sealed": sealed}))
            assert opened == document, (
                f"document {number} of {table} has another seal or none; was it written just now, it gets"
                f" {CODECS[table].encode(CODECS[table].built(document)).decode()}"
            )


@every_file
@pytest.mark.parametrize("kind", ["embedded", "postgres"])
async def test_an_installation_of_an_earlier_version_moves_in(
    file: Path, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"tinydb:{tmp_path / 'station.db'}" if kind == "embedded" else request.getfixturevalue("database")
    copyfile(file, tmp_path / transfer.EXPORTED)
    written = [table for table, _, _ in examples(file)]
    assert transfer.import_(url, tmp_path, key=KEY) == len(written)
    storage = await connect(url, roster=Roster(TOWNSHIP.stations.values()), key=KEY, bound={})
    async with storage.begin() as work:
        assert await work.audit.verify() == written.count("audit")
    await storage.close()


@every_file
def test_who_was_known_to_an_earlier_version_has_the_same_id(file: Path) -> None:
    for table, document in said(file):
        if table == "contacts":
            known = CODECS[table].built(document)
            assert [SEALER.person(account) for account in known.accounts] == [known.person]


def test_of_everything_that_is_stored_there_is_an_example() -> None:
    records = [(table, CODECS[table].built(document)) for file in FILES for table, document in said(file)]
    shown = {one for _, record in records for one in facts(record)}
    wanted = {(kind, fact) for kind in {kind for kind, _ in shown} for fact in possible(kind)}
    missing = [f"{kind.__module__}.{kind.__name__}.{fact}" for kind, fact in wanted - shown]
    missing += [f"table {table}" for table in CODECS.keys() - {table for table, _ in records}]
    assert not missing, HOW_TO_ADD.format("\n  ".join(sorted(missing)))


def facts(value: object) -> Iterator[tuple[type, str]]:
    """Give what *value* is an example of: of which class, and of what in it."""
    kind = type(value)
    if isinstance(value, tuple):
        for item in value:
            yield from facts(item)
    elif isinstance(value, Enum):
        yield kind, value.name
    elif is_dataclass(kind) or issubclass(kind, msgspec.Struct):
        for field in fields(kind):
            inner = getattr(value, field.name)
            if inner is None:
                yield kind, f"{field.name} that is None"
            elif inner not in (field.default, ()):
                yield kind, f"{field.name} filled in"
            yield from facts(inner)


def possible(kind: type) -> Iterator[str]:
    """Give all that there can be examples of in a class."""
    if issubclass(kind, Enum):
        yield from kind.__members__
        return
    for field in fields(kind):
        yield f"{field.name} filled in"
        if isinstance(field.type, UnionType) and field.type.includes_none:
            yield f"{field.name} that is None"


def fields(kind: type) -> tuple[Field, ...]:
    """Return the fields of a record as the codec knows them."""
    described = type_info(kind)
    assert isinstance(described, DataclassType | StructType)
    return described.fields


@every_file
def test_the_file_of_a_released_version_stays_as_it_was(file: Path) -> None:
    if f"## [{file.stem}] - unreleased" in CHANGELOG.read_text("utf-8"):
        return
    digest = sha256(file.read_bytes()).hexdigest()
    assert digest == RELEASED.get(file.stem), (
        f"{file.name} is what a released version wrote: new examples go into the file of the next version."
        f" Was it released just now, RELEASED gets {digest}."
    )


def test_a_field_of_a_newer_version_is_passed_over_and_gone_once_this_one_writes_the_record() -> None:
    for table, document in said(FILES[-1]):
        record = CODECS[table].built({**document, "newer": "…"})
        assert record == CODECS[table].built(document)
        assert "newer" not in CODECS[table].opened(CODECS[table].encode(record))


def test_a_record_with_a_value_of_a_newer_version_is_refused() -> None:
    petition = next(document for table, document in said(FILES[-1]) if table == "petitions")
    with pytest.raises(ValueError, match="newer"):
        CODECS["petitions"].built({**petition, "state": "newer"})
