"""What a life may log as an error and keep its promises all the same."""

import logging

import pytest

from handlers.ports import StorageFailed
from tests.faults.troubled.checks import Promise, broken
from tests.faults.troubled.days import Aftermath


def is_held_against_it(logger: str, error: Exception, *, deaths: int = 0) -> bool:
    """Return whether it breaks the silence that *error* was logged there."""
    record = logging.LogRecord(logger, logging.ERROR, "", 0, "failed", None, (type(error), error, None))
    after = Aftermath(
        said=(),
        acknowledged=(),
        kept=(),
        petitions=(),
        entries=(),
        history=(),
        chats={},
        struck={},
        breaches=(),
        errors=(record,),
        deaths=deaths,
    )
    return Promise.SILENT in {one.promise for one in broken(after)}


@pytest.mark.parametrize("error", [ConnectionError(), ConnectionResetError(), StorageFailed(), KeyError()])
def test_whatever_goes_wrong_inside_is_held_against_the_bot(error: Exception) -> None:
    assert is_held_against_it("bot.delivery", error)


@pytest.mark.parametrize("error", [ConnectionRefusedError(), KeyError()])
def test_of_whoever_calls_it_is_only_excused_that_he_left(error: Exception) -> None:
    assert is_held_against_it("aiohttp.server", error)
    assert not is_held_against_it("aiohttp.server", ConnectionResetError())


def test_a_process_that_dies_may_keep_nothing() -> None:
    assert not is_held_against_it("bot.delivery", StorageFailed(), deaths=1)
    assert is_held_against_it("bot.delivery", KeyError(), deaths=1)
