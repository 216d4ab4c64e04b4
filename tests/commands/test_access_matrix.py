"""Who may do what, and to whose matter (domain §8.6): every role, every command, one's own matter, another's, none."""

import re
from dataclasses import dataclass, replace
from typing import Final

import pytest

from bot.dispatch import dispatch
from bot.speaker import identify
from handlers import commands_texts, refusal_texts
from handlers.commands import BY_WORD, COMMANDS
from handlers.commands_texts import USES
from handlers.message import Account, Heard, MessageId, Scope
from handlers.people.rules.roster import PersonId, Place, Role, Roster, Staff
from handlers.petitions.rules.petition import Petition, State
from handlers.refusals import Refusal
from tests.commands.access import MAY, Access
from tests.support.memory import MemoryStorage
from tests.support.records import NOON, a_petition
from tests.support.story import MONDAY
from tests.support.township import LI_VILLAGE, NAMES, PLATFORM, ROBOT, STATION, WANG_VILLAGE

UNIT: Final = "供电所"
COUNTY: Final = "县人大代表工委"
ROSTER: Final = Roster(
    [
        replace(
            STATION,
            staff=(
                *STATION.staff,
                Staff(person=PersonId("clerk"), name=UNIT, role=Role.UNIT),
                Staff(person=PersonId("county"), name=COUNTY, role=Role.COUNTY),
            ),
        )
    ]
)
PEOPLE: Final = {**NAMES, UNIT: PersonId("clerk"), COUNTY: PersonId("county")}
ACCOUNTS: Final = {Account(platform=PLATFORM, account=ROBOT, user=name): person for name, person in PEOPLE.items()}
SPEAKERS: Final = {"V": "赵敏", "D": "张明远", "S": "林晓", "H": "何建平", "P": "秦书敏", "U": UNIT, "C": COUNTY}

OWN, OTHERS, NOBODYS = 12, 34, 99
NUMBER: Final = re.compile(r"(?<= )[0-9]+")
PHONE: Final = STATION.phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one line: all that was said to anybody, the refusal, and the petitions afterwards."""

    said: tuple[tuple[str, str], ...]
    refused: str | None
    petitions: tuple[Petition, ...]

    def about_no_number(self, tail: int) -> tuple[object, object]:
        """Return what was said with the number taken out."""
        said = tuple((to, text.replace(f"{tail}", "N")) for to, text in self.said)
        return said, None if self.refused is None else self.refused.replace(f"{tail}", "N")


def state_for(letter: str) -> State:
    """Return where a matter is that is the role's to handle."""
    return {"U": State.DISPATCHED, "C": State.ESCALATED}.get(letter, State.TRIAGED)


async def outcome(letter: str, line: str) -> Outcome:
    """Return what comes of the one with that role typing *line* in private."""
    name = SPEAKERS[letter]
    storage = MemoryStorage(ROSTER, bound=ACCOUNTS)
    async with storage.begin() as work:
        known = [
            await work.voters.recognise(Account(platform=PLATFORM, account=ROBOT, user=one), name=one, on=NOON.date())
            for one in (SPEAKERS["V"], "钱伟")
        ]
        own = replace(
            a_petition(OWN),
            voter=known[0],
            state=state_for(letter),
            group=LI_VILLAGE,
            deputy=NAMES["张明远"],
            unit=UNIT,
        )
        others = replace(
            a_petition(OTHERS), voter=known[1], state=State.TRIAGED, group=WANG_VILLAGE, deputy=NAMES["陈玉兰"]
        )
        await work.petitions.add(own)
        await work.petitions.add(replace(others, unit="供水站", text="王庄水管漏了", summary="王庄水管漏了"))
    refused = None
    try:
        async with storage.begin() as work:
            heard = Heard(
                id=MessageId("fake:1"),
                place=Place(platform=PLATFORM, account=ROBOT, chat=name),
                scope=Scope.DIRECT,
                sender=Account(platform=PLATFORM, account=ROBOT, user=name),
                sender_name=name,
                sent_at=MONDAY,
                text=line,
            )
            await work.messages.keep(heard, at=MONDAY)
            message = await identify(heard, work)
            await dispatch(message, work)
    except Refusal as refusal:
        refused = refusal_texts.words(refusal, message)
    async with storage.begin() as work:
        said = tuple((one.outgoing.to.id, one.outgoing.text) for one in await work.outbox.waiting())
        petitions = tuple([await work.petitions.get(one.id) for one in (own, others)])
    return Outcome(said=said, refused=refused, petitions=petitions)


def line_of(word: str, tail: int | None = None) -> str:
    """Return the example of a command with a slash, about the petition of that tail."""
    example = next(USES[one].example for one in USES if one.main == word).removeprefix("/")
    return "/" + (example if tail is None else NUMBER.sub(f"{tail}", example, count=1))


def test_every_command_has_its_row_and_no_row_is_left_over() -> None:
    assert set(MAY) == {command.word.main for command in COMMANDS}


@pytest.mark.parametrize("letter", SPEAKERS)
@pytest.mark.parametrize(("word", "access"), MAY.items(), ids=MAY)
async def test_a_command_is_for_its_roles_and_refused_to_all_others_in_a_kind_word(
    word: str, access: Access, letter: str
) -> None:
    found = await outcome(letter, line_of(word))
    spoken = next(one for one in BY_WORD if one.main == word)
    kind = commands_texts.not_allowed(spoken, BY_WORD[spoken].roles, PHONE)
    assert (found.refused == kind) == (letter not in access.may)
    if letter not in access.may:
        assert found.said == ()


@pytest.mark.parametrize("letter", SPEAKERS)
@pytest.mark.parametrize(("word", "access"), [(word, one) for word, one in MAY.items() if one.about_matters])
async def test_whose_matter_one_may_not_know_is_refused_as_if_there_were_none(
    word: str, access: Access, letter: str
) -> None:
    if letter not in access.may:
        return
    nobodys = await outcome(letter, line_of(word, NOBODYS))
    unknown = nobodys.about_no_number(NOBODYS)
    own = await outcome(letter, line_of(word, OWN))
    others = await outcome(letter, line_of(word, OTHERS))
    assert (own.about_no_number(OWN) != unknown) == (letter in access.own), "own"
    assert (others.about_no_number(OTHERS) != unknown) == (letter in access.others), "others"
    if letter not in access.others:
        assert others.petitions == nobodys.petitions


def test_the_table_grants_no_reach_without_the_command() -> None:
    assert all(set(one.own) | set(one.others) <= set(one.may) for one in MAY.values())
