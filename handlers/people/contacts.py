"""The one place where a voter's name and telephone are read: each reading leaves a line on the trail (domain §8.4)."""

from datetime import datetime

from handlers.people.rules.roster import PersonId, StationId
from handlers.people.rules.voters import Contact
from handlers.ports import AuditLine, UnitOfWork
from handlers.trail import acting_as


async def read_contact(
    person: PersonId, *, reader: PersonId | None, station: StationId, why: str, at: datetime, work: UnitOfWork
) -> Contact:
    """Return the contact of *person* for *reader* (None: the bot itself); *why* names the command or the notice."""
    contact = await work.voters.contact(person)
    await work.audit.add(
        AuditLine(
            at=at,
            station=station,
            actor=reader,
            role=acting_as(reader, work),
            via="chat",
            subject=person,
            event="read_contact",
            reason=why,
        )
    )
    return contact
