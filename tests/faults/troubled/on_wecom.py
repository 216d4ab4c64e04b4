"""The stage of WeChat Work."""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

from aiohttp.test_utils import unused_port

from bot.connected import Connected
from handlers.message import MessageId
from handlers.ports import Storage
from tests.faults.troubled.stage import Said, Stage
from tests.simulators.deliveries import Delivery
from tests.simulators.wecom.faults import Mischief
from tests.simulators.wecom.record import Shown
from tests.simulators.wecom.simulator import Simulator
from tests.support.virtual_time import VirtualClock
from tests.support.wecom import NAME, Mode, bound, enter_bot, enter_township, roster, wecom_platform

BREAKS: Final = ("replaced", "closed 1000", "closed 1001", "aborted", "half open")
"""What a message that is on its way over a connection may be lost by."""
LONGEST_PAUSE: Final = 1100.0  # seconds: what a bot stays away after it has subscribed too often
REPLAY: Final = "replayed after 2 h"


class _OnWeCom:
    def __init__(self, folder: Path, simulator: Simulator, mode: Mode, seed: int, clock: VirtualClock) -> None:
        self.roster = roster(mode)
        self.bound = bound(mode)
        self.port = unused_port()
        self._folder = folder
        self._simulator = simulator
        self._mode = mode
        self._seed = seed
        self._clock = clock
        enter_township(simulator)
        enter_bot(simulator, mode, self.port)

    @property
    def longest_trouble(self) -> float:
        return LONGEST_PAUSE + (2 * 60 * 60 if self.struck[REPLAY] else 0)

    def platform(self, storage: Storage) -> Connected:
        return wecom_platform(self._folder, self._simulator, self._mode, self._clock)

    def process_dies(self) -> None:
        """Nothing has to be acknowledged within a time, save by callback, and there it is refused."""

    def trouble(self, rate: float) -> None:
        self._simulator.mischief(Mischief(self._seed, rate))

    async def says(self, name: str, chat: str, text: str, pictures: Sequence[bytes] = ()) -> Sequence[Said]:
        talk = self._simulator.talks[self._mode.talk]
        chat = name if self._mode is Mode.APP else chat
        words = text if chat == name else f"@{NAME} {text}"
        said: list[Said] = []
        for number, letter in enumerate(talk.says(name, words, chat, None, pictures)):
            try:
                delivery = await self._simulator.brings(letter, talk)
            except ConnectionError:
                delivery = Delivery(letter.id)
            id = MessageId(f"wecom:{self._mode.account}:{letter.id}")
            # An app is brought each picture by itself.
            said.append(Said(id=id, name=name, text=text if number == 0 else "", delivery=delivery))
        return said

    async def presses(self, name: str, label: str) -> bool:
        cards = (shown.card for shown in reversed(self.shown(name)) if shown.card is not None)
        keys = [one["key"] for card in cards for one in card["button_list"] if one["text"] == label and "key" in one]
        if not keys:
            return False
        try:
            await self._simulator.presses(name, keys[0])
        except ConnectionError:
            return False
        return True

    async def does_more(self, name: str) -> None:
        """Have somebody open his chat with the bot."""
        with suppress(ConnectionError):  # nobody is there to say welcome
            await self._simulator.enters(name, to=self._mode.talk)

    def shown(self, chat: str) -> Sequence[Shown]:
        return self._simulator.shown(chat)

    @property
    def history(self) -> Sequence[Shown]:
        return self._simulator.world.record.history

    @property
    def struck(self) -> Counter[str]:
        return self._simulator.world.faults.struck

    @property
    def breaches(self) -> Sequence[str]:
        return self._simulator.breaches

    def acknowledged(self, said: Said, heard: Collection[MessageId], *, died: bool) -> bool:
        """Return whether the platform was told that the bot has it.

        Over a long connection nobody is told: there it counts what the bot has heard, and, where no connection ever
        broke, all that went out on it.
        """
        if self._mode is Mode.SOCKET and (died or any(self.struck[name] for name in BREAKS)):
            return said.id in heard
        return said.delivery.taken

    def screen(self, user: str) -> str:
        return user


@asynccontextmanager
async def on_wecom(folder: Path, seed: int, clock: VirtualClock) -> AsyncIterator[Stage]:
    """Have the township on WeChat Work, where the bot hears over its long connection, by callback or as an app."""
    async with Simulator(clock=clock, seed=seed) as simulator:
        yield _OnWeCom(folder, simulator, list(Mode)[seed % len(Mode)], seed, clock)
