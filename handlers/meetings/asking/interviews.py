"""Interviews deputies ask for: put to staff with what is open about them, arranged, written down (domain §2.1.14)."""

from dataclasses import replace
from typing import Final

from handlers.dates.china_time import day_of
from handlers.document import Document
from handlers.meetings.asking import interview_texts as texts
from handlers.meetings.asking.interview_arguments import InterviewStep, Wish
from handlers.meetings.rules.interviews import Interview, topics
from handlers.meetings.telling import tell, tell_staff
from handlers.message import Message
from handlers.parse_date import leading_day
from handlers.petitions.rules.states import OPEN
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.trail import note

MOST_READ: Final = 1000
"""So many open matters are looked through."""


class NoSuchInterview(Refusal):
    """The station has no interview of that number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


async def ask(message: Message, argument: Wish, work: UnitOfWork) -> None:
    """Note whom a deputy would like to meet, and give staff what is open about it."""
    station, now = message.station, message.sent_at
    earlier = await work.interviews.of(station.id)
    matters = await work.petitions.in_state(station.id, OPEN, limit=MOST_READ)
    new = Interview(
        station=station.id,
        number=len(earlier) + 1,
        deputy=message.sender,
        official=argument.official,
        subject=argument.subject,
        asked_at=now,
        topics=tuple(topics(argument.official, argument.subject, matters, station)),
    )
    await _keep(new, "ask_interview", message, work)
    text = texts.for_staff(new, _name(new, work))
    await tell_staff(text, station=station, key=f"{new.key}/asked", at=now, work=work)
    await work.outbox.add(message.reply_in_private(texts.asked(new)), at=now)


async def step(message: Message, argument: InterviewStep, work: UnitOfWork) -> None:
    """List the interviews, arrange one, write down what came of it, or hand over its sheet."""
    if argument.number is None:
        text = texts.listed(await work.interviews.of(message.station.id))
        await work.outbox.add(message.reply_in_private(text), at=message.sent_at)
        return
    known = await work.interviews.get(message.station.id, argument.number)
    if known is None:
        raise NoSuchInterview(argument.number)
    if argument.arranged:
        await _arrange(known, argument.arranged, message, work)
    elif argument.answered:
        answered = replace(known, answer=argument.answered)
        await _keep(answered, "answer_interview", message, work)
        await _tell_deputy(answered, texts.told_answer(answered), message, work)
        await _hand_over(answered, texts.written_down(answered), message, work)
    elif argument.followed_up:
        followed = replace(known, follow_up=argument.followed_up)
        await _keep(followed, "follow_up_interview", message, work)
        await _hand_over(followed, texts.written_down(followed), message, work)
    else:
        await _hand_over(known, texts.sheet_ready(known), message, work)


async def _arrange(known: Interview, words: str, message: Message, work: UnitOfWork) -> None:
    on, place = leading_day(words, day_of(message.sent_at))
    fixed = replace(known, on=on, place=place)
    await _keep(fixed, "arrange_interview", message, work)
    await _tell_deputy(fixed, texts.arranged(fixed, on), message, work)
    await _hand_over(fixed, texts.arranged_for_staff(fixed, on), message, work)


async def _keep(interview: Interview, event: str, message: Message, work: UnitOfWork) -> None:
    await work.interviews.save(interview)
    await note(message, about=interview.key, event=event, work=work)


async def _tell_deputy(interview: Interview, text: str, message: Message, work: UnitOfWork) -> None:
    key = f"{interview.key}/{message.id}"
    await tell(interview.deputy, text, station=message.station, key=key, at=message.sent_at, work=work)


async def _hand_over(interview: Interview, text: str, message: Message, work: UnitOfWork) -> None:
    reply = replace(message.reply_in_private(text), document=_sheet(interview, message, work))
    await work.outbox.add(reply, at=message.sent_at)


def _sheet(interview: Interview, message: Message, work: UnitOfWork) -> Document:
    return texts.sheet(interview, _name(interview, work), message.station, day_of(message.sent_at))


def _name(interview: Interview, work: UnitOfWork) -> str:
    return work.roster.name(interview.deputy) or ""
