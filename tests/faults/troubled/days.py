"""Three days of the township on the simulated WeChat Work, where everything goes wrong at random."""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Collection, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Final

from handlers.dates.china_time import moment
from handlers.message import MessageId
from handlers.petitions.rules.petition import Petition
from handlers.ports import Entry, Kept
from tests.bot.test_pictures import JPEG
from tests.faults.wecom.bot import SOUND, Bot, Errors, Flaw, in_memory, on_disk
from tests.simulators.deliveries import Delivery
from tests.simulators.wecom.faults import Mischief
from tests.simulators.wecom.record import Shown
from tests.simulators.wecom.simulator import Simulator
from tests.support.township import LI_VILLAGE, STATION
from tests.support.virtual_time import VirtualClock, VirtualTimeLoop
from tests.support.wecom import NAME, VOTERS, Mode, enter_township

RATES: Final = (0.05, 0.15, 0.3)
MATTER: Final = "/诉求 "
MATTERS: Final = 2  # a day and voter
NAMED, NUMBER = "王翠花", "13912345678"
ANSWERED: Final = "已约供电所明天来修"
TAIL: Final = re.compile(r"尾号 (\d+)")
LONGEST_PAUSE: Final = 1100.0  # seconds: what a bot stays away after it has subscribed too often
POSTS_SPREAD: Final = timedelta(minutes=40)
REPLAY: Final = "replayed after 2 h"


def october(day: int, hour: int, minute: int = 0) -> datetime:
    return moment(date(2026, 10, day), time(hour, minute))


TOPIC_SET, TOPIC_POSTED, RECEPTION_ANNOUNCED = october(11, 16), october(12, 8, 58), october(17, 9, 28)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody said to the bot; *chat* is a group or, one to one, himself."""

    id: MessageId
    name: str
    chat: str
    text: str
    delivery: Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """What was said, what the bot knows of it and what people were shown, all trouble over and all drained.

    *heard* are the messages that the bot held to be kept; *over_a_line* says that people spoke over a long connection,
    on which the platform is not told what arrived.
    """

    said: Sequence[Said]
    heard: Collection[MessageId]
    kept: Sequence[Kept]
    petitions: Sequence[Petition]
    entries: Sequence[Entry]
    history: Sequence[Shown]
    struck: Counter[str]
    breaches: Sequence[str]
    errors: Sequence[logging.LogRecord]
    over_a_line: bool
    deaths: int


def lived(folder: Path, seed: int, *, rate: float | None = None, flaw: Flaw = SOUND) -> Aftermath:
    """Return what became of it all; *seed* decides, save for the *rate* of faults where that is given."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(_lived(folder, seed, rate, flaw))


async def _lived(folder: Path, seed: int, rate: float | None, flaw: Flaw) -> Aftermath:
    chance, mode = Random(seed), list(Mode)[seed % len(Mode)]
    rate = chance.choice(RATES) if rate is None else rate
    clock = VirtualClock(TOPIC_SET)
    opening = in_memory(mode) if seed % 4 else on_disk(mode, folder)
    with Errors() as errors:
        async with Simulator(clock=clock, seed=seed) as simulator:
            enter_township(simulator)
            bot = Bot(folder, simulator, mode, clock, opening, flaw)
            await bot.starts()
            people = People(simulator, mode, chance)
            simulator.mischief(Mischief(seed, rate))
            deaths = chance.random() < 0.5 if rate else False
            for begin, acts in people.days():
                clock.move_to(begin)
                await asyncio.gather(*acts, *((_dies(bot, chance),) if deaths else ()))
                clock.move_to(begin + POSTS_SPREAD)
                await asyncio.sleep(150)
            simulator.mischief(None)
            await _calms_down(bot, clock, simulator)
            await asyncio.gather(*people.ask_again())
            await asyncio.sleep(60)
            await _drained(bot, clock)
            facts = await _facts(bot)
            await bot.ends()
    kept, petitions, entries = facts
    return Aftermath(
        said=people.said,
        heard=bot.heard,
        kept=kept,
        petitions=petitions,
        entries=entries,
        history=simulator.world.record.history,
        struck=simulator.world.faults.struck,
        breaches=simulator.breaches,
        errors=errors.records,
        over_a_line=mode is Mode.SOCKET,
        deaths=bot.deaths,
    )


async def _dies(bot: Bot, chance: Random) -> None:
    await asyncio.sleep(chance.uniform(0, 300))
    await bot.dies()
    await asyncio.sleep(chance.uniform(0, 60))
    await bot.starts()


async def _calms_down(bot: Bot, clock: VirtualClock, simulator: Simulator) -> None:
    """Return once what is still on its way has come, and the bot is there again."""
    await asyncio.sleep(LONGEST_PAUSE)
    if simulator.world.faults.struck[REPLAY]:
        await asyncio.sleep(timedelta(hours=2).total_seconds())
    await _drained(bot, clock)


async def _drained(bot: Bot, clock: VirtualClock) -> None:
    """Return once nothing waits to be said, save what is for a later day."""
    for _ in range(6):
        await asyncio.sleep(30)
        async with bot.storage.begin() as work:
            if all(entry.is_for_later for entry in await work.outbox.waiting()):
                return
        clock.move_to(clock.now() + timedelta(hours=1))
        await asyncio.sleep(61)


async def _facts(bot: Bot) -> tuple[Sequence[Kept], Sequence[Petition], Sequence[Entry]]:
    async with bot.storage.begin() as work:
        tails = range(1, await work.petitions.next_tail(STATION.id, TOPIC_SET.year))
        petitions = [one for tail in tails for one in await work.petitions.with_tail(STATION.id, tail)]
        outbox = work.outbox
        given_up = await outbox.given_up(STATION.id, limit=10_000)
        entries = (*await outbox.sent(limit=10_000), *given_up, *await outbox.waiting())
        return await work.messages.newest(limit=10_000), petitions, sorted(entries, key=lambda entry: entry.number)


class People:
    """Voters, staff and deputies, who say their things again where nobody seems to have heard them."""

    def __init__(self, simulator: Simulator, mode: Mode, chance: Random) -> None:
        self.said: list[Said] = []
        self._simulator = simulator
        self._mode = mode
        self._chance = chance
        self._houses = iter(range(1, 1000))

    def days(self) -> Sequence[tuple[datetime, Sequence[Coroutine[None, None, None]]]]:
        """Return when each day begins, and what happens on it."""
        return (
            (TOPIC_SET, (*self._voters(), self._sets_the_topic())),
            (TOPIC_POSTED, (*self._voters(), self._take_it_up())),
            (RECEPTION_ANNOUNCED, self._voters()),
        )

    def ask_again(self) -> Sequence[Coroutine[None, None, None]]:
        """Return that everybody speaks once more when all is quiet."""
        return [self._says(voter, MATTER + self._matter()) for voter in VOTERS] + [self._take_it_up()]

    def _voters(self) -> Sequence[Coroutine[None, None, None]]:
        return [self._has_matters(voter) for voter in VOTERS]

    async def _has_matters(self, voter: str) -> None:
        for _ in range(MATTERS):
            await self._waits(90)
            chat = self._chance.choice((voter, LI_VILLAGE))
            picture = self._chance.random() < 0.2
            await self._says(voter, MATTER + self._matter(), chat=chat, pictures=(JPEG,) if picture else ())
            await self._waits(60)
            await self._says(voter, self._chance.choice(("1", "进度", "我的")))
        await self._waits(60)
        await self._enters(voter)

    async def _sets_the_topic(self) -> None:
        await self._insists("何建平", "/议题 停车难", "停车难")

    async def _take_it_up(self) -> None:
        """Staff and a deputy see to the first matter of a voter."""
        told = [shown.text for shown in self._simulator.shown(VOTERS[0])]
        tail = next((found[1] for text in told if (found := TAIL.search(text))), None)
        if tail is not None:
            await self._insists("林晓", f"派 {tail} 张明远", f"尾号 {tail}")
            if not await self._presses("张明远", "接手"):
                await self._insists("张明远", f"接手 {tail}", f"尾号 {tail}")
            await self._insists("张明远", f"答复 {tail} {ANSWERED}", f"尾号 {tail}")

    def _matter(self) -> str:
        """Return a matter that nobody had before; now and then one that tells who its voter is."""
        matter = f"李村东街{next(self._houses)}号门前的路灯坏了"
        return f"{matter}，我叫{NAMED}，电话{NUMBER}" if self._chance.random() < 0.3 else matter

    async def _insists(self, name: str, text: str, sign: str) -> None:
        """Say it again until there is a *sign* of an answer."""
        seen = len(self._simulator.shown(name))
        for _ in range(4):
            await self._says(name, text)
            await asyncio.sleep(30)
            if any(sign in shown.text for shown in self._simulator.shown(name)[seen:]):
                return

    async def _presses(self, name: str, label: str) -> bool:
        """Press the button of that label; return False where there is none."""
        cards = (shown.card for shown in reversed(self._simulator.shown(name)) if shown.card is not None)
        keys = [one["key"] for card in cards for one in card["button_list"] if one["text"] == label and "key" in one]
        if not keys:
            return False
        try:
            await self._simulator.presses(name, keys[0])
        except ConnectionError:
            return False
        return True

    async def _enters(self, name: str) -> None:
        with suppress(ConnectionError):  # nobody is there to say welcome
            await self._simulator.enters(name, to=self._mode.talk)

    async def _says(self, name: str, text: str, *, chat: str | None = None, pictures: Sequence[bytes] = ()) -> None:
        """Say it in a group, or one to one; where nobody is there, it is lost."""
        talk = self._simulator.talks[self._mode.talk]
        chat = name if chat is None or self._mode is Mode.APP else chat
        words = text if chat == name else f"@{NAME} {text}"
        for number, letter in enumerate(talk.says(name, words, chat, None, pictures)):
            try:
                delivery = await self._simulator.brings(letter, talk)
            except ConnectionError:
                delivery = Delivery(letter.id)
            id = MessageId(f"wecom:{self._mode.account}:{letter.id}")
            # An app is brought each picture by itself.
            self.said.append(Said(id=id, name=name, chat=chat, text=text if number == 0 else "", delivery=delivery))

    async def _waits(self, most: float) -> None:
        await asyncio.sleep(self._chance.uniform(0, most))
