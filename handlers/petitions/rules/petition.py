"""The petition: one matter a voter told the bot, with its whole history."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

from handlers.dates.periods import Term
from handlers.people.rules.roster import GroupId, PersonId, StationId
from handlers.petitions.rules.commitments import Commitment
from handlers.petitions.rules.suggestion_form import SuggestionForm

PetitionId = NewType("PetitionId", str)


class State(StrEnum):
    """Where a petition stands (domain §3.2)."""

    DRAFT = "draft"
    REGISTERED = "registered"
    NEED_INFO = "need_info"
    TRIAGED = "triaged"
    ANSWERED_ON_SPOT = "answered_on_spot"
    SUBMITTED = "submitted"
    RETURNED_TO_DEPUTY = "returned_to_deputy"
    DISPATCHED = "dispatched"
    ESCALATED = "escalated"
    SENT_BACK = "sent_back"
    IN_PROGRESS = "in_progress"
    EXTENDED = "extended"
    PLANNED = "planned"
    REPLIED = "replied"
    SURVEYING = "surveying"
    REOPENED = "reopened"
    CONFERRED = "conferred"
    CLOSED = "closed"
    REDIRECTED = "redirected"
    PRIVATE_HUMAN = "private_human"
    EMERGENCY = "emergency"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    ARCHIVED = "archived"


class Action(StrEnum):
    """What moves a petition on; each has one kind of actor (see `states.TRANSITIONS`)."""

    REGISTER = "register"
    DROP = "drop"
    ASK = "ask"
    SUPPLY = "supply"
    TRIAGE = "triage"
    TAKE_UP = "take_up"
    PASS_ON = "pass_on"
    ANSWER_ON_SPOT = "answer_on_spot"
    SUBMIT = "submit"
    RETURN = "return"
    DISPATCH = "dispatch"
    ESCALATE = "escalate"
    SEND_BACK = "send_back"
    ACCEPT = "accept"
    PROGRESS = "progress"
    EXTEND = "extend"
    RESUME = "resume"
    PLAN = "plan"
    REPLY = "reply"
    SURVEY = "survey"
    REOPEN = "reopen"
    CONFER = "confer"
    CLOSE = "close"
    REDIRECT = "redirect"
    TAKE_PRIVATE = "take_private"
    ALARM = "alarm"
    MERGE = "merge"
    WITHDRAW = "withdraw"
    DECLINE = "decline"
    ARCHIVE = "archive"


class Source(StrEnum):
    """How the matter reached the station."""

    GROUP = "group"
    DIRECT = "direct"
    QUOTE = "quote"
    PHONE = "phone"
    MEETING = "meeting"


class Track(StrEnum):
    SERVICE = "service"
    SUGGESTION = "suggestion"


class Authority(StrEnum):
    TOWNSHIP = "township"
    COUNTY = "county"


class ResultClass(StrEnum):
    """A solved, B being solved or planned, C later, D for reference (domain §3.2)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Rating(StrEnum):
    SATISFIED = "satisfied"
    FAIRLY = "fairly"
    UNSATISFIED = "unsatisfied"


class Timer(StrEnum):
    """What happens by itself when a petition has stayed in its state too long; dies with the state."""

    DROP_DRAFT = "drop_draft"
    STOP_ASKING = "stop_asking"
    BRING_ANSWER = "bring_answer"
    REMIND_RATING = "remind_rating"
    END_RATING = "end_rating"
    FOLLOW_UP = "follow_up"
    CALL_AGAIN = "call_again"
    LOOK_AT_PARENT = "look_at_parent"
    ANSWER_ENQUIRY = "answer_enquiry"
    CALL_BACK = "call_back"
    ARCHIVE = "archive"
    ERASE_WORDS = "erase_words"
    ANONYMISE = "anonymise"


CALL_BACK: Final = "call_back"
"""The kind of a draft that is no matter, but what a person has promised to its voter (see `call_backs`)."""


class Sharing(StrEnum):
    """Whether a voter's sensitive words go beyond staff, to deputy and unit only if the voter said so (PIPL 29)."""

    ORDINARY = "ordinary"
    UNASKED = "unasked"
    AGREED = "agreed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Whom a petition concerns so closely that it is kept from them (domain §3.6).

    With *complaint* it speaks against them; otherwise it is their own matter or their kin's.
    """

    persons: tuple[PersonId, ...]
    complaint: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PickUp:
    """A code against which news of one petition is given out, as a hash; good for whoever uses it first (*by*)."""

    code: str
    until: datetime
    wrong_guesses: int = 0
    by: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One move of a petition: who did what, when, and from where to where."""

    action: Action
    by: PersonId | None
    at: datetime
    state: State
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """Something added later: the voter's words, a picture's reference, or an answer to a question."""

    at: datetime
    by: PersonId
    text: str
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """More time that was asked for, by whom and why; somebody else has to agree."""

    asked_by: PersonId
    until: datetime
    reason: str
    plan: bool = False  # asked for a place in a plan, past every limit


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRating:
    """What the lead deputy says of a unit's answer, of its manner and of its result apart (P4 23)."""

    attitude: Rating
    result: Rating | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Petition:
    """One matter. *text* is the voter's own words; nothing here names the voter but *voter*, an id.

    *voter* is None where staff entered it for somebody without an account. *named* says that the voter agreed to have
    the name shown to deputy and staff. *due* is when the one who must act has to have acted, *term* how that day was
    counted, None where it was agreed upon; *timer* is what happens at *timer_at* if nobody moved it before. *told_at*
    is when the voter last got a word about it for certain; *pressed* counts how often those who must act were pressed,
    *pressed_at* is when the voter last asked for that. *by* of a step is None where the bot itself moved it. *parent*
    is what it was merged into; *likely_parent* what the bot takes for the same matter, until a person has said whether
    it is.
    """

    id: PetitionId
    station: StationId
    tail: int
    voter: PersonId | None
    named: bool
    source: Source
    group: GroupId | None
    registered_at: datetime
    text: str
    summary: str
    state: State
    history: tuple[Step, ...]
    kind: str = ""
    place: str | None = None
    since: str | None = None
    extent: str | None = None
    category: str | None = None
    authority: Authority | None = None
    track: Track = Track.SERVICE
    deputy: PersonId | None = None
    accepted_by_deputy: bool = False
    unit: str | None = None
    due: datetime | None = None
    term: Term | None = None
    timer: Timer | None = None
    timer_at: datetime | None = None
    asked: int = 0
    supplements: tuple[Supplement, ...] = ()
    attachments: tuple[str, ...] = ()
    result: ResultClass | None = None
    answer: str | None = None
    planned_for: datetime | None = None
    rating: Rating | None = None
    told_at: datetime | None = None
    pressed: int = 0
    pressed_at: datetime | None = None
    parent: PetitionId | None = None
    likely_parent: PetitionId | None = None
    conflict: Conflict | None = None
    sharing: Sharing = Sharing.ORDINARY
    pick_up: PickUp | None = None
    extension: Extension | None = None
    form: SuggestionForm | None = None
    letter: LetterRating | None = None
    commitment: Commitment | None = None

    @property
    def is_for_staff_only(self) -> bool:
        """Whether it tells of somebody what its voter has not agreed to share with deputy and unit (PIPL 29)."""
        return self.sharing in {Sharing.UNASKED, Sharing.REFUSED}

    @property
    def is_complaint(self) -> bool:
        """Whether it speaks against somebody of the station (domain §3.6)."""
        return self.conflict is not None and self.conflict.complaint

    def is_kept_from(self, person: PersonId) -> bool:
        """Return whether *person* must not learn of it, save as its voter (domain §3.6)."""
        return self.conflict is not None and person in self.conflict.persons
