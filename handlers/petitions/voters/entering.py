"""A draft becomes a registered petition with a number of its own."""

from dataclasses import replace

from handlers.dates.china_time import CHINA_TIME
from handlers.message import Message
from handlers.people.rules.roster import StationId
from handlers.petitions.rules.interest import conflict_of
from handlers.petitions.rules.limits import clock
from handlers.petitions.rules.numbers import number
from handlers.petitions.rules.petition import Action, Petition, Sharing, State
from handlers.petitions.rules.sensitive import sharing_of
from handlers.petitions.rules.states import OPEN, advance
from handlers.petitions.taking_private import take_private
from handlers.petitions.telling import audit_step
from handlers.ports import UnitOfWork


async def enter(draft: Petition, message: Message, work: UnitOfWork, *, reason: str = "") -> Petition:
    """Register a draft and say nothing; a complaint about the station's own people is private from then on."""
    registered = await give_number(draft, message, work, reason=reason)
    if not registered.is_complaint:
        return registered
    return await take_private(registered, by=None, at=message.sent_at, work=work)


async def give_number(draft: Petition, message: Message, work: UnitOfWork, *, reason: str = "") -> Petition:
    """Store a draft as a registered petition with a number of its own, and say nothing."""
    at, station = message.sent_at, message.station
    year = at.astimezone(CHINA_TIME).year
    tail = await _next_tail(station.id, year, work)
    numbered = replace(
        draft,
        id=number(station, year, tail),
        tail=tail,
        registered_at=at,
        conflict=conflict_of(draft, station),
        sharing=Sharing.ORDINARY if draft.voter is None else sharing_of(draft.text),  # staff ask whom they talk to
    )
    time = clock(State.REGISTERED, at=at, station=station)
    registered = advance(numbered, Action.REGISTER, by=message.sender, at=at, reason=reason, clock=time)
    await work.petitions.add(registered)
    await audit_step(numbered, registered, work=work)
    await work.figures.add(station.id, at.date(), Action.REGISTER)
    return registered


async def _next_tail(station: StationId, year: int, work: UnitOfWork) -> int:
    """Return the next number of the year, past those by which a petition of another year still goes."""
    tail = await work.petitions.next_tail(station, year)
    while any(one.state in OPEN for one in await work.petitions.with_tail(station, tail)):
        tail = await work.petitions.next_tail(station, year)
    return tail
