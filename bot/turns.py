"""When each of many messages that wait for the same room is looked at again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from handlers.message import Priority

CLOSER: Final = 0.9  # than the limits allow, so that no room stays unused; whoever finds none gets another turn
MANY: Final = 1000  # lines of which some may have ended

Line = tuple[str, Priority]
"""Messages of one priority that wait for the same budget: behind a thousand notices no answer waits."""


class Turns:
    """Gives each message of a line a moment of its own.

    If all of them were looked at as soon as there is room, most would be put off again and again.
    """

    def __init__(self) -> None:
        self._last: dict[Line, datetime] = {}

    def next(self, line: Line, limits: Sequence[tuple[int, timedelta]], *, free_at: datetime) -> datetime:
        """Return the moment for one more message of *line*, for which there is room at *free_at* at the earliest."""
        apart = max(window / max(count, 1) for count, window in limits) * CLOSER
        turn = max(free_at, self._last.get(line, free_at - apart) + apart)
        if len(self._last) > MANY:
            self._last = {one: last for one, last in self._last.items() if last > free_at}
        self._last[line] = turn
        return turn
