"""Conflicts of interest: from whom a petition is kept, and who looks after it instead (domain §3.6)."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from typing import Final

from handlers.intake.rules.normalise import fold
from handlers.intake.rules.pattern import Pattern
from handlers.intake.rules.wordlist import any_of
from handlers.people.rules.roster import PersonId, Role, Station
from handlers.petitions.rules.naming import Named, named_in
from handlers.petitions.rules.petition import Conflict, Petition

_DATA: Final = json.loads(files(__package__).joinpath("interest.json").read_text(encoding="utf-8"))
_CLAUSE: Final = Pattern(r"[^,。!?;\n]+")
_ACCUSING: Final = Pattern(any_of(_DATA["accusing"]))
_COMPLAINT: Final = Pattern(any_of(_DATA["complaints"]))
_ASKED: Final = Pattern(any_of(_DATA["asked"]))
_ADDRESS: Final = Pattern(any_of(_DATA["address"]))
_KINDLY: Final = Pattern(any_of(_DATA["kindly"]))
_PRONOUN: Final = Pattern(any_of(_DATA["pronouns"]))
_OF_KIN: Final = Pattern(rf"(?:{any_of(_DATA['links'])})*(?:{any_of(_DATA['kin'])})")

COMPLAINT_MARKS: Final[tuple[str, ...]] = (*_DATA["accusing"], *_DATA["complaint_marks"])
"""What staff write behind a name to say that the petition speaks against that one."""

# Whose matter it is when the usual ones are concerned themselves, most proper first.
OVER_DEPUTIES: Final = (Role.PRESIDIUM, Role.HEAD, Role.DEPUTY_HEAD, Role.STAFF, Role.COUNTY)
OVER_STAFF: Final = (Role.COUNTY, Role.PRESIDIUM, Role.HEAD, Role.DEPUTY_HEAD, Role.STAFF)
UPWARD: Final = (Role.STAFF, Role.DEPUTY_HEAD, Role.HEAD, Role.PRESIDIUM, Role.COUNTY)


def conflict_of(petition: Petition, station: Station) -> Conflict | None:
    """Return whom the petition's words speak against, else whose own or whose kin's matter it is; None for nobody.

    Somebody who is named, and not plainly asked, thanked or addressed, may be spoken against: it is kept from him.
    """
    against: list[PersonId] = []
    near = [person for person in _people(station) if person == petition.voter]
    clauses = _CLAUSE.findall(fold(petition.text).text)
    for clause, following in pairwise((*clauses, "")):
        for named in named_in(clause, petition, station):
            if _speaks_against(clause, named, following):
                against.append(named.person)
            elif _OF_KIN.match(clause, named.end):
                near.append(named.person)
            elif named.by_name and not _is_kindly(clause, named):
                against.append(named.person)
    if not against and not near:
        return None
    return Conflict(persons=tuple(dict.fromkeys(against + near)), complaint=bool(against))


def _speaks_against(clause: str, named: Named, following: str) -> bool:
    """Return whether a clause complains of the one it names, or the next one does that goes on about him."""
    goes_on = _PRONOUN.match(following) and _COMPLAINT.search(following)
    return bool(_ACCUSING.search(clause, 0, named.start) or _COMPLAINT.search(clause, named.end) or goes_on)


def _is_kindly(clause: str, named: Named) -> bool:
    """Return whether the one named is asked, thanked, spoken to, or well spoken of."""
    alone = not clause[named.end :].strip()
    return alone or bool(
        _ASKED.search(clause, 0, named.start) or _ADDRESS.match(clause, named.end) or _KINDLY.search(clause)
    )


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
