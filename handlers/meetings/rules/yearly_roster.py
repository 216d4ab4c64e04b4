"""The roster made ahead: who receives on which day, each as often as any other (domain §2.1.3)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from handlers.meetings.rules.station_days import StationDay
from handlers.people.rules.roster import Deputy, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Who receives on one day, and who is asked first where one of them cannot come."""

    day: StationDay
    deputies: tuple[PersonId, ...]
    reserves: tuple[PersonId, ...]


def allotted(days: Iterable[StationDay], deputies: Mapping[PersonId, Deputy], settled: Iterable[Duty]) -> list[Duty]:
    """Return who receives on *days*, beside what is *settled* already, by date.

    Whoever has received least often comes first; of these, who does not receive elsewhere that day, then who brings a
    level of congress that the others do not, then who has waited longest. A person is one, with however many mandates.
    Nobody is in two places at one hour.
    """
    book = _Book(deputies)
    for duty in settled:
        book.enter(duty)
    made: list[Duty] = []
    for one in sorted(days, key=fewest_first):
        duty = book.choose(one)
        book.enter(duty)
        made.append(duty)
    return made


def fewest_first(one: StationDay) -> tuple[date, int, time]:
    """Return by what days are taken in turn: of one date, those first that have the fewest to choose from."""
    return one.day.date, len(one.reception.deputies) - one.reception.per_day, one.reception.start


class _Book:
    """How often and when everybody receives."""

    def __init__(self, deputies: Mapping[PersonId, Deputy]) -> None:
        self._deputies = deputies
        self._served: Counter[PersonId] = Counter()
        self._last: dict[PersonId, date] = {}
        self._hours: dict[tuple[PersonId, date], list[tuple[time, time]]] = {}

    def enter(self, duty: Duty) -> None:
        day, reception = duty.day.day.date, duty.day.reception
        for person in duty.deputies:
            self._served[person] += 1
            self._last[person] = max(day, self._last.get(person, day))
            self._hours.setdefault((person, day), []).append((reception.start, reception.end))

    def choose(self, one: StationDay) -> Duty:
        free = [person for person in one.reception.deputies if person in self._deputies and self._is_free(person, one)]
        chosen: list[PersonId] = []
        while free and len(chosen) <= one.reception.per_day:  # one more than there are seats: the reserve
            levels = {level for person in chosen for level in self._deputies[person].levels}
            best = min(
                free,
                key=lambda person: (
                    self._served[person],
                    (person, one.day.date) in self._hours,
                    levels.issuperset(self._deputies[person].levels),
                    self._last.get(person, date.min),
                ),
            )
            free.remove(best)
            chosen.append(best)
        seats = one.reception.per_day
        return Duty(day=one, deputies=tuple(chosen[:seats]), reserves=tuple(chosen[seats:]))

    def _is_free(self, person: PersonId, one: StationDay) -> bool:
        taken = self._hours.get((person, one.day.date), ())
        return all(end <= one.reception.start or one.reception.end <= start for start, end in taken)
