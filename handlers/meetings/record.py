"""What a reception brought, as a record on paper, and where each matter stands afterwards (domain §4.2, MSG-J14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.meetings import record_texts as texts
from handlers.meetings import texts as reception_texts
from handlers.meetings.posts import groups_told, outcome_slot
from handlers.meetings.reception_day import Held, held_day
from handlers.meetings.telling import GroupPost, post, tell
from handlers.message import Citation
from handlers.people.on_duty import on_duty
from handlers.people.rules.roster import PersonId, Role
from handlers.petitions.citing import cite
from handlers.petitions.rules.petition import Action, Petition, State
from handlers.petitions.rules.showing import impersonal
from handlers.petitions.rules.states import OPEN
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class Matters:
    """The matters that were entered at a reception, in that order."""

    petitions: Sequence[Petition]

    @property
    def answered(self) -> tuple[Petition, ...]:
        """Those that a deputy answered there and then, or later in person."""
        return self._with(Action.ANSWER_ON_SPOT)

    @property
    def handed_over(self) -> tuple[Petition, ...]:
        """Those that were handed to a unit, or to those above."""
        return self._with(Action.DISPATCH, Action.ESCALATE)

    @property
    def redirected(self) -> tuple[Petition, ...]:
        """Those that were led to another door."""
        return self._with(Action.REDIRECT)

    @property
    def cites(self) -> tuple[Citation, ...]:
        """The words that a list of them has of each."""
        return cite(*((one, impersonal(one.summary)) for one in self.petitions))

    def in_state(self, *states: State) -> int:
        """Return how many are in one of *states*."""
        return sum(one.state in states for one in self.petitions)

    def for_eyes_of(self, person: PersonId) -> "Matters":
        """Return those that *person* may learn of: nobody reads what speaks against himself."""
        return Matters(petitions=[one for one in self.petitions if not one.is_kept_from(person)])

    def _with(self, *actions: Action) -> tuple[Petition, ...]:
        return tuple(one for one in self.petitions if any(step.action in actions for step in one.history))


async def matters_of(day: Held, work: UnitOfWork) -> Matters:
    """Return what was entered at a reception."""
    return Matters(petitions=[await work.petitions.get(one.petition) for one in day.kept.received])


async def give_to_heads(day: Held, at: datetime, work: UnitOfWork) -> None:
    """Give the head the record of a day, once."""
    matters = await matters_of(day, work)
    for head in day.station.with_role(Role.HEAD):
        seen = matters.for_eyes_of(head)
        text, paper = texts.told(day, seen), texts.record(day, seen, work.roster.name, at)
        key = f"reception/{day.kept.id}/record"
        await tell(head, text, station=day.station, key=key, cites=seen.cites, at=at, work=work, document=paper)


async def record(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Give the head the record of a day of which nobody has told the counts; one before the bot came has none."""
    day = await held_day(occurrence, work)
    if day is not None and await work.meetings.reception(day.kept.id) is not None:
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
    matters = await matters_of(day, work)
    line = GroupPost(
        key=occurrence.key,
        station=day.station,
        slot=slot,
        text=reception_texts.outcome(
            day,
            done=matters.in_state(State.CLOSED, State.ARCHIVED),
            redirected=matters.in_state(State.REDIRECTED),
            going_on=matters.in_state(*OPEN, State.MERGED),
        ),
        due=occurrence.due,
        until=occurrence.until,
        spread_out=True,
    )
    await post(line, groups, now, work)
