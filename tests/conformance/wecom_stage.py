"""WeChat Work on the stage of the platforms' conformance tests, its platform simulated."""

from tests.conformance.simulated_stage import SPEAKER, SimulatedStage
from tests.support.wecom import BOT, BY_BOT, Township


class WeComStage(SimulatedStage):
    def __init__(self, township: Township) -> None:
        super().__init__(township.platform, township.simulator, account=BY_BOT)
        self._simulator = township.simulator

    async def _say(self, text: str, chat: str | None) -> None:
        delivery = await self._simulator.says(SPEAKER, text, chat=chat, to=BOT)
        if delivery.tries == [503]:
            raise ConnectionError
        if delivery.tries:
            await self.platform.receipt()
