"""Topics proposed for the weekly discussion: what many voters have told, with the reasons (domain §3.4, §5.9)."""

from datetime import datetime
from typing import Final

from handlers.conversation import Question
from handlers.meetings import topic_texts
from handlers.message import Choice, Recipient
from handlers.people.rules.roster import PersonId, Station
from handlers.petitions.hot_issues import MONTH, WEEK, told_most
from handlers.petitions.rules.hot_issues import HotIssue
from handlers.ports import UnitOfWork

PROPOSED: Final = "proposed_topic"
AT_MOST: Final = 3


async def proposed(station: Station, now: datetime, work: UnitOfWork) -> list[HotIssue]:
    """Return what a week's talk could be about: what was told most in the last week, then in the last month.

    Only what has a topic of the list: a group is shown that, never a voter's words.
    """
    found: list[HotIssue] = []
    for period in (WEEK, MONTH):
        known = {petition for issue in found for petition in issue.petitions}
        told = await told_most(station, now - period, now, work)
        found += [one for one in told if one.category is not None and known.isdisjoint(one.petitions)]
    return found[:AT_MOST]


async def ask_which(
    person: PersonId, text: str, topics: list[HotIssue], *, at: datetime, work: UnitOfWork
) -> tuple[Choice, ...]:
    """Let a digit choose one of *topics*, which *text* lists; return the digits."""
    choices = tuple(
        Choice(digit=digit, label=topic_texts.proposed_title(issue)) for digit, issue in enumerate(topics, start=1)
    )
    if choices:
        where = Recipient.person(person)
        question = Question(
            person=person, where=where, topic=PROPOSED, subject=PROPOSED, choices=choices, asked_at=at, text=text
        )
        await work.questions.ask(question)
    return choices
