"""Which deputies receive voters on which day: each in turn, and who steps in (domain §2.1.3)."""

from collections.abc import Collection, Sequence
from datetime import date

from handlers.meetings.rules.nominal_days import NominalDays, OddMonthsDay
from handlers.meetings.rules.records import Attendance
from handlers.people.rules.roster import PersonId


def turn_of(nominal: date, days: NominalDays) -> int:
    """Return the number of a reception day, one more each month in which the rule has one."""
    months = nominal.year * 12 + nominal.month
    return months // 2 if isinstance(days, OddMonthsDay) else months


def in_turn(deputies: Sequence[PersonId], seats: int, turn: int) -> tuple[PersonId, ...]:
    """Return all *deputies* in the order in which they are asked for one day: the first *seats* receive.

    Each turn goes on where the one before left off, so that all receive equally often.
    """
    if not deputies:
        return ()
    first = turn * min(seats, len(deputies)) % len(deputies)
    return (*deputies[first:], *deputies[:first])


def receiving(asked: Sequence[Attendance]) -> tuple[PersonId, ...]:
    """Return who is expected: of the regular ones all but those who declined, of those who step in who agreed."""
    return tuple(one.person for one in asked if (one.can if one.steps_in else one.can is not False))


def next_in_turn(
    order: Sequence[PersonId], asked: Sequence[Attendance], busy: Collection[PersonId] = ()
) -> PersonId | None:
    """Return whom to ask after those who were asked, passing over who is *busy*, or None where nobody is left."""
    known = {one.person for one in asked}
    return next((person for person in order if person not in known and person not in busy), None)
