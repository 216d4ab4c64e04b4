"""What waits at a station now, and the digit that shows one of the matters on a digest."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Final

from handlers.conversation import Answer, Question
from handlers.message import Choice, Citation, Message, Recipient
from handlers.people.rules.masking import masked
from handlers.people.rules.roster import PersonId, Station
from handlers.petitions.citing import cite
from handlers.petitions.rules.interest import may_learn
from handlers.petitions.rules.petition import Petition, PetitionId, State
from handlers.petitions.rules.states import ACTORS, TRANSITIONS
from handlers.ports import Entry, UnitOfWork, UnknownPetition
from handlers.reports import texts
from handlers.reports.rules.quotas import month_of
from handlers.reports.texts import Matter, Standing
from handlers.reports.untold import untold

DIGEST: Final = "digest"
LISTED: Final = 3
SOON: Final = timedelta(days=2)
MOST_READ: Final = 300  # overdue petitions read to find those due after them; with more, nobody asks what is due soon

# Where no rule of time helps on: somebody has to say who takes it, or bring people together.
TO_DECIDE: Final = frozenset({State.SENT_BACK, State.REOPENED, State.PRIVATE_HUMAN, State.EMERGENCY})


async def standing(station: Station, now: datetime, work: UnitOfWork) -> Standing:
    """Return what waits, each matter listed once, with digits from 1 on; what is kept from anybody is in no list."""
    petitions = work.petitions
    long_ago = now - timedelta(days=station.limits.unheard_days)
    unheard = await petitions.unheard_since(station.id, long_ago, limit=MOST_READ)
    silent = [one for one in unheard if one.conflict is None][:LISTED]
    listed = {one.id for one in silent}
    waiting = await petitions.in_state(station.id, TO_DECIDE, limit=MOST_READ)
    to_decide = [one for one in waiting if one.id not in listed and one.conflict is None][:LISTED]
    overdue_count = await petitions.count_due_before(station.id, now)
    due = await petitions.due_before(station.id, now + SOON, limit=min(overdue_count, MOST_READ) + 3 * LISTED)
    listed |= {one.id for one in to_decide}
    others = [one for one in due if one.id not in listed and one.conflict is None]
    overdue = [one for one in others if one.due is not None and one.due < now][:LISTED]
    due_soon = [one for one in others if one.due is not None and one.due >= now]
    due_soon = due_soon[: LISTED - len(silent)]  # no more than nine in all: each has a digit
    names = await work.voters.names()
    digits = count(1)

    def matters(found: Sequence[Petition]) -> tuple[Matter, ...]:
        return tuple(Matter(digit=next(digits), petition=one, words=masked(one.summary, names)) for one in found)

    return Standing(
        silent=matters(silent),
        silent_count=await petitions.count_unheard_since(station.id, long_ago),
        to_decide=matters(to_decide),
        due_soon=matters(due_soon),
        overdue=matters(overdue),
        overdue_count=overdue_count,
        unsent=await _unsent(station, work),
        untold=await untold(station, now.date(), work),
        quotas=tuple(await work.quotas.of(month_of(now.date()))),
    )


async def told_of_unsent(waiting: Standing, now: datetime, work: UnitOfWork) -> None:
    """Let no later digest tell of the messages given up that this one told of."""
    for entry in waiting.unsent:
        await work.occurrences.claim(_told(entry), at=now)


async def ask_which(
    person: PersonId, text: str, matters: Sequence[Matter], at: datetime, work: UnitOfWork
) -> tuple[Choice, ...]:
    """Let a digit show one of the *matters* listed in *text*; return the digits."""
    choices = tuple(Choice(digit=one.digit, label=texts.choice(one)) for one in matters)
    if choices:
        await work.questions.ask(
            Question(
                person=person,
                where=Recipient.person(person),
                topic=DIGEST,
                subject=" ".join(one.petition.id for one in matters),
                choices=choices,
                asked_at=at,
                text=text,
                cites=cited(matters),
            )
        )
    return choices


def cited(matters: Sequence[Matter]) -> tuple[Citation, ...]:
    """Return the words that a list of *matters* has of each."""
    return cite(*((one.petition, one.words) for one in matters))


async def on_digest(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Show the matter of that digit, with what can be done next; the other digits stay good."""
    listed = question.subject.split()
    petition = await work.petitions.get(PetitionId(listed[(answer.digit or 1) - 1]))
    station = work.roster.stations[petition.station]
    if not may_learn(petition, message.sender, station):  # it was told after the list was
        raise UnknownPetition
    await work.questions.ask(question)
    actions = [action for (state, action) in TRANSITIONS if state is petition.state and ACTORS[action] & message.roles]
    text = texts.card(petition, station, message.sent_at, actions)
    await work.outbox.add(message.reply_in_private(text, about=petition.id), at=message.sent_at)


async def _unsent(station: Station, work: UnitOfWork) -> tuple[Entry, ...]:
    given_up = await work.outbox.given_up(station.id)
    return tuple([entry for entry in given_up if not await work.occurrences.is_claimed(_told(entry))])


def _told(entry: Entry) -> str:
    """Return what is claimed once a digest told that *entry* was given up; sent again in vain, it is told again."""
    return f"digest/unsent/{entry.number}/{entry.done_at}"
