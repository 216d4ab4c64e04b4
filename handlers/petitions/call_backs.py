"""What a person has promised to a voter: a call, or a word of what was arranged. Open until somebody says it is done.

Each is a draft with a number of its own: it is nobody's petition, and is erased with its words once it is done.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from handlers.message import Fallback, Message, Outgoing, Priority, Recipient
from handlers.parse import TailAndWords
from handlers.people import texts as people_texts
from handlers.people.contacts import read_contact
from handlers.people.on_duty import working_time_after
from handlers.people.rules.roster import PersonId, Role, Station, StationId
from handlers.people.rules.voters import Consent
from handlers.petitions import call_back_texts as texts
from handlers.petitions.citing import cite
from handlers.petitions.rules.interest import in_charge, may_learn, with_role
from handlers.petitions.rules.limits import arranged_by
from handlers.petitions.rules.petition import CALL_BACK, Petition, State, Timer
from handlers.petitions.voters import drafts
from handlers.petitions.voters.drafts import draft_of
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.timed import Occurrence
from handlers.trail import note

CALLED_BACK: Final = "called_back"
MOST_READ: Final = 300

AN_HOUR: Final = timedelta(hours=1)
LADDER: Final = (Role.STAFF, Role.DEPUTY_HEAD, Role.HEAD)
"""Who is reminded of what is overdue, one `AN_HOUR` of work after the other; then it stands in each morning's list."""


class NoSuchCallBack(Refusal):
    """No promise of a call has that number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


async def promise(draft: Petition, what: str, due: datetime, work: UnitOfWork) -> Petition:
    """Store that *draft*'s voter was promised *what* by *due*, and return it.

    Who asks for the same again is waited upon already: that keeps its number and its moment.
    """
    known = () if draft.voter is None else await work.petitions.of_voter(draft.voter)
    earlier = next((one for one in known if _waits(one) and (one.station, one.summary) == (draft.station, what)), None)
    if earlier is not None:
        again = replace(earlier, text=draft.text or earlier.text, conflict=draft.conflict or earlier.conflict)
        await work.petitions.save(again)
        return again
    number = await work.petitions.next_tail(StationId(f"{draft.station}/{CALL_BACK}"), draft.registered_at.year)
    late = working_time_after(due, timedelta(0), work.roster.stations[draft.station].calendar)
    owed = replace(draft, tail=number, kind=CALL_BACK, summary=what, due=due, timer=Timer.CALL_BACK, timer_at=late)
    await work.petitions.add(owed)
    return owed


async def promise_word(petition: Petition, what: str, message: Message, work: UnitOfWork) -> Petition:
    """Store that the voter of *petition* was promised a word on *what* was arranged, and return it."""
    draft = replace(draft_of(message, ""), conflict=petition.conflict)
    return await promise(draft, what, arranged_by(message.sent_at, message.station), work)


async def done(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Take it for done, and tell the voter so, with the words that were left for him."""
    found = await work.petitions.with_tail(message.station.id, argument.tail)
    owed = next((one for one in found if _waits(one) and may_learn(one, message.sender, message.station)), None)
    if owed is None:
        raise NoSuchCallBack(argument.tail)
    await drafts.drop(owed, by=message.sender, at=message.sent_at, work=work)
    await note(message, about=owed.id, event=CALLED_BACK, work=work)
    await _tell_voter(owed, texts.done(owed, argument.words), CALLED_BACK, message.sent_at, work)
    await work.outbox.add(message.reply_in_private(texts.done_noted(owed.tail)), at=message.sent_at)


async def remind(owed: Petition, now: datetime, work: UnitOfWork) -> None:
    """Remind the next on the ladder of what is overdue; once somebody above knows, the voter hears of the delay."""
    station = work.roster.stations[owed.station]
    roles = [role for role in LADDER if station.with_role(role)] or [Role.HEAD]
    role, last = roles[owed.pressed], owed.pressed + 1 == len(roles)
    later = None if last else working_time_after(now, AN_HOUR, station.calendar)
    pressed = replace(owed, pressed=owed.pressed + 1, timer=None if last else Timer.CALL_BACK, timer_at=later)
    await work.petitions.save(pressed)
    text = texts.overdue(pressed, await who_is(pressed, now, work))
    for person in with_role(role, owed, station):
        await _tell(person, text, owed, f"{CALL_BACK}/{owed.pressed}", now, work)
    if pressed.pressed == min(2, len(roles)):
        await _tell_voter(owed, texts.late(owed, station.phone), CALL_BACK, now, work)


async def open_for(person: PersonId, station: Station, work: UnitOfWork) -> Sequence[Petition]:
    """Return what was promised and is for *person* to see done, soonest due first."""
    waiting = await work.petitions.in_state(station.id, {State.DRAFT}, limit=MOST_READ)
    owed = (one for one in waiting if _waits(one) and person in in_charge(one, station))
    return sorted(owed, key=lambda one: one.due or one.registered_at)


async def say_open(message: Message, work: UnitOfWork) -> bool:
    """Show the speaker what he has to see done; return False where there is nothing."""
    owed = await open_for(message.sender, message.station, work)
    if not owed:
        return False
    told = [(one, await who_is(one, message.sent_at, work)) for one in owed]
    text = texts.to_do([texts.line(one, who) for one, who in told])
    reply = message.reply_in_private(text, part="call_backs", cites=cite(*told))
    await work.outbox.add(reply, at=message.sent_at)
    return True


async def list_overdue(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell those in charge each morning whom nobody has called in time."""
    station = occurrence.station
    for person in dict.fromkeys(one.person for one in station.staff):
        late = [one for one in await open_for(person, station, work) if one.due is not None and one.due < now]
        if late:
            told = [(one, await who_is(one, now, work)) for one in late]
            await work.outbox.add(
                Outgoing(
                    key=f"{occurrence.key}/{CALL_BACK}/{person}",
                    to=Recipient.person(person),
                    station=station.id,
                    text=texts.not_called([texts.line(one, who) for one, who in told]),
                    priority=Priority.NOTICE,
                    cites=cite(*told),
                ),
                at=now,
            )


async def who_is(owed: Petition, at: datetime, work: UnitOfWork) -> str:
    """Return how staff may know whom they owe it: as the voter said, or agreed to be named."""
    voter = owed.voter
    if owed.text or voter is None:
        return owed.text
    return (await who_asks(voter, owed.group, owed.station, at, work))[0]


async def who_asks(
    voter: PersonId, group: str | None, station: StationId, at: datetime, work: UnitOfWork
) -> tuple[str, bool]:
    """Return how staff may know *voter*, and whether they can call: only where the voter agreed to be named."""
    if work.roster.knows(voter):
        return work.roster.name(voter) or "", True
    known = await work.voters.get(voter)
    if known.consent is Consent.NAMED:
        contact = await read_contact(voter, reader=None, station=station, why="call", at=at, work=work)
        return people_texts.called(contact), True
    home = next((one for one in work.roster.groups.values() if one.id == (group or known.home)), None)
    return people_texts.nameless(None if home is None else home.name), False


def _waits(petition: Petition) -> bool:
    return petition.state is State.DRAFT and petition.kind == CALL_BACK


async def _tell(person: PersonId, text: str, owed: Petition, part: str, at: datetime, work: UnitOfWork) -> None:
    outgoing = Outgoing(
        key=f"{owed.id}/{part}/{person}",
        to=Recipient.person(person),
        station=owed.station,
        text=text,
        priority=Priority.NOTICE,
        about=owed.voter,
    )
    await work.outbox.add(outgoing, at=at)


async def _tell_voter(owed: Petition, text: str, part: str, at: datetime, work: UnitOfWork) -> None:
    if owed.voter is None:
        return
    phone = work.roster.stations[owed.station].phone
    line = None if owed.group is None else Fallback(group=owed.group, text=people_texts.no_private_way(phone))
    outgoing = Outgoing(
        key=f"{owed.id}/{part}/voter",
        to=Recipient.person(owed.voter),
        station=owed.station,
        text=text,
        priority=Priority.NOTICE,
        fallback=line,
        about=owed.voter,
    )
    await work.outbox.add(outgoing, at=at)
