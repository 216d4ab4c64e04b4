"""The commands of README that keep a database's log bring it back as it was at a moment."""

import re
import time
from pathlib import Path
from typing import Final

import psycopg
import pytest

from handlers.petitions.rules.petition import State
from storage.connect import connect
from tests.support import postgres
from tests.support.postgres import Server
from tests.support.records import NOON, STATION, a_line, a_notice, a_petition
from tests.support.township import TOWNSHIP

ROOT: Final = Path(__file__).parents[2]
BLOCK: Final = re.compile(r"^```sh\n((?:(?!```).*\n)*pg_basebackup(?:(?!```).*\n)*)```$", re.MULTILINE)
MOMENT: Final = "2026-11-23 10:30:00+08"


def steps(readme: str) -> list[str]:
    """Return what is done once, what again and again, and what brings back a moment."""
    (block,) = BLOCK.findall((ROOT / readme).read_text("utf-8"))
    _, once, again, back, rest = re.split(r"^#.*\n", block, flags=re.MULTILINE)
    assert rest == ""
    return [once, again, back]


def asked(server: Server, question: str) -> str:
    """Return what the server answers, in words."""
    with psycopg.connect(server.address("postgres"), autocommit=True) as connection:
        row = connection.execute(f"SELECT ({question})::text").fetchone()
    assert row is not None
    return str(row[0])


def started(server: Server) -> None:
    """Start the server; return once it lets anybody in and has nothing to bring back any more."""
    server.start()
    while not server.answers() or asked(server, "pg_is_in_recovery()") == "true":
        time.sleep(0.05)  # noqa: TID251  # nothing tells


def put_away(server: Server) -> None:
    """Return once all of the log is kept that there is so far."""
    last = asked(server, "pg_walfile_name(pg_switch_wal())")
    while asked(server, f"SELECT last_archived_wal >= '{last}' FROM pg_stat_archiver") != "true":
        time.sleep(0.05)  # noqa: TID251  # nothing tells


async def keep(url: str, tails: range) -> None:
    storage = await connect(url, roster=TOWNSHIP, key=bytes(32), bound={})
    for tail in tails:
        async with storage.begin() as work:
            await work.petitions.add(a_petition(tail))
            await work.outbox.add(a_notice(f"petition/{tail}"), at=NOON)
            await work.audit.add(a_line())
    await storage.close()


async def kept(url: str) -> tuple[list[int], list[str], int]:
    """Return the tails of petitions, the keys of notices, and how many lines the trail has, which is whole."""
    storage = await connect(url, roster=TOWNSHIP, key=bytes(32), bound={})
    async with storage.begin() as work:
        petitions = await work.petitions.in_state(STATION, set(State), limit=100)
        notices = [entry.outgoing.key for entry in await work.outbox.waiting()]
        lines = await work.audit.verify()
    await storage.close()
    return sorted(one.tail for one in petitions), notices, lines


def test_both_languages_give_the_same_commands() -> None:
    assert steps("README.md") == steps("README.zh-CN.md")


@pytest.mark.usefixtures("postgres_server")
async def test_what_was_kept_at_a_moment_is_brought_back_and_nothing_of_what_came_after() -> None:
    programs = postgres.programs()
    assert programs is not None
    with postgres.running(programs, ("fsync=off", "shared_buffers=32MB")) as server:
        places = {"/backup": str(server.data.parent / "backup"), "/var/lib/postgresql/15/main": str(server.data)}

        def do(step: str, moment: str = MOMENT) -> None:
            for place, here in {**places, MOMENT: moment}.items():
                step = step.replace(place, here)
            server.shell(step)

        once, again, back = steps("README.md")
        url = server.database("station")
        do(once)
        server.stop()
        started(server)
        await keep(url, range(1, 6))
        do(again)
        await keep(url, range(6, 11))
        moment = asked(server, "clock_timestamp()")
        await keep(url, range(11, 16))
        put_away(server)
        server.stop()
        do(back, moment)
        started(server)
        assert await kept(url) == ([*range(1, 11)], [f"petition/{tail}" for tail in range(1, 11)], 10)
        await keep(url, range(16, 17))
