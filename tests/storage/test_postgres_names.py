"""A process knows the names of all people, whatever becomes of its attempts to read them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import pairwise

import psycopg
import pytest
from psycopg import AsyncConnection

from handlers.ports import Storage
from storage.codec import Codec, Document, Known
from storage.connect import connect
from storage.postgres.connecting import read_json_as_written
from storage.postgres.names import Followed
from storage.postgres.records import Records
from storage.postgres.tables import Tables
from storage.sealing import Sealer
from tests.support.records import ACCOUNT, NOON
from tests.support.township import BOUND, TOWNSHIP


@pytest.fixture
async def instances(database: str) -> AsyncIterator[tuple[Storage, Storage]]:
    """Two of them; of the first a statement ends at once where it would have to wait."""
    impatient = f"{database}&options=-c%20lock_timeout%3D1"
    first = await connect(impatient, roster=TOWNSHIP, key=bytes(32), bound=BOUND)
    second = await connect(database, roster=TOWNSHIP, key=bytes(32), bound=BOUND)
    yield first, second
    for one in (first, second):
        await one.close()


async def names(storage: Storage) -> set[str]:
    async with storage.begin() as work:
        return set(await work.voters.names())


async def call(storage: Storage, name: str) -> None:
    async with storage.begin() as work:
        person = await work.voters.recognise(ACCOUNT, name=name, on=NOON.date())
        await work.voters.set_name(person, name)


@pytest.mark.parametrize("knew_some_before", [False, True])
async def test_names_that_could_not_be_read_are_read_the_next_time(
    instances: tuple[Storage, Storage], database: str, *, knew_some_before: bool
) -> None:
    first, second = instances
    if knew_some_before:
        assert await names(first) == set()
    await call(second, "赵敏")
    with psycopg.connect(database) as other:
        other.execute("LOCK TABLE contacts")
        with pytest.raises(Exception, match="lock timeout"):
            await names(first)
    assert await names(first) == {"赵敏"}


class Counted:
    """The codec of contacts, which counts how many it has unsealed."""

    def __init__(self, codec: Codec[Known]) -> None:
        self._codec = codec
        self.unsealed = 0
        self.begun = asyncio.Event()

    def encode(self, record: Known) -> bytes:
        return self._codec.encode(record)

    def decode(self, text: bytes) -> Known:
        self.unsealed += 1
        self.begun.set()
        return self._codec.decode(text)

    def opened(self, text: bytes) -> Document:
        return self._codec.opened(text)

    def built(self, document: Document) -> Known:
        return self._codec.built(document)


async def test_however_many_names_are_read_at_first_others_have_their_turn_between_a_few(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.postgres.names.AT_ONCE", 10)
    called = {f"赵{number}敏" for number in range(95)}
    storage = await connect(database, roster=TOWNSHIP, key=bytes(32), bound=BOUND)
    async with storage.begin() as work:
        for name in called:
            await work.voters.recognise(replace(ACCOUNT, user=name), name=name, on=NOON.date())
    await storage.close()
    contacts = Tables(Sealer(bytes(32))).contacts
    codec = Counted(contacts.codec)
    at_each_turn = [0]
    async with await AsyncConnection.connect(database, autocommit=True) as connection:
        read_json_as_written(connection)
        records = Records(connection, replace(contacts, codec=codec))
        reading = asyncio.create_task(Followed().current(connection, records))
        while not reading.done():
            at_each_turn.append(codec.unsealed)
            await asyncio.sleep(0)
        assert set(await reading) == called
    assert max(after - before for before, after in pairwise([*at_each_turn, codec.unsealed])) == 10


async def test_of_reading_that_broke_off_nobody_is_left_who_is_forgotten_since(database: str) -> None:
    storage = await connect(database, roster=TOWNSHIP, key=bytes(32), bound=BOUND)
    await call(storage, "赵敏")
    contacts = Tables(Sealer(bytes(32))).contacts
    codec, followed = Counted(contacts.codec), Followed()
    async with await AsyncConnection.connect(database, autocommit=True) as connection:
        read_json_as_written(connection)
        records = Records(connection, replace(contacts, codec=codec))
        reading = asyncio.create_task(followed.current(connection, records))
        await codec.begun.wait()
        reading.cancel()  # as it asks whether there are more
        with pytest.raises(asyncio.CancelledError):
            await reading
        async with storage.begin() as work:
            await work.voters.erase(await work.voters.recognise(ACCOUNT, name="赵敏", on=NOON.date()))
        assert set(await followed.current(connection, records)) == set()
    await storage.close()
