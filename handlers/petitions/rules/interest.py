"""Conflicts of interest: from whom a petition is kept, and who looks after it instead (domain §3.6)."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import Final

from handlers.intake.rules.wordlist import any_of
from handlers.people.rules.roster import PersonId, Role, Station
from handlers.petitions.rules.assignment import group_of
from handlers.petitions.rules.petition import Conflict, Petition

_DATA: Final = json.loads(files(__package__).joinpath("interest.json").read_text(encoding="utf-8"))
_CLAUSE: Final = re.compile(r"[^，,。！？!?；;\n]+")
_ACCUSING: Final = re.compile(any_of(_DATA["accusing"]))
_COMPLAINT: Final = re.compile(any_of(_DATA["complaints"]))
_OF_KIN: Final = re.compile(rf"(?:{any_of(_DATA['links'])})*(?:{any_of(_DATA['kin'])})")

COMPLAINT_MARKS: Final[tuple[str, ...]] = (*_DATA["accusing"], *_DATA["complaint_marks"])
"""What staff write behind a name to say that the petition speaks against that one."""

# Whose matter it is when the usual ones are concerned themselves, most proper first.
OVER_DEPUTIES: Final = (Role.PRESIDIUM, Role.HEAD, Role.DEPUTY_HEAD, Role.STAFF, Role.COUNTY)
OVER_STAFF: Final = (Role.COUNTY, Role.PRESIDIUM, Role.HEAD, Role.DEPUTY_HEAD, Role.STAFF)
UPWARD: Final = (Role.STAFF, Role.DEPUTY_HEAD, Role.HEAD, Role.PRESIDIUM, Role.COUNTY)


def conflict_of(petition: Petition, station: Station) -> Conflict | None:
    """Return whom the petition's words speak against, else whose own or whose kin's matter it is; None for nobody."""
    against: list[PersonId] = []
    near = [person for person in _people(station) if person == petition.voter]
    for clause in _CLAUSE.findall(petition.text):
        for person, start, end in _spoken_of(clause, petition, station):
            if _ACCUSING.search(clause, 0, start) or _COMPLAINT.search(clause, end):
                against.append(person)
            elif _OF_KIN.match(clause, end):
                near.append(person)
    if not against and not near:
        return None
    return Conflict(persons=tuple(dict.fromkeys(against + near)), complaint=bool(against))


def merged(before: Conflict | None, found: Conflict) -> Conflict:
    """Return what two findings on one petition come to."""
    if before is None:
        return found
    persons = tuple(dict.fromkeys((*before.persons, *found.persons)))
    return Conflict(persons=persons, complaint=before.complaint or found.complaint)


def in_charge(petition: Petition, station: Station) -> tuple[PersonId, ...]:
    """Return who of the station is told of the petition before it is anybody's: never whom it is kept from.

    Usually the staff, or whoever is above them. A complaint about a deputy is the presidium's, one about staff or head
    the county office's.
    """
    if not petition.is_complaint:
        return _first_free(UPWARD, petition, station)
    about_staff = any(petition.is_kept_from(one.person) for one in station.staff)
    return _first_free(OVER_STAFF if about_staff else OVER_DEPUTIES, petition, station)


def with_role(role: Role, petition: Petition, station: Station) -> tuple[PersonId, ...]:
    """Return those of *role* who may learn of the petition, or of the next role above where it is kept from them all.

    Where the station has nobody of *role*, and for a complaint, those in charge.
    """
    if petition.is_complaint or not station.with_role(role):
        return in_charge(petition, station)
    return _first_free(UPWARD[UPWARD.index(role) :], petition, station) or in_charge(petition, station)


def may_learn(petition: Petition, person: PersonId, station: Station) -> bool:
    """Return whether *person* of the station may learn of the petition at all, save as its voter.

    Nobody may from whom it is kept, or who has left the station; of a complaint only those in charge of it, or the
    deputy who has it from them; of what is for staff only neither deputy nor unit.
    """
    if petition.is_kept_from(person) or person not in _people(station):
        return False
    if petition.is_complaint:
        return person == petition.deputy or person in in_charge(petition, station)
    return not petition.is_for_staff_only or person in station.with_role(*UPWARD)


def may_handle(petition: Petition, person: PersonId, station: Station) -> bool:
    """Return whether *person* is of the station's office, or above it, and nothing in the petition speaks against it.

    What its voter has not confirmed, or what was taken for no complaint, is looked at again.
    """
    told = replace(petition, conflict=petition.conflict or conflict_of(petition, station))
    return person in station.with_role(*UPWARD) and may_learn(told, person, station)


def shut_out(petition: Petition, station: Station) -> tuple[PersonId, ...]:
    """Return who of the station must not learn of the petition; its own voter is not among them."""
    others = (one for one in _people(station) if one != petition.voter)
    return tuple(one for one in others if not may_learn(petition, one, station))


def open_to(people: Iterable[PersonId], petition: Petition, station: Station) -> tuple[PersonId, ...]:
    """Return those of *people* who may learn of the petition, each once."""
    return tuple(person for person in dict.fromkeys(people) if may_learn(petition, person, station))


def _first_free(roles: Iterable[Role], petition: Petition, station: Station) -> tuple[PersonId, ...]:
    """Return those of the first of *roles* that has anybody from whom the petition is not kept."""
    free = (tuple(one for one in station.with_role(role) if not petition.is_kept_from(one)) for role in roles)
    return next(filter(None, free), ())


def _people(station: Station) -> Iterator[PersonId]:
    yield from (one.person for one in station.deputies)
    yield from (one.person for one in station.staff)


def _spoken_of(clause: str, petition: Petition, station: Station) -> Iterator[tuple[PersonId, int, int]]:
    """Yield whom a clause names, by name or by title, and where that stands."""
    for person, names in _called(petition, station):
        for found in _any_of(names).finditer(clause):
            yield person, *found.span()


@lru_cache(maxsize=1024)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(any_of(names))


def _called(petition: Petition, station: Station) -> Iterator[tuple[PersonId, tuple[str, ...]]]:
    for deputy in station.deputies:
        yield deputy.person, (deputy.name, deputy.surname + _DATA["deputy"])
    group = group_of(petition, station)
    if group is not None and group.deputy is not None:
        yield group.deputy, tuple(_DATA["own_deputy"])
    for member in station.staff:
        yield member.person, (member.name, *_DATA["titles"].get(member.role, ()))
