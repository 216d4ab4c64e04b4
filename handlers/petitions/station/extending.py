"""More time for a unit: asked for with a reason, agreed to by somebody else of those who hand over (domain §3.2)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.china_time import CHINA_TIME
from handlers.message import Message
from handlers.parse import TailAndWords, words
from handlers.parse_date import leading_day
from handlers.people.rules.roster import PersonId
from handlers.petitions.access import theirs
from handlers.petitions.rules.agreed import agreed_for
from handlers.petitions.rules.dispatching_body import approvers, longest
from handlers.petitions.rules.limits import Clock
from handlers.petitions.rules.petition import Action, Extension, Petition, PetitionId
from handlers.petitions.rules.states import WrongState, advance
from handlers.petitions.station import handling_texts, slip_texts
from handlers.petitions.station.working import AT_WORK, at_work
from handlers.petitions.telling import ask, keep_step, tell, tell_voter
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.trail import note

EXTENSION: Final = "extension"
"""The question whether a unit may have longer; its subject is the petition's id."""


class TooLong(Refusal):
    """A petition has to be answered by that day, however hard it is."""

    def __init__(self, petition: Petition, latest: datetime) -> None:
        super().__init__(petition.id, latest)
        self.petition = petition
        self.latest = latest


class NobodyToAgree(Refusal):
    """Nobody but the one who asks could agree to more time."""

    def __init__(self, tail: int) -> None:
        super().__init__(tail)
        self.tail = tail


async def extend(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Ask those who handed it over for more time; nothing changes before somebody else has agreed."""
    petition = await theirs(message, argument.tail, work)
    if petition.state not in AT_WORK:
        raise WrongState(petition, Action.EXTEND)
    last, reason = leading_day(argument.words, message.sent_at.astimezone(CHINA_TIME).date())
    until = agreed_for(last, message.station)
    extension = Extension(asked_by=message.sender, until=until, reason=words(reason))
    latest = longest(petition, message.station)
    if latest is not None and extension.until > latest:
        raise TooLong(petition, latest)
    asked = approvers(petition, message.sender, message.station)
    if not asked:
        raise NobodyToAgree(petition.tail)
    at = message.sent_at
    waiting = replace(await at_work(petition, petition, message, work), extension=extension)
    await work.petitions.save(waiting)
    await note(message, about=petition.id, event="ask_extension", reason=extension.reason, work=work)
    # Who was asked for another day agreed to nothing yet, and shall not agree to this one by the same digit.
    await work.questions.close_about(petition.id, topics={EXTENSION})
    await _ask(asked, waiting, extension, at, work)
    names = [work.roster.name(person) or "" for person in asked]
    await work.outbox.add(message.reply_in_private(slip_texts.extension_asked(petition.tail, names)), at=at)


async def ask_who_is_left(before: Petition, after: Petition, *, at: datetime, work: UnitOfWork) -> None:
    """Ask those for more time who may agree to it only now that it is kept from others."""
    extension, station = after.extension, work.roster.stations[after.station]
    if extension is not None and not extension.plan:
        asked = approvers(before, extension.asked_by, station)
        left = [one for one in approvers(after, extension.asked_by, station) if one not in asked]
        await _ask(left, after, extension, at, work)


async def on_extension(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Give the unit until the day it asked for and tell the voter why, or leave it at the day it had."""
    petition = await work.petitions.get(PetitionId(question.subject))
    extension = petition.extension
    if extension is None or extension.plan:
        raise WrongState(petition, Action.EXTEND)
    if message.sender not in approvers(petition, extension.asked_by, message.station):
        raise WrongState(petition, Action.EXTEND)
    at = message.sent_at
    agreed = answer.digit == slip_texts.EXTENSION_CHOICES[0].digit
    decided = replace(petition, extension=None)
    if agreed:
        time = Clock(due=extension.until)
        decided = advance(decided, Action.EXTEND, by=message.sender, at=at, reason=extension.reason, clock=time)
        await keep_step(petition, decided, work=work)
        told = handling_texts.extended(petition.tail, extension, at)
        await tell_voter(decided, told, part=Action.EXTEND, at=at, work=work)
        noted = handling_texts.and_the_voter(slip_texts.extended_noted(petition.tail, extension.until, at), petition)
    else:
        await work.petitions.save(decided)
        await note(message, about=petition.id, event="refuse_extension", work=work)
        noted = slip_texts.extension_refused(decided)
    await work.questions.close_about(petition.id, topics={EXTENSION})
    await tell(extension.asked_by, noted, about=decided, part=f"{EXTENSION}/{message.id}", at=at, work=work)
    await work.outbox.add(message.reply_in_private(noted), at=at)


async def _ask(
    people: Iterable[PersonId], petition: Petition, extension: Extension, at: datetime, work: UnitOfWork
) -> None:
    text, choices = slip_texts.may_it_be_extended(petition, extension, at), slip_texts.EXTENSION_CHOICES
    for person in people:
        part = f"{EXTENSION}/{at.isoformat()}"
        await ask(person, text, about=petition, topic=EXTENSION, part=part, choices=choices, at=at, work=work)
