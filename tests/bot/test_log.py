"""What the log shows: phrases and identifiers, never what somebody wrote."""

import asyncio
import gc
import logging
from contextlib import redirect_stderr
from dataclasses import replace
from io import StringIO

import pytest

from bot.clock import StandingClock
from bot.log import Line, set_up
from bot.router import Router
from handlers.message import Message
from handlers.ports import UnitOfWork
from tests.support.disks import a_while
from tests.support.log import log_as_before
from tests.support.memory import MemoryStorage
from tests.support.post_office import PostOffice
from tests.support.records import NOON, a_heard
from tests.support.township import BOUND, TOWNSHIP

SECRETS = ("赵敏", "13812345678", "电梯")


def lines(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(Line().format(record) for record in caplog.records)


def shows_nothing(text: str) -> bool:
    return not any(secret in text for secret in SECRETS)


async def test_a_handler_that_fails_over_a_text_shows_where_and_not_what(caplog: pytest.LogCaptureFixture) -> None:
    async def fails(message: Message, work: UnitOfWork) -> None:
        raise ValueError(f"{message.sender_name} {message.text}")

    caplog.set_level(logging.DEBUG)
    router = Router(MemoryStorage(TOWNSHIP, bound=BOUND), StandingClock(NOON), changed=lambda: None, handle=fails)
    await router.hear(replace(a_heard(), text="电梯停了，打13812345678"))
    await router.idle()
    shown = lines(caplog)
    assert "handler failed message_id=fake:1" in shown
    assert "ValueError" in shown
    assert "test_log.py" in shown
    assert shows_nothing(shown)


async def test_what_is_delivered_or_blocked_is_shown_by_number_only(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    office = PostOffice()
    await office.queue("电梯停了")
    await office.queue("打13812345678找赵敏")
    await office.sends()
    shown = lines(caplog)
    assert "sent entry=1" in shown
    assert "given up entry=2" in shown
    assert shows_nothing(shown)


async def test_an_error_nobody_looked_at_shows_nothing_of_its_text(caplog: pytest.LogCaptureFixture) -> None:
    async def fails() -> None:
        raise ValueError("赵敏 13812345678")

    task = asyncio.create_task(fails())
    await a_while()
    del task
    gc.collect()
    shown = lines(caplog)
    assert "never retrieved" in shown
    assert shows_nothing(shown)


def test_fields_nobody_listed_are_left_out(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("bot.test").warning("heard", extra={"message_id": "fake:1", "text": "电梯", "sender": "赵敏"})
    assert lines(caplog).endswith("WARNING bot.test: heard message_id=fake:1")


def test_a_record_is_one_line_whatever_its_identifiers_hold(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("bot.test").warning("heard", extra={"message_id": "fake:1\n2026-03-04 ERROR bot: made up"})
    assert len(lines(caplog).splitlines()) == 1


def test_a_cause_behind_an_error_is_not_shown_either(caplog: pytest.LogCaptureFixture) -> None:
    try:
        try:
            raise ValueError("赵敏")
        except ValueError as cause:
            raise RuntimeError("13812345678") from cause
    except RuntimeError:
        logging.getLogger("bot.test").exception("handler failed")
    assert shows_nothing(lines(caplog))


def test_the_moment_is_told_in_china_wherever_the_machine_stands() -> None:
    record = logging.LogRecord("bot.test", logging.INFO, __file__, 1, "heard", (), None)
    record.created = NOON.timestamp()
    assert Line().format(record) == "2026-03-04 12:00:00.000+08:00 INFO bot.test: heard"


def test_after_a_test_nothing_is_logged_to_a_stream_that_it_had(capsys: pytest.CaptureFixture[str]) -> None:
    with log_as_before(), redirect_stderr(StringIO()) as stream:
        set_up()
    stream.close()
    logging.getLogger("bot.test").warning("heard")
    assert capsys.readouterr().err == ""
