"""What a deputy who left office had in hand passes to a successor the same day (domain §8.6)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final
from zlib import crc32

from handlers.dates.china_time import moment
from handlers.dates.weeks import days_between
from handlers.message import Recipient
from handlers.people.rules.roster import PersonId, Station
from handlers.petitions.rules.assignment import proposed_deputy
from handlers.petitions.rules.interest import in_charge
from handlers.petitions.rules.petition import Petition
from handlers.petitions.rules.states import OPEN, UNSORTED
from handlers.petitions.station import succession_texts as texts
from handlers.petitions.station import triage
from handlers.petitions.station.triage import SUCCESSION
from handlers.petitions.telling import tell, tell_voter
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence
from handlers.trail import note_by_bot

MOST_OPEN: Final = 100_000  # all that a station may have open: nothing must stay with who has left


def deputies_known(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one each day, and another one of that day as soon as the station has other deputies."""
    known = f"{crc32(' '.join(sorted(one.person for one in station.deputies)).encode()):08x}"
    for day in days_between(start.date(), end.date()):
        due = moment(day, time())
        if start <= due < end:
            key = f"{SUCCESSION}/{station.id}/{day}/{known}"
            yield Occurrence(key=key, station=station, due=due, until=due + timedelta(days=1), subject=known)


async def hand_on(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Give every open petition whose deputy has left to a successor, or have staff name one."""
    station = occurrence.station
    for petition in await work.petitions.in_state(station.id, OPEN, limit=MOST_OPEN):
        if petition.deputy is not None and station.deputy(petition.deputy) is None:
            await _close_questions(petition.deputy, work)
            await _hand_on(petition, station, now, work)


async def _hand_on(petition: Petition, station: Station, now: datetime, work: UnitOfWork) -> None:
    successor, part = proposed_deputy(petition, station), f"{SUCCESSION}/{now.isoformat()}"
    left = replace(petition, deputy=None, accepted_by_deputy=False)
    await work.petitions.save(left)
    before, after = petition.deputy or "", "" if successor is None else successor.person
    await note_by_bot(
        about=left.id, event=SUCCESSION, before=before, after=after, station=station.id, at=now, work=work
    )
    if left.state in UNSORTED:  # staff have it before them, and nobody was told whose it is
        return
    if successor is not None:
        await triage.follow_on(left, successor, by=None, at=now, work=work)
        text = texts.followed_by_noted(left.tail, successor.name)
    else:
        await tell_voter(left, texts.to_be_followed(left.tail), part=part, at=now, work=work)
        text = texts.name_another(left.tail)
    for person in in_charge(left, station):
        await tell(person, text, about=left, part=f"{part}/noted", at=now, work=work)


async def _close_questions(gone: PersonId, work: UnitOfWork) -> None:
    """Forget what somebody who left was still asked."""
    for question in await work.questions.open(gone, Recipient.person(gone)):
        await work.questions.close(question)
