"""What time it is: the only module that asks."""

from datetime import datetime, timedelta
from typing import Protocol

from handlers.dates.china_time import CHINA_TIME


class Clock(Protocol):
    """A source of the present moment."""

    def now(self) -> datetime:
        """Return the present moment, aware, in China Standard Time."""
        ...


class MovableClock(Clock, Protocol):
    """A clock that can be moved forward: for the web chat, rehearsals and tests."""

    def move_to(self, moment: datetime) -> None:
        """Make *moment* the present; a moment in the past changes nothing."""
        ...


class WallClock:
    """The machine's clock, plus what it was moved forward."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        """Return the machine's time plus what it was moved forward."""
        return datetime.now(CHINA_TIME) + self._ahead

    def move_to(self, moment: datetime) -> None:
        """Make *moment* the present; a moment in the past changes nothing."""
        self._ahead += max(moment - self.now(), timedelta(0))


class StandingClock:
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment.astimezone(CHINA_TIME)

    def now(self) -> datetime:
        """Return the moment last moved to."""
        return self._moment

    def move_to(self, moment: datetime) -> None:
        """Make *moment* the present; a moment in the past changes nothing."""
        self._moment = max(self._moment, moment.astimezone(CHINA_TIME))
