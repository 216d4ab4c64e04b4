"""The stage of DingTalk."""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

from aiohttp.test_utils import unused_port

from bot.connected import Connected
from bot.platforms.dingtalk.wire.cards import SAID
from bot.platforms.dingtalk.wire.told import BY_UNION
from handlers.message import MessageId
from handlers.ports import Storage
from tests.faults.troubled.stage import Said, Stage
from tests.simulators.deliveries import Delivery, Nobody
from tests.simulators.dingtalk.mischief import Mischief
from tests.simulators.dingtalk.simulator import Simulator
from tests.support.dingtalk import (
    BOUND,
    NAME,
    ROBOT,
    TEMPLATE,
    Mode,
    Seen,
    dingtalk_platform,
    enter_robot,
    enter_township,
    roster,
)
from tests.support.virtual_time import VirtualClock

NOT_TOLD: Final = "quota used up, nothing to read"
UNREADABLE: Final = "unknown msgtype"
TICKET_TOO_OLD: Final = "a ticket is used after its 90 seconds"
"""Here it is that the clock went on to another day while the bot was connecting."""
VOICE: Final = b"#!AMR"


class _OnDingTalk:
    def __init__(self, folder: Path, simulator: Simulator, mode: Mode, seed: int, clock: VirtualClock) -> None:
        self.roster = roster()
        self.bound = BOUND
        self.port = unused_port()
        self.longest_trouble = 1100.0  # a webhook's ten minutes, and what waits for it
        self._folder = folder
        self._simulator = simulator
        self._mode = mode
        self._seed = seed
        self._clock = clock
        enter_township(simulator)
        enter_robot(simulator, mode, self.port)

    def platform(self, storage: Storage) -> Connected:
        self._simulator.meets_another_process()
        return dingtalk_platform(
            self._folder, self._simulator, self._mode, self.port, storage, self._clock, template=TEMPLATE
        )

    def process_dies(self) -> None:
        self._simulator.loses_the_process()

    def trouble(self, rate: float) -> None:
        self._simulator.mischief(Mischief(self._seed, rate))

    async def says(self, name: str, chat: str, text: str, pictures: Sequence[bytes] = ()) -> Sequence[Said]:
        try:
            if chat == name:
                delivery = await self._simulator.says(name, text, pictures=pictures)
            else:
                delivery = await self._simulator.says(name, f"@{NAME} {text}", chat=chat, pictures=pictures)
        except Nobody as lost:
            delivery = Delivery(str(lost))
        if delivery.fault == NOT_TOLD:
            return ()
        id = MessageId(f"dingtalk:{ROBOT}:{delivery.id}")
        return (Said(id=id, name=name, text="" if delivery.fault == UNREADABLE else text, delivery=delivery),)

    async def presses(self, name: str, label: str) -> bool:
        card = next((one.card for one in reversed(self._simulator.shown(name)) if one.card is not None), None)
        params = {} if card is None else card["params"]
        numbers = [
            key.removeprefix("label") for key, value in params.items() if key.startswith("label") and value == label
        ]
        if not numbers:
            return False
        try:
            await self._simulator.presses(name, numbers[0], params={SAID: params[f"{SAID}{numbers[0]}"]})
        except Nobody:
            return False
        return True

    async def does_more(self, name: str) -> None:
        """Have somebody send a voice in which no words were recognised."""
        with suppress(Nobody):
            await self._simulator.sends(name, "audio", VOICE, duration=1000)

    def shown(self, chat: str) -> Sequence[Seen]:
        return [Seen.of(one) for one in self._simulator.shown(chat)]

    @property
    def history(self) -> Sequence[Seen]:
        return [Seen.of(one) for one in self._simulator.world.record.history]

    @property
    def struck(self) -> Counter[str]:
        return self._simulator.world.faults.struck

    @property
    def breaches(self) -> Sequence[str]:
        return [breach for breach in self._simulator.breaches if breach != TICKET_TOO_OLD]

    def acknowledged(self, said: Said, heard: Collection[MessageId], *, died: bool) -> bool:
        return said.delivery.taken

    def screen(self, user: str) -> str:
        """Return the private chat of whom the bot knows by that id: it may be none of the organisation."""
        people = self._simulator.world.people.values()
        return next((one.name for one in people if f"{BY_UNION}{one.union_id}" == user), user)


@asynccontextmanager
async def on_dingtalk(folder: Path, seed: int, clock: VirtualClock) -> AsyncIterator[Stage]:
    """Have the township on DingTalk, where the bot hears by Stream or by callback."""
    async with Simulator(clock=clock, seed=seed) as simulator:
        yield _OnDingTalk(folder, simulator, list(Mode)[seed % len(Mode)], seed, clock)
