"""Topics proposed for the weekly discussion, each with its reason (domain §2.2.1, §3.4, §5.9).

What many voters have told, what the last talks left over, what the township works at now.
"""

from datetime import datetime, timedelta
from typing import Final

from handlers.conversation import Answer, Question
from handlers.meetings import topic_texts as texts
from handlers.meetings.rules.topic import Proposal
from handlers.meetings.topic_week import topics_of
from handlers.message import Choice, Recipient
from handlers.people.rules.roster import PersonId, Station
from handlers.petitions.hot_issues import MONTH, WEEK, told_most
from handlers.petitions.rules.petition import PetitionId
from handlers.ports import UnitOfWork

PROPOSED: Final = "proposed_topic"
HOT_AT_MOST: Final = 3
AT_MOST: Final = 6
LEFT_FOR: Final = timedelta(weeks=4)
BETWEEN, AND, NONE = " ", ",", "-"


async def proposed(station: Station, now: datetime, work: UnitOfWork) -> list[Proposal]:
    """Return what a week's talk could be about, what was told most in the last week first, each title once."""
    found = [*await _hot(station, now, work), *await _left(station, now, work), *_at_work(station)]
    return list({one.title: one for one in reversed(found)}.values())[::-1][:AT_MOST]


async def ask_which(
    person: PersonId, text: str, topics: list[Proposal], *, at: datetime, work: UnitOfWork
) -> tuple[Choice, ...]:
    """Let a digit choose one of *topics*, which *text* lists; return the digits."""
    choices = tuple(Choice(digit=digit, label=one.title) for digit, one in enumerate(topics, start=1))
    if choices:
        subject = BETWEEN.join(AND.join(one.raised) or NONE for one in topics)
        where = Recipient.person(person)
        question = Question(
            person=person, where=where, topic=PROPOSED, subject=subject, choices=choices, asked_at=at, text=text
        )
        await work.questions.ask(question)
    return choices


def raised_in(question: Question, answer: Answer) -> tuple[PetitionId, ...]:
    """Return the petitions that the proposal chosen was drawn from."""
    chosen = question.subject.split(BETWEEN)[(answer.digit or 1) - 1]
    return () if chosen == NONE else tuple(map(PetitionId, chosen.split(AND)))


async def _hot(station: Station, now: datetime, work: UnitOfWork) -> list[Proposal]:
    """Return what was told most in the last week, then in the last month, of what has a topic of the list."""
    found: list[Proposal] = []
    for period in (WEEK, MONTH):
        known = {petition for one in found for petition in one.raised}
        told = await told_most(station, now - period, now, work)
        found += [
            Proposal(title=texts.proposed_title(one), reason=texts.told_by(one), raised=one.petitions)
            for one in told
            if one.category is not None and known.isdisjoint(one.petitions)
        ]
    return found[:HOT_AT_MOST]


async def _left(station: Station, now: datetime, work: UnitOfWork) -> list[Proposal]:
    """Return the topics of late on which nothing was decided, or of which something agreed is late."""
    late = {
        day.nominal
        for day in await work.meetings.followed(station.id)
        if any(one.is_open and one.until is not None and one.until < now.date() for one in day.agreed)
    }
    found = []
    for week in reversed(await topics_of(station, (now - LEFT_FOR).date(), now.date(), work)):
        if week.summary is not None and (not week.decisions or week.monday in late):
            reason = texts.UNDECIDED if not week.decisions else texts.STILL_TO_DO
            found.append(Proposal(title=week.topic, reason=reason, raised=week.raised))
    return found


def _at_work(station: Station) -> list[Proposal]:
    return [Proposal(title=one, reason=texts.AT_WORK) for one in (() if station.topic is None else station.topic.work)]
