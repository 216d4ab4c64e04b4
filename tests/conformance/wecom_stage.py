"""WeChat Work on the stage of the platforms' conformance tests, its platform simulated."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from typing import Final

from bot.platforms.base import Ear, KeepsNothing, Limit, Platform, Post
from handlers.message import Heard, Recalled
from handlers.people.rules.roster import Place
from tests.support.township import LI_VILLAGE
from tests.support.wecom import BOT, BY_BOT, VOTERS, Township

NUMBER: Final = re.compile(r"^\([0-9]+/[0-9]+\)\n")
"""How each part of a long text begins."""


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

    async def hear(self, heard: Heard) -> None:
        try:
            await self._ear.hear(heard)
        except Exception as failure:
            self._receipts.put_nowait(failure)
            raise
        self._receipts.put_nowait(None)

    async def recall(self, recalled: Recalled) -> None:
        await self._ear.recall(recalled)


class WeComStage:
    """The township's group of Li village and one voter there."""

    group = Place(platform="wecom", account=BY_BOT, chat=LI_VILLAGE)
    private = Place(platform="wecom", account=BY_BOT, chat=VOTERS[0])
    stranger = Place(platform="wecom", account=BY_BOT, chat="nobody")

    def __init__(self, township: Township) -> None:
        self._simulator = township.simulator
        self.platform = WithReceipts(township.platform)

    async def says(self, text: str) -> None:
        await self._say(text, LI_VILLAGE)

    async def tells(self, text: str) -> None:
        await self._say(text, None)

    async def _say(self, text: str, chat: str | None) -> None:
        delivery = await self._simulator.says(VOTERS[0], text, chat=chat, to=BOT)
        if delivery.tries == [503]:
            raise ConnectionError
        if delivery.tries:
            await self.platform.receipt()

    async def shown(self, place: Place) -> Sequence[str]:
        return [NUMBER.sub("", one.text) for one in self._simulator.shown(place.chat)]
