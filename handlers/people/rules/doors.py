"""Which offices somebody's words ask for."""

from collections.abc import Iterable

from handlers.intake.rules.normalise import fold
from handlers.people.rules.roster import Door


def doors_for(words: str, doors: Iterable[Door]) -> tuple[Door, ...]:
    """Return the doors for what *words* speak of, the ones they speak of most first; none where nothing fits."""
    line = fold(words).text
    weights = [(_weight(line, door), door) for door in doors]
    return tuple(door for weight, door in sorted(weights, key=lambda one: -one[0]) if weight)


def _weight(line: str, door: Door) -> int:
    """Return how many characters of *line* name the door or what is settled there."""
    said = (fold(word).text for word in (door.name, *door.about))
    return sum(len(word) for word in said if word in line or (line and line in word))
