"""Every step of a petition on its way out: stored, put on the trail, told to those concerned in private."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.conversation import Question
from handlers.document import Document
from handlers.message import Choice, Citation, Fallback, Outgoing, Priority, Recipient
from handlers.people.rules.roster import PersonId
from handlers.petitions.rules.company import calls_followers
from handlers.petitions.rules.interest import may_learn
from handlers.petitions.rules.petition import Petition, State, Timer
from handlers.petitions.station import handling_texts as texts
from handlers.petitions.topics import CO_SIGN, FORM_CHECK, FORM_RETURN, OWN_MATTER, REMINDERS, TAKE_UP, TRIAGE
from handlers.ports import AuditLine, UnitOfWork
from handlers.trail import acting_as

# Questions to deputies and staff beside those of `topics`; the subject is a petition's id.
ANSWER_WORDS: Final = "answer_words"
TELL_ANSWER: Final = "tell_answer"
ASK_ABOUT_A_STEP: Final = REMINDERS | frozenset(
    {TRIAGE, TAKE_UP, ANSWER_WORDS, TELL_ANSWER, OWN_MATTER, CO_SIGN, FORM_CHECK, FORM_RETURN}
)


async def keep_step(before: Petition, after: Petition, *, work: UnitOfWork) -> None:
    """Store *after*, write its last step to the trail and count it for the digests, under the action's name.

    What deputies and staff were asked about its next step is forgotten; ask anew afterwards. Those that follow it are
    looked at in the next minute, each in a unit of work of its own.
    """
    await work.petitions.save(after)
    await audit_step(before, after, work=work)
    step = after.history[-1]
    await work.figures.add(after.station, step.at.date(), step.action)
    await work.questions.close_about(after.id, topics=ASK_ABOUT_A_STEP)
    if calls_followers(before, after):
        await call_followers(after, at=step.at, work=work)


async def call_followers(petition: Petition, *, at: datetime, work: UnitOfWork) -> None:
    """Have each that follows *petition* looked at in the next minute."""
    for one in await work.petitions.followers(petition.id):
        if one.state is State.MERGED or one.likely_parent is not None:
            await work.petitions.save(replace(one, timer=Timer.LOOK_AT_PARENT, timer_at=at))


async def audit_step(before: Petition, after: Petition, *, work: UnitOfWork) -> None:
    """Write the last step of *after* to the trail."""
    step = after.history[-1]
    own_words = step.by is not None and step.by == before.voter  # the trail cannot be erased, a voter's words can
    await work.audit.add(
        AuditLine(
            at=step.at,
            station=after.station,
            actor=step.by,
            role=acting_as(step.by, work),
            via="timer" if step.by is None else "chat",
            subject=after.id,
            event=step.action,
            before=before.state,
            after=after.state,
            reason="" if own_words else step.reason,
        )
    )


async def tell_voter(
    petition: Petition,
    text: str,
    *,
    part: str,
    at: datetime,
    work: UnitOfWork,
    choices: tuple[Choice, ...] = (),
) -> None:
    """Tell the voter in private, or nobody where staff entered the petition for somebody without an account.

    Where no private way is open the voter's group gets a line that says nothing of the matter (domain §3.5).
    """
    if petition.voter is None:
        return
    group = petition.group or (await work.voters.get(petition.voter)).home
    station = work.roster.stations[petition.station]
    line = None if group is None else Fallback(group=group, text=texts.no_private_way(petition.tail, station.phone))
    await work.outbox.add(
        Outgoing(
            key=_key(petition, part, petition.voter),
            to=Recipient.person(petition.voter),
            station=petition.station,
            text=text,
            priority=Priority.NOTICE,
            choices=choices,
            fallback=line,
            about=petition.id,
        ),
        at=at,
    )


async def tell(
    person: PersonId,
    text: str,
    *,
    about: Petition,
    part: str,
    at: datetime,
    work: UnitOfWork,
    choices: tuple[Choice, ...] = (),
    cites: tuple[Citation, ...] = (),
    document: Document | None = None,
) -> None:
    """Tell somebody of the station in private about a petition, unless that one must not learn of it."""
    if not may_learn(about, person, work.roster.stations[about.station]):
        return
    await work.outbox.add(
        Outgoing(
            key=_key(about, part, person),
            to=Recipient.person(person),
            station=about.station,
            text=text,
            priority=Priority.NOTICE,
            choices=choices,
            about=about.id,
            cites=cites,
            document=document,
        ),
        at=at,
    )


async def ask_voter(
    petition: Petition,
    text: str,
    *,
    topic: str,
    at: datetime,
    work: UnitOfWork,
    part: str = "",
    choices: tuple[Choice, ...] = (),
    words: bool = False,
) -> None:
    """Tell the voter as `tell_voter` does, and wait for an answer; a question put once more has a *part* of its own."""
    if petition.voter is not None:
        await work.questions.ask(_question(petition.voter, petition, topic, choices, at, text, words))
    await tell_voter(petition, text, part=part or topic, at=at, work=work, choices=choices)


async def ask(
    person: PersonId,
    text: str,
    *,
    about: Petition,
    topic: str,
    at: datetime,
    work: UnitOfWork,
    part: str = "",
    choices: tuple[Choice, ...] = (),
    cites: tuple[Citation, ...] = (),
    words: bool = False,
    document: Document | None = None,
) -> None:
    """Tell somebody of the station as `tell` does, and wait for an answer; *part* is for a question put once more."""
    if not may_learn(about, person, work.roster.stations[about.station]):
        return
    question = _question(person, about, topic, choices, at, text, words)
    await work.questions.ask(replace(question, cites=cites))
    part = part or topic
    await tell(person, text, about=about, part=part, at=at, work=work, choices=choices, cites=cites, document=document)


def _question(
    person: PersonId,
    petition: Petition,
    topic: str,
    choices: tuple[Choice, ...],
    at: datetime,
    text: str,
    words: bool,
) -> Question:
    return Question(
        person=person,
        where=Recipient.person(person),
        topic=topic,
        subject=petition.id,
        choices=choices,
        asked_at=at,
        words=words,
        text=text,
    )


def _key(petition: Petition, part: str, person: PersonId) -> str:
    version = f"{len(petition.history)}.{len(petition.supplements)}"
    return f"petition/{petition.id}/{part}/{version}/{person}"
