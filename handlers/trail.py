"""What goes on the trail beside the steps of petitions: who did it, and in which role (domain §8.4)."""

from datetime import datetime
from typing import Final

from handlers.message import Message
from handlers.people.rules.roster import PersonId, Role, StationId
from handlers.ports import AuditLine, UnitOfWork

BOT: Final = "bot"
"""The role of the bot itself; people have those they hold beside that of a voter."""


async def note(
    message: Message, *, about: str, event: str, before: str = "", after: str = "", reason: str = "", work: UnitOfWork
) -> None:
    """Write to the trail what the speaker did."""
    await work.audit.add(
        AuditLine(
            at=message.sent_at,
            station=message.station.id,
            actor=message.sender,
            role=acting_as(message.sender, work),
            via="chat",
            subject=about,
            event=event,
            before=before,
            after=after,
            reason=reason,
        )
    )


async def note_by_bot(
    *,
    about: str,
    event: str,
    before: str = "",
    after: str = "",
    station: StationId | None,
    via: str = "timer",
    at: datetime,
    work: UnitOfWork,
) -> None:
    """Write to the trail what the bot did by itself."""
    await work.audit.add(
        AuditLine(
            at=at,
            station=station,
            actor=None,
            role=BOT,
            via=via,
            subject=about,
            event=event,
            before=before,
            after=after,
        )
    )


def acting_as(person: PersonId | None, work: UnitOfWork) -> str:
    """Return the roles of *person* as the trail writes them; None is the bot."""
    if person is None:
        return BOT
    roles = work.roster.roles(person)
    return "+".join(sorted(roles - {Role.VOTER})) or Role.VOTER
