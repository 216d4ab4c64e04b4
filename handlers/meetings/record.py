"""What a reception brought, as a record on paper, and where each matter stands afterwards (domain §4.2, MSG-J14)."""

from datetime import datetime

from handlers.meetings import brought_texts
from handlers.meetings import record_texts as texts
from handlers.meetings.matters import matters_of, states_of
from handlers.meetings.posts import groups_told, outcome_slot
from handlers.meetings.reception_day import Held, held_day
from handlers.meetings.telling import GroupPost, post, tell
from handlers.people.on_duty import on_duty
from handlers.people.rules.roster import Role
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence


async def give_to_heads(day: Held, at: datetime, work: UnitOfWork) -> None:
    """Give the head the record of a day, once."""
    matters = await matters_of(day, work)
    brought = matters.brought(day)
    for head in day.station.with_role(Role.HEAD):
        seen = matters.for_eyes_of(head)
        text, paper = texts.told(day, brought, seen), texts.record(day, brought, seen, work.roster.name, at)
        key = f"reception/{day.kept.id}/record"
        await tell(head, text, station=day.station, key=key, cites=seen.cites, at=at, work=work, document=paper)


async def record(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Give the head the record of a day of which nobody has told the counts.

    Where nothing was entered either there is nothing to record yet: the week's digest tells of all such days at once.
    """
    day = await held_day(occurrence, work)
    if day is not None and day.kept.received:
        await give_to_heads(day, now, work)


async def follow_up(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell head and staff where each matter of a reception stands some days later."""
    day = await held_day(occurrence, work)
    if day is None or not day.kept.received:
        return
    matters = await matters_of(day, work)
    for person in dict.fromkeys((*day.station.with_role(Role.HEAD), *on_duty(day.station))):
        seen = matters.for_eyes_of(person)
        if seen.petitions:
            text = texts.where_they_stand(day, seen, (now.date() - day.date).days)
            await tell(person, text, station=day.station, key=occurrence.key, cites=seen.cites, at=now, work=work)


async def publish(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell the groups how many matters of a reception are done and how many are not: no names, no matters."""
    day = await held_day(occurrence, work)
    slot = outcome_slot(occurrence.subject)
    groups = groups_told(occurrence.station, slot, occurrence.due.date())
    if day is None or not groups or not day.kept.received:
        return
    line = GroupPost(
        key=occurrence.key,
        station=day.station,
        slot=slot,
        text=brought_texts.outcome(day.date, await states_of(await matters_of(day, work), work)),
        due=occurrence.due,
        until=occurrence.until,
        spread_out=True,
    )
    await post(line, groups, now, work)
