"""The people behind a petition's next step: who is reminded, pressed and told."""

from collections.abc import Callable, Mapping
from typing import Final

from handlers.people.rules.roster import PersonId, Role, Station
from handlers.petitions.rules.acting import Turn, turn
from handlers.petitions.rules.interest import in_charge, open_to, with_role
from handlers.petitions.rules.petition import Petition

_PEOPLE: Final[Mapping[Turn, Callable[[Petition, Station], tuple[PersonId, ...]]]] = {
    Turn.VOTER: lambda petition, station: (),
    Turn.STAFF: in_charge,
    Turn.DEPUTY: lambda petition, station: (petition.deputy,) if petition.deputy else (),
    Turn.PRESIDIUM: lambda petition, station: with_role(Role.PRESIDIUM, petition, station),
    Turn.UNIT: lambda petition, station: accounts_of(petition.unit, station),
    Turn.HEAD: lambda petition, station: with_role(Role.HEAD, petition, station),
}


def who_acts(petition: Petition, station: Station) -> tuple[PersonId, ...]:
    """Return who has to take the next step of an open petition; staff stand in for a unit without an account."""
    people = open_to(_PEOPLE[turn(petition)](petition, station), petition, station)
    return people or in_charge(petition, station)


def accounts_of(unit: str | None, station: Station) -> tuple[PersonId, ...]:
    """Return those who read for a unit; most have no account."""
    return tuple(one.person for one in station.staff if one.role is Role.UNIT and one.name == unit)
