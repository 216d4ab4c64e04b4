"""What a handling unit says of its work: under way, later, planned, done; and the answer on its way to the voter.

A unit has usually no account: staff type on its behalf, and what a unit would have typed before is done in passing.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.china_time import CHINA_TIME
from handlers.message import Message
from handlers.parse import TailAndWords
from handlers.parse_date import leading_day
from handlers.petitions import topics
from handlers.petitions.access import OF_STATION, theirs
from handlers.petitions.rules.agreed import end_of_work, workdays_after
from handlers.petitions.rules.limits import Clock, clock
from handlers.petitions.rules.petition import Action, Petition, PetitionId, State, Timer
from handlers.petitions.rules.states import advance
from handlers.petitions.station import handling_texts as texts
from handlers.petitions.station import slip_texts
from handlers.petitions.station.arguments import Progress, Replied
from handlers.petitions.telling import TELL_ANSWER, ask, ask_voter, keep_step, tell_voter
from handlers.ports import UnitOfWork

# So many working days a deputy has to bring the answer in person; then the bot does.
TELLING_DAYS: Final = 1

# What brings a petition to where its unit works on it.
_TO_WORK: Final = {
    State.DISPATCHED: Action.ACCEPT,
    State.EXTENDED: Action.RESUME,
    State.REOPENED: Action.RESUME,
}


async def progress(message: Message, argument: Progress, work: UnitOfWork) -> None:
    """Tell the voter how the work goes, or that it has its place in a plan."""
    petition = await theirs(message, argument.tail, work)
    if argument.planned:
        await _plan(petition, argument.words, message, work)
        return
    petition = await _at_work(petition, message, work)
    at = message.sent_at
    reported = advance(
        petition, Action.PROGRESS, by=message.sender, at=at, reason=argument.words, clock=Clock(due=petition.due)
    )
    await keep_step(petition, reported, work=work)
    told = texts.in_progress(petition.tail, texts.unit_of(petition), argument.words)
    await tell_voter(reported, told, part=Action.PROGRESS, at=at, work=work)
    await _confirm(slip_texts.progress_noted(petition.tail), petition, message, work)


async def extend(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Give the unit until another day, and tell the voter why."""
    petition = await theirs(message, argument.tail, work)
    last, reason = leading_day(argument.words, message.sent_at.astimezone(CHINA_TIME).date())
    petition = await _at_work(petition, message, work)
    due = end_of_work(last)
    extended = advance(
        petition, Action.EXTEND, by=message.sender, at=message.sent_at, reason=reason, clock=Clock(due=due)
    )
    await keep_step(petition, extended, work=work)
    told = texts.extended(petition.tail, due, reason)
    await tell_voter(extended, told, part=Action.EXTEND, at=message.sent_at, work=work)
    await _confirm(slip_texts.extended_noted(petition.tail, due), petition, message, work)


async def _plan(petition: Petition, words: str, message: Message, work: UnitOfWork) -> None:
    last, reason = leading_day(words, message.sent_at.astimezone(CHINA_TIME).date())
    if petition.state is not State.ESCALATED:
        petition = await _at_work(petition, message, work)
    due = end_of_work(last)
    planned = advance(petition, Action.PLAN, by=message.sender, at=message.sent_at, reason=reason, clock=Clock(due=due))
    planned = replace(planned, planned_for=due)
    await keep_step(petition, planned, work=work)
    told = texts.planned(petition.tail, due)
    await tell_voter(planned, told, part=Action.PLAN, at=message.sent_at, work=work)
    await _confirm(slip_texts.planned_noted(petition.tail, due), petition, message, work)


async def reply(message: Message, argument: Replied, work: UnitOfWork) -> None:
    """Keep the unit's answer; the deputy may bring it to the voter in person, else the bot does at once."""
    petition = await theirs(message, argument.tail, work)
    if petition.state is State.CONFERRED and message.roles & OF_STATION:  # no unit ends what is said of its own work
        await _end_conferring(petition, argument, message, work)
        return
    if petition.state is not State.PLANNED:
        petition = await _at_work(petition, message, work)
    at = message.sent_at
    told_by = workdays_after(at, TELLING_DAYS, message.station)
    time = Clock(due=told_by, timer=Timer.BRING_ANSWER, timer_at=told_by)
    replied = advance(petition, Action.REPLY, by=message.sender, at=at, clock=time)
    replied = replace(replied, answer=argument.words, result=argument.result)
    await keep_step(petition, replied, work=work)
    deputy = message.station.deputy(petition.deputy)
    if deputy is None:
        await survey(replied, at=at, work=work)
    else:
        text = texts.tell_the_answer(petition.tail, argument.words)
        choices = texts.TELL_ANSWER_CHOICES
        await ask(deputy.person, text, about=replied, topic=TELL_ANSWER, choices=choices, at=at, work=work)
    noted = slip_texts.reply_noted(replied, deputy)
    if deputy is None:
        noted = texts.and_the_voter(noted, replied)
    await work.outbox.add(message.reply_in_private(noted), at=at)


async def on_answer_told(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Have the voter rate the answer, whether the deputy told it (1) or the bot is to tell it (2)."""
    petition = await work.petitions.get(PetitionId(question.subject))
    await survey(petition, at=message.sent_at, work=work)
    await work.outbox.add(message.reply_in_private(texts.survey_begun(petition)), at=message.sent_at)


async def survey(petition: Petition, *, at: datetime, work: UnitOfWork) -> None:
    """Tell the voter the answer and ask what it is worth (MSG-S9)."""
    station = work.roster.stations[petition.station]
    time = clock(State.SURVEYING, at=at, station=station)
    surveyed = advance(petition, Action.SURVEY, by=None, at=at, clock=time)
    await keep_step(petition, surveyed, work=work)
    text = texts.answered(surveyed.tail, surveyed.answer or "")
    await ask_voter(surveyed, text, topic=topics.RATING, choices=texts.ANSWER_CHOICES, at=at, work=work)


async def _end_conferring(petition: Petition, argument: Replied, message: Message, work: UnitOfWork) -> None:
    at = message.sent_at
    time = clock(State.CLOSED, at=at, station=message.station)
    closed = advance(petition, Action.CLOSE, by=message.sender, at=at, clock=time)
    closed = replace(closed, answer=argument.words, result=argument.result)
    await keep_step(petition, closed, work=work)
    days = message.station.limits.reopen_days
    await tell_voter(closed, texts.conferred(closed.tail, argument.words, days), part=Action.CLOSE, at=at, work=work)
    await _confirm(slip_texts.conferred_noted(closed.tail), closed, message, work)


async def _at_work(petition: Petition, message: Message, work: UnitOfWork) -> Petition:
    """Return *petition* where its unit works on it, having taken the step that leads there if one was left out."""
    action = _TO_WORK.get(petition.state)
    if action is None:
        return petition
    begun = advance(petition, action, by=message.sender, at=message.sent_at, clock=Clock(due=petition.due))
    await keep_step(petition, begun, work=work)
    return begun


async def _confirm(text: str, petition: Petition, message: Message, work: UnitOfWork) -> None:
    await work.outbox.add(message.reply_in_private(texts.and_the_voter(text, petition)), at=message.sent_at)
