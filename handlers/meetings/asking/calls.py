"""Calls for views: opened and shown by staff, answered by those they are for, handed over once they close."""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from handlers.dates.china_time import day_of
from handlers.document import Document
from handlers.meetings.asking import budget, budget_texts, consultation
from handlers.meetings.asking import call_texts as texts
from handlers.meetings.asking.arguments import Calling, OpenBudget, OpenDraft, OpenProposals, ShowCalls
from handlers.meetings.asking.group_room import post_when_free
from handlers.meetings.rules.calls import Call, CallKind, Item, rounds_before
from handlers.meetings.telling import tell, tell_staff
from handlers.message import Message
from handlers.parse_date import leading_day
from handlers.people.on_duty import on_duty
from handlers.people.rules.masking import masked
from handlers.people.rules.roster import Station
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.timed import Occurrence
from handlers.trail import note

OPENED: Final = "open"


class NoSuchCall(Refusal):
    """The station has no call of that number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class DayPassed(Refusal):
    """What is to come was given a *day* that has passed."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day


async def call(message: Message, argument: Calling, work: UnitOfWork) -> None:
    """Open a call for views, or show what was asked and said so far."""
    match argument:
        case ShowCalls(number=None):
            calls = await work.calls.of(message.station.id)
            text = texts.listed(calls, day_of(message.sent_at))
            await work.outbox.add(message.reply_in_private(text), at=message.sent_at)
        case ShowCalls(number=int(number)):
            await _show(await find(message.station, number, work), message, work)
        case OpenDraft():
            await _open_draft(argument, message, work)
        case OpenProposals():
            await _open_proposals(argument, message, work)
        case OpenBudget():
            await _open_budget(argument, message, work)


async def find(station: Station, number: int, work: UnitOfWork) -> Call:
    """Return a station's call of that number. Raise `NoSuchCall`."""
    found = await work.calls.get(station.id, number)
    if found is None:
        raise NoSuchCall(number)
    return found


async def _show(found: Call, message: Message, work: UnitOfWork) -> None:
    reply = message.reply_in_private(texts.table_ready(found))
    sheet = await table(found, work)
    await work.outbox.add(replace(reply, document=sheet), at=message.sent_at)
    await note(message, about=found.key, event="export", work=work)


async def table(found: Call, work: UnitOfWork) -> Document | None:
    """Return what was said as a sheet, in words that point to nobody; None where nothing was, or is still kept."""
    if not any(view.text for view in found.views):
        return None
    names = await work.voters.names()
    return texts.table(found, {view.text: masked(view.text, names) for view in found.views})


# --- opening ---


async def _open_draft(argument: OpenDraft, message: Message, work: UnitOfWork) -> None:
    closes, rest = _closing_day(argument.rest, message)
    items = argument.items or (Item(label="", point=rest),)
    earlier = await work.calls.of(message.station.id)
    opened = replace(
        _new(CallKind.DRAFT, argument.title, closes, len(earlier), message),
        organ=argument.organ,
        round=rounds_before(earlier, CallKind.DRAFT, argument.title) + 1,
        items=items,
    )
    await _announce(opened, texts.draft_opened(opened), message, work)


async def _open_proposals(argument: OpenProposals, message: Message, work: UnitOfWork) -> None:
    closes, _ = _closing_day(argument.rest, message)
    earlier = await work.calls.of(message.station.id)
    title = texts.proposals_title(day_of(message.sent_at).year + 1)
    await _announce(
        _new(CallKind.PROPOSALS, title, closes, len(earlier), message), texts.proposals_opened(closes), message, work
    )


async def _open_budget(argument: OpenBudget, message: Message, work: UnitOfWork) -> None:
    closes, rest = _closing_day(argument.rest, message)
    place, link = budget.where_to_read(rest)
    earlier = await work.calls.of(message.station.id)
    opened = _new(CallKind.BUDGET, texts.budget_title(closes.year), closes, len(earlier), message)
    opened = replace(opened, place=place, link=link, items=budget.checked(argument.items))
    await _keep(opened, message, work)
    told = await budget.remind(opened, message.station.deputies, OPENED, message.sent_at, work)
    text = budget_texts.opened(opened, told)
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)


def _new(kind: CallKind, title: str, closes: date, before: int, message: Message) -> Call:
    return Call(
        station=message.station.id,
        number=before + 1,
        kind=kind,
        title=title,
        closes=closes,
        opened_by=message.sender,
        opened_at=message.sent_at,
    )


def _closing_day(rest: str, message: Message) -> tuple[date, str]:
    """Return the day that *rest* begins with, and the words after it. Raise `DayPassed`."""
    today = day_of(message.sent_at)
    closes, rest = leading_day(rest, today)
    if closes < today:
        raise DayPassed(closes)
    return closes, rest


async def _announce(opened: Call, text: str, message: Message, work: UnitOfWork) -> None:
    station, now = message.station, message.sent_at
    slot = f"{opened.key}/{OPENED}"
    posted = await post_when_free(text, slot=slot, station=station, until=opened.closes, now=now, work=work)
    await _keep(opened, message, work)
    reply = texts.opened(opened, posted.days, posted.missed)
    await work.outbox.add(message.reply_in_private(reply), at=now)


async def _keep(opened: Call, message: Message, work: UnitOfWork) -> None:
    await work.calls.save(opened)
    await note(message, about=opened.key, event="open_call", work=work)


# --- by the clock ---


async def look_through(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Hand staff the views of calls that are closed, and remind deputies of a report they said nothing on yet."""
    station, today = occurrence.station, day_of(now)
    for one in await work.calls.of(station.id):
        if not one.is_open(today) and one.handed_at is None:
            await _hand_over(one, station, now, work)
        elif one.kind is CallKind.BUDGET and one.is_open(today):
            await budget.remind_the_silent(one, station, now, work)


async def _hand_over(closed: Call, station: Station, now: datetime, work: UnitOfWork) -> None:
    await work.calls.save(replace(closed, handed_at=now))
    asks = closed.kind is CallKind.DRAFT and bool(closed.views)
    text = f"{texts.table_ready(closed)}\n{texts.ASK_REPORTED}" if asks else texts.table_ready(closed)
    sheet = await table(closed, work)
    for person in on_duty(station):
        if asks:
            await consultation.ask_whether_reported(person, closed, text, now, work)
        await tell(
            person, text, station=station, key=f"{closed.key}/handed", at=now, work=work, document=sheet,
            choices=texts.REPORTED_CHOICES if asks else (),
        )  # fmt: skip


async def ask_for_projects(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Remind staff in autumn to ask what people would have built, where nobody has asked this year."""
    station, year = occurrence.station, day_of(now).year
    asked = [one for one in await work.calls.of(station.id) if one.kind is CallKind.PROPOSALS]
    if not any(day_of(one.opened_at).year == year for one in asked):
        text = texts.time_for_proposals(year + 1)
        await tell_staff(text, station=station, key=occurrence.key, at=now, work=work)
