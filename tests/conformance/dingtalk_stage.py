"""DingTalk on the stage of the platforms' conformance tests, its platform simulated."""

import asyncio

from tests.conformance.simulated_stage import SPEAKER, SimulatedStage
from tests.support.dingtalk import ROBOT, Township


class DingTalkStage(SimulatedStage):
    def __init__(self, township: Township) -> None:
        super().__init__(township.platform, township.simulator, account=ROBOT)
        self._simulator = township.simulator

    async def _say(self, text: str, chat: str | None) -> None:
        """Return once it is acknowledged; the platform waits for that as long as it takes, its time standing still."""
        saying = asyncio.create_task(self._simulator.says(SPEAKER, text, chat=chat))
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
