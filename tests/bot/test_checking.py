"""`liaison-bot check --audit`: whole or touched, beside the running bot too."""

import asyncio
from contextlib import closing
from pathlib import Path

import pytest

from bot import cli, opening
from bot.config import load
from storage.embedded import database
from tests.support.records import a_line


async def write(config: Path, lines: int) -> None:
    async with opening.stored(load(config)) as storage, storage.begin() as work:
        for number in range(lines):
            await work.audit.add(a_line(event=f"step {number}"))


def test_a_whole_trail_is_counted(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(write(config, 3))
    assert cli.main(["check", "--audit", "--config", str(config)]) == 0
    assert capsys.readouterr().out.endswith("审计记录共 3 条，一条接一条，没有被改动。\n")


def test_a_changed_line_is_named_and_ends_with_1(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(write(config, 3))
    with closing(database.connect(config.parent / "data" / "station.db")) as connection:
        connection.execute("UPDATE audit SET body = replace(body, 'step 1', 'step 8')")
    assert cli.main(["check", "--audit", "--config", str(config)]) == 1
    assert capsys.readouterr().err == (
        "审计记录第 2 条起对不上：有人改过、删过、插进或调换过。请保管好现在的数据和备份，马上报告负责人。\n"
    )


async def test_the_trail_is_looked_over_while_the_bot_writes_it(config: Path) -> None:
    async with opening.stored(load(config)) as storage:
        async with storage.begin() as work:
            await work.audit.add(a_line())
        assert await asyncio.to_thread(cli.main, ["check", "--audit", "--config", str(config)]) == 0
        async with storage.begin() as work:
            await work.audit.add(a_line())


def test_without_it_no_store_is_opened(config: Path) -> None:
    assert cli.main(["check", "--config", str(config)]) == 0
    assert not (config.parent / "data" / "station.db").exists()
