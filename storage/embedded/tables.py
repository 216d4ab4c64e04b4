"""What each table holds, which of its rows stay in memory, and by what it is searched."""

from typing import Any, Final

from handlers.conversation import Question
from handlers.meetings.rules.activity_records import ActivityDay
from handlers.meetings.rules.calls import Call
from handlers.meetings.rules.group_posts import WaitingPost
from handlers.meetings.rules.interviews import Interview
from handlers.meetings.rules.livelihood import Ballot, ProjectList
from handlers.meetings.rules.records import ReceptionDay, TopicWeek
from handlers.meetings.rules.watched_projects import WatchedProject
from handlers.people.rules.binding import BindingCode
from handlers.people.rules.voters import Voter
from handlers.ports import AuditLine, Corrected, Delivery, Entered, Entry, Kept, Progress, Unsaid
from handlers.ports.registers import R
from handlers.reports.rules.quotas import Quota
from storage import codec
from storage.codec import Binding, Bookings, Claim, Codec, Counts, GroupPlace, Known, Mark, Posts
from storage.embedded.definition import Definition, Index, always
from storage.embedded.petition_table import PETITIONS
from storage.forgetting import key_of_unsaid
from storage.forgetting import unsaid as without_words
from storage.keys import EVERYTHING, conversation, joined, microseconds, question_key
from storage.sealing import Sealer


def _never(_: object) -> bool:
    return False


def _about(entry: Entry) -> tuple[str, int] | None:
    return None if entry.outgoing.about is None else (entry.outgoing.about, entry.number)


def _citing(entry: Entry) -> tuple[str, int] | None:
    return (entry.outgoing.station, microseconds(entry.queued_at)) if entry.outgoing.cites else None


def _given_up(entry: Entry) -> tuple[str, int] | None:
    return (entry.outgoing.station, entry.number) if entry.state is Delivery.GIVEN_UP else None


def _sent(entry: Entry) -> tuple[str, int] | None:
    return (EVERYTHING, entry.number) if entry.state is Delivery.SENT else None


def _done(entry: Entry) -> tuple[str, int] | None:
    if entry.done_at is None or entry.state not in {Delivery.SENT, Delivery.GIVEN_UP}:
        return None
    return EVERYTHING, microseconds(entry.done_at)


def _said(kept: Kept) -> tuple[str, int] | None:
    """Find what was handled and not erased yet."""
    if kept.progress is Progress.KEPT or kept.heard == without_words(kept.heard):
        return None
    return EVERYTHING, microseconds(kept.received_at)


def _heard(known: Known) -> tuple[str, int] | None:
    return None if known.heard_on is None else (EVERYTHING, known.heard_on.toordinal())


def _decided(day: ReceptionDay) -> tuple[str, int] | None:
    """Find a changed day as long as either the day it was or the day it is has not passed."""
    return None if day.decided is None else (day.station, max(day.nominal, day.start.date()).toordinal())


def _register(name: str, record: Codec[R]) -> Definition[R]:
    """Return a table of what a station numbers."""
    return Definition(
        name=name,
        codec=record,
        key=lambda one: joined(one.station, one.number),
        resident=always,
        indexes=(Index(name="station", place=lambda one: (one.station, one.number)),),
    )


PROJECT_LISTS: Final[Definition[ProjectList]] = _register("project_lists", codec.PROJECT_LIST)
BINDING_CODES: Final[Definition[BindingCode]] = _register("binding_codes", codec.BINDING_CODE)
GROUP_POSTS: Final[Definition[WaitingPost]] = _register("group_posts", codec.GROUP_POST)
INTERVIEWS: Final[Definition[Interview]] = _register("interviews", codec.INTERVIEW)
WATCHED_PROJECTS: Final[Definition[WatchedProject]] = _register("watched_projects", codec.WATCHED_PROJECT)


def _changed(day: ActivityDay) -> tuple[str, int] | None:
    """Find a changed activity as long as either the day it was or the day it is has not passed."""
    return None if day.change is None else (day.station, max(day.nominal, day.start.date()).toordinal())


RECEPTIONS: Final[Definition[ReceptionDay]] = Definition(
    name="receptions",
    codec=codec.RECEPTION_DAY,
    key=lambda day: day.id,
    resident=always,
    indexes=(
        Index(name="station", place=lambda day: (day.station, microseconds(day.start))),
        Index(name="decided", place=_decided),
    ),
)

ACTIVITIES: Final[Definition[ActivityDay]] = Definition(
    name="activities",
    codec=codec.ACTIVITY,
    key=lambda day: day.id,
    resident=always,
    indexes=(
        Index(name="station", place=lambda day: (day.station, microseconds(day.start))),
        Index(name="followed", place=lambda day: (day.station, microseconds(day.start)) if day.followed else None),
        Index(name="changed", place=_changed),
    ),
)

COUNTS: Final[Definition[Counts]] = Definition(
    name="figures",
    codec=codec.COUNTS,
    key=lambda counts: joined(counts.station, counts.day),
    resident=always,
    indexes=(Index(name="station", place=lambda counts: (counts.station, counts.day.toordinal())),),
)

POSTS: Final[Definition[Posts]] = Definition(
    name="fence",
    codec=codec.POSTS,
    key=lambda posts: joined(posts.group, posts.day),
    resident=_never,
    indexes=(Index(name="of_group", place=lambda posts: (posts.group, posts.day.toordinal()), finished=True),),
)

AUDIT: Final[Definition[AuditLine]] = Definition(
    name="audit",
    codec=codec.AUDIT_LINE,
    key=None,
    resident=_never,
    indexes=(Index(name="subject", place=lambda line: (line.subject, 0), finished=True),),
)

TOPICS: Final[Definition[TopicWeek]] = Definition(
    name="topics", codec=codec.TOPIC_WEEK, key=lambda week: week.id, resident=always
)
VOTERS: Final[Definition[Voter]] = Definition(
    name="voters", codec=codec.VOTER, key=lambda voter: voter.id, resident=always
)
BINDINGS: Final[Definition[Binding]] = Definition(
    name="bindings",
    codec=codec.BINDING,
    key=lambda binding: binding.account,
    resident=always,
    indexes=(Index(name="person", place=lambda binding: (binding.person, 0)),),
)
GROUP_PLACES: Final[Definition[GroupPlace]] = Definition(
    name="group_places", codec=codec.GROUP_PLACE, key=lambda one: one.group, resident=always
)
CLAIMS: Final[Definition[Claim]] = Definition(
    name="occurrences", codec=codec.CLAIM, key=lambda claim: claim.key, resident=_never
)
BOOKINGS: Final[Definition[Bookings]] = Definition(
    name="budgets", codec=codec.BOOKINGS, key=lambda bookings: bookings.name, resident=always
)
QUOTAS: Final[Definition[Quota]] = Definition(
    name="quotas",
    codec=codec.QUOTA,
    key=lambda quota: joined(quota.name, quota.month),
    resident=always,
    indexes=(Index(name="month", place=lambda quota: (str(quota.month), 0)),),
)
MARKS: Final[Definition[Mark]] = Definition(name="marks", codec=codec.MARK, key=lambda mark: mark.name, resident=always)


def messages(sealer: Sealer) -> Definition[Kept]:
    """Return the inbox: what was said is sealed, and leaves memory once it is handled."""
    return Definition(
        name="messages",
        codec=codec.kept(sealer),
        key=lambda kept: kept.heard.id,
        resident=lambda kept: kept.progress is Progress.KEPT,
        indexes=(
            Index(name="received", place=lambda kept: (EVERYTHING, microseconds(kept.received_at)), finished=True),
            Index(name="said", place=_said, finished=True),
        ),
    )


def outbox(sealer: Sealer) -> Definition[Entry]:
    """Return what is said: sealed, for what staff are told may name a voter."""
    return Definition(
        name="outbox",
        codec=codec.entry(sealer),
        key=lambda entry: entry.outgoing.key,
        resident=lambda entry: entry.state in {Delivery.WAITING, Delivery.SENDING},
        indexes=(
            Index(name="about", place=_about, finished=True),
            Index(name="citing", place=_citing, finished=True),
            Index(name="given_up", place=_given_up, finished=True),
            Index(name="sent", place=_sent, finished=True),
            Index(name="done", place=_done, finished=True),
        ),
    )


def questions(sealer: Sealer) -> Definition[Question]:
    """Return the open questions: sealed, for they hold what was said."""
    return Definition(
        name="questions",
        codec=codec.question(sealer),
        key=lambda question: sealer.hidden(question_key(question)),
        resident=always,
        indexes=(
            Index(name="conversation", place=lambda question: (conversation(question.person, question.where), 0)),
            Index(name="subject", place=lambda question: (question.subject, 0)),
            Index(name="citing", place=lambda question: (EVERYTHING, 0) if question.cites else None),
            Index(name="asked", place=lambda question: (EVERYTHING, microseconds(question.asked_at))),
        ),
    )


def corrections(sealer: Sealer) -> Definition[Corrected]:
    """Return what the recogniser may learn from: sealed, for it holds what was said."""
    return Definition(
        name="corrections",
        codec=codec.corrected(sealer),
        key=lambda corrected: corrected.about,
        resident=_never,
        indexes=(Index(name="at", place=lambda corrected: (EVERYTHING, microseconds(corrected.at)), finished=True),),
    )


def contacts(sealer: Sealer) -> Definition[Known]:
    """Return the contacts: personal data, sealed."""
    return Definition(
        name="contacts",
        codec=codec.known(sealer),
        key=lambda known: known.person,
        resident=always,
        indexes=(Index(name="heard", place=_heard),),
    )


def unsaid(sealer: Sealer) -> Definition[Unsaid]:
    """Return what the platforms are to erase."""
    return Definition(
        name="unsaid",
        codec=codec.unsaid(sealer),
        key=lambda one: sealer.hidden(key_of_unsaid(one)),
        resident=always,
        indexes=(Index(name="waiting", place=lambda _: (EVERYTHING, 0)),),
    )


def duties(sealer: Sealer) -> Definition[Entered]:
    """Return what stands on people's own lists: sealed, for it holds their accounts."""
    return Definition(
        name="duties",
        codec=codec.entered(sealer),
        key=lambda entered: entered.key,
        resident=always,
        indexes=(Index(name="entered", place=lambda _: (EVERYTHING, 0)),),
    )


def calls(sealer: Sealer) -> Definition[Call]:
    """Return the calls for views: sealed, for they hold what was said and by whom."""
    return _register("calls", codec.call(sealer))


def ballots(sealer: Sealer) -> Definition[Ballot]:
    """Return what is not counted yet: sealed, and found by nothing that tells who."""
    return Definition(
        name="ballots",
        codec=codec.ballot(sealer),
        key=lambda ballot: sealer.hidden(joined(ballot.station, ballot.year, ballot.number, ballot.by)),
        resident=always,
        indexes=(
            Index(name="list", place=lambda ballot: (joined(ballot.station, ballot.year), 0)),
            Index(name="person", place=lambda ballot: (sealer.hidden(ballot.by), 0)),
        ),
    )


def definitions(sealer: Sealer) -> tuple[Definition[Any], ...]:
    """Return every table there is."""
    return (
        messages(sealer),
        PETITIONS,
        VOTERS,
        contacts(sealer),
        BINDINGS,
        BINDING_CODES,
        GROUP_PLACES,
        questions(sealer),
        RECEPTIONS,
        TOPICS,
        ACTIVITIES,
        calls(sealer),
        PROJECT_LISTS,
        ballots(sealer),
        INTERVIEWS,
        GROUP_POSTS,
        WATCHED_PROJECTS,
        CLAIMS,
        COUNTS,
        outbox(sealer),
        BOOKINGS,
        QUOTAS,
        POSTS,
        corrections(sealer),
        unsaid(sealer),
        duties(sealer),
        AUDIT,
        MARKS,
    )
