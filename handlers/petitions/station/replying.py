"""The unit's answer on its way to the voter: its class, a look at whether it is an answer, and the survey.

A unit has usually no account: staff type on its behalf, and what a unit would have typed before is done in passing.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.china_time import CHINA_TIME
from handlers.dates.periods import WorkingDays
from handlers.message import Choice, Message, Recipient
from handlers.parse_date import promised_day
from handlers.petitions import topics
from handlers.petitions.access import OF_STATION, theirs
from handlers.petitions.rules.answers import findings
from handlers.petitions.rules.commitments import Commitment
from handlers.petitions.rules.limits import clock, running
from handlers.petitions.rules.petition import Action, Petition, PetitionId, ResultClass, State, Timer
from handlers.petitions.rules.states import WrongState, advance
from handlers.petitions.station import answer_texts, commitments, letters, slip_texts
from handlers.petitions.station import handling_texts as texts
from handlers.petitions.station.arguments import Replied, replied
from handlers.petitions.station.working import AT_WORK, at_work
from handlers.petitions.telling import TELL_ANSWER, ask, ask_voter, keep_step, tell, tell_voter
from handlers.ports import UnitOfWork
from handlers.reports.rules.figures import FINISHED, PROMISED

# Questions to whoever types an answer; the subject is what was typed behind the command.
WHICH_CLASS: Final = "which_class"
IS_IT_AN_ANSWER: Final = "is_it_an_answer"

# So many working days a deputy has to bring the answer in person; then the bot does.
TELLING_DAYS: Final = 1


async def reply(message: Message, argument: Replied, work: UnitOfWork) -> None:
    """Keep the unit's answer; the deputy may bring it to the voter in person, else the bot does at once.

    Whoever typed it is asked for the class that was left out, and shown what a voter would miss in it; nothing is told
    before that person has decided.
    """
    petition = await _to_be_answered(message, argument.tail, work)
    if argument.result is None:
        typed = f"{argument.tail} {argument.words}"
        text, choices = answer_texts.ask_result(argument.tail), answer_texts.RESULT_CHOICES
        await _ask_back(WHICH_CLASS, typed, text, choices, petition, message, work)
        return
    gaps = findings(
        argument.words,
        argument.result,
        f"{petition.summary}{petition.text}",
        names=(*message.station.units, *(deputy.name for deputy in message.station.deputies)),
        dated=petition.planned_for is not None,
    )
    if gaps:
        typed = f"{argument.tail} {argument.result} {argument.words}"
        text, choices = answer_texts.checked(argument.tail, gaps), answer_texts.CHECKED_CHOICES
        await _ask_back(IS_IT_AN_ANSWER, typed, text, choices, petition, message, work)
        return
    await _take(petition, argument.result, argument.words, message, work)


async def on_class(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Go on with the answer that was typed without its class."""
    result = tuple(ResultClass)[(answer.digit or 1) - 1]
    await reply(message, replace(replied(question.subject), result=result), work)


async def on_checked(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Take the answer as it was typed, or leave it to be typed anew."""
    typed = replied(question.subject)
    petition = await _to_be_answered(message, typed.tail, work)
    result = typed.result or ResultClass.D
    if answer.digit == answer_texts.CHECKED_CHOICES[0].digit:
        await _take(petition, result, typed.words, message, work)
    else:
        text = answer_texts.say_it_otherwise(petition.tail, result)
        await work.outbox.add(message.reply_in_private(text), at=message.sent_at)


async def on_answer_told(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Have the voter rate the answer, whether the deputy told it (1) or the bot is to tell it (2)."""
    petition = await work.petitions.get(PetitionId(question.subject))
    await survey(petition, at=message.sent_at, work=work)
    await work.outbox.add(message.reply_in_private(texts.survey_begun(petition)), at=message.sent_at)


async def survey(petition: Petition, *, at: datetime, work: UnitOfWork) -> None:
    """Tell the voter the answer and ask what it is worth (MSG-S9); of a suggestion its lead deputy is asked too."""
    station = work.roster.stations[petition.station]
    time = clock(State.SURVEYING, at=at, station=station)
    surveyed = advance(petition, Action.SURVEY, by=None, at=at, clock=time)
    await keep_step(petition, surveyed, work=work)
    text = texts.answered(surveyed.tail, surveyed.answer or "")
    await ask_voter(surveyed, text, topic=topics.RATING, choices=texts.ANSWER_CHOICES, at=at, work=work)
    await letters.ask_deputy(surveyed, at=at, work=work)


async def _to_be_answered(message: Message, tail: int, work: UnitOfWork) -> Petition:
    """Return the petition that is meant. Raise `WrongState` where no answer is waited for, nor a promise to be kept."""
    petition = await theirs(message, tail, work)
    conferred = petition.state is State.CONFERRED and bool(message.roles & OF_STATION)  # no unit judges its own work
    if petition.state in AT_WORK or petition.state is State.PLANNED or conferred or _has_promise(petition):
        return petition
    raise WrongState(petition, Action.REPLY)


async def _take(petition: Petition, result: ResultClass, words: str, message: Message, work: UnitOfWork) -> None:
    """Take *words* for what they are where the petition stands: its answer, what came of talks, a word on a promise."""
    until = promised_day(words, message.sent_at.astimezone(CHINA_TIME).date())
    if _has_promise(petition):
        await commitments.report(petition, result, words, until, message, work)
        return
    if until is None and petition.planned_for is not None:
        until = petition.planned_for.astimezone(CHINA_TIME).date()
    at = message.sent_at
    promised = Commitment(words=words, made_at=at, until=until) if result is ResultClass.B else None
    answered = replace(petition, answer=words, result=result, commitment=promised, letter=None)
    await work.figures.add(petition.station, at.date(), result)
    if promised is not None:
        await work.figures.add(petition.station, at.date(), PROMISED)
    if petition.state is State.CONFERRED:
        await _end_conferring(petition, answered, message, work)
    else:
        await _reply(petition, answered, message, work)


async def _reply(petition: Petition, answered: Petition, message: Message, work: UnitOfWork) -> None:
    at = message.sent_at
    if petition.state is not State.PLANNED:
        answered = await at_work(petition, answered, message, work)
    if all(step.action is not Action.REPLY for step in petition.history):
        await work.figures.add(petition.station, at.date(), FINISHED)
    telling = running(WorkingDays(TELLING_DAYS), at=at, station=message.station)
    time = replace(telling, timer=Timer.BRING_ANSWER, timer_at=telling.due)
    replied = advance(answered, Action.REPLY, by=message.sender, at=at, clock=time)
    await keep_step(answered, replied, work=work)
    deputy = message.station.deputy(petition.deputy)
    if deputy is None:
        await survey(replied, at=at, work=work)
    else:
        text = texts.tell_the_answer(petition.tail, replied.answer or "")
        choices = texts.TELL_ANSWER_CHOICES
        await ask(deputy.person, text, about=replied, topic=TELL_ANSWER, choices=choices, at=at, work=work)
    for one in () if replied.form is None else replied.form.co_signers:
        if one.agreed:
            copied = answer_texts.copy_for_co_signer(petition.tail, replied.answer or "")
            await tell(one.person, copied, about=replied, part=Action.REPLY, at=at, work=work)
    noted = slip_texts.reply_noted(replied, deputy)
    if deputy is None:
        noted = texts.and_the_voter(noted, replied)
    await work.outbox.add(message.reply_in_private(noted), at=at)


async def _end_conferring(petition: Petition, answered: Petition, message: Message, work: UnitOfWork) -> None:
    at = message.sent_at
    time = clock(State.CLOSED, at=at, station=message.station)
    closed = advance(answered, Action.CLOSE, by=message.sender, at=at, clock=time)
    await keep_step(petition, closed, work=work)
    text = texts.conferred(closed.tail, closed.answer or "", message.station.limits.reopen_days)
    await tell_voter(closed, text, part=Action.CLOSE, at=at, work=work)
    noted = texts.and_the_voter(slip_texts.conferred_noted(closed.tail), closed)
    await work.outbox.add(message.reply_in_private(noted), at=at)


def _has_promise(petition: Petition) -> bool:
    """Return whether it was answered with a promise that still has to be kept."""
    return petition.state in commitments.TOLD and petition.commitment is not None and petition.commitment.is_open


async def _ask_back(
    topic: str,
    typed: str,
    text: str,
    choices: tuple[Choice, ...],
    petition: Petition,
    message: Message,
    work: UnitOfWork,
) -> None:
    await work.questions.ask(
        Question(
            person=message.sender,
            where=Recipient.person(message.sender),
            topic=topic,
            subject=typed,
            choices=choices,
            asked_at=message.sent_at,
            text=text,
        )
    )
    asked = message.reply_in_private(text, part=topic, choices=choices, about=petition.id)
    await work.outbox.add(asked, at=message.sent_at)
