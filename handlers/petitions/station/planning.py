"""A matter takes its place in a plan, with day and reason; a second person agrees to a day past all limits."""

from dataclasses import replace
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.china_time import CHINA_TIME, day_of
from handlers.message import Message
from handlers.parse import words
from handlers.parse_date import leading_day
from handlers.petitions.access import theirs
from handlers.petitions.rules.agreed import agreed_for
from handlers.petitions.rules.answers import Gap, findings
from handlers.petitions.rules.commitments import Commitment
from handlers.petitions.rules.dispatching_body import approvers, longest
from handlers.petitions.rules.limits import Clock
from handlers.petitions.rules.petition import Action, Extension, Petition, PetitionId, ResultClass, State
from handlers.petitions.rules.states import WrongState, advance
from handlers.petitions.station import answer_texts, handling_texts, slip_texts, working
from handlers.petitions.station.arguments import Progress
from handlers.petitions.station.extending import EXTENSION, NobodyToAgree
from handlers.petitions.telling import ask, keep_step, tell, tell_voter
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.trail import note

PLAN: Final = "plan"
"""The question whether a matter may be planned for that day; its subject is the petition's id."""


class HardToUnderstand(Refusal):
    """The reason is one that its voter would not understand."""

    def __init__(self, tail: int, findings: str) -> None:
        super().__init__(tail)
        self.tail = tail
        self.findings = findings


async def progress(message: Message, argument: Progress, work: UnitOfWork) -> None:
    """Tell the voter how the work goes, or that it has its place in a plan."""
    if not argument.planned:
        await working.progress(message, argument, work)
        return
    petition = await theirs(message, argument.tail, work)
    last, reason = leading_day(argument.words, message.sent_at.astimezone(CHINA_TIME).date())
    plan = Extension(asked_by=message.sender, until=agreed_for(last, message.station), reason=words(reason), plan=True)
    _check(petition, plan, message)
    if petition.state is not State.ESCALATED:
        petition = await working.at_work(petition, petition, message, work)
    latest = longest(petition, message.station)
    if latest is None or plan.until <= latest:
        await _enter(petition, plan, message, work)
        await working.confirm(slip_texts.planned_noted(petition.tail, plan.until), petition, message, work)
    else:
        await _ask(petition, plan, message, work)


async def on_plan(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Enter it in the plan and tell the voter why, or leave it at the day it had."""
    petition = await work.petitions.get(PetitionId(question.subject))
    plan = petition.extension
    if plan is None or not plan.plan or message.sender not in approvers(petition, plan.asked_by, message.station):
        raise WrongState(petition, Action.PLAN)
    if answer.digit == slip_texts.EXTENSION_CHOICES[0].digit:
        await _enter(petition, plan, message, work)
        noted = handling_texts.and_the_voter(slip_texts.planned_noted(petition.tail, plan.until), petition)
    else:
        await work.petitions.save(replace(petition, extension=None))
        await note(message, about=petition.id, event="refuse_plan", work=work)
        noted = slip_texts.plan_refused(petition)
    await work.questions.close_about(petition.id, topics={PLAN})
    await tell(plan.asked_by, noted, about=petition, part=f"{PLAN}/{message.id}", at=message.sent_at, work=work)
    await work.outbox.add(message.reply_in_private(noted), at=message.sent_at)


def _check(petition: Petition, plan: Extension, message: Message) -> None:
    """Raise `HardToUnderstand` for a reason in empty or official words: its voter reads it as it stands."""
    found = findings(plan.reason, ResultClass.C, f"{petition.summary}{petition.text}")
    stiff = [one for one in found if one.gap in {Gap.EMPTY, Gap.STIFF}]
    if stiff:
        raise HardToUnderstand(petition.tail, answer_texts.listed(stiff))


async def _ask(petition: Petition, plan: Extension, message: Message, work: UnitOfWork) -> None:
    asked, at = approvers(petition, message.sender, message.station), message.sent_at
    if not asked:
        raise NobodyToAgree(petition.tail)
    waiting = replace(petition, extension=plan)
    await work.petitions.save(waiting)
    await note(message, about=petition.id, event="ask_plan", reason=plan.reason, work=work)
    await work.questions.close_about(petition.id, topics={PLAN, EXTENSION})
    text, choices = slip_texts.may_it_be_planned(waiting, plan, at), slip_texts.EXTENSION_CHOICES
    for person in asked:
        part = f"{PLAN}/{at.isoformat()}"
        await ask(person, text, about=waiting, topic=PLAN, part=part, choices=choices, at=at, work=work)
    names = [work.roster.name(person) or "" for person in asked]
    await work.outbox.add(message.reply_in_private(slip_texts.plan_asked(petition.tail, names)), at=at)


async def _enter(petition: Petition, plan: Extension, message: Message, work: UnitOfWork) -> None:
    """Enter it in the plan: what was promised is asked after each quarter from then on."""
    at = message.sent_at
    promised = Commitment(words=plan.reason, made_at=at, until=day_of(plan.until))
    planned = advance(petition, Action.PLAN, by=message.sender, at=at, reason=plan.reason, clock=Clock(due=plan.until))
    planned = replace(planned, planned_for=plan.until, commitment=promised, extension=None)
    await keep_step(petition, planned, work=work)
    told = handling_texts.planned(petition.tail, plan.until, plan.reason)
    await tell_voter(planned, told, part=Action.PLAN, at=at, work=work)
