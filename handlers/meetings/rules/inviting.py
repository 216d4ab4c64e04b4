"""Whom to invite first where only some are needed: those concerned, those near, those asked least of late."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from handlers.meetings.rules.records import Attendance
from handlers.people.rules.roster import Deputy, PersonId

ENOUGH: Final = 4
SEATS: Final = 5
"""Four or five deputies sit down to a topic (domain §2.2.1)."""


def asking_order(
    deputies: Sequence[Deputy],
    asked_lately: Iterable[PersonId],
    *,
    concerned: Collection[PersonId] = (),
    villages: Collection[str] = (),
) -> tuple[PersonId, ...]:
    """Return all *deputies* in the order they are asked.

    Who has the matter in hand comes first, then who is deputy of one of its *villages*, then who was asked least often
    of late; *asked_lately* names a person once for each time. Those alike stand as in the list.
    """
    times = list(asked_lately)

    def rank(deputy: Deputy) -> tuple[bool, bool, int]:
        near = any(village in villages for village in deputy.villages)
        return deputy.person not in concerned, not near, times.count(deputy.person)

    return tuple(deputy.person for deputy in sorted(deputies, key=rank))


def to_ask(
    order: Sequence[PersonId], invited: Sequence[Attendance], *, count_silent: bool = True
) -> tuple[PersonId, ...]:
    """Return whom to ask next so that all seats may be taken, those who were asked left out.

    Without *count_silent* those who have not answered hold no seat, and it is enough that the fewest come.
    """
    agreed, silent = sum(one.can is True for one in invited), sum(one.can is None for one in invited)
    empty = SEATS - agreed - silent if count_silent else ENOUGH - agreed
    known = {one.person for one in invited}
    return tuple(person for person in order if person not in known)[: max(0, empty)]
