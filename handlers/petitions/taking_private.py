"""A petition goes into the hands of a person: no template and no group has to do with it any more."""

from datetime import datetime

from handlers.people.rules.roster import PersonId
from handlers.petitions.rules.limits import clock
from handlers.petitions.rules.petition import Action, Petition, State
from handlers.petitions.rules.states import advance
from handlers.petitions.telling import keep_step
from handlers.ports import UnitOfWork


async def take_private(
    petition: Petition, *, by: PersonId | None, at: datetime, work: UnitOfWork, reason: str = ""
) -> Petition:
    """Have a person settle *petition* in private from now on (domain §3.6, §8.7); return it as it was stored."""
    due = clock(State.PRIVATE_HUMAN, at=at, station=work.roster.stations[petition.station])
    private = advance(petition, Action.TAKE_PRIVATE, by=by, at=at, reason=reason, clock=due)
    await keep_step(petition, private, work=work)
    return private
