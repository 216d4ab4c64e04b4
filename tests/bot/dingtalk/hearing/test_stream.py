"""A robot's stream: what it hears, and how it stays, whatever befalls it."""

import asyncio
from typing import Final

import pytest

from bot.platforms.dingtalk.hearing.stream import REFUSED
from tests.bot.dingtalk.hearing.parts import GROUP, OTHER, SECRET, VOTER, Parts, connected
from tests.simulators.dingtalk import connection as platform
from tests.simulators.dingtalk.connection import Connection
from tests.simulators.dingtalk.letters import Kind, Letter
from tests.support.book import Book
from tests.support.webchat import Listener

MINUTE: Final = 60.0
HOUR: Final = 3600.0


async def heard(ear: Listener) -> list[str]:
    """Return what was heard, a second later."""
    await asyncio.sleep(1)
    return [one.text for one in ear.heard]


async def says_at_last(parts: Parts, text: str) -> None:
    """Have the voter say something as soon as somebody listens."""
    while True:
        try:
            await parts.simulator.says(VOTER, text)
        except ConnectionError:
            await asyncio.sleep(1)
        else:
            return


# --- hearing ---
async def test_what_was_said_first_is_heard_first_however_long_keeping_takes(parts: Parts) -> None:
    ear = Listener()
    async with connected(parts, ear):
        ear.gate.clear()
        saying = []
        for number in range(5):
            saying.append(asyncio.create_task(parts.simulator.says(VOTER, f"第{number}句")))
            await asyncio.sleep(0.1)
        ear.gate.set()
        await asyncio.gather(*saying)
        assert await heard(ear) == [f"第{number}句" for number in range(5)]


async def test_a_ping_is_answered_while_something_is_being_kept(parts: Parts) -> None:
    ear = Listener()
    async with connected(parts, ear):
        ear.gate.clear()
        saying = asyncio.create_task(parts.simulator.says(VOTER, "路灯坏了"))
        await ear.called.wait()
        parts.simulator.fault("ping")
        await asyncio.sleep(2)
        ear.gate.set()
        await saying
    assert parts.simulator.world.faults.struck["ping"] == 1
    assert parts.simulator.breaches == []


async def test_what_could_not_be_kept_is_not_acknowledged_and_comes_again(
    parts: Parts, caplog: pytest.LogCaptureFixture
) -> None:
    ear = Listener()
    async with connected(parts, ear) as stream:
        ear.failures = 1
        delivery = await parts.simulator.says(VOTER, "路灯坏了")
        assert delivery.tries == [None]
        assert stream.standing == 1
        assert "could not hear" in caplog.messages
        await delivery.done()
        assert delivery.tries == [None, 200]
        assert await heard(ear) == ["路灯坏了"]


async def test_a_stop_waits_until_what_was_heard_is_kept_and_acknowledged(parts: Parts) -> None:
    ear = Listener()
    async with connected(parts, ear) as stream:
        ear.gate.clear()
        saying = asyncio.create_task(parts.simulator.says(VOTER, "路灯坏了"))
        await ear.called.wait()
        stopping = asyncio.create_task(stream.stop())
        await asyncio.sleep(1)
        assert not stopping.done()
        ear.gate.set()
        await stopping
        assert (await saying).tries == [200]
        with pytest.raises(ConnectionError):
            await parts.simulator.says(VOTER, "还在吗")


async def test_a_stop_closes_with_1000(parts: Parts) -> None:
    async with connected(parts, Listener()):
        (connection,) = parts.simulator.gateway.connections
    await asyncio.sleep(1)
    assert connection.socket.close_code == 1000


# --- row 27, 29, 46 and 47: repetitions and their order ---


@pytest.mark.parametrize(
    "fault",
    [
        "pushed again after 16 s",
        "pushed again after 60 s",
        "pushed again with another messageId",
        "pushed again on another connection",
        "acknowledgement not heard",
        "brought late",
    ],
)
@pytest.mark.parametrize("connections", [1, 2])
async def test_a_message_brought_again_or_late_is_handled_once(parts: Parts, fault: str, connections: int) -> None:
    book = Book(parts.clock)
    async with connected(parts, book.router, connections=connections):
        await asyncio.sleep(1)
        parts.simulator.fault(fault)
        await parts.simulator.says(VOTER, "路灯坏了")
        await asyncio.sleep(8 * MINUTE)
    assert parts.simulator.world.faults.struck[fault] == 1
    assert book.handled == ["路灯坏了"]
    assert parts.simulator.breaches == []


async def test_row_29_what_came_out_of_order_is_dated_by_when_it_was_said(parts: Parts, ear: Listener) -> None:
    async with connected(parts, ear):
        parts.simulator.fault("out of order")
        await parts.simulator.says(VOTER, "先说的")
        await asyncio.sleep(5)
        await parts.simulator.says(VOTER, "后说的")
        await asyncio.sleep(MINUTE)
    assert [one.text for one in ear.heard] == ["后说的", "先说的"]
    assert [one.text for one in sorted(ear.heard, key=lambda one: one.sent_at)] == ["先说的", "后说的"]


@pytest.mark.parametrize("fault", ["out of order", "another one written at the same time"])
async def test_messages_out_of_order_or_of_one_moment_are_both_handled(parts: Parts, fault: str) -> None:
    book = Book(parts.clock)
    async with connected(parts, book.router):
        parts.simulator.fault(fault)
        await parts.simulator.says(VOTER, "先说的")
        await parts.simulator.says(OTHER, "后说的")
        await asyncio.sleep(MINUTE)
    assert {"先说的", "后说的"} <= set(book.handled)


async def test_several_connections_share_what_is_said_and_nothing_is_lost_between_them(parts: Parts) -> None:
    book = Book(parts.clock)
    async with connected(parts, book.router, connections=3) as stream:
        await asyncio.sleep(1)
        assert stream.standing == len(parts.simulator.gateway.connections) == 3
        words = [f"第{number}句" for number in range(20)]
        for one in words:
            parts.simulator.fault("another connection's turn")
            assert (await parts.simulator.says(VOTER, one)).taken
        await book.router.idle()
    assert book.handled == words


# --- row 37 and 38: opening ---


@pytest.mark.parametrize("fault", ["refused 400", "refused 401"])
async def test_refused_credentials_are_shown_again_after_a_minute_and_somebody_is_told(
    parts: Parts, fault: str
) -> None:
    parts.simulator.fault(fault)
    async with connected(parts, Listener()) as stream:
        assert (stream.standing, parts.alarms) == (0, [REFUSED])
        await asyncio.sleep(59)
        assert stream.standing == 0
        await asyncio.sleep(14)
        assert stream.standing == 1
        assert parts.alarms == [], "it is well again"
    assert parts.simulator.breaches == []


async def test_wrong_credentials_are_shown_once_a_minute_however_many_connections_are_wanted(parts: Parts) -> None:
    async with connected(parts, Listener(), secret="another", connections=4) as stream:
        await asyncio.sleep(10 * MINUTE)
        assert stream.standing == 0
    assert 9 <= len(parts.alarms) <= 11
    assert parts.simulator.breaches == []


@pytest.mark.parametrize("fault", ["opening 503", "no ticket", "opening answered by a page"])
async def test_an_opening_that_fails_is_tried_again_soon_then_ever_later(parts: Parts, fault: str) -> None:
    parts.simulator.fault(fault, times=5)
    async with connected(parts, Listener()) as stream:
        await asyncio.sleep(24)  # 1, 2, 4, 8 and 16 seconds, a fifth less or more
        assert stream.standing == 0
        await asyncio.sleep(14)
        assert stream.standing == 1
    assert parts.alarms == []


@pytest.mark.parametrize("fault", ["ticket refused 400", "ticket refused 401", "ticket refused 403"])
async def test_after_a_refused_ticket_there_is_another_one(parts: Parts, fault: str) -> None:
    parts.simulator.fault(fault, times=2)
    async with connected(parts, Listener()) as stream:
        await asyncio.sleep(4)
        assert stream.standing == 1
    assert parts.simulator.breaches == []
    assert parts.alarms == []


# --- row 39 to 42: ends ---


async def test_at_a_disconnect_the_next_connection_stands_before_the_old_one_ends(parts: Parts) -> None:
    ear = Listener()
    async with connected(parts, ear) as stream:
        await asyncio.sleep(2 * MINUTE)
        (old,) = parts.simulator.gateway.connections
        parts.simulator.fault("disconnect")
        await asyncio.sleep(1)
        assert parts.simulator.gateway.connections[0] is old
        assert len(parts.simulator.gateway.connections) == 2
        assert stream.standing == 1
        await parts.simulator.says(VOTER, "还在吗")
        await asyncio.sleep(15)
        assert old not in parts.simulator.gateway.connections
        assert await heard(ear) == ["还在吗"]
    assert parts.simulator.breaches == []


async def test_what_comes_over_the_old_connection_after_a_disconnect_is_acknowledged_there(parts: Parts) -> None:
    ear = Listener()
    async with connected(parts, ear):
        await asyncio.sleep(2 * MINUTE)
        ear.gate.clear()
        saying = asyncio.create_task(parts.simulator.says(VOTER, "路灯坏了"))
        await ear.called.wait()
        parts.simulator.fault("disconnect")
        await asyncio.sleep(1)
        assert len(parts.simulator.gateway.connections) == 2
        ear.gate.set()
        assert (await saying).tries == [200]
    assert parts.simulator.breaches == []


@pytest.mark.parametrize(("fault", "most"), [("disconnect", 17), ("disconnect every 30 s", 13)])
async def test_disconnects_again_and_again_make_the_pauses_longer(parts: Parts, fault: str, most: int) -> None:
    opened: set[Connection] = set()
    async with connected(parts, Listener()):
        for _ in range(10 * 60):
            if not opened.issuperset(parts.simulator.gateway.connections):
                opened.update(parts.simulator.gateway.connections)
                parts.simulator.fault(fault)
            await asyncio.sleep(1)
    assert 8 <= len(opened) <= most
    assert parts.simulator.breaches == []


async def test_a_dead_connection_is_noticed_by_a_ping_and_made_anew(parts: Parts) -> None:
    ear = Listener()
    async with connected(parts, ear):
        (dead,) = parts.simulator.gateway.connections
        parts.simulator.fault("zombie")
        await asyncio.sleep(45)
        assert [one for one in parts.simulator.gateway.connections if one is not dead]
        await says_at_last(parts, "还在吗")
        assert await heard(ear) == ["还在吗"]


async def test_a_connection_that_only_answers_pings_has_a_successor_after_a_minute(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with connected(parts, Listener()) as stream:
        await asyncio.sleep(2 * MINUTE)
        monkeypatch.setattr(platform, "PING_EVERY", HOUR)
        await asyncio.sleep(10)
        (silent,) = parts.simulator.gateway.connections
        assert stream.heard_at is not None
        await asyncio.sleep(59 - (parts.clock.now() - stream.heard_at).total_seconds())
        assert parts.simulator.gateway.connections == [silent]
        await asyncio.sleep(2)
        assert len(parts.simulator.gateway.connections) == 2
        await asyncio.sleep(11)
        assert silent not in parts.simulator.gateway.connections


@pytest.mark.parametrize("fault", ["reset", "closed 1001", "closed without a code", "closed 1011"])
async def test_after_every_close_there_is_another_connection(parts: Parts, fault: str) -> None:
    ear = Listener()
    async with connected(parts, ear) as stream:
        for number in range(3):
            parts.simulator.fault(fault)
            await asyncio.sleep(6)
            assert stream.standing == 1
            await parts.simulator.says(VOTER, f"第{number}次")
        assert await heard(ear) == ["第0次", "第1次", "第2次"]


@pytest.mark.parametrize("after", [10, 2 * MINUTE])
async def test_connections_that_end_together_come_back_after_one_pause(parts: Parts, after: float) -> None:
    async with connected(parts, Listener(), connections=4) as stream:
        await asyncio.sleep(after)
        parts.simulator.fault("reset")
        await asyncio.sleep(2)
        assert stream.standing == 4
    assert parts.simulator.breaches == []


async def test_a_quiet_connection_stays_for_hours(parts: Parts) -> None:
    async with connected(parts, Listener()) as stream:
        before = list(parts.simulator.gateway.connections)
        await asyncio.sleep(HOUR)
        assert stream.standing == 1
        assert parts.simulator.gateway.connections == before
        assert stream.heard_at is not None
        assert (parts.clock.now() - stream.heard_at).total_seconds() < MINUTE
    assert stream.heard_at is None


# --- row 43 to 45: frames ---


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("frame not JSON", "junk"),
        ("data not JSON", "junk"),
        ("data an object", "junk"),
        ("headers missing", "unknown"),
        ("frame binary", "junk"),
        ("unknown topic", "unknown"),
        ("unknown type", "unknown"),
        ("KEEPALIVE", None),
    ],
)
async def test_junk_is_counted_and_the_connection_stays(parts: Parts, fault: str, kind: str | None) -> None:
    ear = Listener()
    async with connected(parts, ear):
        before = list(parts.simulator.gateway.connections)
        parts.simulator.fault(fault)
        await parts.simulator.says(VOTER, "还在吗")
        assert await heard(ear) == ["还在吗"]
        assert dict(parts.hearing.counts) == ({} if kind is None else {kind: 1})
        assert parts.simulator.gateway.connections == before
    assert parts.simulator.breaches == []


async def test_after_a_frame_that_is_too_large_there_is_another_connection(parts: Parts) -> None:
    ear = Listener()
    async with connected(parts, ear) as stream:
        parts.simulator.fault("frame above 1 MiB")
        await asyncio.sleep(5)
        assert stream.standing == 1
        await says_at_last(parts, "还在吗")
        assert await heard(ear) == ["还在吗"]


# --- row 48: events, which nobody asked for ---


async def test_an_event_is_acknowledged_and_counted(parts: Parts) -> None:
    async with connected(parts, Listener()):
        (connection,) = parts.simulator.gateway.connections
        body = {"headers": {"eventType": "chat_update_title", "eventId": "e1"}, "data": {"title": "李村群"}}
        event = Letter(id="e1", kind=Kind.EVENT, person=VOTER, chat=GROUP, body=body)
        for message_id in ("m1", "m2"):
            answer = await connection.push(event, message_id)
            assert answer is not None
            assert (answer.code, answer.data["status"]) == (200, "SUCCESS")
        assert parts.hearing.counts == {"event": 2}
    assert parts.simulator.breaches == []


# --- secrets ---


@pytest.mark.parametrize("fault", ["refused 401", "no ticket", "ticket refused 403", "reset", "frame not JSON"])
async def test_no_secret_no_ticket_and_no_word_of_anybody_is_logged(
    parts: Parts, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    ear = Listener()
    parts.simulator.fault(fault)
    async with connected(parts, ear):
        await asyncio.sleep(2 * MINUTE)
        ear.failures = 1
        await parts.simulator.says(VOTER, "路灯坏了")
    assert caplog.records
    written = caplog.text + "".join(str(vars(record)) for record in caplog.records)
    assert not [one for one in (SECRET, "ticket-", "路灯") if one in written]
