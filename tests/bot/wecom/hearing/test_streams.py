"""Answers that grow while the platform asks for them."""

import asyncio

import pytest

from bot.platforms.base import Unreachable
from bot.platforms.wecom.aibot.frames import CONTENT_BYTES
from bot.platforms.wecom.aibot.streams import Content, Streams
from bot.platforms.wecom.welcome_texts import STILL_AT_IT


async def ask(streams: Streams, times: int, *, every: float = 1.0) -> list[Content]:
    """Ask as the platform does until the stream is finished, so often at most; return what was answered."""
    answers: list[Content] = []
    while len(answers) < times and not (answers and answers[-1].finish):
        await asyncio.sleep(every)
        answers.append(streams.asked("m1"))
    return answers


async def test_a_word_is_taken_once_the_platform_has_asked_again_and_the_stream_ends_soon_after() -> None:
    streams = Streams()
    assert streams.asked("m1") == Content(text="", finish=False)
    saying = asyncio.create_task(streams.say("m1", "a", "收到"))
    await asyncio.sleep(0)
    assert streams.asked("m1") == Content(text="收到", finish=False)
    await asyncio.sleep(1)
    assert not saying.done()
    streams.asked("m1")
    assert await saying
    assert (await ask(streams, 10))[-1] == Content(text="收到", finish=True)


async def test_what_is_said_while_it_runs_is_added() -> None:
    streams = Streams()
    streams.asked("m1")

    async def both() -> None:
        assert await streams.say("m1", "a", "收到。")
        assert await streams.say("m1", "b", "在哪儿？")

    answers, _ = await asyncio.gather(ask(streams, 20, every=2.0), both())
    assert answers[-1] == Content(text="收到。\n\n在哪儿？", finish=True)


async def test_the_same_post_again_is_shown_once() -> None:
    streams = Streams()
    streams.asked("m1")

    async def twice() -> None:
        assert await streams.say("m1", "a", "收到。")
        assert await streams.say("m1", "a", "收到。")

    answers, _ = await asyncio.gather(ask(streams, 20), twice())
    assert answers[-1].text == "收到。"


async def test_nothing_is_taken_where_the_platform_does_not_ask() -> None:
    streams = Streams()
    streams.asked("m1")
    assert not await streams.say("m1", "a", "收到。")
    assert streams.asked("m1").text == ""


async def test_the_platform_may_have_taken_what_it_asked_for_once() -> None:
    streams = Streams()
    streams.asked("m1")
    saying = asyncio.create_task(streams.say("m1", "a", "收到。"))
    await asyncio.sleep(1)
    streams.asked("m1")
    with pytest.raises(Unreachable) as raised:
        await saying
    assert raised.value.maybe_taken


async def test_a_finished_stream_takes_nothing_and_says_the_same_to_who_asks_again() -> None:
    streams = Streams()
    streams.asked("m1")
    answers, _ = await asyncio.gather(ask(streams, 20), streams.say("m1", "a", "收到。"))
    assert not await streams.say("m1", "b", "在哪儿？")
    assert streams.asked("m1") == answers[-1]


async def test_a_stream_nobody_has_opened_takes_nothing() -> None:
    assert not await Streams().say("m1", "a", "收到。")


async def test_a_stream_of_which_a_restart_knows_nothing_goes_on_when_it_is_asked_for() -> None:
    streams = Streams()
    answers, taken = await asyncio.gather(ask(streams, 20, every=0.5), say_later(streams))
    assert taken
    assert answers[-1] == Content(text="收到。", finish=True)


async def say_later(streams: Streams) -> bool:
    await asyncio.sleep(2)
    return await streams.say("m1", "a", "收到。")


async def test_who_gets_no_answer_within_a_minute_reads_that_it_takes_longer() -> None:
    streams = Streams()
    streams.asked("m1")
    answers = await ask(streams, 100)
    assert 60 <= len(answers) < 70
    assert answers[-1] == Content(text=STILL_AT_IT, finish=True)


async def test_what_is_too_long_for_a_stream_is_not_taken_and_what_is_there_stays() -> None:
    streams = Streams()
    streams.asked("m1")

    async def both() -> None:
        assert await streams.say("m1", "a", "收到。")
        assert not await streams.say("m1", "b", "字" * (CONTENT_BYTES // 3))
        assert not await streams.say("m1", "a", "字" * (CONTENT_BYTES // 3 + 1))

    answers, _ = await asyncio.gather(ask(streams, 20), both())
    assert answers[-1].text == "收到。"


async def test_an_old_stream_takes_nothing_more() -> None:
    streams = Streams()
    streams.asked("m1")
    await asyncio.sleep(331)
    begun = asyncio.get_running_loop().time()
    assert not await streams.say("m1", "a", "收到。")
    assert asyncio.get_running_loop().time() == begun  # it was not tried


async def test_what_an_old_stream_said_is_forgotten() -> None:
    streams = Streams()
    streams.asked("m1")
    await asyncio.gather(ask(streams, 20), streams.say("m1", "a", "收到。"))
    await asyncio.sleep(331)
    streams.asked("m2")
    assert streams.asked("m1") == Content(text="", finish=False)
