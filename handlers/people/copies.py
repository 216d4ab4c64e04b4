"""A copy of everything about the one who asks, in private (PIPL 45)."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from handlers.meetings.asking.call_texts import call_title
from handlers.meetings.asking.forgetting import views_given_by
from handlers.meetings.topic_summary import views_of
from handlers.message import Message, Recipient
from handlers.people import copies_texts as texts
from handlers.people.contacts import read_contact
from handlers.people.rules.roster import PersonId
from handlers.petitions.citing import cite
from handlers.petitions.rules.interest import in_charge, may_handle
from handlers.petitions.rules.petition import Petition
from handlers.ports import AuditLine, Kept, UnitOfWork
from handlers.trail import note

LONGEST_PART: Final = 1500
USEFUL_FOR: Final = timedelta(hours=24)  # domain §8.3: a copy that was not delivered within a day is not sent any more
PAGE: Final = 500
_ALL: Final = 10_000


async def export(message: Message, work: UnitOfWork) -> None:
    """Send the speaker all that is kept about the speaker, in as many parts as it takes."""
    await _send(message.sender, message.sender, message, work)


async def hand_out(reader: PersonId, person: PersonId, message: Message, work: UnitOfWork) -> None:
    """Send *reader* what is kept about *person*; where some of it is kept from *reader*, those in charge get a copy.

    They are asked to hand it over: *reader* is not told that there is more (domain §3.6).
    """
    await _send(reader, person, message, work)
    keepers: dict[PersonId, None] = {}
    for petition in await work.petitions.of_voter(person, limit=_ALL):
        station = work.roster.stations[petition.station]
        if not _is_open_to(reader, petition, work):
            keepers |= dict.fromkeys(in_charge(petition, station))
    for keeper in keepers:
        await _send(keeper, person, message, work, heading=texts.HAND_OVER)


async def _send(
    reader: PersonId, person: PersonId, message: Message, work: UnitOfWork, *, heading: str = texts.YOURS
) -> None:
    parts = list(_parts(await _everything_about(person, reader, message, work)))
    told = await work.petitions.of_voter(person, limit=_ALL)
    for number, part in enumerate(parts, start=1):
        text = texts.part(heading, part, number, len(parts))
        cites = cite(*((one, text) for one in told))  # where one has to be erased, a copy goes as a whole
        outgoing = message.reply_in_private(text, part=f"copy/{reader}/{number}", about=person, cites=cites)
        until = message.sent_at + USEFUL_FOR
        addressed = replace(outgoing, to=Recipient.person(reader), best_before=until)
        await work.outbox.add(addressed, at=message.sent_at)
    await note(message, about=person, event="export", after=f"{len(parts)}", work=work)


async def _everything_about(person: PersonId, reader: PersonId, message: Message, work: UnitOfWork) -> list[str]:
    """Return what is kept about *person*, each subject a section: contact, matters, views, words, who read them.

    For another *reader* without the matters that one must not learn of, nor then what points to them.
    """
    contact = await read_contact(
        person, reader=reader, station=message.station.id, why="export", at=message.sent_at, work=work
    )
    accounts = await work.voters.ways(person)
    petitions = await work.petitions.of_voter(person, limit=_ALL)
    open_ones = [one for one in petitions if reader == person or _is_open_to(reader, one, work)]
    sections = [
        texts.contact(await work.voters.get(person), contact, accounts),
        *map(texts.petition, open_ones),
        *(texts.view(topic, view.at, view.text) for topic, view in await views_of(person, message.sent_at, work)),
        *(texts.view(call_title(call), view.at, view.text) for call, view in await views_given_by(person, work)),
    ]
    if len(open_ones) == len(petitions):
        sections += [texts.words(kept) async for kept in _said(person, work)]
        sections += [texts.reading(line) for line in await _readings(person, work)]
    return sections


def _is_open_to(reader: PersonId, petition: Petition, work: UnitOfWork) -> bool:
    return may_handle(petition, reader, work.roster.stations[petition.station])


async def _readings(person: PersonId, work: UnitOfWork) -> list[AuditLine]:
    lines = await work.audit.of(person, limit=_ALL)
    return [line for line in lines if line.event == "read_contact" and line.actor != person]


async def _said(person: PersonId, work: UnitOfWork) -> AsyncIterator[Kept]:
    """Yield what *person* said to the bot and is still kept, newest first."""
    accounts = set(await work.voters.ways(person))
    page = await work.messages.newest(limit=PAGE)
    while page:
        for kept in reversed(page):
            if kept.heard.sender in accounts and kept.heard.text:
                yield kept
        page = await work.messages.newest(limit=PAGE, before=page[0].heard.id)


def _parts(sections: list[str]) -> Iterator[str]:
    """Yield the sections joined to texts of at most `LONGEST_PART` characters; a longer section is cut."""
    gathered = ""
    for section in sections:
        for start in range(0, len(section), LONGEST_PART):
            piece = section[start : start + LONGEST_PART]
            if gathered and len(gathered) + len(piece) >= LONGEST_PART:
                yield gathered
                gathered = ""
            gathered = f"{gathered}\n{piece}" if gathered else piece
    if gathered:
        yield gathered
