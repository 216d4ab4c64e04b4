"""The whole table of states, walked by every role: everybody types every command, and answers all that comes of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Final

import pytest

from bot.dispatch import dispatch
from bot.speaker import identify
from handlers.commands import COMMANDS
from handlers.commands_texts import USES
from handlers.conversation import Question
from handlers.message import Account, Heard, MessageId, Recipient, Scope
from handlers.people.rules.roster import PersonId, Place, Role, Roster, Staff
from handlers.petitions.rules.petition import Action, Petition, PetitionId, State, Step
from handlers.petitions.rules.states import ACTORS, BOT, TRANSITIONS
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from tests.support.memory import MemoryStorage
from tests.support.records import NOON, a_petition
from tests.support.story import MONDAY
from tests.support.township import LI_VILLAGE, NAMES, PLATFORM, ROBOT, STATION
from tests.support.undone import undone

UNIT: Final = "供电所"
EVERYBODY: Final = {
    "赵敏": Role.VOTER,
    "张明远": Role.DEPUTY,
    "陈玉兰": Role.DEPUTY,
    "林晓": Role.STAFF,
    "何建平": Role.HEAD,
    "秦书敏": Role.PRESIDIUM,
    UNIT: Role.UNIT,
    "供水站": Role.UNIT,
    "郑文慧": Role.COUNTY,
}
VOTER: Final = "赵敏"
ADDED: Final = {UNIT: PersonId("power"), "供水站": PersonId("water"), "郑文慧": PersonId("zheng")}
ROSTER: Final = Roster(
    [
        replace(
            STATION,
            staff=(
                *STATION.staff,
                *(Staff(person=person, name=name, role=EVERYBODY[name]) for name, person in ADDED.items()),
            ),
        )
    ]
)
ACCOUNTS: Final = {
    Account(platform=PLATFORM, account=ROBOT, user=name): person for name, person in {**NAMES, **ADDED}.items()
}

TAIL: Final = 12
# Beside the example of each command: what else it may be told.
MORE: Final = (
    "/办理 12 列入计划 2027年5月20日 和修路一起做",
    "/回复 12 A 电梯修好了",
    "/评价 12 不满意 又停了",
    "/重办 12 昨晚又停了",
    "/不登记 12 广告",
    "/并 12 13",
    "/拆 12",
)
LINES: Final = (*(f"/{USES[command.word].example.removeprefix('/')}" for command in COMMANDS), *MORE)

# Steps that no command about a registered petition takes: they follow from talk, from another petition, or from time.
BY_OTHER_WAYS: Final = frozenset({Action.REGISTER, Action.ALARM, Action.TAKE_PRIVATE, Action.SUPPLY, Action.MERGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A step that somebody's words led to, and the state it was taken from."""

    name: str
    words: str
    before: State
    step: Step


async def in_state(state: State) -> tuple[MemoryStorage, Petition]:
    """Return a storage with one petition in *state*, and beside it another that it may be brought together with."""
    storage = MemoryStorage(ROSTER, bound=ACCOUNTS)
    async with storage.begin() as work:
        voter = await work.voters.recognise(account(VOTER), name=VOTER, on=NOON.date())
        parent = PetitionId("qs-2026-13") if state is State.MERGED else None
        petition = replace(
            a_petition(TAIL),
            voter=voter,
            state=state,
            group=LI_VILLAGE,
            deputy=NAMES["张明远"],
            unit=UNIT,
            answer="电梯修好了",
            parent=parent,
        )
        await work.petitions.add(petition)
        await work.petitions.add(replace(a_petition(13), voter=voter, group=LI_VILLAGE, summary="路灯不亮"))
    return storage, petition


def account(name: str) -> Account:
    return Account(platform=PLATFORM, account=ROBOT, user=name)


NUMBERS: Final = count(1)


async def say(name: str, words: str, work: UnitOfWork) -> None:
    """Have *name* say something in private; a refusal changes nothing."""
    heard = Heard(
        id=MessageId(f"fake:{next(NUMBERS)}"),
        place=Place(platform=PLATFORM, account=ROBOT, chat=name),
        scope=Scope.DIRECT,
        sender=account(name),
        sender_name=name,
        sent_at=MONDAY,
        text=words,
    )
    await work.messages.keep(heard, at=MONDAY)
    await dispatch(await identify(heard, work), work)


def steps(before: Petition, after: Petition, name: str, words: str) -> Iterator[Moved]:
    """Yield the steps that *after* has beyond *before*."""
    state = before.state
    for step in after.history[len(before.history) :]:
        yield Moved(name=name, words=words, before=state, step=step)
        state = step.state


async def questions(work: UnitOfWork) -> list[tuple[str, Question]]:
    """Return the last question to each person."""
    asked = []
    for name in EVERYBODY:
        person = await work.voters.recognise(account(name), name=name, on=NOON.date())
        asked += [(name, question) for question in (await work.questions.open(person, Recipient.person(person)))[-1:]]
    return asked


async def walk(state: State) -> list[Moved]:
    """Return all steps that come of everybody's every command, and of every answer to what is asked then."""
    moved: list[Moved] = []
    for name in EVERYBODY:
        for line in LINES:
            storage, petition = await in_state(state)
            try:
                async with storage.begin() as work:
                    await say(name, line.replace(" 7 ", f" {TAIL} "), work)
                    said = await work.petitions.get(petition.id)
                    asked = await questions(work)
            except Refusal:
                continue
            moved += steps(petition, said, name, line)
            for other, question in asked:
                for answer in (*(str(choice.digit) for choice in question.choices), *(["原因已说明"] * question.words)):
                    async with undone(storage) as work:
                        try:
                            await say(other, answer, work)
                        except Refusal:
                            continue
                        moved += steps(said, await work.petitions.get(petition.id), other, f"{line} / {answer}")
    return moved


ONCE_DISSATISFIED_AGAIN: Final = (State.SURVEYING, Action.CONFER)
"""Which the one that is walked here is not; `tests/scenarios/test_rating.py` has one that is."""

WALKED: Final[dict[State, list[Moved]]] = {}


async def walked(state: State) -> list[Moved]:
    """Return the same, walked once."""
    if state not in WALKED:
        WALKED[state] = await walk(state)
    return WALKED[state]


@pytest.mark.parametrize("state", set(State) - {State.DRAFT})
async def test_no_command_and_no_answer_moves_a_petition_by_somebody_who_is_not_its_actor(state: State) -> None:
    for one in await walked(state):
        role = BOT if one.step.by is None else EVERYBODY[one.name]
        assert role in ACTORS[one.step.action], (one.name, one.words, one.step.action)
        assert TRANSITIONS[one.before, one.step.action] is one.step.state


@pytest.mark.parametrize("state", set(State) - {State.DRAFT})
async def test_every_step_that_is_somebodys_can_be_taken_by_a_command(state: State) -> None:
    taken = {one.step.action for one in await walked(state) if one.before is state}
    steps_there = {step for step in TRANSITIONS if step[0] is state} - {ONCE_DISSATISFIED_AGAIN}
    of_people = {action for _, action in steps_there if ACTORS[action] != {BOT}}
    assert of_people - BY_OTHER_WAYS <= taken
