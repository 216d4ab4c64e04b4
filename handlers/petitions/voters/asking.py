"""What the bot asks about a new petition: the consent, once a person, then at most two missing details, one by one."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from handlers.conversation import Answer, Question
from handlers.intake.rules.normalise import fold
from handlers.intake.rules.recognise import SpeechKind
from handlers.intake.words import NOTHING_TO_ADD
from handlers.message import Message
from handlers.people.rules.voters import NOTICE, Consent
from handlers.petitions import topics
from handlers.petitions.answering import answer as say
from handlers.petitions.answering import ask
from handlers.petitions.rules.limits import clock
from handlers.petitions.rules.petition import Action, Petition, PetitionId, Sharing, State
from handlers.petitions.rules.states import advance
from handlers.petitions.station import triage
from handlers.petitions.station.interests import screened
from handlers.petitions.telling import audit_step
from handlers.petitions.voters import following
from handlers.petitions.voters import register_texts as texts
from handlers.ports import AuditLine, UnitOfWork
from handlers.trail import acting_as, note
from handlers.words import CLOSING

MOST_QUESTIONS: Final = 2
LONGEST_DETAIL: Final = 60
UNSORTED: Final = frozenset({State.REGISTERED, State.NEED_INFO})


async def ask_consent(petition: Petition, message: Message, work: UnitOfWork) -> None:
    """Ask whether name and contact may be kept (MSG-P3): once, and once more after the notice has changed."""
    voter = await work.voters.get(message.sender)
    await work.voters.save(replace(voter, consent=Consent.ASKED))
    text = texts.CONSENT if voter.consent is Consent.UNASKED else texts.CONSENT_AGAIN
    await ask(message, topics.CONSENT, text, about=petition, work=work, choices=texts.CONSENT_CHOICES)


async def on_consent(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Note what the voter agreed to, and go on to what is missing; a petition not wanted is withdrawn and erased."""
    petition = await work.petitions.get(PetitionId(question.subject))
    consent = {1: Consent.NAMED, 2: Consent.NAMELESS}.get(answer.digit or 0, Consent.UNASKED)
    voter = await work.voters.get(message.sender)
    await work.voters.save(replace(voter, consent=consent, consent_at=message.sent_at, notice=NOTICE))
    await work.audit.add(
        AuditLine(
            at=message.sent_at,
            station=petition.station,
            actor=message.sender,
            role=acting_as(message.sender, work),
            via="chat",
            subject=petition.id,
            event=topics.CONSENT,
            after=consent,
        )
    )
    if consent is Consent.UNASKED:
        await following.withdraw_erased(petition, message, work)
        return
    petition = replace(petition, named=consent is Consent.NAMED)
    await work.petitions.save(petition)
    if not await ask_next_detail(petition, message, work):
        text = texts.NOTED if petition.named else texts.NOT_NAMED
        await say(message, text, about=petition, part="noted", work=work)


async def ask_next_detail(petition: Petition, message: Message, work: UnitOfWork) -> bool:
    """Ask who may read it, then for what is missing; return False where there is nothing to ask (any more)."""
    if petition.sharing is Sharing.UNASKED:
        await ask(message, topics.SHARING, texts.SHARING, about=petition, work=work, choices=texts.SHARING_CHOICES)
        return True
    missing = next(_missing(petition), None)
    if missing is None or petition.state is not State.REGISTERED or petition.asked >= MOST_QUESTIONS:
        return False
    waiting = clock(State.NEED_INFO, at=message.sent_at, station=message.station)
    asked = advance(
        replace(petition, asked=petition.asked + 1),
        Action.ASK,
        by=None,
        at=message.sent_at,
        clock=replace(waiting, due=petition.due),  # staff need not wait for the voter
    )
    await work.petitions.save(asked)
    await audit_step(petition, asked, work=work)
    topic, text = missing
    await ask(message, topic, text, about=asked, work=work, words=True)
    return True


async def on_sharing(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Note whether deputy and unit may read what it tells of somebody (PIPL 29), or erase all of it."""
    petition = await work.petitions.get(PetitionId(question.subject))
    sharing = {1: Sharing.AGREED, 2: Sharing.REFUSED}.get(answer.digit or 0)
    chosen = "erase" if sharing is None else sharing
    await note(message, about=petition.id, event=topics.SHARING, before=petition.sharing, after=chosen, work=work)
    if sharing is None:
        await following.withdraw_erased(petition, message, work)
        return
    petition = replace(petition, sharing=sharing)
    if sharing is Sharing.REFUSED:  # a deputy may have had it before the voter told what is sensitive
        petition = replace(petition, deputy=None, accepted_by_deputy=False)
    await work.petitions.save(petition)
    if sharing is Sharing.AGREED and petition.state in UNSORTED:
        await triage.ask_again(petition, at=message.sent_at, work=work)
    if not await ask_next_detail(petition, message, work):
        await say(message, texts.NOTED, about=petition, part="noted", work=work)


async def on_place(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Note where it is, and ask for what else is missing."""
    petition = await work.petitions.get(PetitionId(question.subject))
    await _supply(petition, replace(petition, place=answer.words[:LONGEST_DETAIL]), message, answer, work)


async def on_since(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Note since when it has been so, and ask for what else is missing."""
    petition = await work.petitions.get(PetitionId(question.subject))
    await _supply(petition, replace(petition, since=answer.words[:LONGEST_DETAIL]), message, answer, work)


async def _supply(before: Petition, told: Petition, message: Message, answer: Answer, work: UnitOfWork) -> None:
    """Keep the detail, unless there was none: then nothing more is asked."""
    none = fold(answer.words).text.strip(CLOSING) in NOTHING_TO_ADD
    supplied = await following.keep_supply(before, before if none else told, message, work)
    supplied = await screened(supplied, answer.words, message, work)
    if none:
        await say(message, texts.NO_MATTER, about=supplied, part="noted", work=work)
    elif not await ask_next_detail(supplied, message, work):
        await say(message, texts.NOTED, about=supplied, part="noted", work=work)


def _missing(petition: Petition) -> Iterator[tuple[str, str]]:
    """Yield topic and words of each question that is still to be asked."""
    if petition.place is None:
        yield topics.PLACE, texts.PLACE
    if petition.since is None and petition.kind != SpeechKind.SUGGESTION_IDEA:
        yield topics.SINCE, texts.SINCE
