"""What was told of reception days, put right where they are held elsewhere now, or not at all (domain §7.3).

Somebody of the station moves a day; new holiday tables and new settings move days by themselves. Either way only those
are told who were told otherwise before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from zlib import crc32

from handlers.dates.china_time import day_of, moment
from handlers.meetings import calendar_texts
from handlers.meetings import moving_texts as texts
from handlers.meetings.plan import closes, opens, reception_day_id
from handlers.meetings.poster import renew, renew_once_settled
from handlers.meetings.receiving_deputies import CAN_COME, CHOICES, tell_of_change
from handlers.meetings.reception_day import Held
from handlers.meetings.rules.notices import MORNING, announced_on, deputies_asked_at
from handlers.meetings.rules.reception_days import REACH
from handlers.meetings.rules.records import Attendance, ReceptionDay
from handlers.meetings.rules.station_days import StationDay, station_days
from handlers.meetings.telling import ask_person, tell, tell_groups, tell_staff
from handlers.meetings.texts import called_off, can_you_come, need_not_come, refers_to
from handlers.people.rules.roster import Deputy, Station
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence
from handlers.trail import note_by_bot

PLANNED_AHEAD: Final = timedelta(days=62)
KEPT_AHEAD: Final = timedelta(days=400)  # a roster is made for a year


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A day as it was kept, and as it is held *now*; *key* is what set the difference off."""

    before: ReceptionDay
    now: Held
    key: str
    at: datetime

    @property
    def day_before(self) -> date:
        return day_of(self.before.start)

    @property
    def is_moved(self) -> bool:
        one = self.now.planned
        return (self.before.start, self.before.end) != (opens(one), closes(one))

    @property
    def is_elsewhere(self) -> bool:
        return self.before.place != self.now.planned.place

    @property
    def too_late_to_announce(self) -> bool:
        """Whether the moment has passed at which voters are told of the day as it is now."""
        told = announced_on(self.now.date, self.now.station.limits.announce_days)
        return moment(told, MORNING) <= self.at

    @property
    def deputies_were_asked(self) -> bool:
        """Whether the deputies were asked for the day as it was, or should have been for the day as it is."""
        return any(_is_asked(day, self.now.station, self.at) for day in (self.day_before, self.now.date))


def _is_asked(day: date, station: Station, at: datetime) -> bool:
    return deputies_asked_at(day, station.calendar, station.limits.ask_deputies_days) <= at


async def put_right(told: Told, work: UnitOfWork) -> int:
    """Keep a day as it is now and tell those who were told otherwise; return how many groups that are.

    Groups are told again at the new T-3 where it is still to come; else the news has to do.
    """
    if not (told.is_moved or told.is_elsewhere):
        return 0
    one, station = told.now.planned, told.now.station
    kept = replace(
        told.now.kept,
        start=opens(one),
        end=closes(one),
        moved_because=calendar_texts.moved_because(one.day),
        place=one.place,
    )
    if told.is_moved:
        announced = day_of(told.at) if told.too_late_to_announce else kept.announced
        kept = replace(kept, moved_at=told.at, announced=announced)
        text = texts.moved(told.day_before, one, station, elsewhere=told.is_elsewhere)
    else:
        text = texts.elsewhere(one, station, day_of(told.at))
    groups = 0
    if told.before.announced is not None or (told.is_moved and told.too_late_to_announce):
        news = f"{kept.id}/{told.key}"
        text += refers_to(told.before)
        groups = await tell_groups(station, kept.point, text, key=news, until=kept.end, at=told.at, work=work)
    if told.deputies_were_asked:
        kept = await _tell_deputies(told, kept, work)
    await work.meetings.save_reception(kept)
    await renew(replace(told.now, kept=kept), key=told.key, at=told.at, work=work)
    return groups


async def _tell_deputies(told: Told, kept: ReceptionDay, work: UnitOfWork) -> ReceptionDay:
    """Tell those who are expected; whether they can come on another day they are asked anew."""
    one, station = told.now.planned, told.now.station
    if not told.is_moved:
        for deputy in told.now.deputies:
            text = texts.come_elsewhere(deputy, one, station)
            await tell(deputy.person, text, station=station, key=told.key, at=told.at, work=work)
        return kept
    await work.questions.close_about(kept.id)
    for deputy in told.now.deputies:
        text = texts.come_on_another_day(deputy, told.day_before, one, station)
        await _ask(deputy, text, told.now, key=f"{told.key}/{kept.id}", at=told.at, work=work)
    return replace(kept, deputies=tuple(Attendance(person=deputy.person) for deputy in told.now.deputies))


async def _ask(deputy: Deputy, text: str, day: Held, *, key: str, at: datetime, work: UnitOfWork) -> None:
    await ask_person(
        deputy.person,
        text,
        topic=CAN_COME,
        subject=day.kept.id,
        station=day.station,
        key=key,
        at=at,
        work=work,
        choices=CHOICES[CAN_COME],
    )


# --- by the calendar ---


def calendars_compared(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one for the days that are planned: it is another one as soon as one of them is elsewhere."""
    if station.receptions:
        days = station_days(station, station.calendar, start.date(), end.date() + PLANNED_AHEAD)
        planned = repr([(reception_day_id(station, one), opens(one), closes(one), one.change) for one in days])
        key = f"calendar/{station.id}/{crc32(planned.encode()):08x}"
        yield Occurrence(key=key, station=station, due=start, until=None, subject=station.id)


async def compare(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Put right what was told of the days to come; staff hear of each that people had to be told of."""
    station, today = occurrence.station, day_of(now)
    days = station_days(station, station.calendar, today - REACH, today + KEPT_AHEAD + 2 * REACH)
    planned = {reception_day_id(station, one): one for one in days}
    for kept in await work.meetings.receptions(station.id, today, today + KEPT_AHEAD):
        if kept.start <= now or kept.cancelled is not None:
            continue
        one = planned.get(kept.id)
        if one is None or opens(one) <= now:
            await _call_off(kept, days, occurrence, now, work)
            continue
        day = await _as_decided_who_receives(Held(station=station, planned=one, kept=kept), occurrence.key, now, work)
        told = Told(before=kept, now=day, key=occurrence.key, at=now)
        groups = await put_right(told, work)
        if told.is_moved and (groups or told.deputies_were_asked):
            text = texts.moved_by_itself(told.day_before, one, station, groups)
            await _note(kept, "reception_moved", f"{told.day_before}", f"{one.day.date}", text, occurrence, now, work)


async def _as_decided_who_receives(day: Held, key: str, now: datetime, work: UnitOfWork) -> Held:
    """Return a day with the deputies the settings name for it; a change is told once, and may be changed again."""
    change = day.planned.change
    if change is None or not change.deputies:
        return day
    before = {one.person: one for one in day.kept.deputies}
    named = f"reception/{day.kept.id}/deputies/{'+'.join(change.deputies)}"
    if not await work.occurrences.claim(named, at=now) or change.deputies == tuple(before):
        return day
    attendance = tuple(before.get(person, Attendance(person=person)) for person in change.deputies)
    changed = replace(day, kept=replace(day.kept, deputies=attendance))
    await work.meetings.save_reception(changed.kept)
    if _is_asked(day_of(day.kept.start), day.station, now):
        key = f"{key}/{day.kept.id}"
        for deputy in (one for one in day.deputies if one not in changed.deputies):
            text = texts.others_receive(deputy, day.planned, change.reason)
            await tell(deputy.person, text, station=day.station, key=key, at=now, work=work)
        for deputy in (one for one in changed.deputies if one.person not in before):
            await _ask(
                deputy, can_you_come(deputy, day.planned, day.station, None), changed, key=key, at=now, work=work
            )
        await tell_of_change(changed, key=key, at=now, work=work)
    return await renew_once_settled(changed, key=key, at=now, work=work)


async def _call_off(
    kept: ReceptionDay, days: Sequence[StationDay], occurrence: Occurrence, now: datetime, work: UnitOfWork
) -> None:
    """Tell of a day that is planned no more those who were told of it; should it come back, they are told anew."""
    station, on, deputies = occurrence.station, day_of(kept.start), kept.deputies
    groups = 0
    if kept.announced is not None:
        later = (one.day.date for one in days if one.reception.id == kept.reception and one.day.date > on)
        text = called_off(kept, on, texts.REARRANGED, next(later, None), station.phone)
        news = f"{kept.id}/{occurrence.key}"
        groups = await tell_groups(station, kept.point, text, key=news, until=kept.end, at=now, work=work)
    if not deputies or not _is_asked(on, station, now):
        return
    for one in deputies:
        if (deputy := station.deputy(one.person)) is not None:
            text = need_not_come(deputy, on, texts.REARRANGED)
            await tell(one.person, text, station=station, key=f"{occurrence.key}/{kept.id}", at=now, work=work)
    await work.questions.close_about(kept.id)
    await work.meetings.save_reception(replace(kept, announced=None, deputies=()))
    text = texts.called_off_by_itself(on, groups)
    await _note(kept, "reception_called_off", f"{on}", "", text, occurrence, now, work)


async def _note(
    kept: ReceptionDay,
    event: str,
    before: str,
    after: str,
    text: str,
    occurrence: Occurrence,
    at: datetime,
    work: UnitOfWork,
) -> None:
    """Write to the trail what became of a day, and tell staff."""
    station = occurrence.station
    await note_by_bot(about=kept.id, event=event, before=before, after=after, station=station.id, at=at, work=work)
    await tell_staff(text, station=station, key=f"{occurrence.key}/{kept.id}", at=at, work=work)
