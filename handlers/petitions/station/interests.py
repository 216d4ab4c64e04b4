"""Somebody whom a petition concerns himself is taken off it (domain §3.6)."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime

from handlers.message import Message, Recipient
from handlers.parse import TailAndWords
from handlers.people.rules.roster import PersonId, Station
from handlers.petitions.access import theirs
from handlers.petitions.acting import who_acts
from handlers.petitions.answering import ask
from handlers.petitions.rules.interest import COMPLAINT_MARKS, conflict_of, merged, shut_out
from handlers.petitions.rules.petition import Action, Conflict, Petition, Sharing
from handlers.petitions.rules.sensitive import sharing_of
from handlers.petitions.rules.states import OPEN, TRANSITIONS
from handlers.petitions.rules.suggestion_form import without_co_signers
from handlers.petitions.station import company, triage, triage_texts
from handlers.petitions.station.extending import ask_who_is_left
from handlers.petitions.station.triage import NoSuchDeputy
from handlers.petitions.taking_private import take_private
from handlers.petitions.topics import SAME_MATTER, SHARING
from handlers.petitions.voters import register_texts
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

    Whoever is in charge of it then has heard of it. Words that tell what is sensitive are for staff only from now on,
    until the voter has answered who else may read them (PIPL 29).
    """
    if petition.voter is not None and petition.sharing is Sharing.ORDINARY:
        petition = await _for_staff_only(petition, words, message, work)
    found = conflict_of(replace(petition, text=words), message.station)
    if found is None or merged(petition.conflict, found) == petition.conflict:
        return petition
    await note(message, about=petition.id, event="keep_from", after=" ".join(found.persons), work=work)
    return await _keep(petition, found, message, work)


async def _for_staff_only(petition: Petition, words: str, message: Message, work: UnitOfWork) -> Petition:
    sharing = sharing_of(words)
    if sharing is Sharing.ORDINARY:
        return petition
    unshared = replace(petition, sharing=sharing)
    await work.petitions.save(unshared)
    unshared = await company.leave(unshared, at=message.sent_at, work=work)
    await ask(
        message, SHARING, register_texts.SHARING, about=unshared, work=work, choices=register_texts.SHARING_CHOICES
    )
    return unshared


async def cut_off(petition: Petition, *, at: datetime, work: UnitOfWork) -> Petition:
    """Leave nothing of a petition to those who must not learn of it (any more), and take it out of all company.

    What they were asked is forgotten, lists that show it too, and what waits for them does not leave; return the
    petition as it was stored.
    """
    out = shut_out(petition, work.roster.stations[petition.station])
    for person in out:
        for question in await work.questions.open(person, Recipient.person(person)):
            if petition.id in question.subject.split():
                await work.questions.close(question)
            elif any(one.about == petition.id for one in question.cites):
                await work.questions.ask(replace(question, text="", cites=()))
    await _hold_back(petition, out, work)
    return await company.leave(petition, at=at, work=work)


async def _keep(petition: Petition, found: Conflict, message: Message, work: UnitOfWork) -> Petition:
    at, station = message.sent_at, message.station
    conflict = merged(petition.conflict, found)
    form = None if petition.form is None else without_co_signers(petition.form, conflict.persons)
    kept = replace(petition, conflict=conflict, form=form)
    if petition.deputy in found.persons:
        kept = replace(kept, deputy=None, accepted_by_deputy=False)
    await work.petitions.save(kept)
    kept = await cut_off(kept, at=at, work=work)
    if conflict.complaint and (kept.state, Action.TAKE_PRIVATE) in TRANSITIONS:
        kept = await take_private(replace(kept, extension=None), by=message.sender, at=at, work=work)
    else:
        await ask_who_is_left(petition, kept, at=at, work=work)
    if conflict.complaint or _waits_for_somebody(petition, kept, found.persons, station):
        names = [work.roster.name(person) or "" for person in found.persons]
        text = triage_texts.complaint(kept) if conflict.complaint else triage_texts.needs_another(kept, names)
        await triage.ask_staff(kept, text, part=f"kept_from/{len(conflict.persons)}", at=at, work=work)
    return kept


def _waits_for_somebody(before: Petition, kept: Petition, persons: Collection[PersonId], station: Station) -> bool:
    """Return whether one of *persons* had it, or was to take its next step, or it stands alone from now on."""
    if before.deputy in persons or before.likely_parent != kept.likely_parent or before.parent != kept.parent:
        return True
    return before.state in OPEN and not set(persons).isdisjoint(who_acts(before, station))


async def _hold_back(petition: Petition, persons: Collection[PersonId], work: UnitOfWork) -> None:
    """Let nothing leave any more, nor be sent again, that was to tell *persons* of the petition.

    The question whether it is the matter it was likely to follow is about that one, and tells of both.
    """
    followed = petition.likely_parent
    both = () if followed is None else await work.outbox.about(followed)
    asked = [entry for entry in both if f"/{SAME_MATTER}/" in entry.outgoing.key]
    for entry in (*await work.outbox.about(petition.id), *asked):
        if entry.state in {Delivery.WAITING, Delivery.GIVEN_UP} and entry.outgoing.to in map(Recipient.person, persons):
            await work.outbox.book(replace(entry, state=Delivery.FORGOTTEN))


def _named(words: str, station: Station) -> Iterator[PersonId]:
    yield from (one.person for one in station.deputies if one.name in words)
    yield from (one.person for one in station.staff if one.name in words)
