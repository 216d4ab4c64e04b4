"""Who comes to an activity: every deputy is asked, or some in fair turn until four or five agree (MSG-Z2, L1)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from handlers.conversation import Answer, Question
from handlers.meetings.activities import texts
from handlers.meetings.activities.occasion import Occasion, asked_about, topic_of
from handlers.meetings.reception_day import upcoming
from handlers.meetings.rules.activity_kinds import Invites
from handlers.meetings.rules.inviting import ENOUGH, SEATS, asking_order, to_ask
from handlers.meetings.rules.same_hours import hours_of_activity, hours_of_reception
from handlers.meetings.telling import ask_person, tell_heads, tell_staff
from handlers.message import Message
from handlers.people.rules.roster import Deputy, PersonId
from handlers.petitions.rules.assignment import village_of
from handlers.ports import UnitOfWork

COMING: Final = "activity_coming"
ASKED_LATELY: Final = timedelta(days=182)


async def ask(one: Occasion, deputy: Deputy, text: str, *, key: str, at: datetime, work: UnitOfWork) -> Occasion:
    """Ask a deputy to come and return the occasion with the deputy invited; an answer given before is forgotten."""
    await ask_person(
        deputy.person,
        text,
        topic=COMING,
        subject=one.kept.id,
        station=one.station,
        key=key,
        at=at,
        work=work,
        choices=texts.COMING_CHOICES,
    )
    return one.answered(deputy.person, can=None)


async def fill_seats(one: Occasion, *, key: str, at: datetime, work: UnitOfWork, count_silent: bool = True) -> Occasion:
    """Ask as many deputies as there are empty seats, those whose matter it is first; return the occasion with them.

    Nobody is asked who is expected at a reception at those hours.
    """
    busy = await _receiving_then(one, work)
    order = [person for person in await _order(one, at, work) if person not in busy]
    said = texts.facts(one)
    for person in to_ask(order, one.kept.invited, count_silent=count_silent):
        deputy = one.station.deputy(person)
        if deputy is not None:
            text = texts.filled(one.kind.invitation, said, deputy)
            one = await ask(one, deputy, text, key=key, at=at, work=work)
    return one


async def on_coming(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Note whether a deputy comes; where only some are needed, ask the next for the seat of who does not."""
    at = message.sent_at
    one = await asked_about(question, at, work)
    if one is None or at >= one.kept.start:
        text = texts.NOT_HELD
    elif answer.digit == 1:
        text = await _agree(one, message, work)
    else:
        text = await _decline(one, message, work)
    await work.outbox.add(message.reply_in_private(text), at=at)


async def _agree(one: Occasion, message: Message, work: UnitOfWork) -> str:
    others = [invited for invited in one.kept.coming if invited.person != message.sender]
    some = one.kind.invites is Invites.SOME
    if some and len(others) >= SEATS:
        return texts.SEATS_TAKEN
    before = len(one.coming)
    one = one.answered(message.sender, can=True, at=message.sent_at)
    await work.meetings.save_activity(one.kept)
    if some and before < ENOUGH <= len(one.coming):
        key = f"{one.kept.id}/enough"
        await tell_heads(texts.enough(one), station=one.station, key=key, at=message.sent_at, work=work)
    return texts.see_you(one)


async def _decline(one: Occasion, message: Message, work: UnitOfWork) -> str:
    one = one.answered(message.sender, can=False, at=message.sent_at)
    if one.kind.invites is Invites.SOME:
        one = await fill_seats(one, key=message.id, at=message.sent_at, work=work)
        possible = sum(invited.can is not False for invited in one.kept.invited)
        if possible < ENOUGH:
            key = f"{one.kept.id}/{message.id}"
            await tell_staff(texts.too_few(one), station=one.station, key=key, at=message.sent_at, work=work)
    await work.meetings.save_activity(one.kept)
    return texts.cannot_come(one)


async def _receiving_then(one: Occasion, work: UnitOfWork) -> set[PersonId]:
    """Return the deputies who are expected at a reception at those hours: nobody can be at both."""
    hours = hours_of_activity(one.planned.start)
    return {
        deputy.person
        for day in await upcoming(one.station, one.date, work, within=timedelta(0))
        if hours.overlap(hours_of_reception(day.planned.reception))
        for deputy in day.deputies
    }


async def _order(one: Occasion, at: datetime, work: UnitOfWork) -> Sequence[PersonId]:
    """Return all deputies in the order they are asked."""
    week = await topic_of(one.kept, work)
    raised = [await work.petitions.get(petition) for petition in (() if week is None else week.raised)]
    of_late = await work.meetings.activities(one.station.id, (at - ASKED_LATELY).date(), one.date)
    asked = [
        invited.person
        for other in of_late
        if other.kind == one.kind.id and other.id != one.kept.id
        for invited in other.invited
    ]
    return asking_order(
        one.station.deputies,
        asked,
        concerned={petition.deputy for petition in raised if petition.deputy is not None},
        villages={village for petition in raised if (village := village_of(petition, one.station))},
    )
