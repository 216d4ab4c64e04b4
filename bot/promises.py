"""A group was promised that somebody is told alone, and the platform lets nobody tell him: it hears how he can be."""

from dataclasses import replace
from datetime import datetime

from handlers.commands_texts import IN_PRIVATE
from handlers.message import Outgoing, Scope
from handlers.people.texts import no_private_way
from handlers.ports import UnitOfWork


async def put_right(outgoing: Outgoing, at: datetime, work: UnitOfWork) -> None:
    """Say in the group how *outgoing*, which has no way, can be had; once for each message that was to be answered."""
    if outgoing.answers is None or outgoing.to.scope is Scope.GROUP:
        return
    said = [entry.outgoing for entry in await work.outbox.about(outgoing.to.id)]
    promise = next((one for one in said if one.answers == outgoing.answers and one.text == IN_PRIVATE), None)
    if promise is not None:
        text = no_private_way(work.roster.stations[outgoing.station].phone)
        await work.outbox.add(replace(promise, key=f"{outgoing.answers}/put-right", text=text), at=at)
