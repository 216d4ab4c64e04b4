"""China Standard Time, the one zone of the installation."""

from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

CHINA_TIME: Final = ZoneInfo("Asia/Shanghai")


def day_of(at: datetime) -> date:
    """Return the day it is in China at that moment."""
    return at.astimezone(CHINA_TIME).date()


def moment(day: date, clock: time) -> datetime:
    """Return *clock* on *day*, aware, China Standard Time."""
    return datetime.combine(day, clock, CHINA_TIME)
