"""Somebody whom a petition concerns himself is taken off it (domain §3.6)."""

from collections.abc import Iterator
from dataclasses import replace

from handlers.message import Message, Recipient
from handlers.parse import TailAndWords
from handlers.people.rules.roster import PersonId, Station
from handlers.petitions.access import theirs
from handlers.petitions.rules.interest import COMPLAINT_MARKS, conflict_of, merged
from handlers.petitions.rules.petition import Action, Conflict, Petition
from handlers.petitions.rules.states import TRANSITIONS
from handlers.petitions.station import triage, triage_texts
from handlers.petitions.station.triage import NoSuchDeputy
from handlers.petitions.taking_private import take_private
from handlers.petitions.telling import ASK_ABOUT_A_STEP
from handlers.ports import Delivery, UnitOfWork
from handlers.trail import note


async def keep_from(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Keep a petition from those named: what they were asked is forgotten, what waits for them does not leave.

    Where one of them had it, or was to hear of it, those who may are asked whose it is now.
    """
    petition = await theirs(message, argument.tail, work)
    named = tuple(dict.fromkeys(_named(argument.words, message.station)))
    if not named:
        raise NoSuchDeputy(argument.words)
    complaint = any(mark in argument.words for mark in COMPLAINT_MARKS)
    await note(message, about=petition.id, event="keep_from", after=" ".join(named), work=work)
    names = [work.roster.name(person) or "" for person in named]
    await work.outbox.add(message.reply_in_private(triage_texts.kept_from(petition.tail, names)), at=message.sent_at)
    await _keep(petition, Conflict(persons=named, complaint=complaint), message, work)


async def screened(petition: Petition, words: str, message: Message, work: UnitOfWork) -> Petition:
    """Return *petition*, kept from now on from whom its voter's further *words* concern; before anybody is told them.

    Whoever is in charge of it then has heard of it.
    """
    found = conflict_of(replace(petition, text=words), message.station)
    if found is None or merged(petition.conflict, found) == petition.conflict:
        return petition
    await note(message, about=petition.id, event="keep_from", after=" ".join(found.persons), work=work)
    return await _keep(petition, found, message, work)


async def _keep(petition: Petition, found: Conflict, message: Message, work: UnitOfWork) -> Petition:
    conflict = merged(petition.conflict, found)
    kept = replace(petition, conflict=conflict)
    if petition.deputy in found.persons:
        kept = replace(kept, deputy=None, accepted_by_deputy=False)
    await work.petitions.save(kept)
    await work.questions.close_about(petition.id, topics=ASK_ABOUT_A_STEP)
    await _hold_back(petition, found.persons, work)
    if conflict.complaint and (kept.state, Action.TAKE_PRIVATE) in TRANSITIONS:
        kept = await take_private(kept, by=message.sender, at=message.sent_at, work=work)
    if conflict.complaint or petition.deputy in found.persons:
        names = [work.roster.name(person) or "" for person in found.persons]
        text = triage_texts.complaint(kept) if conflict.complaint else triage_texts.needs_another(kept, names)
        await triage.ask_staff(kept, text, part=f"kept_from/{len(conflict.persons)}", at=message.sent_at, work=work)
    return kept


async def _hold_back(petition: Petition, persons: tuple[PersonId, ...], work: UnitOfWork) -> None:
    """Let nothing leave any more that waits to tell *persons* of the petition."""
    for entry in await work.outbox.about(petition.id):
        if entry.state is Delivery.WAITING and entry.outgoing.to in map(Recipient.person, persons):
            await work.outbox.book(replace(entry, state=Delivery.FORGOTTEN))


def _named(words: str, station: Station) -> Iterator[PersonId]:
    yield from (one.person for one in station.deputies if one.name in words)
    yield from (one.person for one in station.staff if one.name in words)
