"""Three days of the township on a simulated platform, where everything goes wrong at random."""

import asyncio
import logging
import re
from collections.abc import Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Final

from handlers.dates.china_time import moment
from handlers.message import MessageId, Scope
from handlers.petitions.rules.petition import Petition
from handlers.ports import Entry, Kept
from tests.bot.test_pictures import JPEG
from tests.faults.troubled.bot import SOUND, Bot, Errors, Flaw, in_memory, on_disk
from tests.faults.troubled.stage import Opening, Said, Shown, Stage
from tests.support.township import LI_VILLAGE, NAMES, STATION, TOWNSHIP
from tests.support.virtual_time import VirtualClock, VirtualTimeLoop

VOTERS: Final = ("赵敏", "钱伟", "孙桂香")
RATES: Final = (0.05, 0.15, 0.3)
MATTER: Final = "/诉求 "
MATTERS: Final = 2  # a day and voter
NAMED, NUMBER = "王翠花", "13912345678"
ANSWERED: Final = "已约供电所明天来修"
TAIL: Final = re.compile(r"尾号 (\d+)")
IN_MEMORY: Final = 5  # all but one in so many; the others on disk, whichever way they hear
POSTS_SPREAD: Final = timedelta(minutes=40)
LONGEST_CALL: Final = 10  # seconds


def october(day: int, hour: int, minute: int = 0) -> datetime:
    return moment(date(2026, 10, day), time(hour, minute))


TOPIC_SET, TOPIC_POSTED, RECEPTION_ANNOUNCED = october(11, 16), october(12, 8, 58), october(17, 9, 28)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """What was said, what the bot knows of it and what people were shown, all trouble over and all drained.

    *acknowledged* are the messages of which the platform was told that the bot has them; *chats* are the conversations
    on the platform of everybody and every group that the bot spoke to.
    """

    said: Sequence[Said]
    acknowledged: Collection[MessageId]
    kept: Sequence[Kept]
    petitions: Sequence[Petition]
    entries: Sequence[Entry]
    history: Sequence[Shown]
    chats: Mapping[str, str]
    struck: Mapping[str, int]
    breaches: Sequence[str]
    errors: Sequence[logging.LogRecord]
    deaths: int


def lived(opening: Opening, folder: Path, seed: int, *, rate: float | None = None, flaw: Flaw = SOUND) -> Aftermath:
    """Return what became of it all; *seed* decides, save for the *rate* of faults where that is given."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(_lived(opening, folder, seed, rate, flaw))


async def _lived(opening: Opening, folder: Path, seed: int, rate: float | None, flaw: Flaw) -> Aftermath:
    chance = Random(seed)
    rate = chance.choice(RATES) if rate is None else rate
    clock = VirtualClock(TOPIC_SET)
    with Errors() as errors:
        async with opening(folder, seed, clock) as stage:
            storage = in_memory(stage) if seed % IN_MEMORY else on_disk(stage, folder)
            bot = Bot(stage, clock, storage, flaw)
            await bot.starts()
            people = People(stage, chance)
            stage.trouble(rate)
            deaths = chance.random() < 0.5 if rate else False
            for begin, acts in people.days():
                clock.move_to(begin)
                await asyncio.gather(*acts, *((_dies(bot, chance),) if deaths else ()))
                await asyncio.sleep(LONGEST_CALL)  # or what is under way had its answer only then
                clock.move_to(begin + POSTS_SPREAD)
                await asyncio.sleep(150)
            stage.trouble(0)
            await asyncio.sleep(stage.longest_trouble)
            await _drained(bot, clock)
            await asyncio.gather(*people.ask_again())
            await asyncio.sleep(60)
            await _drained(bot, clock)
            kept, petitions, entries = await _facts(bot)
            await bot.ends()
    died = bot.deaths > 0
    return Aftermath(
        said=people.said,
        acknowledged={said.id for said in people.said if stage.acknowledged(said, bot.heard, died=died)},
        kept=kept,
        petitions=petitions,
        entries=entries,
        history=stage.history,
        chats=_chats(stage, kept, entries),
        struck=stage.struck,
        breaches=stage.breaches,
        errors=errors.records,
        deaths=bot.deaths,
    )


async def _dies(bot: Bot, chance: Random) -> None:
    await asyncio.sleep(chance.uniform(0, 300))
    await bot.dies()
    await asyncio.sleep(chance.uniform(0, 60))
    await bot.starts()


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


def _chats(stage: Stage, kept: Sequence[Kept], entries: Sequence[Entry]) -> Mapping[str, str]:
    """Return the conversation on the platform of each recipient."""
    users = {one.heard.id: one.heard.sender.user for one in kept}
    people = {
        entry.outgoing.to.id: stage.screen(users[entry.outgoing.answers])
        for entry in entries
        if entry.outgoing.answers is not None and entry.outgoing.to.scope is Scope.DIRECT
    }
    return {**people, **{person: name for name, person in NAMES.items()}, **{group: group for group in TOWNSHIP.groups}}


class People:
    """Voters, staff and deputies, who say their things again where nobody seems to have heard them."""

    def __init__(self, stage: Stage, chance: Random) -> None:
        self.said: list[Said] = []
        self._stage = stage
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
        await self._stage.does_more(voter)

    async def _sets_the_topic(self) -> None:
        await self._insists("何建平", "/议题 停车难", "停车难")

    async def _take_it_up(self) -> None:
        """Staff and a deputy see to the first matter of a voter."""
        told = [shown.text for shown in self._stage.shown(VOTERS[0])]
        tail = next((found[1] for text in told if (found := TAIL.search(text))), None)
        if tail is not None:
            await self._insists("林晓", f"派 {tail} 张明远", f"尾号 {tail}")
            if not await self._stage.presses("张明远", "接手"):
                await self._insists("张明远", f"接手 {tail}", f"尾号 {tail}")
            await self._insists("张明远", f"答复 {tail} {ANSWERED}", f"尾号 {tail}")

    def _matter(self) -> str:
        """Return a matter that nobody had before; now and then one that tells who its voter is."""
        matter = f"李村东街{next(self._houses)}号门前的路灯坏了"
        return f"{matter}，我叫{NAMED}，电话{NUMBER}" if self._chance.random() < 0.3 else matter

    async def _insists(self, name: str, text: str, sign: str) -> None:
        """Say it again until there is a *sign* of an answer."""
        seen = len(self._stage.shown(name))
        for _ in range(4):
            await self._says(name, text)
            await asyncio.sleep(30)
            if any(sign in shown.text for shown in self._stage.shown(name)[seen:]):
                return

    async def _says(self, name: str, text: str, *, chat: str | None = None, pictures: Sequence[bytes] = ()) -> None:
        """Say it in a group, or one to one; where nobody is there, it is lost."""
        self.said += await self._stage.says(name, chat or name, text, pictures)

    async def _waits(self, most: float) -> None:
        await asyncio.sleep(self._chance.uniform(0, most))
