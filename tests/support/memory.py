"""A plain in-memory model of every port: dicts, one lock, a copy for each unit of work.

Nothing outlives the process. What it does is what `handlers.ports` promises, in the fewest words; the conformance
tests compare the real storages with it.
"""

import asyncio
import math
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final, Generic

from handlers.conversation import Question
from handlers.intake.rules.model import Model, shipped
from handlers.meetings.rules.activity_records import ActivityDay, ActivityId
from handlers.meetings.rules.calls import Call
from handlers.meetings.rules.group_posts import WaitingPost
from handlers.meetings.rules.interviews import Interview
from handlers.meetings.rules.livelihood import Ballot, ProjectList
from handlers.meetings.rules.records import ReceptionDay, ReceptionDayId, TopicWeek, TopicWeekId
from handlers.meetings.rules.watched_projects import WatchedProject
from handlers.message import Account, Heard, MessageId, Outgoing, Priority, Recipient
from handlers.people.rules.binding import BindingCode
from handlers.people.rules.names import Names
from handlers.people.rules.roster import Group, GroupId, PersonId, Place, Roster, StationId
from handlers.people.rules.voters import Contact, Voter
from handlers.petitions.rules.petition import Petition, PetitionId, State
from handlers.petitions.rules.silence import last_word
from handlers.petitions.rules.states import OPEN, field_of, follows, stands_alone
from handlers.ports import AuditLine, Corrected, Delivery, Entered, Entry, Kept, Progress, UnknownPetition, Unsaid
from handlers.ports.registers import R
from handlers.reports.rules.quotas import Quota
from storage.accounts import Accounts
from storage.alone import Alone
from storage.forgetting import asked_without, cites, may_be_shown, unsaid, without_cited, wordless
from storage.sealing import Sealer
from storage.trail import FIRST, chained, verified

OPEN_QUESTIONS: Final = 10


@dataclass(slots=True)
class Facts:
    """All that is kept; every value is immutable, so a copy of the containers is a copy of everything."""

    messages: dict[MessageId, Kept] = field(default_factory=dict)
    petitions: dict[PetitionId, Petition] = field(default_factory=dict)
    tails: dict[tuple[StationId, int], int] = field(default_factory=dict)
    voters: dict[PersonId, Voter] = field(default_factory=dict)
    contacts: dict[PersonId, Contact] = field(default_factory=dict)
    bindings: dict[Account, PersonId] = field(default_factory=dict)
    used: dict[PersonId, tuple[Account, ...]] = field(default_factory=dict)  # last used first
    heard_on: dict[PersonId, date] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    receptions: dict[ReceptionDayId, ReceptionDay] = field(default_factory=dict)
    topics: dict[TopicWeekId, TopicWeek] = field(default_factory=dict)
    activities: dict[ActivityId, ActivityDay] = field(default_factory=dict)
    calls: dict[tuple[StationId, int], Call] = field(default_factory=dict)
    project_lists: dict[tuple[StationId, int], ProjectList] = field(default_factory=dict)
    ballots: dict[tuple[StationId, int, int, PersonId], Ballot] = field(default_factory=dict)
    group_posts: dict[tuple[StationId, int], WaitingPost] = field(default_factory=dict)
    interviews: dict[tuple[StationId, int], Interview] = field(default_factory=dict)
    watched_projects: dict[tuple[StationId, int], WatchedProject] = field(default_factory=dict)
    binding_codes: dict[tuple[StationId, int], BindingCode] = field(default_factory=dict)
    group_places: dict[GroupId, tuple[Place, bool]] = field(default_factory=dict)
    claimed: dict[str, datetime] = field(default_factory=dict)
    ticks: tuple[datetime, ...] = ()
    figures: dict[tuple[StationId, date, str], int] = field(default_factory=dict)
    entries: dict[int, Entry] = field(default_factory=dict)
    bookings: dict[str, tuple[datetime, ...]] = field(default_factory=dict)
    fence: dict[tuple[GroupId, date, str], None] = field(default_factory=dict)
    quotas: dict[tuple[str, date], Quota] = field(default_factory=dict)
    corrections: dict[str, Corrected] = field(default_factory=dict)
    duties: dict[str, Entered] = field(default_factory=dict)
    unsaid: dict[Unsaid, None] = field(default_factory=dict)
    audit: tuple[AuditLine, ...] = ()

    def staged(self) -> "Facts":
        copied = copy(self)
        for one in fields(self):
            setattr(copied, one.name, copy(getattr(self, one.name)))
        return copied


class MemoryMessages:
    def __init__(self, facts: Facts) -> None:
        self._messages = facts.messages
        self._unsaid = facts.unsaid

    async def keep(self, heard: Heard, *, at: datetime) -> bool:
        if heard.id in self._messages:
            return False
        self._messages[heard.id] = Kept(heard=heard, received_at=at, progress=Progress.KEPT, tries=0)
        return True

    async def get(self, message: MessageId) -> Kept | None:
        return self._messages.get(message)

    async def save(self, kept: Kept) -> None:
        self._messages[kept.heard.id] = replace(kept, heard=self._messages[kept.heard.id].heard)

    async def unhandled(self) -> Sequence[Kept]:
        return [one for one in self._received() if one.progress is Progress.KEPT]

    async def take_up(self, *, limit: int) -> Sequence[Kept]:
        return (await self.unhandled())[:limit]

    async def said_before(self, kept: Kept) -> Sequence[Kept]:
        return ()

    async def newest(self, *, limit: int, before: MessageId | None = None) -> Sequence[Kept]:
        known = self._received()
        if before is not None:
            known = known[: known.index(self._messages[before])] if before in self._messages else []
        return known[-limit:]

    def _received(self) -> list[Kept]:
        return sorted(self._messages.values(), key=lambda one: one.received_at)

    async def forget_text(self, message: MessageId) -> None:
        if message in self._messages:
            kept = self._messages[message]
            self._messages[message] = replace(kept, heard=unsaid(kept.heard))
            self._unsaid.setdefault(Unsaid(message=message))

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        handled = [one for one in self._received() if one.progress is not Progress.KEPT]
        old = [one for one in handled if one.received_at < moment and one.heard != unsaid(one.heard)][:limit]
        for kept in old:
            self._messages[kept.heard.id] = replace(kept, heard=unsaid(kept.heard))
        if len(old) < limit:
            self._unsaid.setdefault(Unsaid(before=moment))
        return len(old)


class MemoryPetitions:
    def __init__(self, facts: Facts) -> None:
        self._petitions = facts.petitions
        self._tails = facts.tails

    async def get(self, petition: PetitionId) -> Petition:
        if petition not in self._petitions:
            raise UnknownPetition(petition)
        return self._petitions[petition]

    async def add(self, petition: Petition) -> None:
        if petition.id in self._petitions:
            raise ValueError(f"petition {petition.id} exists")
        self._petitions[petition.id] = petition

    async def save(self, petition: Petition) -> None:
        if petition.id not in self._petitions:
            raise UnknownPetition(petition.id)
        self._petitions[petition.id] = petition

    async def delete(self, petition: PetitionId) -> None:
        self._petitions.pop(petition, None)

    async def next_tail(self, station: StationId, year: int) -> int:
        tail = self._tails.get((station, year), 0) + 1
        self._tails[station, year] = tail
        return tail

    async def with_tail(self, station: StationId, tail: int) -> Sequence[Petition]:
        return self._newest(one for one in self._of(station) if one.tail == tail)

    async def of_voter(self, voter: PersonId, *, limit: int = 20) -> Sequence[Petition]:
        return self._newest(one for one in self._petitions.values() if one.voter == voter)[:limit]

    async def of_deputy(self, deputy: PersonId, *, limit: int = 20) -> Sequence[Petition]:
        theirs = [one for one in self._petitions.values() if one.deputy == deputy and one.state in OPEN]
        dated = [(one.due, one) for one in theirs if one.due is not None]
        dated.sort(key=lambda pair: pair[0])
        return [*(one for _, one in dated), *(one for one in theirs if one.due is None)][:limit]

    async def in_state(self, station: StationId, states: Collection[State], *, limit: int = 20) -> Sequence[Petition]:
        found = [one for one in self._of(station) if one.state in states]
        return sorted(found, key=lambda one: one.registered_at)[:limit]

    async def due_before(self, station: StationId, moment: datetime, *, limit: int = 20) -> Sequence[Petition]:
        return self._due(station, moment)[:limit]

    async def unheard_since(self, station: StationId, moment: datetime, *, limit: int = 20) -> Sequence[Petition]:
        found = [one for one in self._of(station) if one.state in OPEN and last_word(one) < moment]
        return sorted(found, key=last_word)[:limit]

    async def count_unheard_since(self, station: StationId, moment: datetime) -> int:
        return sum(one.state in OPEN and last_word(one) < moment for one in self._of(station))

    async def due_between(self, station: StationId, start: datetime, end: datetime) -> Sequence[Petition]:
        return [one for one in self._due(station, end) if one.due is not None and one.due >= start]

    async def count_due_before(self, station: StationId, moment: datetime) -> int:
        return len(self._due(station, moment))

    async def standing_alone(
        self, station: StationId, fields: Collection[str], since: datetime, *, limit: int = 20
    ) -> Sequence[Petition]:
        return self._in_fields(stands_alone, station, fields, since)[:limit]

    async def following(
        self, station: StationId, fields: Collection[str], since: datetime, *, limit: int = 20
    ) -> Sequence[Petition]:
        return self._in_fields(follows, station, fields, since)[:limit]

    def _in_fields(
        self, how: Callable[[Petition], bool], station: StationId, fields: Collection[str], since: datetime
    ) -> Sequence[Petition]:
        found = (one for one in self._of(station) if field_of(one) in fields and one.registered_at >= since)
        return self._newest(filter(how, found))

    async def followers(self, petition: PetitionId, *, newest: int | None = None) -> Sequence[Petition]:
        every = (one for one in self._petitions.values() if one.state is not State.ARCHIVED)
        found = [one for one in every if petition in {one.parent, one.likely_parent}]
        return sorted(found, key=lambda one: one.registered_at)[-newest if newest else None :]

    async def registered(
        self, station: StationId, start: datetime, end: datetime, *, limit: int = 20
    ) -> Sequence[Petition]:
        known = (one for one in self._of(station) if one.state is not State.DRAFT)
        return self._newest(one for one in known if start <= one.registered_at <= end)[:limit]

    async def with_commitment(self, station: StationId, *, limit: int = 500) -> Sequence[Petition]:
        known = [(one.commitment, one) for one in self._of(station) if one.commitment is not None]
        found = [(promised.until or date.max, one) for promised, one in known if promised.is_open]
        return [one for _, one in sorted(found, key=lambda pair: pair[0])][:limit]

    async def with_timer_before(self, moment: datetime, *, limit: int = 100) -> Sequence[Petition]:
        every = self._petitions.values()
        found = [(one.timer_at, one) for one in every if one.timer_at is not None and one.timer_at <= moment]
        return [one for _, one in sorted(found, key=lambda pair: pair[0])][:limit]

    def _of(self, station: StationId) -> Iterable[Petition]:
        return (one for one in self._petitions.values() if one.station == station)

    def _due(self, station: StationId, moment: datetime) -> list[Petition]:
        still_open = (one for one in self._of(station) if one.state in OPEN)
        found = [(one.due, one) for one in still_open if one.due is not None and one.due < moment]
        return [one for _, one in sorted(found, key=lambda pair: pair[0])]

    @staticmethod
    def _newest(found: Iterable[Petition]) -> list[Petition]:
        last_added_first = list(found)[::-1]
        return sorted(last_added_first, key=lambda one: one.registered_at, reverse=True)


class MemoryVoters:
    def __init__(self, facts: Facts, roster: Roster, accounts: Accounts) -> None:
        self._facts = facts
        self._roster = roster
        self._accounts = accounts

    async def recognise(self, account: Account, *, name: str, on: date) -> PersonId:
        person = self._holder(account)
        contact = await self.contact(person)
        self._facts.heard_on[person] = max(on, self._facts.heard_on.get(person, on))
        if name and contact.name is None and not self._roster.knows(person):
            self._facts.contacts[person] = replace(contact, name=name)
        self._use(account, person)
        return person

    async def bind(self, account: Account, person: PersonId) -> None:
        before = self._holder(account)
        self._facts.used[before] = tuple(one for one in self._facts.used.get(before, ()) if one != account)
        self._facts.bindings[account] = person
        self._use(account, person)

    async def get(self, person: PersonId) -> Voter:
        return self._facts.voters.get(person, Voter(id=person))

    async def save(self, voter: Voter) -> None:
        self._facts.voters[voter.id] = voter

    async def contact(self, person: PersonId) -> Contact:
        return self._facts.contacts.get(person, Contact())

    async def set_name(self, person: PersonId, name: str) -> None:
        self._facts.contacts[person] = replace(await self.contact(person), name=name)

    async def set_phone(self, person: PersonId, phone: str) -> None:
        self._facts.contacts[person] = replace(await self.contact(person), phone=phone)

    async def ways(self, person: PersonId) -> Sequence[Account]:
        used = self._facts.used.get(person, ())
        unused = (one for one in self._accounts.given(person) if one not in used)
        return [*used, *(one for one in unused if self._holder(one) == person)]

    async def erase(self, person: PersonId) -> None:
        for account in await self.ways(person):
            self._facts.unsaid.setdefault(Unsaid(account=account))
        self._facts.voters.pop(person, None)
        self._facts.contacts.pop(person, None)
        self._facts.used.pop(person, None)
        self._facts.heard_on.pop(person, None)
        for account in [one for one, holder in self._facts.bindings.items() if holder == person]:
            del self._facts.bindings[account]

    async def silent_since(self, day: date, *, limit: int, after: PersonId | None = None) -> Sequence[PersonId]:
        silent = [person for person, heard_on in self._facts.heard_on.items() if heard_on < day]
        return sorted(person for person in silent if after is None or person > after)[:limit]

    async def names(self) -> Names:
        return Names(one.name for one in self._facts.contacts.values() if one.name is not None)

    def _holder(self, account: Account) -> PersonId:
        return self._facts.bindings.get(account) or self._accounts.holder(account)

    def _use(self, account: Account, person: PersonId) -> None:
        others = (one for one in self._facts.used.get(person, ()) if one != account)
        self._facts.used[person] = (account, *others)


class MemoryQuestions:
    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    async def ask(self, question: Question) -> None:
        await self.close(question)
        earlier = await self.open(question.person, question.where)
        for forgotten in earlier[: 1 - OPEN_QUESTIONS]:
            await self.close(forgotten)
        self._facts.questions = (*self._facts.questions, question)

    async def open(self, person: PersonId, where: Recipient) -> Sequence[Question]:
        return [one for one in self._facts.questions if (one.person, one.where) == (person, where)]

    async def close(self, question: Question) -> None:
        self._keep(one for one in self._facts.questions if _what(one) != _what(question))

    async def close_about(self, subject: str, *, topics: Collection[str] | None = None) -> None:
        self._keep(
            one
            for one in self._facts.questions
            if one.subject != subject or (topics is not None and one.topic not in topics)
        )

    async def forget_cited(self, petition: str) -> None:
        self._keep(
            [asked_without(one, petition) if cites(one.cites, petition) else one for one in self._facts.questions]
        )

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        asked = sorted(self._facts.questions, key=lambda one: one.asked_at)
        old = [one for one in asked if one.asked_at < moment][:limit]
        self._keep(one for one in self._facts.questions if one not in old)
        return len(old)

    def _keep(self, questions: Iterable[Question]) -> None:
        self._facts.questions = tuple(questions)


def _what(question: Question) -> tuple[PersonId, Recipient, str, str]:
    return question.person, question.where, question.topic, question.subject


class MemoryMeetings:
    def __init__(self, facts: Facts) -> None:
        self._receptions = facts.receptions
        self._topics = facts.topics
        self._activities = facts.activities

    async def reception(self, day: ReceptionDayId) -> ReceptionDay | None:
        return self._receptions.get(day)

    async def save_reception(self, day: ReceptionDay) -> None:
        self._receptions[day.id] = day

    async def receptions(self, station: StationId, start: date, end: date) -> Sequence[ReceptionDay]:
        theirs = (one for one in self._receptions.values() if one.station == station)
        return sorted((one for one in theirs if start <= one.start.date() <= end), key=lambda one: (one.start, one.id))

    async def decided(self, stations: Sequence[StationId], since: date) -> Sequence[ReceptionDay]:
        theirs = (one for one in self._receptions.values() if one.station in stations and one.decided is not None)
        found = (one for one in theirs if max(one.nominal, one.start.date()) >= since)
        return sorted(found, key=lambda one: (max(one.nominal, one.start.date()), one.id))

    async def topic(self, week: TopicWeekId) -> TopicWeek | None:
        return self._topics.get(week)

    async def topics(self, weeks: Sequence[TopicWeekId]) -> Sequence[TopicWeek]:
        return [self._topics[week] for week in weeks if week in self._topics]

    async def save_topic(self, week: TopicWeek) -> None:
        self._topics[week.id] = week

    async def drop_topic(self, week: TopicWeekId) -> None:
        self._topics.pop(week, None)

    async def activity(self, day: ActivityId) -> ActivityDay | None:
        return self._activities.get(day)

    async def save_activity(self, day: ActivityDay) -> None:
        self._activities[day.id] = day

    async def activities(self, station: StationId, start: date, end: date) -> Sequence[ActivityDay]:
        return [one for one in self._of(station) if start <= one.start.date() <= end]

    async def followed(self, station: StationId) -> Sequence[ActivityDay]:
        return [one for one in self._of(station) if one.followed]

    async def changed_activities(self, stations: Sequence[StationId], since: date) -> Sequence[ActivityDay]:
        changed = [one for station in stations for one in self._of(station) if one.change is not None]
        found = (one for one in changed if max(one.nominal, one.start.date()) >= since)
        return sorted(found, key=lambda one: max(one.nominal, one.start.date()))

    def _of(self, station: StationId) -> list[ActivityDay]:
        return sorted((one for one in self._activities.values() if one.station == station), key=lambda one: one.start)


class MemoryRegister(Generic[R]):
    def __init__(self, records: dict[tuple[StationId, int], R]) -> None:
        self._records = records

    async def get(self, station: StationId, number: int) -> R | None:
        return self._records.get((station, number))

    async def save(self, record: R) -> None:
        self._records[record.station, record.number] = record

    async def of(self, station: StationId) -> Sequence[R]:
        theirs = (one for one in self._records.values() if one.station == station)
        return sorted(theirs, key=lambda one: one.number)


class MemoryGroups:
    def __init__(self, facts: Facts, roster: Roster) -> None:
        self._places = facts.group_places
        self._roster = roster
        self._before: dict[GroupId, Group] = {}

    async def bind(self, group: GroupId, place: Place, *, gone: bool = False) -> None:
        self._before.setdefault(group, self._roster.groups[group])
        self._places[group] = place, gone
        self._roster.place_group(group, place, gone=gone)

    def undo(self) -> None:
        for group, before in self._before.items():
            self._roster.place_group(group, before.place, gone=before.gone)


class MemoryBallots:
    def __init__(self, facts: Facts) -> None:
        self._ballots = facts.ballots

    async def cast(self, ballot: Ballot) -> None:
        self._ballots[ballot.station, ballot.year, ballot.number, ballot.by] = ballot

    async def own(self, station: StationId, year: int, person: PersonId) -> Sequence[Ballot]:
        theirs = (one for one in await self.cast_on(station, year) if one.by == person)
        return sorted(theirs, key=lambda one: one.number)

    async def cast_on(self, station: StationId, year: int) -> Sequence[Ballot]:
        return [one for one in self._ballots.values() if (one.station, one.year) == (station, year)]

    async def erase(self, station: StationId, year: int) -> None:
        self._drop(await self.cast_on(station, year))

    async def forget(self, person: PersonId) -> None:
        self._drop([one for one in self._ballots.values() if one.by == person])

    def _drop(self, ballots: Sequence[Ballot]) -> None:
        for one in ballots:
            del self._ballots[one.station, one.year, one.number, one.by]


class MemoryOccurrences:
    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    async def claim(self, key: str, *, at: datetime) -> bool:
        if key in self._facts.claimed:
            return False
        self._facts.claimed[key] = at
        return True

    async def claim_each(self, keys: Collection[str], *, at: datetime) -> Collection[str]:
        return [key for key in keys if await self.claim(key, at=at)]

    async def is_claimed(self, key: str) -> bool:
        return key in self._facts.claimed

    async def claimed(self, keys: Collection[str]) -> Collection[str]:
        return [key for key in keys if key in self._facts.claimed]

    async def last_tick(self) -> datetime | None:
        return self._facts.ticks[-1] if self._facts.ticks else None

    async def ticked(self, at: datetime) -> None:
        self._facts.ticks = (at,)


class MemoryFigures:
    def __init__(self, facts: Facts) -> None:
        self._figures = facts.figures

    async def add(self, station: StationId, day: date, figure: str, count: int = 1) -> None:
        self._figures[station, day, figure] = self._figures.get((station, day, figure), 0) + count

    async def between(self, station: StationId, start: date, end: date) -> Mapping[str, int]:
        sums: dict[str, int] = {}
        for (whose, day, figure), count in self._figures.items():
            if whose == station and start <= day <= end:
                sums[figure] = sums.get(figure, 0) + count
        return sums

    async def by_day(self, station: StationId, start: date, end: date) -> Mapping[date, Mapping[str, int]]:
        days = sorted({day for whose, day, _ in self._figures if whose == station and start <= day <= end})
        return {day: await self.between(station, day, day) for day in days}


class MemoryOutbox:
    def __init__(self, facts: Facts) -> None:
        self._entries = facts.entries
        self._unsaid = facts.unsaid

    async def add(self, outgoing: Outgoing, *, at: datetime) -> bool:
        if any(one.outgoing.key == outgoing.key for one in self._entries.values()):
            return False
        number = len(self._entries) + 1
        ready_at = at if outgoing.not_before is None else max(at, outgoing.not_before)
        self._entries[number] = Entry(
            number=number, outgoing=outgoing, queued_at=at, state=Delivery.WAITING, ready_at=ready_at
        )
        return True

    async def take(self, now: datetime, *, limit: int = 100) -> Sequence[Entry]:
        given: dict[Recipient, Entry] = {}
        for entry in sorted(self._candidates(), key=_urgency):
            if entry.ready_at <= now:
                given.setdefault(entry.outgoing.to, entry)
        taken = [replace(entry, state=Delivery.SENDING) for entry in list(given.values())[:limit]]
        self._entries.update((entry.number, entry) for entry in taken)
        return taken

    async def behind(self, entry: Entry, *, limit: int) -> Sequence[Entry]:
        waiting = [one for one in self._entries.values() if one.state is Delivery.WAITING]
        return sorted((one for one in waiting if one.outgoing.to == entry.outgoing.to), key=_urgency)[:limit]

    async def next_ready(self) -> datetime | None:
        return min((entry.ready_at for entry in self._candidates()), default=None)

    def _candidates(self) -> Iterable[Entry]:
        """Return what may leave as soon as it is ready: every emergency, and what comes first for an idle recipient."""
        busy = {one.outgoing.to for one in self._entries.values() if one.state is Delivery.SENDING}
        waiting = sorted((one for one in self._entries.values() if one.state is Delivery.WAITING), key=_urgency)
        for entry in waiting:
            if entry.outgoing.priority is Priority.EMERGENCY or entry.outgoing.to not in busy:
                yield entry
            if not entry.is_for_later:
                busy.add(entry.outgoing.to)

    async def book(self, entry: Entry) -> bool:
        if self._entries[entry.number].state is not Delivery.FORGOTTEN:
            self._entries[entry.number] = entry
            return True
        if entry.state is Delivery.SENT:
            self._entries[entry.number] = replace(self._entries[entry.number], shown_as=entry.shown_as)
            self._unsaid.setdefault(Unsaid(entry=entry.number))
        return False

    async def release(self, *, sending: Collection[int] = ()) -> int:
        taken = [one for one in self._entries.values() if one.state is Delivery.SENDING]
        cut_off = [one for one in taken if one.number not in sending]
        for entry in cut_off:
            self._entries[entry.number] = replace(entry, state=Delivery.WAITING, maybe_sent=True)
        return len(cut_off)

    async def get(self, number: int) -> Entry | None:
        return self._entries.get(number)

    async def given_up(self, station: StationId, *, limit: int = 20) -> Sequence[Entry]:
        given_up = [one for one in self._entries.values() if one.state is Delivery.GIVEN_UP]
        return [one for one in reversed(given_up) if one.outgoing.station == station][:limit]

    async def waiting(self, station: StationId | None = None) -> Sequence[Entry]:
        undone = [one for one in self._entries.values() if one.state in {Delivery.WAITING, Delivery.SENDING}]
        return [one for one in undone if station in {None, one.outgoing.station}]

    async def undone(self, now: datetime, *, limit: int) -> Sequence[Entry]:
        return [one for one in await self.waiting() if not one.is_for_later or one.ready_at <= now][:limit]

    async def gathering(self, group: GroupId) -> Entry | None:
        to = Recipient.group(group)
        waiting = [one for one in self._entries.values() if one.state is Delivery.WAITING]
        return next((one for one in reversed(waiting) if one.outgoing.to == to and one.outgoing.acknowledges), None)

    async def about(self, subject: str) -> Sequence[Entry]:
        return [one for one in self._entries.values() if one.outgoing.about == subject]

    async def forget_about(self, subject: str) -> None:
        for entry in await self.about(subject):
            self._forget(entry, wordless(entry))

    async def forget_cited(self, petition: str, station: StationId, *, since: datetime) -> None:
        told = [one for one in self._entries.values() if one.outgoing.station == station and one.queued_at >= since]
        for entry in told:
            if cites(entry.outgoing.cites, petition):
                self._forget(entry, without_cited(entry, petition))

    def _forget(self, before: Entry, after: Entry) -> None:
        self._entries[before.number] = after
        if may_be_shown(before):
            self._unsaid.setdefault(Unsaid(entry=before.number))

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        done = [one for one in self._entries.values() if one.state in {Delivery.SENT, Delivery.GIVEN_UP}]
        since = [(one.done_at, one.number) for one in done if one.done_at is not None and one.done_at < moment]
        old = [self._entries[number] for _, number in sorted(since)[:limit]]
        for entry in old:
            self._entries[entry.number] = wordless(entry)
        return len(old)

    async def sent(self, *, limit: int, before: int | None = None) -> Sequence[Entry]:
        sent = [one for one in self._entries.values() if one.state is Delivery.SENT]
        return [one for one in sent if before is None or one.number < before][-limit:]


def _urgency(entry: Entry) -> tuple[Priority, int]:
    return entry.outgoing.priority, entry.number


class MemoryBudgets:
    def __init__(self, facts: Facts) -> None:
        self._bookings = facts.bookings

    async def reserve(
        self, limits: Mapping[str, Sequence[tuple[int, timedelta]]], *, at: datetime, messages: int = 1
    ) -> tuple[str, datetime] | None:
        room_again = [
            (booked[-others] + window, name)
            for name, own in limits.items()
            for count, window in own
            if len(booked := self._bookings.get(name, ())) >= (others := max(count - messages + 1, 1))
        ]
        until, last = max(room_again, default=(at, ""))
        if until > at:
            return last, until
        for name in limits:
            self._bookings[name] = tuple(sorted((*self._bookings.get(name, ()), *[at] * messages)))
        return None

    async def least_left(self, limits: Mapping[str, Sequence[tuple[int, timedelta]]], *, at: datetime) -> float:
        return min(
            (
                count - sum(one > at - window for one in self._bookings.get(name, ()))
                for name, own in limits.items()
                for count, window in own
            ),
            default=math.inf,
        )


class MemoryQuotas:
    def __init__(self, facts: Facts) -> None:
        self._quotas = facts.quotas

    async def get(self, name: str, month: date) -> Quota | None:
        return self._quotas.get((name, month))

    async def save(self, quota: Quota) -> None:
        self._quotas[quota.name, quota.month] = quota

    async def of(self, month: date) -> Sequence[Quota]:
        return sorted((one for one in self._quotas.values() if one.month == month), key=lambda one: one.name)


class MemoryDuties:
    def __init__(self, facts: Facts) -> None:
        self._duties = facts.duties

    async def entered(self) -> Sequence[Entered]:
        return list(self._duties.values())

    async def add(self, entered: Entered) -> bool:
        return self._duties.setdefault(entered.key, entered) is entered

    async def save(self, entered: Entered) -> None:
        self._duties[entered.key] = entered

    async def drop(self, key: str) -> None:
        self._duties.pop(key, None)


class MemoryCorrections:
    def __init__(self, facts: Facts) -> None:
        self._corrections = facts.corrections

    async def add(self, corrected: Corrected) -> None:
        self._corrections.pop(corrected.about, None)
        self._corrections[corrected.about] = corrected

    async def newest(self, *, limit: int) -> Sequence[Corrected]:
        return sorted(self._corrections.values(), key=lambda one: one.at)[-limit:]

    async def forget(self, about: str) -> None:
        self._corrections.pop(about, None)

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        kept = sorted(self._corrections.values(), key=lambda one: one.at)
        old = [one.about for one in kept if one.at < moment][:limit]
        for about in old:
            del self._corrections[about]
        return len(old)


class MemoryFence:
    def __init__(self, facts: Facts) -> None:
        self._fence = facts.fence

    async def taken(self, group: GroupId, start: date, end: date) -> Sequence[tuple[date, str]]:
        return sorted((day, slot) for whose, day, slot in self._fence if whose == group and start <= day <= end)

    async def take(self, group: GroupId, day: date, slot: str) -> None:
        self._fence[group, day, slot] = None


class MemoryUnsaid:
    def __init__(self, facts: Facts) -> None:
        self._unsaid = facts.unsaid

    async def waiting(self, *, limit: int) -> Sequence[Unsaid]:
        return list(self._unsaid)[:limit]

    async def done(self, unsaid: Unsaid) -> None:
        self._unsaid.pop(unsaid, None)


class MemoryAudit:
    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    async def add(self, line: AuditLine) -> None:
        before = self._facts.audit[-1].hash if self._facts.audit else FIRST
        self._facts.audit = (*self._facts.audit, chained(line, after=before))

    async def of(self, subject: str, *, limit: int = 100) -> Sequence[AuditLine]:
        return [one for one in self._facts.audit if one.subject == subject][-limit:]

    async def verify(self) -> int:
        return verified(self._facts.audit, end=self._facts.audit[-1].hash if self._facts.audit else FIRST)


class MemoryWork:
    """A unit of work on a copy of everything."""

    def __init__(self, facts: Facts, roster: Roster, accounts: Accounts, model: Model) -> None:
        self.roster: Final = roster
        self.model: Final = model
        self.messages: Final = MemoryMessages(facts)
        self.petitions: Final = MemoryPetitions(facts)
        self.voters: Final = MemoryVoters(facts, roster, accounts)
        self.groups: Final = MemoryGroups(facts, roster)
        self.binding_codes: Final = MemoryRegister(facts.binding_codes)
        self.questions: Final = MemoryQuestions(facts)
        self.meetings: Final = MemoryMeetings(facts)
        self.calls: Final = MemoryRegister(facts.calls)
        self.project_lists: Final = MemoryRegister(facts.project_lists)
        self.ballots: Final = MemoryBallots(facts)
        self.group_posts: Final = MemoryRegister(facts.group_posts)
        self.interviews: Final = MemoryRegister(facts.interviews)
        self.watched_projects: Final = MemoryRegister(facts.watched_projects)
        self.occurrences: Final = MemoryOccurrences(facts)
        self.figures: Final = MemoryFigures(facts)
        self.outbox: Final = MemoryOutbox(facts)
        self.budgets: Final = MemoryBudgets(facts)
        self.quotas: Final = MemoryQuotas(facts)
        self.duties: Final = MemoryDuties(facts)
        self.corrections: Final = MemoryCorrections(facts)
        self.fence: Final = MemoryFence(facts)
        self.unsaid: Final = MemoryUnsaid(facts)
        self.audit: Final = MemoryAudit(facts)


class MemoryStorage:
    def __init__(
        self, roster: Roster, *, key: bytes = bytes(32), bound: Mapping[Account, PersonId] = MappingProxyType({})
    ) -> None:
        self._roster = roster
        self._accounts = Accounts(sealer=Sealer(key), bound=bound)
        self._facts = Facts()
        self._one_at_a_time = asyncio.Lock()
        self.failed = asyncio.Event()
        self.connections = None
        self.in_reach = True
        self.peers = Alone()
        self.model = shipped()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[MemoryWork]:
        async with self._one_at_a_time:
            facts = self._facts.staged()
            work = MemoryWork(facts, self._roster, self._accounts, self.model)
            try:
                yield work
            except BaseException:
                work.groups.undo()
                raise
            self._facts = facts

    async def keep(self, heard: Heard, *, at: datetime) -> bool:
        async with self.begin() as work:
            return await work.messages.keep(heard, at=at)

    def opened_with(self, roster: Roster, *, bound: Mapping[Account, PersonId]) -> "MemoryStorage":
        """Return what is kept, opened by a bot that was set up with *roster*."""
        opened = MemoryStorage(roster, bound=bound)
        opened._facts = self._facts
        for group, (place, gone) in self._facts.group_places.items():
            roster.place_as_bound(group, place, gone=gone)
        return opened

    def everything(self) -> str:
        """Return all that is kept, as text in which words can be looked for."""
        return repr(self._facts)

    async def close(self) -> None:
        """Forget nothing: a closed model may be used again, as a real storage that was opened again."""
