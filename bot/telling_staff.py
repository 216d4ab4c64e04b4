"""A word to staff about the bot's own troubles."""

from datetime import datetime

from handlers.message import Outgoing, Priority, Recipient
from handlers.people.rules.roster import Role, Station
from handlers.ports import UnitOfWork


async def tell_staff(text: str, *, key: str, station: Station, at: datetime, work: UnitOfWork) -> None:
    """Tell everybody on a station's staff in private; the same *key* is told once."""
    for person in station.with_role(Role.STAFF):
        notice = Outgoing(
            key=f"{key}/{person}",
            to=Recipient.person(person),
            station=station.id,
            text=text,
            priority=Priority.NOTICE,
        )
        await work.outbox.add(notice, at=at)
