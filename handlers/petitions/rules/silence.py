"""By when a voter has to hear of a petition next: nobody who spoke is left without a word (domain §3.3, §3.5)."""

from datetime import datetime, timedelta
from typing import Final

from handlers.dates.china_time import day_of, moment
from handlers.dates.periods import CalendarDays, WorkingDays, due_date
from handlers.people.rules.roster import Station
from handlers.petitions.rules.acting import Turn, turn
from handlers.petitions.rules.limits import END_OF_WORK
from handlers.petitions.rules.petition import Petition, State, Track
from handlers.petitions.rules.states import OPEN

AGREED_UPON: Final = frozenset({State.EXTENDED, State.PLANNED})


def last_word(petition: Petition) -> datetime:
    """Return when the voter last heard of a petition for certain, or else when it was registered."""
    return petition.registered_at if petition.told_at is None else max(petition.told_at, petition.registered_at)


def next_word_by(petition: Petition, station: Station) -> datetime | None:
    """Return by when its voter has to hear of a petition next, None where it is over or was never registered.

    Where the voter is asked something, the bot speaks by itself when its timer runs out.
    """
    if petition.state not in OPEN:
        return None
    if turn(petition) is Turn.VOTER and petition.timer_at is not None:
        return petition.timer_at
    limits = station.limits
    period = CalendarDays(limits.still_days) if takes_long(petition) else WorkingDays(limits.first_word)
    return moment(due_date(day_of(last_word(petition)), period, station.calendar), END_OF_WORK)


def takes_long(petition: Petition) -> bool:
    """Return whether it is under way for months, so that the bot tells its voter now and then how far it is."""
    return petition.track is Track.SUGGESTION or petition.state in AGREED_UPON


def times_silent(petition: Petition, station: Station, now: datetime) -> int:
    """Return how often a petition that takes long should have told its voter something since the last word."""
    silence = day_of(now) - day_of(last_word(petition))
    return silence // timedelta(days=station.limits.still_days) if turn(petition) is not Turn.VOTER else 0
