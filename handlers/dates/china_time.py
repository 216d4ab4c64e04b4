"""China Standard Time, the one zone of the installation."""

from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

CHINA_TIME: Final = ZoneInfo("Asia/Shanghai")


def moment(day: date, clock: time) -> datetime:
    """Return *clock* on *day*, aware, China Standard Time."""
    return datetime.combine(day, clock, CHINA_TIME)
