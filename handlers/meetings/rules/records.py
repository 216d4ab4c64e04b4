"""What is kept of a reception day and of a week's topic."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType

from handlers.people.rules.roster import DayChange, PersonId, PointId, StationId
from handlers.petitions.rules.petition import PetitionId

ReceptionDayId = NewType("ReceptionDayId", str)
TopicWeekId = NewType("TopicWeekId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """A deputy's word on a reception day; *can* is None while there is no answer.

    *steps_in* says that the deputy was asked because another could not come, and is counted on only after agreeing.
    """

    person: PersonId
    can: bool | None = None
    at: datetime | None = None
    steps_in: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a reception day brought, as staff typed it: people received, matters noted, answered on the spot."""

    people: int
    matters: int
    answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A matter that was entered at the reception itself, and how many people brought it."""

    petition: PetitionId
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeNumber:
    """Under which number of its year a day is announced, so that what comes later can refer to it."""

    year: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterGiven:
    """What the poster says that the head was given last: a new one is given only where it says something else."""

    when: str
    where: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptionDay:
    """One reception day; its id is made of rule and nominal date, so that a moved day stays the same day.

    *start* and *end* are aware; *announced* is the date the groups were told, None before. *change* is what was
    decided while the bot ran; what was due up to *moved_at* went out with the news of that. *reserves* are asked first
    where a deputy cannot come. *offices* receive beside the deputies, *recorder* writes down what is said; both are as
    the roster's clerk wrote them, and where he named no recorder it is whoever told the counts. *present* are the
    deputies who did come, None while nobody has said.
    """

    id: ReceptionDayId
    station: StationId
    point: PointId | None
    reception: str
    nominal: date
    start: datetime
    end: datetime
    moved_because: str | None
    deputies: tuple[Attendance, ...]
    reserves: tuple[PersonId, ...] = ()
    offices: tuple[str, ...] = ()
    recorder: str = ""
    notice: NoticeNumber | None = None
    poster: PosterGiven | None = None
    present: tuple[PersonId, ...] | None = None
    received: tuple[Received, ...] = ()
    announced: date | None = None
    counts: Counts | None = None
    cancelled: str | None = None
    change: DayChange | None = None
    moved_at: datetime | None = None
    place: str = ""

    @property
    def decided(self) -> DayChange | None:
        """What the station decided for this day while the bot ran; None where the rule and the settings hold."""
        if self.cancelled is not None:
            decided = () if self.change is None else self.change.decided
            return DayChange(nominal=self.nominal, reason=self.cancelled, held=False, decided=decided)
        return self.change


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What one person said to the topic, in the person's own words."""

    by: PersonId
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicWeek:
    """A station's topic for the week that begins on Monday *monday*.

    *raised* are the petitions it was drawn from. *posted* is the date the first group was told, None before.
    *decisions* are the lines of a summary that nobody has agreed to publish yet.
    """

    id: TopicWeekId
    station: StationId
    monday: date
    topic: str
    set_by: PersonId
    set_at: datetime
    raised: tuple[PetitionId, ...] = ()
    views: tuple[View, ...] = ()
    posted: date | None = None
    decisions: tuple[str, ...] = ()
    summary: str | None = None
