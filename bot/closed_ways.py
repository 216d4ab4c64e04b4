"""Somebody whom the platform did not let the bot speak to alone: for a while no group is promised that it will."""

from datetime import datetime

from handlers.dates.china_time import CHINA_TIME
from handlers.people.rules.roster import PersonId
from handlers.ports import UnitOfWork


async def close(person: PersonId, at: datetime, work: UnitOfWork) -> None:
    """Note that there is no private way to *person* in this hour; in the next somebody may have opened one."""
    await work.occurrences.claim(_key(person, at), at=at)


async def is_closed(person: PersonId, at: datetime, work: UnitOfWork) -> bool:
    """Return whether that was noted of *person* in this hour."""
    return await work.occurrences.is_claimed(_key(person, at))


def _key(person: PersonId, at: datetime) -> str:
    return f"no-way/{person}/{at.astimezone(CHINA_TIME):%Y-%m-%dT%H}"
