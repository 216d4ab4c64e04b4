"""One token for all who need it, fetched once."""

import asyncio
from datetime import timedelta

import pytest

from bot.platforms.base import Unreachable
from bot.sending.reactions import SetUpWrong
from bot.sending.token import AccessToken, Granted
from tests.bot.wecom.stage import NOON
from tests.simulators.passing import SteppedTime


class Counter:
    """Whoever gives out tokens: slowly, numbered, good for two hours."""

    def __init__(self) -> None:
        self.given = 0
        self.error: Exception | None = None

    async def fetch(self) -> Granted:
        self.given += 1
        number = self.given
        await asyncio.sleep(0)
        if self.error is not None:
            raise self.error
        return Granted(token=f"token {number}", lasts=timedelta(hours=2))


async def test_row_4_twenty_that_come_at_once_fetch_it_once() -> None:
    counter = Counter()
    token = AccessToken(counter.fetch, SteppedTime(NOON))
    assert set(await asyncio.gather(*(token.get() for _ in range(20)))) == {"token 1"}
    for _ in range(20):
        token.drop("token 1")
    assert set(await asyncio.gather(*(token.get() for _ in range(20)))) == {"token 2"}
    assert counter.given == 2


async def test_who_comes_late_with_a_token_that_failed_does_not_drop_its_successor() -> None:
    counter = Counter()
    token = AccessToken(counter.fetch, SteppedTime(NOON))
    await token.get()
    token.drop("token 1")
    await token.get()
    token.drop("token 1")
    assert await token.get() == "token 2"


async def test_it_is_renewed_five_minutes_before_it_ends() -> None:
    counter, time = Counter(), SteppedTime(NOON)
    token = AccessToken(counter.fetch, time)
    await token.get()
    await time.passes(minutes=114)
    assert (await token.get(), token.age) == ("token 1", timedelta(minutes=114))
    await time.passes(minutes=1)
    assert (await token.get(), token.age) == ("token 2", timedelta(0))


async def test_all_who_wait_for_one_that_cannot_be_had_hear_so_and_the_next_asks_anew() -> None:
    counter = Counter()
    counter.error = Unreachable("http-500")
    token = AccessToken(counter.fetch, SteppedTime(NOON))
    outcomes = await asyncio.gather(*(token.get() for _ in range(20)), return_exceptions=True)
    assert (counter.given, {type(one) for one in outcomes}) == (1, {Unreachable})
    counter.error = None
    assert await token.get() == "token 2"


async def test_row_3_a_refusal_is_remembered_for_a_minute() -> None:
    counter, time = Counter(), SteppedTime(NOON)
    counter.error = SetUpWrong("40001")
    token = AccessToken(counter.fetch, time)
    for _ in range(3):
        with pytest.raises(SetUpWrong):
            await token.get()
    assert counter.given == 1
    counter.error = None
    await time.passes(minutes=1)
    assert await token.get() == "token 2"


async def test_one_who_gives_up_waiting_takes_it_from_nobody() -> None:
    counter = Counter()
    token = AccessToken(counter.fetch, SteppedTime(NOON))
    impatient, patient = asyncio.create_task(token.get()), asyncio.create_task(token.get())
    await asyncio.sleep(0)
    impatient.cancel()
    assert await patient == "token 1"
    assert counter.given == 1
