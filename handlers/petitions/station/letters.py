"""The lead deputy rates the unit's letter on a suggestion: its manner and its result apart (domain §5.5 MSG-T7)."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.china_time import day_of
from handlers.dates.periods import WorkingDays, due_date
from handlers.message import Message
from handlers.petitions.access import led_by
from handlers.petitions.acting import who_acts
from handlers.petitions.rules.interest import in_charge
from handlers.petitions.rules.limits import clock
from handlers.petitions.rules.petition import Action, LetterRating, Petition, PetitionId, Rating, State, Track
from handlers.petitions.rules.states import advance, was_reopened
from handlers.petitions.station import letter_texts as texts
from handlers.petitions.telling import ask, keep_step, tell, tell_voter
from handlers.petitions.topics import LETTER_ATTITUDE, LETTER_REASON, LETTER_RESULT, RATING
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.trail import note

TOLD: Final = frozenset({State.SURVEYING, State.CLOSED})


class NoLetter(Refusal):
    """There is no answer of a unit's on that petition for its deputy to rate."""

    def __init__(self, tail: int) -> None:
        super().__init__(tail)
        self.tail = tail


async def ask_deputy(petition: Petition, *, at: datetime, work: UnitOfWork) -> None:
    """Ask the lead deputy of a suggestion what its unit's answer is worth, once the voter has been told it."""
    station = work.roster.stations[petition.station]
    by_unit = any(step.action is Action.REPLY for step in petition.history)
    if petition.track is not Track.SUGGESTION or petition.deputy is None or not by_unit:
        return
    until = due_date(day_of(at), WorkingDays(station.limits.rate_letter), station.calendar)
    text, choices = texts.please_rate(petition, until), texts.CHOICES
    await ask(petition.deputy, text, about=petition, topic=LETTER_ATTITUDE, choices=choices, at=at, work=work)


async def rated_by_lead(message: Message, tail: int, said: Rating, reason: str, work: UnitOfWork) -> bool:
    """Take *said* for both manner and result; return False where the speaker leads no suggestion of that tail."""
    led = await led_by(message, tail, work)
    if led is not None:
        await _rate(_to_rate(led), LetterRating(attitude=said, result=said, reason=reason), message, work)
    return led is not None


async def on_attitude(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Keep what the deputy says of the manner, and ask for the result."""
    petition = _to_rate(await work.petitions.get(PetitionId(question.subject)))
    rated = replace(petition, letter=LetterRating(attitude=_chosen(answer)))
    await work.petitions.save(rated)
    text, choices, at = texts.ASK_RESULT, texts.CHOICES, message.sent_at
    await ask(message.sender, text, about=rated, topic=LETTER_RESULT, choices=choices, at=at, work=work)


async def on_result(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Keep what the deputy says of the result, and ask for the reason where either is not good enough."""
    petition = _to_rate(await work.petitions.get(PetitionId(question.subject)))
    attitude = petition.letter.attitude if petition.letter is not None else _chosen(answer)
    await _rate(petition, LetterRating(attitude=attitude, result=_chosen(answer)), message, work)


async def on_reason(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Take the reason of a bad rating."""
    petition = _to_rate(await work.petitions.get(PetitionId(question.subject)))
    if petition.letter is not None:
        await _rate(petition, replace(petition.letter, reason=answer.words), message, work)


def _to_rate(petition: Petition) -> Petition:
    """Return *petition*. Raise `NoLetter` where nothing was answered, or it is being handled again already."""
    if petition.state not in TOLD or petition.answer is None:
        raise NoLetter(petition.tail)
    return petition


def _chosen(answer: Answer) -> Rating:
    return tuple(Rating)[(answer.digit or 1) - 1]


async def _rate(petition: Petition, letter: LetterRating, message: Message, work: UnitOfWork) -> None:
    at = message.sent_at
    rated = replace(petition, letter=letter)
    await work.petitions.save(rated)
    if Rating.UNSATISFIED in {letter.attitude, letter.result} and not letter.reason:
        text = texts.ASK_REASON
        await ask(message.sender, text, about=rated, topic=LETTER_REASON, words=True, at=at, work=work)
        return
    await note(message, about=petition.id, event="rate_letter", after=f"{letter.attitude}/{letter.result}", work=work)
    await work.questions.close_about(petition.id, topics={LETTER_ATTITUDE, LETTER_RESULT, LETTER_REASON})
    unsolved = letter.result is Rating.UNSATISFIED
    told = texts.rated_for_staff(rated, letter, message.sender_name)
    if unsolved and was_reopened(petition):
        told += texts.confer_instead(petition.tail)
    for person in in_charge(rated, message.station):
        await tell(person, told, about=rated, part=f"letter/{message.id}", at=at, work=work)
    if unsolved and not was_reopened(petition):
        await _have_handled_again(rated, letter.reason, message, work)
    else:
        await work.outbox.add(message.reply_in_private(texts.rated(petition.tail)), at=at)


async def _have_handled_again(rated: Petition, reason: str, message: Message, work: UnitOfWork) -> None:
    """Have the unit handle it again, once (domain §3.2); what the voter was asked about its answer is over."""
    at, station = message.sent_at, message.station
    time = clock(State.REOPENED, at=at, station=station, track=rated.track)
    reopened = advance(rated, Action.REOPEN, by=message.sender, at=at, reason=reason, clock=time)
    await keep_step(rated, reopened, work=work)
    await work.questions.close_about(rated.id, topics={RATING})
    deputy = station.deputy(message.sender)
    if deputy is not None:
        told = texts.again_for_voter(reopened, deputy.surname, station.limits)
        await tell_voter(reopened, told, part=Action.REOPEN, at=at, work=work)
    for person in who_acts(reopened, station):
        text = texts.again_for_unit(reopened, reason)
        await tell(person, text, about=reopened, part=Action.REOPEN, at=at, work=work)
    await work.outbox.add(message.reply_in_private(texts.rated_again(reopened, station.limits)), at=at)
