"""What whoever runs the bot reads when the store was carried somewhere: what, where and how much."""

import asyncio
from pathlib import Path

import pytest

from bot import cli, opening
from bot.config import load
from storage.postgres.connecting import place
from tests.bot.config.example import changed
from tests.support.records import a_line


@pytest.fixture
def config(config: Path) -> Path:
    """Return it with a store that holds something."""
    asyncio.run(_write(config))
    return config


async def _write(config: Path) -> None:
    async with opening.stored(load(config)) as storage, storage.begin() as work:
        await work.audit.add(a_line())


def test_each_way_of_keeping_says_what_went_where_and_how_many_records(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, backup, out = config.parent / "data" / "station.db", config.parent / "b.db", config.parent / "out"
    for verb in (["backup", str(backup)], ["restore", str(backup), "--replace"], ["migrate"], ["export", str(out)]):
        assert cli.main([*verb, "--config", str(config)]) == 0
    for file in store.parent.glob("station.db*"):
        file.unlink()
    assert cli.main(["import", str(out), "--config", str(config)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"已备份到 {backup}：2 条记录。密钥不在里面，请另外保管。",
        f"已用 {backup} 恢复 {store}：2 条记录。",
        f"已把 {store} 升级到这一版：2 条记录。",
        f"已导出到 {out}：2 条记录。",
        f"已读进 {store}：2 条记录。",
    ]


def test_a_restore_over_a_store_names_the_flag_and_changes_nothing(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, backup = config.parent / "data" / "station.db", config.parent / "b.db"
    cli.main(["backup", str(backup), "--config", str(config)])
    before = store.read_bytes()
    assert cli.main(["restore", str(backup), "--config", str(config)]) == 1
    assert capsys.readouterr().err == (
        f"{store} 里已经有数据，没有动它。确实要用备份换下它（会丢掉备份以后的记录），请加 --replace。\n"
    )
    assert store.read_bytes() == before


@pytest.mark.parametrize("verb", ["run", "check"])
def test_who_has_no_settings_yet_is_told_to_copy_the_example(
    verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([verb, "--config", str(tmp_path / "config.toml")]) == 1
    assert "cp config.example.toml config.toml" in capsys.readouterr().err


@pytest.mark.parametrize("verb", [["import", "out"], ["migrate"], ["roster", "--import", "roster.xlsx"]])
def test_who_would_write_into_a_database_that_is_only_read_is_told_to_take_the_one_that_is_written(
    config: Path,
    database: str,
    verb: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(config.parent)
    assert cli.main(["export", "out", "--config", str(config)]) == 0
    assert cli.main(["roster", "--export", "roster.xlsx", "--year", "2026", "--config", str(config)]) == 0
    url = f"{database}&options=-c%20default_transaction_read_only%3Don"
    config.write_text(changed(('url = "tinydb:data/station.db"', f'url = "{url}"')), "utf-8")
    capsys.readouterr()
    assert cli.main([*verb, "--config", str(config)]) == 1
    assert capsys.readouterr() == (
        "",
        f"数据库 {place(database)} 现在只能读，不能写（是备库，或者被设成了只读），什么也没有改。"
        "请在设置文件里写主库的地址，或请管数据库的人放开写入，再试一次。\n",
    )
