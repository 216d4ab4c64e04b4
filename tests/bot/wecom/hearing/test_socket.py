"""The long connection of an AI bot: what it hears, and how it stays, whatever befalls it."""

import asyncio
from collections import Counter
from typing import Final

import pytest
from aiohttp import ClientWebSocketResponse

from bot.platforms.base import Unreachable
from bot.platforms.wecom.aibot import frames as frames
from bot.platforms.wecom.aibot.connection import NOT_SUBSCRIBED, Connection, new_request
from bot.platforms.wecom.aibot.socket import REFUSED, RIVAL
from bot.platforms.wecom.aibot.wire import Robot
from bot.platforms.wecom.cards import card
from bot.platforms.wecom.welcome_texts import TOO_LONG, WELCOME
from bot.sending.ways import Buttons
from handlers.message import Choice, Scope
from tests.bot.wecom.hearing.parts import BOT, GROUP, NAME, OTHER, VOTER, Parts, connected
from tests.support.book import Book
from tests.support.webchat import Listener

MINUTE: Final = 60.0
HOUR: Final = 3600.0
CHOICES: Final = (Choice(digit=1, label="能来"), Choice(digit=2, label="不能来"))
JUNK: Final = ("not JSON", "an array", "unknown cmd", "without headers", "2 MiB", "binary")


def push(text: str) -> tuple[str, bytes]:
    """Return the request of a push to the group."""
    req_id = new_request()
    return req_id, frames.push(req_id, GROUP, Scope.GROUP, frames.markdown(text))


async def heard(ear: Listener) -> list[str]:
    """Return what was heard, a second later."""
    await asyncio.sleep(1)
    return [one.text for one in ear.heard]


# --- hearing and answering at once ---


async def test_a_mention_and_a_word_in_private_are_heard_where_they_were_said(parts: Parts) -> None:
    ear = Listener()
    async with connected(parts, ear):
        await parts.simulator.says(VOTER, f"@{NAME} 路灯坏了", chat=GROUP)
        await parts.simulator.says(VOTER, "进度")
        assert await heard(ear) == ["路灯坏了", "进度"]
    assert [(one.place.account, one.place.chat, one.scope) for one in ear.heard] == [
        ("main", GROUP, Scope.GROUP),
        ("main", VOTER, Scope.DIRECT),
    ]


async def test_what_was_said_first_is_heard_first_however_long_keeping_takes(parts: Parts) -> None:
    ear = Listener()
    async with connected(parts, ear):
        ear.gate.clear()
        for number in range(5):
            await parts.simulator.says(VOTER, f"第{number}句")
        ear.gate.set()
        assert await heard(ear) == [f"第{number}句" for number in range(5)]


async def test_who_enters_is_welcomed_within_five_seconds(parts: Parts) -> None:
    async with connected(parts, Listener()):
        entered = parts.clock.now()
        await parts.simulator.enters(VOTER)
        (shown,) = await parts.simulator.sees(VOTER)
    assert shown.text == WELCOME
    assert (shown.at - entered).total_seconds() < 5


async def test_a_click_is_kept_then_shown_on_its_card_and_nothing_else_can_be_clicked(parts: Parts) -> None:
    ear = Listener()
    async with connected(parts, ear) as bot:
        await parts.simulator.says(VOTER, "您好")
        asked = card(Buttons("can-come/1", "周五能来吗？", CHOICES))
        req_id = new_request()
        await bot.request(req_id, frames.push(req_id, VOTER, Scope.DIRECT, frames.template_card(asked)))
        (shown,) = await parts.simulator.sees(VOTER)
        buttons = (shown.card or {})["button_list"]
        await parts.simulator.presses(VOTER, buttons[1]["key"])
        assert (await heard(ear))[-1] == "2"
        await asyncio.sleep(1)
        (shown,) = parts.simulator.shown(VOTER)
    assert [button["text"] for button in (shown.card or {})["button_list"]] == ["不能来"]
    assert ear.heard[-1].quote is not None
    assert ear.heard[-1].quote.text == "周五能来吗？"


async def test_a_click_that_could_not_be_kept_is_not_shown_as_taken(parts: Parts) -> None:
    ear = Listener()
    async with connected(parts, ear) as bot:
        await parts.simulator.says(VOTER, "您好")
        asked = card(Buttons("can-come/1", "周五能来吗？", CHOICES))
        req_id = new_request()
        await bot.request(req_id, frames.push(req_id, VOTER, Scope.DIRECT, frames.template_card(asked)))
        (shown,) = await parts.simulator.sees(VOTER)
        ear.failures = 1
        await parts.simulator.presses(VOTER, (shown.card or {})["button_list"][0]["key"])
        await asyncio.sleep(10)
        (after,) = parts.simulator.shown(VOTER)
    assert after.card == shown.card


async def test_what_could_not_be_kept_does_not_end_the_hearing(parts: Parts) -> None:
    ear = Listener()
    async with connected(parts, ear):
        ear.failures = 1
        await parts.simulator.says(VOTER, "路灯坏了")
        await asyncio.sleep(MINUTE)
        await parts.simulator.says(VOTER, "还在吗")
        assert await heard(ear) == ["还在吗"]


# --- row 17 and 18: subscribing ---


async def test_wrong_credentials_are_tried_again_after_ten_minutes_and_somebody_is_told(parts: Parts) -> None:
    async with connected(parts, Listener(), secret="another") as bot:
        assert not bot.connected
        assert parts.alarms == [REFUSED]
        await asyncio.sleep(10 * MINUTE)
        assert parts.alarms == [REFUSED]
        await asyncio.sleep(3 * MINUTE)
        assert parts.alarms == [REFUSED, REFUSED]


async def test_who_subscribed_too_often_waits_a_minute(parts: Parts) -> None:
    parts.simulator.fault(18)
    async with connected(parts, Listener()) as bot:
        await asyncio.sleep(59)
        assert not bot.connected
        await asyncio.sleep(14)
        assert bot.connected


async def test_a_connection_closed_before_the_subscription_is_answered_is_made_anew(parts: Parts) -> None:
    parts.simulator.fault("closed before the answer", times=3)
    async with connected(parts, Listener()) as bot:
        assert not bot.connected
        await asyncio.sleep(12)
        assert bot.connected


async def test_row_19_who_is_told_that_he_is_not_subscribed_subscribes_over_another_connection(parts: Parts) -> None:
    ear = Listener()
    async with connected(parts, ear) as bot:
        await parts.simulator.says(VOTER, f"@{NAME} 您好", chat=GROUP)
        before = parts.simulator.subscriptions[BOT].holder
        parts.simulator.fault("not subscribed")
        assert (await bot.request(*push("接待日"))).code == NOT_SUBSCRIBED
        await asyncio.sleep(3)
        assert parts.simulator.subscriptions[BOT].holder not in {None, before}
        assert (await bot.request(*push("接待日"))).code == 0
    assert parts.shown(GROUP) == ["接待日"]


# --- row 26: acknowledgements ---


async def test_a_request_without_acknowledgement_is_of_unknown_outcome_after_five_seconds(parts: Parts) -> None:
    async with connected(parts, Listener()) as bot:
        await parts.simulator.says(VOTER, f"@{NAME} 您好", chat=GROUP)
        parts.simulator.fault("not acknowledged")
        began = asyncio.get_running_loop().time()
        with pytest.raises(Unreachable) as raised:
            await bot.request(*push("接待日"))
        assert raised.value.maybe_taken
        assert asyncio.get_running_loop().time() - began == pytest.approx(5, abs=0.1)
        assert bot.connected


@pytest.mark.parametrize("fault", ["acknowledged twice", "stray acknowledgement"])
async def test_an_acknowledgement_nobody_waits_for_is_counted_and_nothing_else(parts: Parts, fault: str) -> None:
    async with connected(parts, Listener()) as bot:
        await parts.simulator.says(VOTER, f"@{NAME} 您好", chat=GROUP)
        parts.simulator.fault(fault)
        assert (await bot.request(*push("接待日"))).code == 0
        assert (await bot.request(*push("议题"))).code == 0
        assert bot.counts["stray"] == 1
    assert parts.shown(GROUP) == ["接待日", "议题"]


async def test_an_acknowledgement_that_comes_too_late_answers_no_other_request(parts: Parts) -> None:
    async with connected(parts, Listener()) as bot:
        await parts.simulator.says(VOTER, f"@{NAME} 您好", chat=GROUP)
        parts.simulator.fault("acknowledged after 6 s")
        with pytest.raises(Unreachable):
            await bot.request(*push("接待日"))
        assert (await bot.request(*push("议题"))).code == 0
        await asyncio.sleep(2)
        assert bot.counts["stray"] == 1


class Stuck(ClientWebSocketResponse):
    """A socket whose other side reads nothing any more."""

    def __init__(self) -> None:
        pass

    async def send_str(self, data: str, compress: int | None = None) -> None:
        await asyncio.Event().wait()


async def test_what_waits_behind_a_frame_that_could_not_be_sent_is_of_unknown_outcome_too(parts: Parts) -> None:
    connection = Connection(Stuck(), Robot(entry="main"), parts.clock, counts=Counter())
    async with asyncio.timeout(MINUTE):
        outcomes = await asyncio.gather(*(connection.request("r", b"{}") for _ in range(2)), return_exceptions=True)
    assert [type(one) for one in outcomes] == [Unreachable, Unreachable]


async def test_frames_with_one_request_id_go_one_after_another(parts: Parts) -> None:
    ear = Listener()
    async with connected(parts, ear) as bot:
        await parts.simulator.says(VOTER, "您好")
        await heard(ear)
        (req_id,) = (one for one in parts.simulator.subscriptions[BOT].callbacks)
        parts.simulator.fault("not acknowledged")
        replies = [
            bot.request(req_id, frames.reply(req_id, frames.stream(name, name, finish=True))) for name in ("甲", "乙")
        ]
        first, second = await asyncio.gather(*replies, return_exceptions=True)
    assert isinstance(first, Unreachable)
    assert not isinstance(second, BaseException)
    assert parts.shown(VOTER) == ["甲", "乙"]


async def test_requests_pending_when_the_connection_closes_are_of_unknown_outcome(parts: Parts) -> None:
    async with connected(parts, Listener()) as bot:
        await parts.simulator.says(VOTER, f"@{NAME} 您好", chat=GROUP)
        parts.simulator.fault("not acknowledged")
        asking = asyncio.create_task(bot.request(*push("接待日")))
        await asyncio.sleep(1)
        parts.simulator.fault("aborted")
        with pytest.raises(Unreachable) as raised:
            await asking
        assert raised.value.maybe_taken


async def test_nothing_was_taken_where_no_connection_stands(parts: Parts) -> None:
    async with connected(parts, Listener(), secret="another") as bot:
        with pytest.raises(Unreachable) as raised:
            await bot.request(*push("接待日"))
    assert not raised.value.maybe_taken


# --- row 27 to 29: ends ---


async def test_who_was_replaced_stays_away_for_a_minute_then_tries_again(parts: Parts) -> None:
    async with connected(parts, Listener()) as bot:
        parts.simulator.fault("replaced")
        await asyncio.sleep(59)
        assert not bot.connected
        assert parts.alarms == []
        await asyncio.sleep(14)
        assert bot.connected


async def test_two_holders_of_one_bot_do_not_cut_each_other_off_at_once(parts: Parts) -> None:
    async with connected(parts, Listener()) as bot, connected(parts, Listener()) as rival:
        await asyncio.sleep(59)
        assert (bot.connected, rival.connected) == (False, True)
        await asyncio.sleep(9 * MINUTE)
    assert RIVAL in parts.alarms


async def test_the_second_replacement_within_ten_minutes_is_told(parts: Parts) -> None:
    async with connected(parts, Listener()):
        for _ in range(2):
            assert parts.alarms == []
            parts.simulator.fault("replaced")
            await asyncio.sleep(80)
        assert parts.alarms == [RIVAL]


async def test_two_replacements_an_hour_apart_alarm_nobody(parts: Parts) -> None:
    async with connected(parts, Listener()):
        for _ in range(2):
            parts.simulator.fault("replaced")
            await asyncio.sleep(HOUR)
    assert parts.alarms == []


@pytest.mark.parametrize("fault", ["closed 1000", "closed 1001", "aborted"])
async def test_after_every_close_there_is_another_connection(parts: Parts, fault: str) -> None:
    ear = Listener()
    async with connected(parts, ear) as bot:
        for number in range(3):
            parts.simulator.fault(fault)
            await asyncio.sleep(3)
            assert bot.connected
            await parts.simulator.says(VOTER, f"第{number}次")
        assert await heard(ear) == ["第0次", "第1次", "第2次"]


async def test_a_dead_connection_is_noticed_by_two_pings_and_made_anew(parts: Parts) -> None:
    ear = Listener()
    async with connected(parts, ear) as bot:
        parts.simulator.fault("half open")
        await asyncio.sleep(64)
        assert bot.connected
        await asyncio.sleep(20)
        assert bot.connected
        await parts.simulator.says(VOTER, "还在吗")
        assert await heard(ear) == ["还在吗"]


async def test_a_quiet_connection_stays_for_hours(parts: Parts) -> None:
    async with connected(parts, Listener()) as bot:
        connection = parts.simulator.subscriptions[BOT].holder
        await asyncio.sleep(HOUR)
        assert bot.connected
        assert parts.simulator.subscriptions[BOT].holder is connection


# --- row 30 to 33 and 41: what comes ---


@pytest.mark.parametrize("fault", JUNK)
async def test_junk_is_counted_and_the_connection_stays(parts: Parts, fault: str) -> None:
    ear = Listener()
    async with connected(parts, ear) as bot:
        connection = parts.simulator.subscriptions[BOT].holder
        parts.simulator.fault(fault)
        await parts.simulator.says(VOTER, "还在吗")
        assert await heard(ear) == ["还在吗"]
        assert sum(bot.counts.values()) == 1
        assert parts.simulator.subscriptions[BOT].holder is connection


async def test_who_says_too_much_at_once_is_asked_to_say_it_in_parts(parts: Parts) -> None:
    ear = Listener()
    async with connected(parts, ear) as bot:
        await parts.simulator.says(VOTER, "路灯坏了" * 100_000)
        await parts.simulator.says(VOTER, "还在吗")
        assert await heard(ear) == ["还在吗"]
        assert parts.shown(VOTER) == [TOO_LONG]
        assert bot.counts == {"too long": 1}


@pytest.mark.parametrize("fault", ["brought again", "brought again after a reconnect", "brought late"])
async def test_a_message_brought_again_or_late_is_handled_once(parts: Parts, fault: str) -> None:
    book = Book(parts.clock)
    async with connected(parts, book.router):
        parts.simulator.fault(fault)
        await parts.simulator.says(VOTER, "路灯坏了")
        if fault == "brought again after a reconnect":
            parts.simulator.fault("closed 1001")
        await asyncio.sleep(8 * MINUTE)
    assert book.handled == ["路灯坏了"]


async def test_messages_out_of_order_are_both_handled_as_they_come(parts: Parts) -> None:
    book = Book(parts.clock)
    async with connected(parts, book.router):
        parts.simulator.fault("out of order")
        await parts.simulator.says(VOTER, "先说的")
        await parts.simulator.says(OTHER, "后说的")
        await asyncio.sleep(MINUTE)
    assert sorted(book.handled) == sorted(["先说的", "后说的"])


@pytest.mark.parametrize(
    "fault",
    [
        "opaque userid",
        "enter_chat without chattype",
        "unknown msgtype",
        "unknown eventtype",
        "unknown quote",
        "extra members",
    ],
)
async def test_what_is_strange_loses_nothing_that_is_not(parts: Parts, fault: str) -> None:
    book = Book(parts.clock)
    async with connected(parts, book.router):
        parts.simulator.fault(fault)
        await parts.simulator.says(VOTER, "路灯坏了")
        await asyncio.sleep(1)
    assert "路灯坏了" in book.handled
    assert parts.simulator.breaches == []
