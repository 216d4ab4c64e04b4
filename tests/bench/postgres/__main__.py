"""The store on PostgreSQL, with a server of its own and a prefecture's petitions in it."""

import sys
from collections.abc import Sequence
from time import perf_counter
from typing import Final

import psycopg

from tests.bench.figures import Figure, report
from tests.bench.postgres import digest, fan_out, inserts, instances, messages
from tests.bench.postgres.filling import fill, patterns
from tests.bench.postgres.prefecture import opened, prefecture
from tests.support import postgres

SETTINGS: Final = ("shared_buffers=512MB", "max_wal_size=4GB", "wal_level=minimal", "max_wal_senders=0")
FEW: Final = 10_000
MANY: Final = 1_000_000


async def measure() -> Sequence[Figure]:
    """Return all figures; the server is on this machine and takes its share of it."""
    programs = postgres.programs()
    if programs is None:
        sys.exit("PostgreSQL is missing; install it with: sudo apt-get install postgresql")
    roster = prefecture()
    with postgres.running(programs, SETTINGS) as server:
        began = perf_counter()
        made = await patterns(server)
        urls = {count: server.database(f"with_{count}") for count in (0, FEW, MANY)}
        for count, url in urls.items():
            await (await opened(url, roster)).close()
            if count:
                fill(url, *made, petitions=count)
        figures = [Figure(what="making 1 010 000 petitions", measured=perf_counter() - began, unit="s")]
        figures += await instances.measure(urls[MANY])
        many = await opened(urls[MANY], roster)
        figures += await messages.measure(urls[MANY], many)
        figures += await digest.measure(many, roster)
        await many.close()
        for url in urls.values():
            _wait_for_no_disk(url)
        none, few, many = [await opened(url, roster) for url in urls.values()]
        figures += await inserts.measure(few, many, roster)
        figures += await fan_out.measure(none, roster)
        for storage in (none, few, many):
            await storage.close()
    return figures


def _wait_for_no_disk(url: str) -> None:
    """Have whoever connects from now on wait for no disk."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {connection.info.dbname} SET synchronous_commit = off")


if __name__ == "__main__":
    report(measure, on_one_core=False)
