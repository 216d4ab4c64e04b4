"""The end of a reception day: what it brought is asked for, told to the groups, and recorded (MSG-J9, J10, J14)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Final

from handlers.conversation import Answer, Question, said_in_words
from handlers.dates.china_time import CHINA_TIME, moment
from handlers.dates.day_kinds import ONE_DAY
from handlers.meetings import brought_texts as texts
from handlers.meetings.at_the_table import at_place, place_of, place_to_say
from handlers.meetings.matters import matters_of
from handlers.meetings.posts import groups_told, reception_slot
from handlers.meetings.reception import next_held
from handlers.meetings.reception_day import Held, asked_about, held_together, upcoming
from handlers.meetings.record import give_to_heads
from handlers.meetings.rules.records import Counts
from handlers.meetings.telling import GroupPost, post, tell
from handlers.meetings.texts import NOT_HELD
from handlers.message import Message, Recipient
from handlers.parse import NotUnderstood, counts
from handlers.people.on_duty import on_duty
from handlers.ports import UnitOfWork
from handlers.reports.rules import figures
from handlers.timed import Occurrence
from handlers.trail import note

COUNTS: Final = "reception_counts"


async def end(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Ask staff, once for all places that end in this moment, what the receptions brought.

    What was entered there is counted already and only confirmed.
    """
    ended = [
        (day, await _entered(day, work), await place_to_say(day, work))
        for day in await held_together(occurrence, "end", now, work)
        if day.kept.end == occurrence.due
    ]
    if not ended:
        return
    text = texts.ask_counts(ended)
    first, _, place = ended[0]
    choices = texts.COUNTS_CHOICES if first.kept.received and not place else ()
    for day, _, _ in ended:
        await work.meetings.save_reception(day.kept)
    for person in on_duty(first.station):
        for day, _, _ in ended:
            question = Question(
                person=person,
                where=Recipient.person(person),
                topic=COUNTS,
                subject=day.kept.id,
                choices=choices,
                asked_at=now,
                words=True,
                text=text,
            )
            await work.questions.ask(question)
        await tell(person, text, station=first.station, key=occurrence.key, at=now, work=work, choices=choices)


async def on_counts(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Note what a reception day brought; the groups hear of it on the day itself, later it is only noted."""
    waiting = await _waiting(question, message, work)
    if not waiting:
        await work.outbox.add(message.reply_in_private(NOT_HELD), at=message.sent_at)
        return
    named = at_place([day for _, day in waiting], answer.words)
    meant = [one for one, _ in waiting if message.quote is None or one.text == question.text]
    if named is None and len(meant) > 1:
        text = texts.which_place([place_of(day) for _, day in waiting])
        await _ask_again(question, text, message, work)
        return
    day, said = named or (waiting[0][1], answer.words)
    asked = next(one for one, other in waiting if other is day)
    if asked is not question:
        await work.questions.ask(question)  # it still waits: the words were for another day
    place = await place_to_say(day, work)
    entered = await _entered(day, work)
    agrees = said_in_words(said, replace(asked, choices=texts.COUNTS_CHOICES), message.sent_at) is not None
    try:
        brought = entered if entered is not None and (agrees or answer.digit is not None) else counts(said)
    except NotUnderstood:
        await _ask_again(asked, texts.not_three_numbers(place), message, work)
        return
    if not _is_possible(brought, len(day.kept.received)):
        await _ask_again(asked, texts.not_possible(brought, len(day.kept.received), place), message, work)
        return
    recorder = day.kept.recorder or work.roster.name(message.sender) or ""
    await _keep(replace(day, kept=replace(day.kept, counts=brought, recorder=recorder)), place, message, work)


async def _keep(day: Held, place: str, message: Message, work: UnitOfWork) -> None:
    """Keep the counts of a day and tell all who are to know: the groups, whoever counted, the head."""
    brought = (await matters_of(day, work)).brought(day).counts
    await work.meetings.save_reception(day.kept)
    await work.questions.close_about(day.kept.id, topics={COUNTS})
    await note(message, about=day.kept.id, event="reception_counts", work=work)
    for figure, count in figures.of_reception(brought):
        await work.figures.add(day.station.id, day.date, figure, count)
    same_day = message.sent_at.astimezone(CHINA_TIME).date() == day.date
    if same_day:
        await _post_end(day, message, work)
    text = texts.counts_noted(day, brought, place, told=same_day)
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)
    await give_to_heads(day, message.sent_at, work)


async def _waiting(question: Question, message: Message, work: UnitOfWork) -> Sequence[tuple[Question, Held]]:
    """Return the days whose counts the speaker was asked for, that of *question* first, as far as they are held."""
    others = await work.questions.open(message.sender, question.where)
    asked = (question, *(one for one in others if one.topic == COUNTS))
    days = [(one, await asked_about(one, message.sent_at, work)) for one in asked]
    return [(one, day) for one, day in days if day is not None]


async def _entered(day: Held, work: UnitOfWork) -> Counts | None:
    """Return what was entered at the reception itself, None where nothing was."""
    return (await matters_of(day, work)).brought(day).entered if day.kept.received else None


def _is_possible(brought: Counts, entered: int) -> bool:
    """Return whether the numbers may be true: nobody answers more than there is, and nothing comes of itself."""
    return brought.answered <= brought.matters and (brought.people > 0 or not (brought.matters or entered))


async def _post_end(day: Held, message: Message, work: UnitOfWork) -> None:
    later = await upcoming(day.station, day.date + ONE_DAY, work)
    slot = reception_slot(day.kept.id)
    closing = GroupPost(
        key=f"reception/{day.kept.id}/ended",
        station=day.station,
        slot=slot,
        text=texts.ended((await matters_of(day, work)).brought(day), next_held(day, later)),
        due=message.sent_at,
        until=moment(day.date + ONE_DAY, time()),
    )
    await post(closing, groups_told(day.station, slot, day.date), message.sent_at, work)


async def _ask_again(question: Question, text: str, message: Message, work: UnitOfWork) -> None:
    await work.questions.ask(replace(question, asked_at=message.sent_at, text=text))
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)
