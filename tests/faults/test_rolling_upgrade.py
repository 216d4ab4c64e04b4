"""Instances are brought to a newer version one after the other while people speak, and keep their promises."""

import asyncio
import shutil
from pathlib import Path
from time import perf_counter
from typing import Final

import psycopg
import pytest

from storage.postgres.migrating import KNOWN
from tests.faults.instances.checks import broken
from tests.faults.instances.life import DATABASE, HEARD, Installation, Program, lived
from tests.faults.instances.processes import ROOT, Instance
from tests.support import postgres

SPEAKING: Final = 1.0  # seconds between one thing and the next
STOPPED_WITHIN: Final = 25.0
REST: Final = 30.0
pytestmark = pytest.mark.timeout(300)  # a machine with much else to do starts four processes slowly

NEWER: Final = (
    "CREATE TABLE newer (id text PRIMARY KEY); ALTER TABLE petitions ADD COLUMN newer text;",
    "ALTER TABLE messages ADD COLUMN newer integer NOT NULL DEFAULT 0;",
    "ALTER TABLE outbox ADD COLUMN newer boolean NOT NULL DEFAULT false; CREATE INDEX outbox_newer ON outbox (newer);",
)
"""What a newer version may add to the tables while the one before still runs (see `storage.postgres.migrating`)."""


def newer_version(folder: Path) -> Path:
    """Make a folder with this program and what is newer; return it."""
    shutil.copytree(ROOT / "storage", folder / "storage")
    for house in ("bot", "handlers"):  # what was compiled of them once serves both versions
        (folder / house).symlink_to(ROOT / house)
    for number, statements in enumerate(NEWER, KNOWN + 1):
        (folder / "storage" / "postgres" / "schema" / f"{number:04}_newer.sql").write_text(statements, "utf-8")
    return folder


def heard(one: Instance) -> int:
    """Return how many messages an instance has said that it heard."""
    return len(HEARD.findall(one.log.read_text("utf-8")))


def version(url: str) -> int:
    """Return the version of the tables."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT max(number) FROM applied").fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.usefixtures("secrets", "postgres_server")
async def test_one_instance_after_the_other_is_upgraded_under_load_and_no_promise_is_broken(
    tmp_path: Path, clock_ahead: Path
) -> None:
    programs = postgres.programs()
    assert programs is not None
    newer = newer_version(tmp_path / "newer")

    with postgres.running(programs) as server:
        url = server.address(DATABASE)

        async def upgraded(installation: Installation) -> None:
            first, second = installation.instances
            await asyncio.sleep(SPEAKING)
            assert version(url) == KNOWN
            for one, other in ((first, second), (second, first)):
                one.busy = True
                before, began = heard(other), perf_counter()
                assert await one.stop() == 0
                assert perf_counter() - began < STOPPED_WITHIN
                one.home = newer
                one.start()
                await installation.hears()
                one.busy = False
                assert version(url) == KNOWN + len(NEWER)
                await asyncio.sleep(SPEAKING)
                assert heard(other) > before
            with psycopg.connect(url) as connection:  # so that this process, which starts anew, may look at it
                connection.execute("DELETE FROM applied WHERE number > %s", (KNOWN,))

        program = Program(environment={"LD_PRELOAD": str(clock_ahead)})
        seen = await lived(tmp_path, server, program, 1, instances=2, voters=2, rest=REST, meanwhile=upgraded)
    assert broken(seen) == []
    assert seen.suffered == []
