"""An AI bot at its address: what is called in, and what the caller is told."""

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Final

import aiohttp
import pytest

from bot.platforms.wecom.aibot.callback import AibotCallback
from bot.platforms.wecom.welcome_texts import STILL_AT_IT, WELCOME
from handlers.message import Scope
from tests.bot.wecom.hearing.parts import BOT, GROUP, NAME, OTHER, VOTER, Parts, called_bot
from tests.simulators.wecom.aibot_lines import AiBotUrlLine
from tests.support.book import Book
from tests.support.webchat import Listener

REPLAYS: Final = ["replayed at once", "replayed after 2 h", "timestamp and nonce exchanged", "a digit shifted"]


@pytest.fixture
async def bot(parts: Parts, book: Book) -> AsyncIterator[AibotCallback]:
    async with called_bot(parts, book.router) as (bot, _):
        yield bot


def address(parts: Parts) -> str:
    """Return where the bot is called."""
    line = parts.simulator.talks[BOT].line
    assert isinstance(line, AiBotUrlLine)
    return line.url.url


@pytest.mark.usefixtures("bot")
async def test_the_address_is_verified_within_a_second_as_often_as_it_is_asked(parts: Parts) -> None:
    assert await parts.simulator.verifies()
    assert await parts.simulator.verifies()


async def test_the_address_is_verified_before_anybody_listens(parts: Parts) -> None:
    async with called_bot(parts, None):
        assert await parts.simulator.verifies()


@pytest.mark.usefixtures("bot")
async def test_a_verification_nobody_waits_for_harms_nothing(parts: Parts) -> None:
    parts.simulator.fault(37)
    parts.simulator.fault("verification not awaited")
    assert not await parts.simulator.verifies()
    assert await parts.simulator.verifies()


async def test_what_is_said_is_heard_with_its_place_and_without_the_mention(parts: Parts) -> None:
    ear = Listener()
    async with called_bot(parts, ear):
        assert (await parts.simulator.says(VOTER, f"@{NAME} 路灯坏了", chat=GROUP)).taken
        assert (await parts.simulator.says(OTHER, "进度")).taken
    assert [(one.text, one.place.chat, one.scope) for one in ear.heard] == [
        ("路灯坏了", GROUP, Scope.GROUP),
        ("进度", OTHER, Scope.DIRECT),
    ]


async def test_nothing_is_acknowledged_before_it_is_kept(parts: Parts) -> None:
    ear = Listener()
    async with called_bot(parts, ear):
        ear.gate.clear()
        saying = asyncio.create_task(parts.simulator.says(VOTER, "路灯坏了"))
        await ear.called.wait()
        await asyncio.sleep(1)
        assert not saying.done()
        ear.gate.set()
        assert (await saying).taken


async def test_what_was_not_acknowledged_in_time_comes_again_and_is_handled_once(parts: Parts) -> None:
    book = Book(parts.clock)
    async with called_bot(parts, book.router):
        parts.simulator.fault("answer not awaited")
        await parts.simulator.says(VOTER, "路灯坏了")
        await asyncio.sleep(20)
    assert book.handled == ["路灯坏了"]


async def test_what_nobody_listens_to_is_called_again(parts: Parts) -> None:
    book = Book(parts.clock)
    async with called_bot(parts, None) as (_, callbacks):
        delivery = await parts.simulator.says(VOTER, "路灯坏了")
        assert delivery.tries == [503]
        callbacks.start(book.router)
        await delivery.done()
    assert book.handled == ["路灯坏了"]


async def test_what_could_not_be_kept_is_called_again(parts: Parts) -> None:
    ear = Listener()
    async with called_bot(parts, ear):
        ear.failures = 1
        delivery = await parts.simulator.says(VOTER, "路灯坏了")
        await delivery.done()
    assert delivery.tries == [500, 200]
    assert [one.text for one in ear.heard] == ["路灯坏了"]


@pytest.mark.usefixtures("bot")
async def test_who_enters_is_welcomed(parts: Parts) -> None:
    await parts.simulator.enters(VOTER)
    assert [one.text for one in await parts.simulator.sees(VOTER)] == [WELCOME]


async def test_the_answer_appears_in_the_stream_that_the_message_opened(parts: Parts, bot: AibotCallback) -> None:
    delivery = await parts.simulator.says(VOTER, "路灯坏了")
    assert bot.streams is not None
    assert await bot.streams.say(delivery.id, "receipt", "收到，已登记。")
    assert [one.text for one in await parts.simulator.sees(VOTER)] == ["收到，已登记。"]
    assert parts.simulator.breaches == []


async def test_no_stream_is_opened_that_another_process_would_be_asked_for(parts: Parts) -> None:
    ear = Listener()
    async with called_bot(parts, ear, alone=False):
        delivery = await parts.simulator.says(VOTER, "路灯坏了")
        await parts.simulator.enters(VOTER)
        assert [one.text for one in await parts.simulator.sees(VOTER)] == [WELCOME]
    assert delivery.taken
    assert [one.text for one in ear.heard] == ["路灯坏了"]


@pytest.mark.usefixtures("bot")
async def test_without_an_answer_the_stream_ends_with_a_kind_word(parts: Parts) -> None:
    await parts.simulator.says(VOTER, "路灯坏了")
    assert [one.text for one in await parts.simulator.sees(VOTER)] == [STILL_AT_IT]


# --- row 31 to 33, 36, 41: what comes again, late, in another order, or strange ---


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("fault", ["brought again", "brought late", "click not answered in time"])
async def test_a_message_brought_again_or_late_is_handled_once(parts: Parts, book: Book, fault: str) -> None:
    parts.simulator.fault(fault)
    await parts.simulator.says(VOTER, "路灯坏了")
    await asyncio.sleep(500)
    assert book.handled == ["路灯坏了"]


@pytest.mark.usefixtures("bot")
async def test_messages_out_of_order_are_both_handled(parts: Parts, book: Book) -> None:
    parts.simulator.fault("out of order")
    await parts.simulator.says(VOTER, "先说的")
    await parts.simulator.says(OTHER, "后说的")
    await asyncio.sleep(60)
    assert sorted(book.handled) == sorted(["先说的", "后说的"])


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("replay", REPLAYS)
async def test_a_replayed_call_has_no_second_effect(parts: Parts, book: Book, replay: str) -> None:
    parts.simulator.fault(replay)
    await parts.simulator.says(VOTER, "路灯坏了")
    await asyncio.sleep(3 * 3600)
    line = parts.simulator.talks[BOT].line
    assert isinstance(line, AiBotUrlLine)
    assert [one.name for one in line.forger.attacks] == [replay]
    assert book.handled == ["路灯坏了"]


@pytest.mark.usefixtures("bot")
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
async def test_what_is_strange_loses_nothing_that_is_not(parts: Parts, book: Book, fault: str) -> None:
    parts.simulator.fault(fault)
    await parts.simulator.says(VOTER, "路灯坏了")
    await asyncio.sleep(1)
    assert "路灯坏了" in book.handled
    assert parts.simulator.breaches == []


# --- row 35: what is forged is refused and counted ---


async def test_refusals_are_counted(parts: Parts) -> None:
    async with called_bot(parts, Listener()) as (_, callbacks):
        await parts.simulator.attack("bad signature", VOTER, "路灯坏了")
        assert callbacks.refused == {403: 1}


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
async def test_any_other_method_is_refused(parts: Parts, method: str) -> None:
    async with aiohttp.ClientSession() as session, session.request(method, address(parts)) as response:
        assert response.status == 405


@pytest.mark.usefixtures("bot")
async def test_a_body_of_eight_megabytes_is_refused(parts: Parts) -> None:
    body = BytesIO(b'{"encrypt":"' + b"A" * 8 * 2**20 + b'"}')
    async with aiohttp.ClientSession() as session, session.post(address(parts), data=body) as response:
        assert response.status == 413
