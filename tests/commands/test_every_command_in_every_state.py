"""Every command, by everybody, about a petition in every state: who may do what, and that nobody is left without a word."""

from dataclasses import dataclass, replace
from typing import Final

import pytest

from bot.dispatch import dispatch
from bot.speaker import identify
from handlers import refusal_texts
from handlers.commands import COMMANDS
from handlers.commands_texts import USES
from handlers.message import Account, Heard, MessageId, Outgoing, Scope
from handlers.people.rules.roster import PersonId, Place, Role, Roster, Staff
from handlers.petitions.rules.petition import Petition, State
from handlers.petitions.rules.states import ACTORS, BOT
from handlers.petitions.timers import BY_ITSELF
from handlers.refusals import Refusal
from tests.support.memory import MemoryStorage
from tests.support.records import NOON, a_petition
from tests.support.story import MONDAY
from tests.support.township import LI_VILLAGE, NAMES, PLATFORM, ROBOT, STATION
from tests.support.undone import undone

UNIT: Final = "供电所"
CLERK: Final = PersonId("clerk")
ROSTER: Final = Roster([replace(STATION, staff=(*STATION.staff, Staff(person=CLERK, name=UNIT, role=Role.UNIT)))])
ACCOUNTS: Final = {
    Account(platform=PLATFORM, account=ROBOT, user=name): person for name, person in {**NAMES, UNIT: CLERK}.items()
}

VOTER: Final = "赵敏"
INVOLVED: Final = (VOTER, "张明远", "林晓", "何建平", "秦书敏", UNIT)
NOT_INVOLVED: Final = ("钱伟", "陈玉兰")
TAIL: Final = 12
LINES: Final = [f"/{USES[command.word].example.removeprefix('/')}" for command in COMMANDS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one line: the petition after it, the words said, and the refusal if it was one.

    *roles* are the speaker's towards this petition: only its own voter is one.
    """

    roles: frozenset[Role]
    before: Petition
    after: Petition
    said: tuple[Outgoing, ...]
    refused: str | None
    sender: PersonId


async def outcome(name: str, line: str, state: State) -> Outcome:
    """Return what comes of *name* typing *line* in private while petition 12 is in *state*."""
    storage = MemoryStorage(ROSTER, bound=ACCOUNTS)
    async with undone(storage) as work:
        voter = await work.voters.recognise(
            Account(platform=PLATFORM, account=ROBOT, user=VOTER), name=VOTER, on=NOON.date()
        )
        before = replace(
            a_petition(TAIL),
            voter=voter,
            state=state,
            group=LI_VILLAGE,
            deputy=NAMES["张明远"],
            unit=UNIT,
            answer="灯泡换好了",
        )
        await work.petitions.add(before)
        heard = Heard(
            id=MessageId("fake:1"),
            place=Place(platform=PLATFORM, account=ROBOT, chat=name),
            scope=Scope.DIRECT,
            sender=Account(platform=PLATFORM, account=ROBOT, user=name),
            sender_name=name,
            sent_at=MONDAY,
            text=line.replace(" 7 ", f" {TAIL} "),
        )
        await work.messages.keep(heard, at=MONDAY)
        message = await identify(heard, work)
        refused = None
        try:
            await dispatch(message, work)
        except Refusal as refusal:
            refused = refusal_texts.words(refusal, message)
        return Outcome(
            roles=message.roles if message.sender == voter else message.roles - {Role.VOTER},
            before=before,
            after=await work.petitions.get(before.id),
            said=tuple(entry.outgoing for entry in await work.outbox.waiting()),
            refused=refused,
            sender=message.sender,
        )
    raise AssertionError


@pytest.mark.parametrize("state", set(State) - {State.DRAFT})
async def test_whoever_moves_a_petition_may_and_hears_of_it_and_timers_die_with_the_state(state: State) -> None:
    for name in INVOLVED:
        for line in LINES:
            found = await outcome(name, line, state)
            assert found.refused or any(one.to.id == found.sender for one in found.said), (name, line)
            if found.refused is not None:
                continue
            for step in found.after.history[len(found.before.history) :]:
                allowed = ACTORS[step.action]
                assert (BOT in allowed) if step.by is None else (found.roles & allowed), (name, line, step.action)
            assert found.after.timer is None or found.after.state in BY_ITSELF, (name, line)


@pytest.mark.parametrize("state", set(State) - {State.DRAFT})
async def test_nobody_else_changes_a_petition_or_reads_a_word_of_it(state: State) -> None:
    for name in NOT_INVOLVED:
        for line in LINES:
            found = await outcome(name, line, state)
            assert found.after == found.before, (name, line)
            read = [found.refused or "", *(one.text for one in found.said if one.to.id == found.sender)]
            assert all(found.before.summary not in text for text in read), (name, line)
