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
from handlers.ports import AuditLine, Kept, UnitOfWork
from handlers.trail import note

LONGEST_PART: Final = 1500
USEFUL_FOR: Final = timedelta(hours=24)  # domain §8.3: a copy that was not delivered within a day is not sent any more
PAGE: Final = 500
_ALL: Final = 10_000


async def export(message: Message, work: UnitOfWork) -> None:
    """Send the speaker all that is kept about the speaker, in as many parts as it takes."""
    await export_to(message.sender, message.sender, message, work)


async def export_to(reader: PersonId, person: PersonId, message: Message, work: UnitOfWork) -> None:
    """Send *reader* all that is kept about *person*."""
    parts = list(_parts(await _everything_about(person, message, work)))
    for number, part in enumerate(parts, start=1):
        outgoing = message.reply_in_private(texts.part(part, number, len(parts)), part=f"copy/{number}", about=person)
        until = message.sent_at + USEFUL_FOR
        addressed = replace(outgoing, to=Recipient.person(reader), best_before=until)
        await work.outbox.add(addressed, at=message.sent_at)
    await note(message, about=person, event="export", after=f"{len(parts)}", work=work)


async def _everything_about(person: PersonId, message: Message, work: UnitOfWork) -> list[str]:
    """Return what is kept about *person*, each subject a section: contact, matters, views, words, who read them."""
    contact = await read_contact(
        person, reader=message.sender, station=message.station.id, why="export", at=message.sent_at, work=work
    )
    accounts = await work.voters.ways(person)
    petitions = await work.petitions.of_voter(person, limit=_ALL)
    return [
        texts.contact(await work.voters.get(person), contact, accounts),
        *map(texts.petition, petitions),
        *(texts.view(topic, view.at, view.text) for topic, view in await views_of(person, message.sent_at, work)),
        *(texts.view(call_title(call), view.at, view.text) for call, view in await views_given_by(person, work)),
        *[texts.words(kept) async for kept in _said(person, work)],
        *(texts.reading(line) for line in await _readings(person, work)),
    ]


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
