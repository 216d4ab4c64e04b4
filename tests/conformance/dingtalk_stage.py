"""DingTalk on the stage of the platforms' conformance tests, its platform simulated."""

import asyncio
from collections.abc import Sequence

from handlers.people.rules.roster import Place
from tests.conformance.wecom_stage import NUMBER, WithReceipts
from tests.support.dingtalk import ROBOT, VOTERS, Township
from tests.support.township import LI_VILLAGE


class DingTalkStage:
    """The township's group of Li village and one voter there."""

    group = Place(platform="dingtalk", account=ROBOT, chat=LI_VILLAGE)
    private = Place(platform="dingtalk", account=ROBOT, chat=VOTERS[0])
    stranger = Place(platform="dingtalk", account=ROBOT, chat="nobody")

    def __init__(self, township: Township) -> None:
        self._simulator = township.simulator
        self.platform = WithReceipts(township.platform)

    async def says(self, text: str) -> None:
        await self._say(text, LI_VILLAGE)

    async def tells(self, text: str) -> None:
        await self._say(text, None)

    async def _say(self, text: str, chat: str | None) -> None:
        """Return once it is acknowledged; the platform waits for that as long as it takes, its time standing still."""
        saying = asyncio.create_task(self._simulator.says(VOTERS[0], text, chat=chat))
        receipt = asyncio.create_task(self.platform.receipt())
        try:
            await asyncio.wait((saying, receipt), return_when=asyncio.FIRST_COMPLETED)
            if receipt.done():
                receipt.result()
            delivery = await saying
            if delivery.tries == [503]:
                raise ConnectionError
            if delivery.tries:
                await receipt
        finally:
            saying.cancel()
            receipt.cancel()

    async def shown(self, place: Place) -> Sequence[str]:
        return [NUMBER.sub("", one.text) for one in self._simulator.shown(place.chat)]
