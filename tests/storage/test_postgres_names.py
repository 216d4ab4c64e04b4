"""A process knows the names of all people, whatever becomes of its attempts to read them."""

from collections.abc import AsyncIterator

import psycopg
import pytest

from handlers.ports import Storage
from storage.connect import connect
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
