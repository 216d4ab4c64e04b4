"""`liaison-bot learn`: what it says, how it ends, and that no worse model comes into use."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot import cli, opening
from bot.config import load
from bot.learning import Outcome, learn
from handlers.intake.rules.learning import Correction, Measure, development, fit
from handlers.intake.rules.model import shipped
from handlers.ports import Corrected
from storage.models import Models
from tests.scenarios.test_learning import SPEAKER
from tests.support.story import MONDAY

NONSENSE = [Correction(text=one.text, petition=not one.petition, category=None) for one in development()]


async def corrected(config: Path, texts: tuple[str, ...] = SPEAKER) -> None:
    """People have said that none of *texts* is a petition."""
    async with opening.stored(load(config)) as storage, storage.begin() as work:
        for number, text in enumerate(texts):
            at = MONDAY + timedelta(minutes=number)
            await work.corrections.add(Corrected(about=text, at=at, text=text, petition=False, category=None))


def test_it_learns_and_says_how_well_without_a_word_of_the_texts(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(corrected(config))
    assert cli.main(["learn", "--config", str(config)]) == 0
    told, kept_back, last, outcome = capsys.readouterr().out.splitlines()
    assert told == "站里的纠正：5 条。"
    assert kept_back.startswith(f"程序自带的例句 {len(development())} 条：原来判错 ")
    assert last.startswith("站里最近的纠正 5 条：原来判错 ")
    assert outcome == "运行中的小助手马上用上新的判断。要换回原来的，请发 liaison-bot learn --rollback"
    assert Models(config.parent / "data").current() != shipped()


async def test_it_learns_beside_the_running_bot(config: Path) -> None:
    await corrected(config)
    async with opening.stored(load(config)) as storage:
        assert await asyncio.to_thread(cli.main, ["learn", "--config", str(config)]) == 0
        async with storage.begin() as work:
            assert work.model != shipped()


def test_where_nothing_was_corrected_nothing_changes(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(corrected(config, ()))
    assert cli.main(["learn", "--config", str(config)]) == 0
    assert capsys.readouterr().out == "站里的纠正：0 条。\n没有新的可学，还用原来的判断。\n"


def test_a_worse_model_is_refused_with_1(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    petitions = tuple(one.text for one in development() if one.petition)
    asyncio.run(corrected(config, petitions))
    assert cli.main(["learn", "--config", str(config)]) == 1
    assert capsys.readouterr().out.endswith("新的判断不如原来的，没有换，还用原来的。\n")
    assert Models(config.parent / "data").current() == shipped()


def test_what_was_learned_before_is_not_given_up_for_less(tmp_path: Path) -> None:
    models = Models(tmp_path)
    good = fit(shipped(), development())
    models.keep(good)
    refused = learn(models, NONSENSE)
    assert (refused.outcome, refused.judgements[Measure.DEVELOPMENT].worse) == (Outcome.WORSE, True)
    assert models.current() == good


def test_a_rollback_ends_with_0_and_one_too_many_with_1(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(corrected(config))
    cli.main(["learn", "--config", str(config)])
    assert cli.main(["learn", "--rollback", "--config", str(config)]) == 0
    assert Models(config.parent / "data").current() == shipped()
    capsys.readouterr()
    assert cli.main(["learn", "--rollback", "--config", str(config)]) == 1
    assert capsys.readouterr().err == "现在用的就是程序自带的判断，没有更早的可以换回。\n"


def test_without_a_store_nothing_is_learned(config: Path) -> None:
    assert cli.main(["learn", "--config", str(config)]) == 1
