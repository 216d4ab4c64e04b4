"""What people show the recogniser to have got right or wrong, kept for the station to learn from (domain §8.3)."""

from datetime import datetime, timedelta
from typing import Final

from handlers.petitions.rules.petition import Petition
from handlers.ports import Corrected, UnitOfWork

UNASKED: Final = "unasked"
"""Stands with the registration of what the bot registered by itself."""

REVOKED_WITHIN: Final = timedelta(hours=24)
"""Until when a withdrawal says that it was no petition; later it may be settled."""


async def confirmed(petition: Petition, at: datetime, work: UnitOfWork) -> None:
    """Keep that *petition* is one, and under which topic."""
    await _keep(petition, at, work, is_petition=True)


async def revoked(petition: Petition, at: datetime, work: UnitOfWork) -> None:
    """Keep that it was none, where the bot registered it by itself and its voter took it back at once."""
    if _registered_unasked(petition) and at - petition.registered_at <= REVOKED_WITHIN:
        await _keep(petition, at, work, is_petition=False)


async def declined(petition: Petition, at: datetime, work: UnitOfWork) -> None:
    """Keep that it was none, where the bot registered it by itself; of what somebody asked for nothing is learned."""
    if _registered_unasked(petition):
        await _keep(petition, at, work, is_petition=False)
    else:
        await work.corrections.forget(petition.id)


def _registered_unasked(petition: Petition) -> bool:
    return petition.history[0].reason == UNASKED


async def _keep(petition: Petition, at: datetime, work: UnitOfWork, *, is_petition: bool) -> None:
    if petition.text:
        category = petition.category if is_petition else None
        corrected = Corrected(about=petition.id, at=at, text=petition.text, petition=is_petition, category=category)
        await work.corrections.add(corrected)
