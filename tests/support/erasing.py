"""A store in which much is as old as it may get, and what is left of that."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.message import Account
from handlers.people.retention import ERASED, erase_what_is_old
from handlers.petitions.rules.petition import State
from handlers.ports import Corrected, Delivery, Progress, Storage, UnitOfWork
from handlers.timed import Begin, Occurrence
from tests.support.records import NOON, a_heard, a_notice, a_petition, a_question, later
from tests.support.township import STATION

NIGHT: Final = later(days=3 * 365)
THE_NIGHT: Final = Occurrence(key="night", station=STATION, due=NIGHT, until=None, subject="")
OLD: Final = 7
"""So much there is of each kind. As many contacts again are kept, for what their people told is not over."""

ALL: Final = dict.fromkeys(("messages", "outbox", "questions", "corrections", "contacts"), OLD)


async def fill(storage: Storage) -> None:
    """Have the *storage* hold what a night has to erase."""
    async with storage.begin() as work:
        for number in range(1, OLD + 1):
            await work.messages.keep(a_heard(number), at=NOON)
            kept = await work.messages.get(a_heard(number).id)
            assert kept is not None
            await work.messages.save(replace(kept, progress=Progress.HANDLED))
            await work.outbox.add(a_notice(f"{number}"), at=NOON)
            (entry,) = await work.outbox.take(NOON)
            await work.outbox.book(replace(entry, state=Delivery.SENT, done_at=NOON))
            await work.questions.ask(a_question(subject=f"{number}"))
            await work.corrections.add(
                Corrected(about=f"{number}", at=NOON, text="路灯坏了", petition=True, category=None)
            )
        for number in range(2 * OLD):
            account = Account(platform="fake", account="main", user=f"{number}")
            person = await work.voters.recognise(account, name=f"赵{number}敏", on=NOON.date())
            if number % 2:
                await work.petitions.add(replace(a_petition(number), voter=person, state=State.REGISTERED))


async def erase(begin: Begin) -> None:
    """Erase what is too old in the `NIGHT`."""
    await prepared(erase_what_is_old(THE_NIGHT, NIGHT, begin))


async def prepared(parts: AsyncIterator[None]) -> None:
    """Have all *parts* of a preparation done."""
    async for _ in parts:
        pass


async def counted(work: UnitOfWork, day: datetime = NIGHT) -> Mapping[str, int]:
    """Return how much of each kind was erased, as the figures tell it."""
    figures = await work.figures.between(STATION.id, day.date(), day.date())
    return {kind: figures.get(ERASED[kind], 0) for kind in ALL}


async def on_the_trail(work: UnitOfWork) -> Mapping[str, int]:
    """Return the same, as the trail tells it."""
    return {kind: sum(int(line.after) for line in await work.audit.of(kind)) for kind in ALL}


async def left(work: UnitOfWork) -> Mapping[str, int]:
    """Return how much is still there."""
    return {
        "messages": sum(bool(kept.heard.text) for kept in await work.messages.newest(limit=99)),
        "outbox": len(await work.outbox.sent(limit=99)),
        "questions": len(await work.questions.open(a_question().person, a_question().where)),
        "corrections": len(await work.corrections.newest(limit=99)),
        "contacts": len(await work.voters.names()),
    }
