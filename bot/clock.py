"""What time it is: the only module that asks."""

import asyncio
from datetime import datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

CHINA: Final = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """A source of the present moment."""

    def now(self) -> datetime:
        """Return the present moment, aware, in China Standard Time."""
        ...


class WallClock:
    """The machine's clock, moved forward by *ahead* (only the web chat moves it, see `app`)."""

    def __init__(self, ahead: timedelta = timedelta(0)) -> None:
        self.ahead = ahead

    def now(self) -> datetime:
        """Return the machine's time plus what it was moved forward."""
        return datetime.now(CHINA) + self.ahead


class SetClock:
    """A clock that stands still until it is set: for rehearsals and tests."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment.astimezone(CHINA)

    def now(self) -> datetime:
        """Return the moment last set."""
        return self.moment

    def set(self, moment: datetime) -> None:
        """Move to *moment*. Raise ValueError where that lies in the past."""
        if moment < self.moment:
            raise ValueError(f"the clock cannot go back from {self.moment} to {moment}")
        self.moment = moment.astimezone(CHINA)


async def pause(seconds: float) -> None:
    """Wait that many seconds of the machine's time."""
    await asyncio.sleep(seconds)
