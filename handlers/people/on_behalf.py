"""A voter's rights exercised through the station, for who comes or calls: one asks, another agrees (domain §8.6)."""

from collections.abc import Sequence
from typing import Final

from handlers.conversation import Answer, Question
from handlers.message import Message, Outgoing, Priority, Recipient
from handlers.parse import Missing, NotUnderstood, TailAndWords
from handlers.people import on_behalf_texts as texts
from handlers.people.copies import hand_out
from handlers.people.privacy import ALL, erase
from handlers.people.rules.roster import PersonId, Role, Station
from handlers.people.words import ERASE, EXPORT
from handlers.petitions.access import theirs
from handlers.petitions.rules.interest import may_handle
from handlers.petitions.rules.petition import Petition, PetitionId
from handlers.ports import UnitOfWork
from handlers.trail import note

AGREE: Final = "agree_on_behalf"
_EXPORT: Final = "export"
_ERASE: Final = "erase"
_MAY_AGREE: Final = ((Role.HEAD, Role.STAFF), (Role.PRESIDIUM,), (Role.COUNTY,))
DEEDS: Final = {**dict.fromkeys(EXPORT, _EXPORT), **dict.fromkeys(ERASE, _ERASE)}


async def on_behalf(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Ask the others who answer for the station whether the voter of a petition gets a copy, or is erased."""
    petition = await theirs(message, argument.tail, work)
    deed = DEEDS.get(argument.words)
    if deed is None:
        raise NotUnderstood(Missing.WORDS)
    voter = petition.voter
    others = [] if voter is None else await _who_may_agree(voter, message.sender, message.station, work)
    if not others:
        text = texts.NOBODY_KNOWN if voter is None else texts.NOBODY_TO_AGREE
        await work.outbox.add(message.reply_in_private(text), at=message.sent_at)
        return
    await note(message, about=petition.id, event=f"ask_{deed}", work=work)
    await _ask_all(others, petition, deed, message.sender, message, work)
    await work.outbox.add(message.reply_in_private(texts.asked(petition.tail)), at=message.sent_at)


async def on_agree(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Do it, or leave it; whoever asked is told. What the voter has told meanwhile may be for others to agree to."""
    deed, about, asked_by = question.subject.split()
    asker = PersonId(asked_by)
    await work.questions.close_about(question.subject)
    petition = await work.petitions.get(PetitionId(about))
    voter = petition.voter
    agreed = answer.digit == 1 and voter is not None
    if agreed and voter is not None:
        others = await _who_may_agree(voter, asker, message.station, work)
        if message.sender not in others:
            await _ask_all(others, petition, deed, asker, message, work)
            await work.outbox.add(message.reply_in_private(texts.asked(petition.tail)), at=message.sent_at)
            return
    await note(message, about=petition.id, event="agree" if agreed else "disagree", after=deed, work=work)
    if agreed and voter is not None:
        if deed == _EXPORT:
            await hand_out(asker, voter, message, work)
        else:
            await erase(voter, message, work)
    told = texts.done(petition.tail, deed) if agreed else texts.not_agreed(petition.tail)
    await work.outbox.add(message.reply_in_private(told), at=message.sent_at)
    await work.outbox.add(_to(asker, f"{message.id}/told", told, message), at=message.sent_at)


async def _who_may_agree(voter: PersonId, asker: PersonId, station: Station, work: UnitOfWork) -> list[PersonId]:
    """Return who may agree to what *asker* wants: those of the lowest office who may learn of all the voter has told.

    So nobody has a complaint about himself wiped out, alone or with whoever does not know of it (domain §3.6, §8.6).
    """
    told = await work.petitions.of_voter(voter, limit=ALL)
    for roles in _MAY_AGREE:
        others = (one for one in station.with_role(*roles) if one != asker)
        free = [
            one for one in others if all(may_handle(each, one, work.roster.stations[each.station]) for each in told)
        ]
        if free:
            return free
    return []


async def _ask_all(
    persons: Sequence[PersonId], petition: Petition, deed: str, asker: PersonId, message: Message, work: UnitOfWork
) -> None:
    """Ask each of *persons*, who are told which of the voter's matters speak against somebody of the station."""
    told = await work.petitions.of_voter(petition.voter or asker, limit=ALL)
    complaints = [one.tail for one in told if one.is_complaint]
    text = texts.ask_to_agree(petition.tail, work.roster.name(asker) or "", deed, complaints)
    for person in persons:
        await _ask(person, f"{deed} {petition.id} {asker}", text, message, work)


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
