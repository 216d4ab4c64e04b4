"""Whose a petition is likely to be."""

from handlers.people.rules.roster import Deputy, Group, Station
from handlers.petitions.rules.petition import Action, Petition


def proposed_deputy(petition: Petition, station: Station) -> Deputy | None:
    """Return the deputy to propose: whom the last to pass it on named, the group's own, or the village's; or None.

    Nobody is proposed who has passed it on before, or from whom it is kept; nor is anybody for what staff alone may
    read, or for a complaint about the station's own people.
    """
    if petition.is_for_staff_only or petition.is_complaint:
        return None
    passed_on = [step for step in petition.history if step.action is Action.PASS_ON]
    refused = {step.by for step in passed_on}
    free = [deputy for deputy in station.deputies if not petition.is_kept_from(deputy.person)]
    willing = [deputy for deputy in free if deputy.person not in refused]
    if passed_on and (named := deputies_named(passed_on[-1].reason, willing)):
        return named[0]
    group = group_of(petition, station)
    of_group = [deputy for deputy in willing if group is not None and deputy.person == group.deputy]
    candidates = of_group or deputies_of_village(petition, willing)
    return candidates[0] if candidates else None


def deputies_named(words: str, deputies: list[Deputy] | tuple[Deputy, ...]) -> list[Deputy]:
    """Return the deputies whose name or village *words* speak of, those named by name first."""
    by_name = [deputy for deputy in deputies if deputy.name in words]
    by_village = [deputy for deputy in deputies if any(village in words for village in deputy.villages)]
    return [*by_name, *(deputy for deputy in by_village if deputy not in by_name)]


def deputies_of_village(petition: Petition, deputies: list[Deputy]) -> list[Deputy]:
    """Return the deputies of the village the petition speaks of."""
    return deputies_named(f"{petition.place or ''}{petition.text}", deputies)


def group_of(petition: Petition, station: Station) -> Group | None:
    """Return the group the petition was told in, or None."""
    return next((group for group in station.groups if group.id == petition.group), None)


def village_of(petition: Petition, station: Station) -> str:
    """Return the village of the voter's group where it has just one, else an empty text."""
    group = group_of(petition, station)
    return group.villages[0] if group is not None and len(group.villages) == 1 else ""
