"""What never stops coming stands in a table for each month."""

from datetime import datetime

import psycopg

from handlers.dates.china_time import CHINA_TIME
from handlers.ports import Storage
from storage.connect import connect
from tests.support.records import a_heard, a_line, a_notice
from tests.support.township import BOUND, TOWNSHIP

MIDNIGHT = datetime(2031, 3, 1, tzinfo=CHINA_TIME)  # of a month that no other test ticks in


async def said(storage: Storage, number: int, at: datetime) -> None:
    async with storage.begin() as work:
        await work.messages.keep(a_heard(number), at=at)
        await work.outbox.add(a_notice(str(number)), at=at)
        await work.audit.add(a_line())


def kept_in(database: str) -> dict[str, list[str]]:
    """Return in which tables the rows of each stream stand."""
    with psycopg.connect(database) as connection:
        return {
            name: [table for (table,) in connection.execute(f"SELECT tableoid::regclass::text FROM {name} ORDER BY 1")]
            for name in ("messages", "outbox")
        }


async def test_each_month_has_its_tables_and_what_came_before_they_were_made_moves_there(database: str) -> None:
    storage = await connect(database, roster=TOWNSHIP, key=bytes(32), bound=BOUND)
    await said(storage, 1, MIDNIGHT)
    assert kept_in(database) == {"messages": ["messages_other"], "outbox": ["outbox_other"]}
    for _ in range(2):
        async with storage.begin() as work:
            await work.occurrences.ticked(MIDNIGHT)
    await said(storage, 2, MIDNIGHT.replace(month=4))
    assert kept_in(database) == {
        "messages": ["messages_2031_03", "messages_2031_04"],
        "outbox": ["outbox_2031_03", "outbox_2031_04"],
    }
    async with storage.begin() as work:
        assert [kept.heard for kept in await work.messages.newest(limit=9)] == [a_heard(1), a_heard(2)]
        assert [entry.outgoing.key for entry in await work.outbox.waiting()] == ["1", "2"]
        assert not await work.messages.keep(a_heard(1), at=MIDNIGHT.replace(month=5))
    await storage.close()
    with psycopg.connect(database) as connection:
        connection.execute("DROP TABLE messages_2031_03, messages_2031_04, outbox_2031_03, outbox_2031_04")
