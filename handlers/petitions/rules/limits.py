"""By when a petition has to move on, and what happens by itself if it does not (domain §3.3)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from handlers.dates.china_time import CHINA_TIME, moment
from handlers.dates.periods import CalendarDays, Months, Period, Term, WorkingDays, due_date
from handlers.people.rules.retention import NIGHT, words_kept_until
from handlers.people.rules.roster import Limits, Station
from handlers.petitions.rules.petition import State, Timer, Track

EMERGENCY_DAYS: Final = 365  # domain §8.3
FOLLOW_UP: Final = timedelta(days=7)  # domain §3.7
# What is due on a day is due when offices close; a reminder comes when people are up.
END_OF_WORK: Final = time(18)
FORENOON: Final = time(10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What runs while a petition stays in a state: until when somebody has to act, and what happens by itself.

    *term* is how *due* was counted, None where it was agreed upon or is carried on from the state before.
    """

    due: datetime | None = None
    term: Term | None = None
    timer: Timer | None = None
    timer_at: datetime | None = None


NO_CLOCK: Final = Clock()


def clock(state: State, *, at: datetime, station: Station, track: Track = Track.SERVICE, hard: bool = False) -> Clock:
    """Return the clock of a petition that came into *state* at *at*; a *hard* one is given its unit for longer.

    A unit's work has one limit from hand-over to answer: carry that moment on into `IN_PROGRESS`. The days of
    `EXTENDED` and `PLANNED` are agreed upon, so these states have no clock of their own.
    """
    limits = station.limits

    def end(period: Period, hour: time = END_OF_WORK) -> datetime:
        return moment(due_date(at.astimezone(CHINA_TIME).date(), period, station.calendar), hour)

    match state:
        case State.DRAFT:
            return Clock(timer=Timer.DROP_DRAFT, timer_at=at + timedelta(hours=limits.draft_hours))
        case State.NEED_INFO:
            return Clock(timer=Timer.STOP_ASKING, timer_at=end(WorkingDays(limits.need_info)))
        case State.SURVEYING:
            return Clock(
                timer=Timer.REMIND_RATING, timer_at=end(CalendarDays(limits.rating_reminder_day), hour=FORENOON)
            )
        case State.CLOSED | State.REDIRECTED | State.WITHDRAWN | State.DECLINED:
            return Clock(timer=Timer.ARCHIVE, timer_at=end(CalendarDays(limits.reopen_days)))
        case State.EMERGENCY:
            return Clock(due=at)
        case _:
            period = _period(state, track, limits, hard=hard)
            return NO_CLOCK if period is None else running(period, at=at, station=station)


def until_followed_up(at: datetime) -> Clock:
    """Return the clock of what was led elsewhere at *at*: after a week its voter is asked whether that was found."""
    return Clock(timer=Timer.FOLLOW_UP, timer_at=moment(at.astimezone(CHINA_TIME).date() + FOLLOW_UP, FORENOON))


def arranged_by(at: datetime, station: Station) -> datetime:
    """Return until when a voter hears what was arranged who was promised that at *at*."""
    last = due_date(at.astimezone(CHINA_TIME).date(), WorkingDays(station.limits.first_word), station.calendar)
    return moment(last, END_OF_WORK)


def running(period: Period, *, at: datetime, station: Station) -> Clock:
    """Return the clock of a limit that begins to run at *at*: it ends when offices close on its last day."""
    term = Term.of(at.astimezone(CHINA_TIME).date(), period)
    return Clock(due=moment(term.last_day(station.calendar), END_OF_WORK), term=term)


def end_of_rating(surveyed_at: datetime, station: Station) -> Clock:
    """Return the clock of a petition whose voter has been reminded once to rate it."""
    surveyed_on = surveyed_at.astimezone(CHINA_TIME).date()
    last = due_date(surveyed_on, CalendarDays(station.limits.rating_days), station.calendar)
    return Clock(timer=Timer.END_RATING, timer_at=moment(last, END_OF_WORK))


def end_of_words(ended_at: datetime, station: Station) -> Clock:
    """Return the clock of a petition that was put away: its summary is kept longer than its words."""
    return Clock(timer=Timer.ERASE_WORDS, timer_at=words_kept_until(ended_at, station.limits))


def end_of_emergency(ended_at: datetime) -> Clock:
    """Return the clock of an emergency whose words are erased: it is somebody's for a year."""
    last = ended_at.astimezone(CHINA_TIME).date() + timedelta(days=EMERGENCY_DAYS)
    return Clock(timer=Timer.ANONYMISE, timer_at=moment(last, NIGHT))


def _period(state: State, track: Track, limits: Limits, *, hard: bool) -> Period | None:
    match state:
        case State.REGISTERED | State.PRIVATE_HUMAN:
            return WorkingDays(limits.triage)
        case State.TRIAGED:
            return WorkingDays(limits.take_up)
        case State.RETURNED_TO_DEPUTY:
            return WorkingDays(limits.sign_form)
        case State.SUBMITTED | State.ESCALATED:
            return WorkingDays(limits.hand_over)
        case State.SENT_BACK:
            return WorkingDays(limits.reassign)
        case State.DISPATCHED if track is Track.SUGGESTION:
            return Months(limits.suggestion_hard_months if hard else limits.suggestion_months)
        case State.DISPATCHED:
            return WorkingDays(limits.service_hard if hard else limits.service)
        case State.REOPENED:
            return Months(limits.again_months) if track is Track.SUGGESTION else WorkingDays(limits.again)
        case State.CONFERRED:
            return WorkingDays(limits.confer)
        case _:
            return None
