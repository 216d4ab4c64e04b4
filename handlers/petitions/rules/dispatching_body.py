"""Who hands a petition over, and so who may give it to another unit or for longer (domain §3.2, §8.6)."""

from datetime import datetime

from handlers.dates.periods import Months, Period, WorkingDays
from handlers.people.rules.roster import PersonId, Role, Station
from handlers.petitions.rules.interest import in_charge, open_to
from handlers.petitions.rules.limits import running
from handlers.petitions.rules.petition import Action, Petition, Step, Track


def dispatching_body(petition: Petition, station: Station) -> tuple[PersonId, ...]:
    """Return the people of the body that last handed *petition* over who may learn of it.

    That body is the presidium, or else the station.
    """
    step = _last(petition, Action.DISPATCH)
    presidium = station.with_role(Role.PRESIDIUM)
    body = presidium if step is not None and step.by in presidium else station.with_role(Role.STAFF, Role.HEAD)
    return open_to(body, petition, station)


def reassigning(petition: Petition, station: Station) -> tuple[PersonId, ...]:
    """Return who hands over again what came back: the body that did (P1 14, P3 16), or those in charge."""
    return dispatching_body(petition, station) or in_charge(petition, station)


def may_reassign(person: PersonId, petition: Petition, station: Station) -> bool:
    """Return whether *person* is of those who are to hand over again what came back."""
    return person in reassigning(petition, station)


def approvers(petition: Petition, asked_by: PersonId, station: Station) -> tuple[PersonId, ...]:
    """Return who may agree to more time: the body that handed over, else its superiors, never the one who asks."""
    superiors = station.with_role(Role.HEAD, Role.PRESIDIUM)
    for people in (dispatching_body(petition, station), superiors, station.with_role(Role.COUNTY)):
        if others := tuple(one for one in open_to(people, petition, station) if one != asked_by):
            return others
    return ()


def last_day_to_send_back(petition: Petition, station: Station) -> datetime | None:
    """Return until when a unit may say that a petition is not its to handle; None where it was never handed over."""
    step = _last(petition, Action.DISPATCH)
    return None if step is None else running(WorkingDays(station.limits.send_back), at=step.at, station=station).due


def longest(petition: Petition, station: Station) -> datetime | None:
    """Return the last day the unit may be given; None where it was never handed over.

    A suggestion's is counted from its hand-over (L1 51), a service's also anew from when it is handled again.
    """
    period: Period = WorkingDays(station.limits.service_hard)
    step = _last(petition, Action.DISPATCH, Action.REOPEN)
    if petition.track is Track.SUGGESTION:
        period = Months(station.limits.suggestion_hard_months)
        step = _last(petition, Action.DISPATCH)
    return None if step is None else running(period, at=step.at, station=station).due


def _last(petition: Petition, *actions: Action) -> Step | None:
    return next((step for step in reversed(petition.history) if step.action in actions), None)
