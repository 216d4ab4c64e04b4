"""What a database answers that cannot do what it was asked says who is to try again, and whether that counts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from hashlib import sha256
from typing import Final

import psycopg
import pytest

from handlers.message import MessageId
from handlers.ports import Overtaken, Storage, StorageFailed, TookTooLong
from storage.connect import connect
from storage.errors import OutOfReach
from tests.support.records import NOON, a_heard
from tests.support.township import TOWNSHIP

TOO_LONG: Final = "".join(sha256(bytes(number)).hexdigest() for number in range(200))
"""An id that no index takes, however it is compressed."""


@asynccontextmanager
async def opened(address: str, *, setting: str = "") -> AsyncIterator[Storage]:
    """Open the database, with a setting of the server's."""
    options = f"&options=-c%20{setting.replace('=', '%3D')}" if setting else ""
    storage = await connect(address + options, roster=TOWNSHIP, key=bytes(32), bound={})
    yield storage
    await storage.close()


@pytest.mark.parametrize(("setting", "error"), [("lock_timeout=1", Overtaken), ("statement_timeout=1000", TookTooLong)])
async def test_what_others_hold_up_is_overtaken_and_what_takes_long_took_too_long(
    database: str, setting: str, error: type[StorageFailed]
) -> None:
    async with opened(database, setting=setting) as storage:
        with psycopg.connect(database) as other:
            other.execute("LOCK TABLE messages")
            with pytest.raises(error):
                await storage.keep(a_heard(), at=NOON)
        assert storage.in_reach


async def test_what_the_database_will_never_take_is_not_taken_for_its_being_away(database: str) -> None:
    async with opened(database) as storage:
        with pytest.raises(psycopg.errors.ProgramLimitExceeded):
            await storage.keep(replace(a_heard(), id=MessageId(TOO_LONG)), at=NOON)


async def test_a_server_that_only_reads_is_out_of_reach(database: str) -> None:
    with pytest.raises(OutOfReach):
        async with opened(database, setting="default_transaction_read_only=on"):
            pass
