"""What each table holds, and by what it is searched; the tables themselves stand in `schema/`."""

from datetime import date
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
from handlers.people.rules.roster import Place
from handlers.people.rules.voters import Voter
from handlers.petitions.rules.petition import Petition
from handlers.petitions.rules.silence import last_word
from handlers.petitions.rules.states import OPEN, field_of, follows, stands_alone
from handlers.ports import AuditLine, Corrected, Entered, Entry, Kept, Progress, Unsaid
from handlers.ports.registers import R
from handlers.reports.rules.quotas import Quota
from storage import codec
from storage.codec import Binding, Bookings, Claim, Codec, Counts, GroupPlace, Known, Mark, Posts
from storage.forgetting import key_of_unsaid
from storage.forgetting import unsaid as without_words
from storage.keys import joined
from storage.postgres.definition import Columns, Definition
from storage.sealing import Sealer


def _petition(petition: Petition) -> Columns:
    promised = petition.commitment is not None and petition.commitment.is_open
    return {
        "id": petition.id,
        "station": petition.station,
        "tail": petition.tail,
        "voter": petition.voter,
        "deputy": petition.deputy,
        "state": petition.state,
        "open": petition.state in OPEN,
        "registered_at": petition.registered_at,
        "due": petition.due,
        "last_word": last_word(petition),
        "timer_at": petition.timer_at,
        "field": field_of(petition),
        "stands_alone": stands_alone(petition),
        "follows": follows(petition),
        "parent": petition.parent or petition.likely_parent,
        "promised": promised,
        "promised_until": petition.commitment.until if petition.commitment is not None and promised else None,
    }


def _kept(kept: Kept) -> Columns:
    unhandled = kept.progress is Progress.KEPT
    return {
        "id": kept.heard.id,
        "received_at": kept.received_at,
        "unhandled": unhandled,
        "worded": not unhandled and kept.heard != without_words(kept.heard),
    }


def _conversation(place: Place) -> str:
    return joined(place.platform, place.account, place.chat)


def _entry(entry: Entry) -> Columns:
    outgoing = entry.outgoing
    return {
        "number": entry.number,
        "key": outgoing.key,
        "queued_at": entry.queued_at,
        "scope": outgoing.to.scope,
        "recipient": outgoing.to.id,
        "priority": int(outgoing.priority),
        "state": entry.state,
        "ready_at": entry.ready_at,
        "for_later": entry.is_for_later,
        "station": outgoing.station,
        "about": outgoing.about,
        "citing": bool(outgoing.cites),
        "acknowledges": bool(outgoing.acknowledges),
        "done_at": entry.done_at,
        "only_by": entry.only_by,
    }


def _question(question: Question) -> Columns:
    return {
        "person": question.person,
        "scope": question.where.scope,
        "place": question.where.id,
        "topic": question.topic,
        "subject": question.subject,
        "citing": bool(question.cites),
        "asked_at": question.asked_at,
    }


def _until(changed: object, nominal: date, start: date) -> date | None:
    """Return the last of the day it was and the day it is, for what was *changed*, so that it is found till then."""
    return None if changed is None else max(nominal, start)


def _reception(day: ReceptionDay) -> Columns:
    return {
        "id": day.id,
        "station": day.station,
        "starts_at": day.start,
        "decided_until": _until(day.decided, day.nominal, day.start.date()),
    }


def _activity(day: ActivityDay) -> Columns:
    return {
        "id": day.id,
        "station": day.station,
        "starts_at": day.start,
        "followed": day.followed,
        "changed_until": _until(day.change, day.nominal, day.start.date()),
    }


def _register(name: str, record: Codec[R]) -> Definition[R]:
    """Return a table of what a station numbers."""
    return Definition(
        name=name,
        codec=record,
        key=("station", "number"),
        columns=lambda one: {"station": one.station, "number": one.number},
    )


PETITIONS: Final[Definition[Petition]] = Definition(
    name="petitions", codec=codec.PETITION, key=("id",), columns=_petition
)
RECEPTIONS: Final[Definition[ReceptionDay]] = Definition(
    name="receptions", codec=codec.RECEPTION_DAY, key=("id",), columns=_reception
)
ACTIVITIES: Final[Definition[ActivityDay]] = Definition(
    name="activities", codec=codec.ACTIVITY, key=("id",), columns=_activity
)
TOPICS: Final[Definition[TopicWeek]] = Definition(
    name="topics", codec=codec.TOPIC_WEEK, key=("id",), columns=lambda week: {"id": week.id}
)
VOTERS: Final[Definition[Voter]] = Definition(
    name="voters", codec=codec.VOTER, key=("id",), columns=lambda voter: {"id": voter.id}
)
BINDINGS: Final[Definition[Binding]] = Definition(
    name="bindings",
    codec=codec.BINDING,
    key=("account",),
    columns=lambda binding: {"account": binding.account, "person": binding.person},
)
GROUP_PLACES: Final[Definition[GroupPlace]] = Definition(
    name="group_places", codec=codec.GROUP_PLACE, key=("group_id",), columns=lambda one: {"group_id": one.group}
)
CLAIMS: Final[Definition[Claim]] = Definition(
    name="occurrences", codec=codec.CLAIM, key=("key",), columns=lambda claim: {"key": claim.key}
)
COUNTS: Final[Definition[Counts]] = Definition(
    name="figures",
    codec=codec.COUNTS,
    key=("station", "day"),
    columns=lambda counts: {"station": counts.station, "day": counts.day},
)
BOOKINGS: Final[Definition[Bookings]] = Definition(
    name="budgets", codec=codec.BOOKINGS, key=("name",), columns=lambda bookings: {"name": bookings.name}
)
QUOTAS: Final[Definition[Quota]] = Definition(
    name="quotas",
    codec=codec.QUOTA,
    key=("name", "month"),
    columns=lambda quota: {"name": quota.name, "month": quota.month},
)
POSTS: Final[Definition[Posts]] = Definition(
    name="fence",
    codec=codec.POSTS,
    key=("group_id", "day"),
    columns=lambda posts: {"group_id": posts.group, "day": posts.day},
)
MARKS: Final[Definition[Mark]] = Definition(
    name="marks", codec=codec.MARK, key=("name",), columns=lambda mark: {"name": mark.name}
)
AUDIT: Final[Definition[AuditLine]] = Definition(
    name="audit", codec=codec.AUDIT_LINE, key=(), columns=lambda line: {"at": line.at, "subject": line.subject}
)
PROJECT_LISTS: Final[Definition[ProjectList]] = _register("project_lists", codec.PROJECT_LIST)
BINDING_CODES: Final[Definition[BindingCode]] = _register("binding_codes", codec.BINDING_CODE)
GROUP_POSTS: Final[Definition[WaitingPost]] = _register("group_posts", codec.GROUP_POST)
INTERVIEWS: Final[Definition[Interview]] = _register("interviews", codec.INTERVIEW)
WATCHED_PROJECTS: Final[Definition[WatchedProject]] = _register("watched_projects", codec.WATCHED_PROJECT)


class Tables:
    """Every table there is, what is personal in them sealed by one *sealer*."""

    def __init__(self, sealer: Sealer) -> None:
        self.messages: Final[Definition[Kept]] = Definition(
            name="messages",
            codec=codec.kept(sealer),
            key=("id", "received_at"),
            columns=lambda kept: {**_kept(kept), "said_in": sealer.hidden(_conversation(kept.heard.place))},
        )
        self.outbox: Final[Definition[Entry]] = Definition(
            name="outbox", codec=codec.entry(sealer), key=("number", "queued_at"), columns=_entry
        )
        self.questions: Final[Definition[Question]] = Definition(
            name="questions",
            codec=codec.question(sealer),
            key=("person", "scope", "place", "topic", "subject"),
            columns=_question,
        )
        self.contacts: Final[Definition[Known]] = Definition(
            name="contacts",
            codec=codec.known(sealer),
            key=("person",),
            columns=lambda known: {"person": known.person, "heard_on": known.heard_on},
        )
        self.corrections: Final[Definition[Corrected]] = Definition(
            name="corrections",
            codec=codec.corrected(sealer),
            key=("about",),
            columns=lambda corrected: {"about": corrected.about, "at": corrected.at},
        )
        self.unsaid: Final[Definition[Unsaid]] = Definition(
            name="unsaid",
            codec=codec.unsaid(sealer),
            key=("key",),
            columns=lambda one: {"key": sealer.hidden(key_of_unsaid(one))},
        )
        self.duties: Final[Definition[Entered]] = Definition(
            name="duties",
            codec=codec.entered(sealer),
            key=("key",),
            columns=lambda entered: {"key": entered.key},
        )
        self.calls: Final[Definition[Call]] = _register("calls", codec.call(sealer))
        self.ballots: Final[Definition[Ballot]] = Definition(
            name="ballots",
            codec=codec.ballot(sealer),
            key=("key",),
            columns=lambda ballot: {
                "key": sealer.hidden(joined(ballot.station, ballot.year, ballot.number, ballot.by)),
                "station": ballot.station,
                "year": ballot.year,
                "person": sealer.hidden(ballot.by),
            },
        )

    def all(self) -> tuple[Definition[Any], ...]:
        """Return every one of them."""
        return (
            self.messages,
            PETITIONS,
            VOTERS,
            self.contacts,
            BINDINGS,
            BINDING_CODES,
            GROUP_PLACES,
            self.questions,
            RECEPTIONS,
            TOPICS,
            ACTIVITIES,
            self.calls,
            PROJECT_LISTS,
            self.ballots,
            INTERVIEWS,
            GROUP_POSTS,
            WATCHED_PROJECTS,
            CLAIMS,
            COUNTS,
            self.outbox,
            BOOKINGS,
            QUOTAS,
            POSTS,
            self.corrections,
            self.unsaid,
            self.duties,
            AUDIT,
            MARKS,
        )
