"""What is kept of an activity: who was asked, what was agreed, and what became of that."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType

from handlers.meetings.rules.records import Attendance
from handlers.people.rules.roster import DayChange, StationId

ActivityId = NewType("ActivityId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """One thing that was agreed: what, who does it as it was said, until when.

    It is followed until it has *ended* on a day: done, or *dropped* for a reason.
    """

    what: str
    who: str = ""
    until: date | None = None
    ended: date | None = None
    dropped: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.ended is None

    @property
    def is_done(self) -> bool:
        """Whether it was done, and not dropped."""
        return self.ended is not None and not self.dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDay:
    """One activity; its id is made of station, kind and nominal date, so that a moved one stays the same.

    *subject* is what people set it to be about, *words* what staff let be posted, *announced* the date the groups were
    told. *minutes* is what was written of it, None before. *change* is what was decided while the bot ran.
    """

    id: ActivityId
    station: StationId
    kind: str
    nominal: date
    start: datetime
    place: str
    subject: str = ""
    invited: tuple[Attendance, ...] = ()
    words: str | None = None
    announced: date | None = None
    minutes: str | None = None
    agreed: tuple[Agreed, ...] = ()
    change: DayChange | None = None

    @property
    def coming(self) -> tuple[Attendance, ...]:
        """Those who agreed to come."""
        return tuple(one for one in self.invited if one.can)

    @property
    def followed(self) -> bool:
        """Whether something that was agreed is still to be done."""
        return any(one.is_open for one in self.agreed)
