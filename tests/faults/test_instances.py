"""Whatever becomes of single instances, of their database and of the calls to them, they keep their promises together."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.faults.instances.by_hand import ALL_WELL, BROKEN
from tests.faults.instances.checks import Promise, broken
from tests.faults.instances.life import Program, lived
from tests.faults.instances.seen import Seen
from tests.support import postgres
from tests.support.postgres import Server

SECONDS: Final = float(os.environ.get("LIAISON_CHAOS_SECONDS", "60"))
SEED: Final = int(os.environ.get("LIAISON_CHAOS_SEED", "1"))
SEEDS: Final = int(os.environ.get("LIAISON_CHAOS_SEEDS", "1"))
REST: Final = 200.0 + SECONDS
"""Seconds at most: two minutes for who was handling a message when it died, and people say more than they may be told."""
CALM: Final = 8.0  # seconds in which each promise is broken
KEEPS_WHAT_WAS_WRITTEN: Final = ("fsync=off", "full_page_writes=off", "shared_buffers=32MB")
"""The server ends, the machine does not."""

pytestmark = pytest.mark.timeout(400 + 2 * SECONDS)


@pytest.fixture
def own_server(postgres_server: Server) -> Iterator[Server]:
    """A server that may crash: nobody else has databases there, and what was written when it did is there again."""
    programs = postgres.programs()
    assert programs is not None
    with postgres.running(programs, KEEPS_WHAT_WAS_WRITTEN) as server:
        yield server


@pytest.mark.usefixtures("secrets")
@pytest.mark.parametrize("seed", range(SEED, SEED + SEEDS))
async def test_no_trouble_with_instances_or_database_breaks_a_promise(
    tmp_path: Path, own_server: Server, clock_ahead: Path, seed: int
) -> None:
    program = Program(environment={"LD_PRELOAD": str(clock_ahead)})
    assert broken(await lived(tmp_path, own_server, program, seed, seconds=SECONDS, rest=REST)) == []


@pytest.mark.usefixtures("secrets")
@pytest.mark.parametrize("flaws", [set(Promise) - {Promise.QUEUED_ONCE}, {Promise.QUEUED_ONCE}], ids=["most", "queued"])
async def test_instances_that_break_promises_are_found_out(
    tmp_path: Path, own_server: Server, clock_ahead: Path, flaws: set[Promise]
) -> None:
    """What is queued twice looks like what is shown twice, so that is tried by itself."""
    arguments = "-m", "tests.faults.instances.flawed", ",".join(promise.name for promise in flaws)
    program = Program(arguments=arguments, environment={"LD_PRELOAD": str(clock_ahead)})
    seen = await lived(tmp_path, own_server, program, SEED, seconds=CALM, rest=CALM / 2, calm=True)
    assert flaws <= {one.promise for one in broken(seen)}


@pytest.mark.parametrize(("promise", "seen"), BROKEN)
def test_what_breaks_a_promise_is_found_out(promise: Promise, seen: Seen) -> None:
    assert promise in {one.promise for one in broken(seen)}


@pytest.mark.parametrize("seen", ALL_WELL)
def test_what_breaks_no_promise_is_held_against_nobody(seen: Seen) -> None:
    assert broken(seen) == []
