"""The slip on its way: presidium to unit or county, back to the deputy, back from the unit."""

from dataclasses import replace
from datetime import datetime

from handlers.dates.periods import WorkingDays
from handlers.message import Message
from handlers.parse import TailAndWords
from handlers.people.rules.roster import Role, Station
from handlers.petitions.access import check_shared, theirs
from handlers.petitions.rules.dispatching_body import last_day_to_send_back, may_reassign, reassigning
from handlers.petitions.rules.limits import Clock, clock, running
from handlers.petitions.rules.petition import Action, Petition, State, Track
from handlers.petitions.rules.states import advance
from handlers.petitions.station import handling_texts as texts
from handlers.petitions.station import presidium, slip_texts
from handlers.petitions.station.arguments import HandOver
from handlers.petitions.telling import keep_step, tell, tell_voter
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal


class NotSigned(Refusal):
    """Only the presidium may hand over what no deputy has signed, and only on the service track.

    With its standing leave (`Station.standing_leave`) staff may too.
    """

    def __init__(self, tail: int) -> None:
        super().__init__(tail)
        self.tail = tail


class NotYoursToReassign(Refusal):
    """What came back goes to another unit only by those who handed it over."""

    def __init__(self, tail: int) -> None:
        super().__init__(tail)
        self.tail = tail


class TooLateToSendBack(Refusal):
    """A unit had its time to say that a petition is not its to handle."""

    def __init__(self, tail: int, until: datetime) -> None:
        super().__init__(tail, until)
        self.tail = tail
        self.until = until


async def hand_over(message: Message, argument: HandOver, work: UnitOfWork) -> None:
    """Hand a petition to the unit that is to handle it; the limit runs from now."""
    petition = await theirs(message, argument.tail, work)
    check_shared(petition)
    at, station = message.sent_at, message.station
    unsigned_may_go = petition.track is Track.SERVICE and (station.standing_leave or Role.PRESIDIUM in message.roles)
    if petition.state is State.TRIAGED and not unsigned_may_go:
        raise NotSigned(petition.tail)
    if petition.state is State.SENT_BACK and not may_reassign(message.sender, petition, station):
        raise NotYoursToReassign(petition.tail)
    if await presidium.still_to_check(petition, message, work):
        return
    unit = _unit(argument.unit, station)
    limit = _limit(petition, argument, message)
    dispatched = replace(advance(petition, Action.DISPATCH, by=message.sender, at=at, clock=limit), unit=unit)
    await keep_step(petition, dispatched, work=work)
    if petition.state is State.SENT_BACK:
        told = texts.handed_to_another(petition.tail, unit)
    else:
        told = texts.handed_over(
            petition.tail, unit, texts.term(petition.track, argument.days, station.limits, hard=argument.hard)
        )
    await tell_voter(dispatched, told, part=Action.DISPATCH, at=at, work=work)
    for person in station.with_role(Role.UNIT):
        if work.roster.name(person) == unit:
            slip = slip_texts.slip(dispatched, last_day_to_send_back(dispatched, station) or at)
            await tell(person, slip, about=dispatched, part=Action.DISPATCH, at=at, work=work)
    await work.outbox.add(message.reply_in_private(slip_texts.handed_over_noted(dispatched)), at=at)


async def escalate(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Report a petition to the county, for the department named."""
    petition = await theirs(message, argument.tail, work)
    check_shared(petition)
    if await presidium.still_to_check(petition, message, work):
        return
    at, station = message.sent_at, message.station
    due = clock(State.ESCALATED, at=at, station=station)
    escalated = replace(
        advance(petition, Action.ESCALATE, by=message.sender, at=at, clock=due),
        unit=argument.words,
    )
    await keep_step(petition, escalated, work=work)
    told = texts.escalated(petition.tail, station.congress, argument.words)
    await tell_voter(escalated, told, part=Action.ESCALATE, at=at, work=work)
    await work.outbox.add(message.reply_in_private(slip_texts.escalated_noted(petition.tail, argument.words)), at=at)


async def send_form_back(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Give the form back to its deputy, with what is missing."""
    await presidium.send_back(await theirs(message, argument.tail, work), argument.words, message, work)


async def accept(message: Message, argument: int, work: UnitOfWork) -> None:
    """Note that the unit has its slip; the limit goes on running from the hand-over."""
    petition = await theirs(message, argument, work)
    goes_on = Clock(due=petition.due)
    accepted = advance(petition, Action.ACCEPT, by=message.sender, at=message.sent_at, clock=goes_on)
    await keep_step(petition, accepted, work=work)
    answer = message.reply_in_private(slip_texts.accepted(accepted))
    await work.outbox.add(answer, at=message.sent_at)


async def return_slip(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Note that the unit says it is not its to handle, and ask those who hand over for another."""
    petition = await theirs(message, argument.tail, work)
    at, station = message.sent_at, message.station
    until = last_day_to_send_back(petition, station)
    if petition.state is State.DISPATCHED and until is not None and at > until:
        raise TooLateToSendBack(petition.tail, until)
    due = clock(State.SENT_BACK, at=at, station=station)
    returned = advance(petition, Action.SEND_BACK, by=message.sender, at=at, reason=argument.words, clock=due)
    await keep_step(petition, returned, work=work)
    for person in reassigning(petition, station):
        if person != message.sender:
            text = slip_texts.slip_sent_back(petition.tail, texts.unit_of(petition), argument.words)
            await tell(person, text, about=returned, part=Action.SEND_BACK, at=at, work=work)
    await work.outbox.add(message.reply_in_private(slip_texts.slip_sent_back_noted(petition.tail)), at=at)


def _unit(words: str, station: Station) -> str:
    """Return the station's unit that is meant, or the words as they stand for a unit it does not list."""
    meant = [unit for unit in station.units if words in unit]
    return meant[0] if len(meant) == 1 else words


def _limit(petition: Petition, argument: HandOver, message: Message) -> Clock:
    at, station = message.sent_at, message.station
    if argument.days is not None:
        return running(WorkingDays(argument.days), at=at, station=station)
    return clock(State.DISPATCHED, at=at, station=station, track=petition.track, hard=argument.hard)
