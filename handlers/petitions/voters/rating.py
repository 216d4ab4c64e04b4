"""What the voter says of an answer, and what follows from it (domain §3.2, §5.4)."""

from dataclasses import replace
from typing import Final

from handlers.conversation import Answer, Question
from handlers.message import Message
from handlers.parse import Rated, TailAndWords
from handlers.people.rules.roster import Role
from handlers.petitions import texts, topics
from handlers.petitions.acting import who_acts
from handlers.petitions.answering import answer as say
from handlers.petitions.answering import ask
from handlers.petitions.rules.duplicates import is_news
from handlers.petitions.rules.interest import with_role
from handlers.petitions.rules.limits import clock
from handlers.petitions.rules.petition import Action, Petition, PetitionId, Rating, State, Supplement
from handlers.petitions.rules.states import WrongState, advance, was_conferred, was_reopened
from handlers.petitions.station import letters
from handlers.petitions.station.interests import screened
from handlers.petitions.telling import keep_step, tell
from handlers.petitions.voters import own
from handlers.petitions.voters.following import in_hand_of, tell_station
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.reports.rules.figures import SOLVED

RATE: Final = "rate"
REOPEN: Final = "reopen"
RATINGS: Final = {2: Rating.SATISFIED, 3: Rating.FAIRLY, 4: Rating.UNSATISFIED}


class ReopenedBefore(Refusal):
    """A petition was handled again once; a second time is for the station head to call."""

    def __init__(self, petition: Petition) -> None:
        super().__init__(petition.id)
        self.petition = petition


class NothingNew(Refusal):
    """A petition that is closed is handled again only because of something its voter has not said before."""

    def __init__(self, petition: Petition) -> None:
        super().__init__(petition.id)
        self.petition = petition


async def rate(message: Message, argument: Rated, work: UnitOfWork) -> None:
    """Rate the answer to a petition."""
    words = f"{argument.rating} {argument.words}"
    petition = await own.find(message, RATE, argument.tail, words, work)
    if petition is not None:
        await rate_one(message, petition, words, work)


async def satisfied(message: Message, argument: int, work: UnitOfWork) -> None:
    """Take an answer for satisfying: as the lead deputy of a suggestion, else as the voter."""
    if not await letters.rated_by_lead(message, argument, Rating.SATISFIED, "", work):
        await rate(message, Rated(tail=argument, rating=Rating.SATISFIED, words=""), work)


async def dissatisfied(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Take an answer for not satisfying, as above."""
    tail, words = argument.tail, argument.words
    if not await letters.rated_by_lead(message, tail, Rating.UNSATISFIED, words, work):
        await rate(message, Rated(tail=tail, rating=Rating.UNSATISFIED, words=words), work)


async def rate_one(message: Message, petition: Petition, words: str, work: UnitOfWork) -> None:
    """Take *words*, a rating and perhaps its reason, as what the voter says of the answer.

    What was closed and is not good enough after all is handled again.
    """
    rating, _, reason = words.partition(" ")
    if petition.state is State.CLOSED and rating == Rating.UNSATISFIED:
        await reopen_one(message, petition, reason, work)
        return
    await _take(Rating(rating), reason, petition, message, work)


async def on_rating(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Take the rating, or show the answer in full and ask again."""
    petition = await work.petitions.get(PetitionId(question.subject))
    rating = RATINGS.get(answer.digit or 0)
    if rating is not None:
        await _take(rating, "", petition, message, work)
        return
    text = texts.formal_answer(petition)
    await ask(message, topics.RATING, text, about=petition, work=work, choices=texts.RATING_CHOICES[1:])


async def on_dissatisfied(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Add the reason, by digit or in words, to what is already being handled again or conferred upon."""
    petition = await work.petitions.get(PetitionId(question.subject))
    reason = answer.words if answer.digit is None else texts.COMPLAINTS[answer.digit - 1]
    added = Supplement(at=message.sent_at, by=message.sender, text=reason)
    explained = replace(petition, supplements=(*petition.supplements, added))
    await work.petitions.save(explained)
    explained = await screened(explained, reason, message, work)
    await _say_what_follows(explained, reason, message, work)
    await tell_station(explained, texts.supplemented_for_staff(explained, reason), REOPEN, message, work)


async def reopen(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Have a petition handled again because of something new."""
    petition = await own.find(message, REOPEN, argument.tail, argument.words, work)
    if petition is not None:
        await reopen_one(message, petition, argument.words, work)


async def reopen_one(message: Message, petition: Petition, words: str, work: UnitOfWork) -> None:
    """Have *petition* handled again. Raise `ReopenedBefore` where that was granted already, or `NothingNew`."""
    if petition.state is State.SURVEYING:
        await _take(Rating.UNSATISFIED, words, petition, message, work)
        return
    if petition.state is State.CLOSED and was_reopened(petition):
        raise ReopenedBefore(petition)
    if petition.state is State.CLOSED and not (message.attachments or is_news(words, petition)):
        raise NothingNew(petition)
    petition = await screened(petition, words, message, work)
    reopened = await _reopen(petition, words, message, work)
    text = texts.reopened_for_news(reopened, _again_within(reopened, message), words)
    await say(message, text, about=reopened, part=REOPEN, work=work)


async def _take(rating: Rating, reason: str, petition: Petition, message: Message, work: UnitOfWork) -> None:
    """Keep a rating: the petition is closed, or handled again and its voter asked what is wrong with the answer."""
    if petition.state is not State.SURVEYING:
        raise WrongState(petition, Action.CLOSE)
    rated = replace(await screened(petition, reason, message, work), rating=rating)
    await work.figures.add(petition.station, message.sent_at.date(), rating)
    await work.questions.close_about(petition.id, topics={topics.RATING})
    if rating is not Rating.UNSATISFIED:
        await _close(rated, rating, message, work)
        return
    if was_conferred(rated):
        await _end(rated, reason, message, work)
        return
    if was_reopened(rated):
        rated = await _call_head(rated, reason, message, work)
    else:
        rated = await _reopen(rated, reason, message, work)
    if reason:
        await _say_what_follows(rated, reason, message, work)
    else:
        choices = texts.COMPLAINT_CHOICES
        await ask(
            message, topics.DISSATISFIED, texts.ASK_COMPLAINT, about=rated, work=work, choices=choices, words=True
        )


async def _close(rated: Petition, rating: Rating, message: Message, work: UnitOfWork) -> None:
    time = clock(State.CLOSED, at=message.sent_at, station=message.station)
    closed = advance(rated, Action.CLOSE, by=message.sender, at=message.sent_at, clock=time)
    await keep_step(rated, closed, work=work)
    await work.figures.add(closed.station, message.sent_at.date(), SOLVED)
    text = texts.closed(closed.tail, message.station.limits.reopen_days)
    await say(message, text, about=closed, part=Action.CLOSE, work=work)
    await tell_station(closed, texts.rated_for_staff(closed, rating), Action.CLOSE, message, work)


async def _end(rated: Petition, reason: str, message: Message, work: UnitOfWork) -> None:
    """Close what was handled again and talked over, however dissatisfied its voter is, and show the other doors."""
    at = message.sent_at
    time = clock(State.CLOSED, at=at, station=message.station)
    closed = advance(rated, Action.CLOSE, by=message.sender, at=at, reason=reason, clock=time)
    await keep_step(rated, closed, work=work)
    await say(message, texts.other_doors(closed, message.station.phone), about=closed, part=Action.CLOSE, work=work)
    text = texts.rated_for_staff(closed, Rating.UNSATISFIED)
    await tell_station(closed, text, Action.CLOSE, message, work)


async def _reopen(petition: Petition, reason: str, message: Message, work: UnitOfWork) -> Petition:
    at = message.sent_at
    time = clock(State.REOPENED, at=at, station=message.station, track=petition.track)
    reopened = advance(petition, Action.REOPEN, by=message.sender, at=at, reason=reason, clock=time)
    await keep_step(petition, reopened, work=work)
    await tell_station(reopened, texts.reopened_for_staff(reopened, reason), REOPEN, message, work)
    informed = in_hand_of(reopened, message.station)
    for person in who_acts(reopened, message.station):
        if person not in informed:
            text = texts.reopened_for_unit(reopened, reason)
            await tell(person, text, about=reopened, part=f"{REOPEN}/{message.id}", at=at, work=work)
    return reopened


async def _call_head(rated: Petition, reason: str, message: Message, work: UnitOfWork) -> Petition:
    """Leave the next step to the station head, who is to call deputy and unit together; nothing closes by itself."""
    due = clock(State.CONFERRED, at=message.sent_at, station=message.station).due
    waiting = replace(rated, due=due, timer=None, timer_at=None)
    await work.petitions.save(waiting)
    for head in with_role(Role.HEAD, waiting, message.station):
        text = texts.confer_please(waiting, reason)
        await tell(head, text, about=waiting, part=Action.CONFER, at=message.sent_at, work=work)
    return waiting


async def _say_what_follows(petition: Petition, reason: str, message: Message, work: UnitOfWork) -> None:
    if petition.state is State.SURVEYING:
        text = texts.head_will_confer(petition)
    else:
        text = texts.reopened(petition, _again_within(petition, message), reason)
    await say(message, text, about=petition, part=REOPEN, work=work)


def _again_within(petition: Petition, message: Message) -> str:
    return texts.handled_again_within(petition.track, message.station.limits)
