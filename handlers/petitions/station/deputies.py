"""What a deputy does with a petition: take up, pass on, answer on the spot."""

from dataclasses import replace
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.periods import WorkingDays
from handlers.message import Message
from handlers.parse import TailAndWords
from handlers.people.rules.roster import Deputy, Role
from handlers.petitions import call_backs
from handlers.petitions.access import theirs
from handlers.petitions.citing import cite
from handlers.petitions.rules.assignment import proposed_deputy
from handlers.petitions.rules.interest import may_learn
from handlers.petitions.rules.limits import running
from handlers.petitions.rules.petition import Action, Petition, PetitionId, State
from handlers.petitions.rules.showing import shown
from handlers.petitions.rules.states import advance
from handlers.petitions.station import handling_texts as texts
from handlers.petitions.station import triage, triage_texts
from handlers.petitions.station.replying import survey
from handlers.petitions.telling import ANSWER_WORDS, ask, keep_step, tell_voter
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal

LISTED: Final = 10
# What was told in a deputy's own group may be taken up before staff have sorted it.
UNSORTED: Final = frozenset({State.REGISTERED, State.NEED_INFO})


class NotADeputyHere(Refusal):
    """The speaker holds a mandate, but not at this station."""


async def to_do(message: Message, argument: None, work: UnitOfWork) -> None:
    """Show whom the speaker has to call, and a deputy's open petitions, soonest due first."""
    if await call_backs.say_open(message, work) and Role.DEPUTY not in message.roles:
        return
    petitions = await work.petitions.of_deputy(message.sender, limit=LISTED)
    listed = [one for one in petitions if may_learn(one, message.sender, work.roster.stations[one.station])]
    cites = cite(*((one, shown(one)) for one in listed))
    await work.outbox.add(message.reply_in_private(texts.to_do(listed), cites=cites), at=message.sent_at)


async def take_up(message: Message, argument: int, work: UnitOfWork) -> None:
    """Take a petition up and tell its voter."""
    await _take_up(await theirs(message, argument, work), message, work)


async def pass_on(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Say that a petition is another deputy's; staff are asked whose, with the one proposed who was named."""
    await _pass_on(await theirs(message, argument.tail, work), argument.words, message, work)


async def answer(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Note what was answered on the spot, and have the voter rate it."""
    await _answer(await theirs(message, argument.tail, work), argument.words, message, work)


async def on_assigned(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Do what the deputy chose when the petition was given to him (MSG-T1)."""
    petition = await work.petitions.get(PetitionId(question.subject))
    match answer.digit:
        case 1:
            await _take_up(petition, message, work)
        case 2:
            await _pass_on(petition, "", message, work)
        case _:
            text = texts.which_answer(petition.tail)
            at = message.sent_at
            await ask(message.sender, text, about=petition, topic=ANSWER_WORDS, words=True, at=at, work=work)


async def on_answer_words(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Note in the deputy's words what was answered on the spot."""
    await _answer(await work.petitions.get(PetitionId(question.subject)), answer.words, message, work)


async def _take_up(petition: Petition, message: Message, work: UnitOfWork) -> None:
    deputy = _speaking(message)
    at = message.sent_at
    if petition.accepted_by_deputy and petition.deputy == deputy.person:
        await work.outbox.add(message.reply_in_private(texts.taken_up(petition.tail)), at=at)
        return
    if petition.state in UNSORTED:
        triaged = advance(petition, Action.TRIAGE, by=message.sender, at=at)
        await keep_step(petition, triaged, work=work)
        petition = triaged
    due = running(WorkingDays(message.station.limits.sign_form), at=at, station=message.station)
    taken = replace(
        advance(petition, Action.TAKE_UP, by=message.sender, at=at, clock=due),
        deputy=message.sender,
        accepted_by_deputy=True,
    )
    await keep_step(petition, taken, work=work)
    await tell_voter(taken, texts.seen_by_deputy(taken.tail, deputy.surname), part=Action.TAKE_UP, at=at, work=work)
    await work.outbox.add(message.reply_in_private(texts.taken_up(taken.tail)), at=at)


async def _pass_on(petition: Petition, words: str, message: Message, work: UnitOfWork) -> None:
    deputy = _speaking(message)
    at = message.sent_at
    due = running(WorkingDays(message.station.limits.triage), at=at, station=message.station)
    passed = replace(
        advance(petition, Action.PASS_ON, by=message.sender, at=at, reason=words, clock=due),
        deputy=None,
        accepted_by_deputy=False,
    )
    await keep_step(petition, passed, work=work)
    proposed = proposed_deputy(passed, message.station)
    question = triage_texts.not_mine(passed, deputy.surname, words, proposed)
    await triage.ask_staff(passed, question, at=at, work=work)
    await work.outbox.add(message.reply_in_private(texts.passed_on(passed.tail)), at=at)


async def _answer(petition: Petition, words: str, message: Message, work: UnitOfWork) -> None:
    answered = advance(petition, Action.ANSWER_ON_SPOT, by=message.sender, at=message.sent_at)
    answered = replace(answered, answer=words)
    await keep_step(petition, answered, work=work)
    await survey(answered, at=message.sent_at, work=work)
    await work.outbox.add(message.reply_in_private(texts.answer_noted(petition)), at=message.sent_at)


def _speaking(message: Message) -> Deputy:
    deputy = message.station.deputy(message.sender)
    if deputy is None:
        raise NotADeputyHere
    return deputy
