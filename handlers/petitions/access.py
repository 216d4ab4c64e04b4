"""Which petition a tail means to the one who says it, and whether it is that person's to handle (domain §8.6)."""

from collections.abc import Sequence

from handlers.message import Message
from handlers.people.contacts import read_contact
from handlers.people.rules.roster import Deputy, PersonId, Role
from handlers.petitions.rules.assignment import group_of
from handlers.petitions.rules.interest import in_charge, may_learn
from handlers.petitions.rules.petition import Petition, State, Track
from handlers.petitions.rules.states import OPEN
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal

# Those who see every petition of their station.
OF_STATION = frozenset({Role.STAFF, Role.HEAD, Role.PRESIDIUM})


class NoSuchTail(Refusal):
    """The station has no petition with that tail; *own* are tails that the speaker may have meant."""

    def __init__(self, tail: int, own: Sequence[int] = ()) -> None:
        super().__init__(tail)
        self.tail = tail
        self.own = tuple(own)


class NotShared(Refusal):
    """The petition tells of somebody what its voter has not agreed to share with deputy and unit."""

    def __init__(self, tail: int) -> None:
        super().__init__(tail)
        self.tail = tail


class HandledAlone(Refusal):
    """The petition speaks against somebody or is nobody else's business: it is not brought together with others."""

    def __init__(self, tail: int) -> None:
        super().__init__(tail)
        self.tail = tail


class OwnMatter(Refusal):
    """The petition concerns the deputy who was to have it."""

    def __init__(self, tail: int, name: str) -> None:
        super().__init__(tail)
        self.tail = tail
        self.name = name


def check_shared(petition: Petition) -> None:
    """Raise `NotShared` where the petition must not go beyond staff."""
    if petition.is_for_staff_only:
        raise NotShared(petition.tail)


def check_interest(petition: Petition, deputy: Deputy) -> None:
    """Raise `OwnMatter` where the petition is kept from *deputy*."""
    if petition.is_kept_from(deputy.person):
        raise OwnMatter(petition.tail, deputy.name)


async def theirs(message: Message, tail: int, work: UnitOfWork) -> Petition:
    """Return the petition with that tail which the speaker may handle, an open one before one that has ended.

    Staff, head and presidium may handle all of their station, a deputy what is assigned to him or was told in his own
    group, a unit what was handed over to it, the county office what was escalated or is in its charge; nobody what he
    must not learn of. Raise `NoSuchTail`, for a petition of others too.
    """
    found = [one for one in await work.petitions.with_tail(message.station.id, tail) if one.state is not State.DRAFT]
    own = [one for one in found if may_learn(one, message.sender, message.station) and _is_theirs(one, message, work)]
    if not own:
        known = await work.petitions.of_deputy(message.sender, limit=5)
        raise NoSuchTail(tail, [one.tail for one in known if may_learn(one, message.sender, message.station)])
    return next((one for one in own if one.state in OPEN), own[0])


async def led_by(message: Message, tail: int, work: UnitOfWork) -> Petition | None:
    """Return the suggestion with that tail which the speaker leads, or None."""
    found = await work.petitions.with_tail(message.station.id, tail)
    return next((one for one in found if one.deputy == message.sender and one.track is Track.SUGGESTION), None)


def _is_theirs(petition: Petition, message: Message, work: UnitOfWork) -> bool:
    if petition.is_complaint or message.roles & OF_STATION or message.sender in in_charge(petition, message.station):
        return True
    if Role.COUNTY in message.roles and petition.state is State.ESCALATED:
        return True
    if Role.UNIT in message.roles and petition.unit is not None:
        return petition.unit == work.roster.name(message.sender)
    group = group_of(petition, message.station)
    owner = petition.deputy if petition.deputy is not None or group is None else group.deputy
    return owner == message.sender


async def voter_name(petition: Petition, *, reader: PersonId, work: UnitOfWork) -> str | None:
    """Return the name of a voter who agreed to have it shown, else None; that it was read goes on the trail."""
    if petition.voter is None or not petition.named:
        return None
    at = petition.history[-1].at
    contact = await read_contact(
        petition.voter, reader=reader, station=petition.station, why=petition.id, at=at, work=work
    )
    return contact.name
