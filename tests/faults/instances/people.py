"""Voters at every door, who go on speaking whatever becomes of the bot."""

import asyncio
from collections.abc import Coroutine, Sequence
from itertools import count
from random import Random
from typing import Final

from tests.faults.instances.doors import DOORS, Door, Platforms, Said, voters_of

MATTER: Final = "/诉求 "
QUESTIONS: Final = ("进度", "我的", "1")
PAUSE: Final = (2.0, 8.0)  # seconds: no conversation may be told more than twenty things a minute
IN_GROUP: Final = 0.15
HASTY: Final = 0.3  # of matters are followed by the next word before there can be an answer


class People:
    """So many *voters* at each door; *said* is what they have said so far."""

    def __init__(self, at: Platforms, chance: Random, voters: int) -> None:
        self.said: list[Said] = []
        self._at = at
        self._chance = chance
        self._voters = [(door, name) for door in DOORS for name in voters_of(door)[:voters]]
        self._houses = count(1)

    def speak_on(self) -> Sequence[Coroutine[None, None, None]]:
        """Return that each voter speaks until cancelled."""
        return [self._speaks_on(door, name) for door, name in self._voters]

    def speak_once(self) -> Sequence[Coroutine[None, None, None]]:
        """Return that each has one matter more, now that nothing goes wrong any more."""
        return [self._says(door, name, self._matter(), calm=True) for door, name in self._voters]

    async def _speaks_on(self, door: Door, name: str) -> None:
        while True:
            await asyncio.sleep(self._chance.uniform(*PAUSE))
            await self._says(door, name, self._matter(), in_group=self._chance.random() < IN_GROUP)
            if self._chance.random() >= HASTY:
                await asyncio.sleep(self._chance.uniform(*PAUSE))
            await self._says(door, name, self._chance.choice(QUESTIONS))

    async def _says(self, door: Door, name: str, text: str, *, in_group: bool = False, calm: bool = False) -> None:
        self.said += await door.says(self._at, name, text, in_group=in_group, calm=calm)

    def _matter(self) -> str:
        """Return a matter that nobody had before."""
        return f"{MATTER}李村东街{next(self._houses)}号门前的路灯坏了"
