"""A bot's one connection, where several processes could hold it."""

import asyncio
from typing import Final

import pytest

from bot.platforms.base import Elsewhere
from bot.platforms.wecom.aibot import frames
from bot.platforms.wecom.aibot.connection import new_request
from bot.platforms.wecom.aibot.socket import RIVAL
from handlers.message import Scope
from tests.bot.wecom.hearing.parts import BOT, GROUP, VOTER, Parts, connected
from tests.support.webchat import Listener

A_WHILE: Final = 3.0  # seconds


class Given:
    """A lease that a test gives and takes away."""

    def __init__(self, *, mine: bool) -> None:
        self._mine = mine
        self._taken = asyncio.Event()

    async def holds(self, bot: str) -> bool:
        assert bot == "main"
        return self._mine

    async def lost(self, bot: str) -> None:
        await self._taken.wait()

    def give(self) -> None:
        self._mine = True
        self._taken.clear()

    def take(self) -> None:
        self._mine = False
        self._taken.set()


async def test_nobody_connects_without_the_lease_and_nothing_is_wrong_with_that(parts: Parts) -> None:
    lease = Given(mine=False)
    async with connected(parts, Listener(), lease=lease) as bot:
        await asyncio.sleep(60)
        assert (bot.connected, bot.well) == (False, True)
        lease.give()
        await asyncio.sleep(A_WHILE)
        assert bot.connected


async def test_who_loses_the_lease_lets_go_of_the_connection_and_gets_it_back_with_the_lease(parts: Parts) -> None:
    lease, ear = Given(mine=True), Listener()
    async with connected(parts, ear, lease=lease) as bot:
        lease.take()
        await asyncio.sleep(A_WHILE)
        assert not bot.connected
        assert parts.simulator.subscriptions[BOT].holder is None
        lease.give()
        await asyncio.sleep(A_WHILE)
        await parts.simulator.says(VOTER, "进度")
        await asyncio.sleep(1)
        assert [one.text for one in ear.heard] == ["进度"]


async def test_who_has_lost_the_lease_says_nothing_more(parts: Parts) -> None:
    lease = Given(mine=True)
    async with connected(parts, Listener(), lease=lease) as bot:
        lease.take()
        req_id = new_request()
        with pytest.raises(Elsewhere) as refused:
            await bot.request(req_id, frames.push(req_id, GROUP, Scope.GROUP, frames.markdown("路灯已修好")))
        assert refused.value.lease == "main"
    assert parts.shown(GROUP) == []


async def test_whoever_is_replaced_by_the_next_holder_alarms_nobody(parts: Parts) -> None:
    lease = Given(mine=True)
    async with connected(parts, Listener(), lease=lease):
        for _ in range(2):
            parts.simulator.fault("replaced")
            lease.take()
            await asyncio.sleep(80)
            lease.give()
            await asyncio.sleep(A_WHILE)
    assert RIVAL not in parts.alarms
