"""What staff enter while voters are received: which deputies came, and what is told, in the voters' own words (X10)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from handlers import words as spoken
from handlers.dates.china_time import CHINA_TIME
from handlers.intake.rules.recognise import recognise
from handlers.meetings import record_texts as texts
from handlers.meetings.arguments import Told
from handlers.meetings.plan import COUNTED_WITHIN
from handlers.meetings.reception_day import Held, upcoming
from handlers.meetings.roster_texts import names, place
from handlers.meetings.rules.naming import spoken_of
from handlers.meetings.rules.records import Received
from handlers.message import Message
from handlers.petitions.rules.categories import categorised
from handlers.petitions.rules.petition import Source
from handlers.petitions.station import company
from handlers.petitions.voters.drafts import draft_of
from handlers.petitions.voters.entering import enter
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.trail import note

BEFORE: Final = timedelta(hours=1)
"""How long before it begins people may be there already."""


class NoReceptionNow(Refusal):
    """Nobody is received at the moment, nor was of late; *following* is when somebody is next."""

    def __init__(self, following: Held | None) -> None:
        super().__init__()
        self.following = following


class WhichReception(Refusal):
    """Several places receive that day, and the words do not say which is meant; *example* shows words that do."""

    def __init__(self, places: list[str], example: str) -> None:
        super().__init__(len(places))
        self.places = places
        self.example = example


class WhoCame(Refusal):
    """The words name no deputy."""

    def __init__(self, day: Held) -> None:
        super().__init__(day.kept.id)
        self.day = day


async def enter_matter(message: Message, argument: Told, work: UnitOfWork) -> None:
    """Register what somebody tells at a reception, as it was said, and count who brought it."""
    day, said = await _meant(argument.words, texts.WITH_PLACE_TOLD, message, work)
    draft = replace(draft_of(message, said, source=Source.MEETING), voter=None)
    petition = await enter(categorised(draft, recognise(said, model=work.model).category), message, work)
    received = Received(petition=petition.id, people=argument.people)
    now = replace(day, kept=replace(day.kept, received=(*day.kept.received, received)))
    await work.meetings.save_reception(now.kept)
    await work.outbox.add(message.reply_in_private(texts.entered(now, petition)), at=message.sent_at)
    await company.put_before_staff(petition, at=message.sent_at, work=work)


async def attend(message: Message, argument: str, work: UnitOfWork) -> None:
    """Keep which deputies came; with no name, or with words that say so, all who were expected did."""
    day, said = await _meant(argument, texts.WITH_PLACE_CAME, message, work)
    came = day.deputies if said in spoken.ALL_CAME else spoken_of(said, day.station.deputies)
    if not came:
        raise WhoCame(day)
    present = tuple(deputy.person for deputy in came)
    await work.meetings.save_reception(replace(day.kept, present=present))
    await note(message, about=day.kept.id, event="attendance", after="+".join(present), work=work)
    missing = tuple(deputy for deputy in day.deputies if deputy.person not in present)
    text = texts.attendance(names(came, day.station), names(missing, day.station))
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)


async def _meant(said: str, example: str, message: Message, work: UnitOfWork) -> tuple[Held, str]:
    """Return the reception that is on or was last, and what was said of it without the name of its place."""
    today = message.sent_at.astimezone(CHINA_TIME).date()
    days = await upcoming(message.station, today - COUNTED_WITHIN, work)
    begun = [day for day in days if day.kept.start - BEFORE <= message.sent_at]
    if not begun or message.sent_at - begun[-1].kept.end > COUNTED_WITHIN:
        raise NoReceptionNow(next((day for day in days if day not in begun), None))
    last = [day for day in begun if day.date == begun[-1].date]
    if (named := at_place(last, said)) is not None:
        return named
    own_days = [day for day in last if any(one.person == message.sender for one in day.deputies)] or last
    if len(own_days) > 1:
        raise WhichReception([place_of(day) for day in own_days], example)
    return own_days[0], said


# --- several places on one day ---


def place_of(day: Held) -> str:
    """Return what the place of a reception is called in what staff enter."""
    return place(day.planned, day.station)


async def place_to_say(day: Held, work: UnitOfWork) -> str:
    """Return the place that has to be named in what staff enter, empty where nobody else receives that day."""
    same_date = await upcoming(day.station, day.date, work, within=timedelta(0))
    return place_of(day) if len(same_date) > 1 else ""


def at_place(days: Iterable[Held], said: str) -> tuple[Held, str] | None:
    """Return the day whose place *said* begins with, and the rest of it; None where it names none."""
    for day in days:
        if said.startswith(place_of(day)):
            return day, said.removeprefix(place_of(day)).strip(spoken.SEPARATORS)
    return None
