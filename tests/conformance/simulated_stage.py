"""What platforms have in common on the stage of their conformance tests where their users' side is simulated."""

import asyncio
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from bot.platforms.base import Ear, KeepsNothing, Limit, Platform, Post
from handlers.message import Heard, MessageId, Recalled
from handlers.people.rules.roster import Place
from tests.support.on_platform import Shown
from tests.support.township import LI_VILLAGE

NUMBER: Final = re.compile(r"^\([0-9]+/[0-9]+\)\n")
"""How each part of a long text begins."""
SPEAKER: Final = "赵敏"


class WithReceipts(KeepsNothing):
    """A platform that tells when it was told something and what became of it: over a long connection nobody is told."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._receipts: asyncio.Queue[Exception | None] = asyncio.Queue()

    async def receipt(self) -> None:
        """Return once one more word was kept. Raise what kept it from being so."""
        failure = await self._receipts.get()
        if failure is not None:
            raise failure

    @property
    def name(self) -> str:
        return self._platform.name

    def limits(self, place: Place) -> Mapping[str, tuple[Limit, ...]]:
        return self._platform.limits(place)

    def saves(self, post: Post) -> bool:
        return self._platform.saves(post)

    def messages(self, post: Post) -> int:
        return self._platform.messages(post)

    async def start(self, ear: Ear) -> None:
        await self._platform.start(_Receiving(ear, self._receipts))

    async def stop(self) -> None:
        await self._platform.stop()

    async def deliver(self, post: Post) -> None:
        await self._platform.deliver(post)

    async def picture(self, reference: str) -> bytes | None:
        return await self._platform.picture(reference)


class _Receiving:
    def __init__(self, ear: Ear, receipts: asyncio.Queue[Exception | None]) -> None:
        self._ear = ear
        self._receipts = receipts

    async def hear(self, heard: Heard) -> bool:
        try:
            is_new = await self._ear.hear(heard)
        except Exception as failure:
            self._receipts.put_nowait(failure)
            raise
        self._receipts.put_nowait(None)
        return is_new

    async def recall(self, recalled: Recalled) -> None:
        await self._ear.recall(recalled)

    async def miss(self, message: MessageId) -> None:
        await self._ear.miss(message)


class Simulator(Protocol):
    """The users' side of a platform."""

    def shown(self, chat: str) -> Sequence[Shown]: ...


class SimulatedStage(ABC):
    """The township's group of Li village and one voter there."""

    def __init__(self, platform: Platform, simulator: Simulator, *, account: str) -> None:
        self.platform = WithReceipts(platform)
        self.group = Place(platform=platform.name, account=account, chat=LI_VILLAGE)
        self.private = Place(platform=platform.name, account=account, chat=SPEAKER)
        self.stranger = Place(platform=platform.name, account=account, chat="nobody")
        self._screens = simulator

    async def says(self, text: str) -> None:
        await self._say(text, LI_VILLAGE)

    async def tells(self, text: str) -> None:
        await self._say(text, None)

    @abstractmethod
    async def _say(self, text: str, chat: str | None) -> None:
        """Have the voter say *text* in a group, or to the bot alone."""

    async def shown(self, place: Place) -> Sequence[str]:
        return [NUMBER.sub("", one.text) for one in self._screens.shown(place.chat)]
