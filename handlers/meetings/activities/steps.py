"""The steps of an activity: what its kind says is told to whom, how long before."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from string import Formatter
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.day_kinds import ONE_DAY
from handlers.meetings import topic_material
from handlers.meetings.activities import texts
from handlers.meetings.activities.invitations import ask, fill_seats
from handlers.meetings.activities.occasion import OF_LATE, Occasion, asked_about, occasion, topic_of
from handlers.meetings.activities.plan import step_of
from handlers.meetings.posts import activity_slot, groups_told
from handlers.meetings.rules.activity_kinds import WHOLE_YEAR, Audience, Step
from handlers.meetings.telling import GroupPost, ask_person, post, tell
from handlers.message import Message, Recipient
from handlers.people.on_duty import on_duty
from handlers.people.rules.roster import PersonId, Role
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence
from handlers.timed_texts import when_late

WORDS: Final = "activity_words"
REMINDED: Final = frozenset({Audience.COMING, Audience.UNANSWERED, Audience.MODERATOR})
"""Those who were told before why an activity is not on its own day."""
MONTH: Final = timedelta(days=30)


async def take_step(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell those a step is for, in the words of its kind; an activity that was called off meanwhile is not told of."""
    name, number = step_of(occurrence)
    one = await occasion(name, occurrence.station, now, work)
    if one is None:
        return
    step = one.kind.steps[number]
    if step.to not in REMINDED:
        step = replace(step, text=texts.why_moved(one.planned, step.to) + step.text)
    said = await _facts(one, step, now, work)
    match step.to:
        case Audience.GROUPS:
            one = await _post(one, number, texts.filled(step.text, said), occurrence, now, work)
        case Audience.DEPUTIES | Audience.COMING | Audience.UNANSWERED:
            one = await _tell_deputies(one, step, said, occurrence, now, work)
        case Audience.HEADS | Audience.STAFF | Audience.MODERATOR:
            await _tell_station(one, step, texts.filled(step.text, said), occurrence, now, work)
    await work.meetings.save_activity(one.kept)


async def on_words(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Take what staff let be posted: the draft, words of their own, or nothing."""
    at = message.sent_at
    one = await asked_about(question, at, work)
    if one is None or one.kept.announced is not None:
        await work.outbox.add(message.reply_in_private(texts.NOT_HELD), at=at)
        return
    words = _draft(one) if answer.digit == 1 else "" if answer.digit == 2 else answer.words
    if len(words) > texts.LONGEST_POST:
        await work.questions.ask(replace(question, asked_at=at))
        await work.outbox.add(message.reply_in_private(texts.TOO_LONG), at=at)
        return
    await work.meetings.save_activity(replace(one.kept, words=words))
    await work.questions.close_about(one.kept.id, topics={WORDS})
    await work.outbox.add(message.reply_in_private(texts.WILL_POST if words else texts.WILL_NOT_POST), at=at)


async def _tell_deputies(
    one: Occasion, step: Step, said: Mapping[str, str], occurrence: Occurrence, now: datetime, work: UnitOfWork
) -> Occasion:
    """Tell or ask the deputies of a step; who has answered, or was asked within a day, is not asked again.

    Where those are told who come, whoever has not said so is asked.
    """
    answered = {invited.person for invited in one.kept.invited if invited.can is not None}
    people = {
        Audience.DEPUTIES: one.station.deputies,
        Audience.COMING: (*one.coming, *one.silent),
        Audience.UNANSWERED: one.silent,
    }[step.to]
    for deputy in people:
        text = when_late(texts.filled(step.text, said, deputy), due=occurrence.due, now=now)
        awaited = step.to is Audience.COMING and deputy in one.silent
        if awaited:
            text += texts.AWAITED
        if not (step.asks or awaited):
            await tell(deputy.person, text, station=one.station, key=occurrence.key, at=now, work=work)
        elif deputy.person not in answered and not await _was_just_asked(deputy.person, one, now, work):
            one = await ask(one, deputy, text, key=occurrence.key, at=now, work=work)
    if step.to is Audience.UNANSWERED:
        one = await fill_seats(one, key=occurrence.key, at=now, work=work, count_silent=False)
    return one


async def _tell_station(
    one: Occasion, step: Step, text: str, occurrence: Occurrence, now: datetime, work: UnitOfWork
) -> None:
    """Tell the head, the staff or whoever leads the talk; who is to agree to some words is asked."""
    station = one.station
    people = on_duty(station) if step.to is Audience.STAFF else station.with_role(Role.HEAD)
    if step.to is Audience.MODERATOR and (week := await topic_of(one.kept, work)) is not None:
        people = topic_material.moderators(week, station)
    text = when_late(text, due=occurrence.due, now=now)
    for person in people:
        if step.asks:
            await ask_person(
                person,
                text,
                topic=WORDS,
                subject=one.kept.id,
                station=station,
                key=occurrence.key,
                at=now,
                work=work,
                choices=texts.POST_CHOICES,
                words=True,
            )
        else:
            await tell(person, text, station=station, key=occurrence.key, at=now, work=work)


async def _post(
    one: Occasion, number: int, text: str, occurrence: Occurrence, now: datetime, work: UnitOfWork
) -> Occasion:
    """Have the groups told whose day it is; what staff have to agree to first is posted in the words they let pass."""
    slot = activity_slot(one.kept.id, number)
    groups = groups_told(one.station, slot, occurrence.due.date())
    if not groups or (one.kind.draft and not one.kept.words):
        return one
    line = GroupPost(
        key=occurrence.key,
        station=one.station,
        slot=slot,
        text=text,
        due=occurrence.due,
        until=occurrence.until,
        spread_out=True,
    )
    await post(line, groups, now, work)
    return replace(one, kept=replace(one.kept, announced=one.kept.announced or now.date()))


async def _was_just_asked(person: PersonId, one: Occasion, now: datetime, work: UnitOfWork) -> bool:
    questions = await work.questions.open(person, Recipient.person(person))
    return any(asked.subject == one.kept.id and now - asked.asked_at < ONE_DAY for asked in questions)


# --- what stands in the braces ---


async def figures(one: Occasion, now: datetime, work: UnitOfWork) -> str:
    """Return what was done in the time a kind looks back on."""
    return texts.counted(*await _counts(one, now, work))


async def _done(one: Occasion, now: datetime, work: UnitOfWork) -> str:
    return texts.counted_for_voters(*await _counts(one, now, work))


async def _counts(one: Occasion, now: datetime, work: UnitOfWork) -> tuple[Mapping[str, int], str]:
    """Return the figures of the time a kind looks back on, and what that time is called."""
    months, today = one.kind.figures_of, now.date()
    year = one.planned.day.nominal.replace(month=1, day=1)
    since = year if months == WHOLE_YEAR else (now - months * MONTH).date()
    return await work.figures.between(one.station.id, since, today), texts.span(months, one)


async def _last(one: Occasion, now: datetime, work: UnitOfWork) -> str:
    held = await work.meetings.activities(one.station.id, (now - OF_LATE).date(), now.date())
    before = [day for day in held if day.kind == one.kind.id and day.id != one.kept.id]
    return texts.last_time(before[-1].agreed) if before else ""


async def _words(one: Occasion, now: datetime, work: UnitOfWork) -> str:
    return one.kept.words or _draft(one)


async def _material(one: Occasion, now: datetime, work: UnitOfWork) -> str:
    week = await topic_of(one.kept, work)
    if week is None:
        return ""
    return f"{await topic_material.material(week, one.station, work)}\n{texts.who_talks(one)}"


FACTS: Final[Mapping[str, Callable[[Occasion, datetime, UnitOfWork], Awaitable[str]]]] = {
    "figures": figures,
    "done": _done,
    "last": _last,
    "draft": _words,
    "material": _material,
}
"""What has to be looked up before it can be said, by the word in braces."""


async def _facts(one: Occasion, step: Step, now: datetime, work: UnitOfWork) -> Mapping[str, str]:
    """Return all that the words of a step need."""
    named = {name for _, name, _, _ in Formatter().parse(step.text) if name is not None}
    looked_up = {name: await find(one, now, work) for name, find in FACTS.items() if name in named}
    return {**texts.facts(one), **looked_up}


def _draft(one: Occasion) -> str:
    return texts.filled(one.kind.draft, texts.facts(one))
