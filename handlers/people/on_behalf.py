"""A voter's rights exercised through the station, for who comes or calls: one asks, another agrees (domain §8.6)."""

from typing import Final

from handlers.conversation import Answer, Question
from handlers.message import Message, Outgoing, Priority, Recipient
from handlers.parse import Missing, NotUnderstood, TailAndWords
from handlers.people import on_behalf_texts as texts
from handlers.people.copies import export_to
from handlers.people.privacy import erase
from handlers.people.rules.roster import PersonId, Role, Station
from handlers.people.words import ERASE, EXPORT
from handlers.petitions.access import theirs
from handlers.petitions.rules.interest import open_to
from handlers.petitions.rules.petition import Petition, PetitionId
from handlers.ports import UnitOfWork
from handlers.trail import note

AGREE: Final = "agree_on_behalf"
_EXPORT: Final = "export"
_ERASE: Final = "erase"
DEEDS: Final = {**dict.fromkeys(EXPORT, _EXPORT), **dict.fromkeys(ERASE, _ERASE)}


async def on_behalf(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Ask the others who answer for the station whether the voter of a petition gets a copy, or is erased."""
    petition = await theirs(message, argument.tail, work)
    deed = DEEDS.get(argument.words)
    if deed is None:
        raise NotUnderstood(Missing.WORDS)
    others = _others(message.sender, petition, message.station)
    if petition.voter is None or not others:
        text = texts.NOBODY_KNOWN if petition.voter is None else texts.NOBODY_TO_AGREE
        await work.outbox.add(message.reply_in_private(text), at=message.sent_at)
        return
    await note(message, about=petition.id, event=f"ask_{deed}", work=work)
    asker = work.roster.name(message.sender) or ""
    text = texts.ask_to_agree(petition.tail, asker, deed)
    for person in others:
        await _ask(person, f"{deed} {petition.id} {message.sender}", text, message, work)
    await work.outbox.add(message.reply_in_private(texts.asked(petition.tail)), at=message.sent_at)


async def on_agree(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Do it, or leave it; whoever asked is told."""
    deed, about, asker = question.subject.split()
    await work.questions.close_about(question.subject)
    petition = await work.petitions.get(PetitionId(about))
    agreed = answer.digit == 1 and petition.voter is not None
    await note(message, about=petition.id, event="agree" if agreed else "disagree", after=deed, work=work)
    if agreed and petition.voter is not None:
        if deed == _EXPORT:
            await export_to(PersonId(asker), petition.voter, message, work)
        else:
            await erase(petition.voter, message, work)
    told = texts.done(petition.tail, deed) if agreed else texts.not_agreed(petition.tail)
    await work.outbox.add(message.reply_in_private(told), at=message.sent_at)
    await work.outbox.add(_to(PersonId(asker), f"{message.id}/told", told, message), at=message.sent_at)


def _others(asker: PersonId, petition: Petition, station: Station) -> list[PersonId]:
    known = open_to(station.with_role(Role.HEAD, Role.STAFF), petition, station)
    return [one for one in known if one != asker]


async def _ask(person: PersonId, subject: str, text: str, message: Message, work: UnitOfWork) -> None:
    await work.questions.ask(
        Question(
            person=person,
            where=Recipient.person(person),
            topic=AGREE,
            subject=subject,
            choices=texts.AGREE_CHOICES,
            asked_at=message.sent_at,
            text=text,
        )
    )
    await work.outbox.add(_to(person, f"{message.id}/agree/{person}", text, message), at=message.sent_at)


def _to(person: PersonId, key: str, text: str, message: Message) -> Outgoing:
    return Outgoing(
        key=key,
        to=Recipient.person(person),
        station=message.station.id,
        text=text,
        priority=Priority.NOTICE,
    )
