"""The life of a petition: which step leads where, and who may take it (domain §3.2)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.people.rules.roster import PersonId, Role
from handlers.petitions.rules.limits import NO_CLOCK, Clock
from handlers.petitions.rules.petition import Action, Petition, State, Step
from handlers.refusals import Refusal

# With a deputy's signature, a unit, or those who hand over and confer: out of the station's own hands.
WITH_OTHERS: Final = frozenset(
    {
        State.SUBMITTED,
        State.RETURNED_TO_DEPUTY,
        State.DISPATCHED,
        State.ESCALATED,
        State.SENT_BACK,
        State.IN_PROGRESS,
        State.EXTENDED,
        State.PLANNED,
        State.REOPENED,
        State.CONFERRED,
    }
)

# Whoever has not answered its voter yet may stop; a danger is no longer the voter's alone to call off.
WITHDRAWABLE: Final = WITH_OTHERS | {
    State.REGISTERED,
    State.NEED_INFO,
    State.TRIAGED,
    State.PRIVATE_HUMAN,
    State.MERGED,
}

# A draft that is dropped goes nowhere: it is deleted.
TRANSITIONS: Final[Mapping[tuple[State, Action], State]] = {
    (State.DRAFT, Action.REGISTER): State.REGISTERED,
    #
    (State.REGISTERED, Action.ASK): State.NEED_INFO,
    (State.REGISTERED, Action.TRIAGE): State.TRIAGED,
    (State.REGISTERED, Action.REDIRECT): State.REDIRECTED,
    (State.REGISTERED, Action.ALARM): State.EMERGENCY,
    (State.REGISTERED, Action.TAKE_PRIVATE): State.PRIVATE_HUMAN,
    (State.REGISTERED, Action.MERGE): State.MERGED,
    (State.REGISTERED, Action.DECLINE): State.DECLINED,
    #
    (State.NEED_INFO, Action.ASK): State.NEED_INFO,
    (State.NEED_INFO, Action.SUPPLY): State.REGISTERED,
    (State.NEED_INFO, Action.TRIAGE): State.TRIAGED,
    (State.NEED_INFO, Action.ALARM): State.EMERGENCY,
    (State.NEED_INFO, Action.TAKE_PRIVATE): State.PRIVATE_HUMAN,
    (State.NEED_INFO, Action.REDIRECT): State.REDIRECTED,
    (State.NEED_INFO, Action.MERGE): State.MERGED,
    (State.NEED_INFO, Action.DECLINE): State.DECLINED,
    #
    (State.TRIAGED, Action.TRIAGE): State.TRIAGED,
    (State.TRIAGED, Action.TAKE_UP): State.TRIAGED,
    (State.TRIAGED, Action.PASS_ON): State.TRIAGED,
    (State.TRIAGED, Action.ANSWER_ON_SPOT): State.ANSWERED_ON_SPOT,
    (State.TRIAGED, Action.SUBMIT): State.SUBMITTED,
    (State.TRIAGED, Action.DISPATCH): State.DISPATCHED,
    (State.TRIAGED, Action.TAKE_PRIVATE): State.PRIVATE_HUMAN,
    (State.TRIAGED, Action.REDIRECT): State.REDIRECTED,
    (State.TRIAGED, Action.MERGE): State.MERGED,
    (State.TRIAGED, Action.DECLINE): State.DECLINED,
    #
    (State.ANSWERED_ON_SPOT, Action.SURVEY): State.SURVEYING,
    (State.SUBMITTED, Action.RETURN): State.RETURNED_TO_DEPUTY,
    (State.SUBMITTED, Action.DISPATCH): State.DISPATCHED,
    (State.SUBMITTED, Action.ESCALATE): State.ESCALATED,
    (State.RETURNED_TO_DEPUTY, Action.SUBMIT): State.SUBMITTED,
    (State.RETURNED_TO_DEPUTY, Action.TRIAGE): State.TRIAGED,
    (State.ESCALATED, Action.DISPATCH): State.DISPATCHED,
    (State.ESCALATED, Action.PLAN): State.PLANNED,
    (State.DISPATCHED, Action.ACCEPT): State.IN_PROGRESS,
    (State.DISPATCHED, Action.SEND_BACK): State.SENT_BACK,
    (State.SENT_BACK, Action.DISPATCH): State.DISPATCHED,
    #
    (State.IN_PROGRESS, Action.PROGRESS): State.IN_PROGRESS,
    (State.IN_PROGRESS, Action.EXTEND): State.EXTENDED,
    (State.IN_PROGRESS, Action.PLAN): State.PLANNED,
    (State.IN_PROGRESS, Action.REPLY): State.REPLIED,
    (State.EXTENDED, Action.RESUME): State.IN_PROGRESS,
    (State.PLANNED, Action.REPLY): State.REPLIED,
    (State.REPLIED, Action.SURVEY): State.SURVEYING,
    #
    (State.SURVEYING, Action.CLOSE): State.CLOSED,
    (State.SURVEYING, Action.REOPEN): State.REOPENED,
    (State.SURVEYING, Action.CONFER): State.CONFERRED,  # still dissatisfied after it was handled again
    (State.REOPENED, Action.RESUME): State.IN_PROGRESS,
    (State.REOPENED, Action.CONFER): State.CONFERRED,
    (State.CONFERRED, Action.CLOSE): State.CLOSED,
    (State.CONFERRED, Action.ESCALATE): State.ESCALATED,
    (State.CLOSED, Action.REOPEN): State.REOPENED,
    (State.CLOSED, Action.ARCHIVE): State.ARCHIVED,
    #
    (State.REDIRECTED, Action.REGISTER): State.REGISTERED,
    (State.REDIRECTED, Action.ARCHIVE): State.ARCHIVED,
    (State.EMERGENCY, Action.TAKE_PRIVATE): State.PRIVATE_HUMAN,
    (State.PRIVATE_HUMAN, Action.REGISTER): State.REGISTERED,
    (State.PRIVATE_HUMAN, Action.TRIAGE): State.TRIAGED,
    (State.PRIVATE_HUMAN, Action.ANSWER_ON_SPOT): State.ANSWERED_ON_SPOT,
    (State.PRIVATE_HUMAN, Action.REDIRECT): State.REDIRECTED,
    (State.PRIVATE_HUMAN, Action.MERGE): State.MERGED,
    (State.PRIVATE_HUMAN, Action.DECLINE): State.DECLINED,
    (State.MERGED, Action.REGISTER): State.REGISTERED,  # it was another matter after all
    (State.MERGED, Action.SURVEY): State.SURVEYING,  # the parent has its answer; each voter is asked
    (State.WITHDRAWN, Action.ARCHIVE): State.ARCHIVED,
    (State.DECLINED, Action.REGISTER): State.REGISTERED,
    (State.DECLINED, Action.ARCHIVE): State.ARCHIVED,
    **{(state, Action.WITHDRAW): State.WITHDRAWN for state in WITHDRAWABLE},
    # Whoever has it in hand must not go on with what turns out to speak against the station's own (domain §8.7).
    **{(state, Action.TAKE_PRIVATE): State.PRIVATE_HUMAN for state in WITH_OTHERS},
}

BOT: Final = None
"""Stands among the actors of what the bot does by itself, as in `Step.by`."""

_STATION: Final = frozenset({Role.STAFF, Role.HEAD})
_CONGRESS: Final = frozenset({Role.STAFF, Role.PRESIDIUM})
_WORK: Final = _CONGRESS | {Role.UNIT}  # a unit has often no account: staff and presidium type what it says

ACTORS: Final[Mapping[Action, frozenset[Role | None]]] = {
    Action.REGISTER: _STATION | {Role.VOTER, Role.DEPUTY, BOT},  # what was merged outlives what led it
    Action.DROP: frozenset({Role.VOTER, BOT}),
    Action.ASK: _STATION | {BOT},
    Action.SUPPLY: frozenset({Role.VOTER}),
    Action.TRIAGE: _STATION | {Role.DEPUTY, BOT},  # a deputy who takes up what was told in his own group
    Action.TAKE_UP: frozenset({Role.DEPUTY}),
    Action.PASS_ON: frozenset({Role.DEPUTY}),
    Action.ANSWER_ON_SPOT: _STATION | {Role.DEPUTY, Role.PRESIDIUM, Role.COUNTY},
    Action.SUBMIT: frozenset({Role.DEPUTY}),
    Action.RETURN: frozenset({Role.PRESIDIUM}),
    Action.DISPATCH: _CONGRESS | {Role.HEAD},
    Action.ESCALATE: frozenset({Role.PRESIDIUM}),
    Action.SEND_BACK: _WORK,
    Action.ACCEPT: _WORK,
    Action.PROGRESS: _WORK,
    Action.EXTEND: _CONGRESS | {Role.HEAD},  # who hands over agrees to it; the unit only asks
    Action.RESUME: _WORK,
    Action.PLAN: _WORK,
    Action.REPLY: _WORK,
    Action.SURVEY: frozenset({BOT}),
    Action.REOPEN: frozenset({Role.VOTER, Role.DEPUTY}),
    Action.CONFER: frozenset({Role.HEAD}),
    Action.CLOSE: _STATION | {Role.PRESIDIUM, Role.VOTER, BOT},
    Action.REDIRECT: _STATION | {BOT},
    Action.TAKE_PRIVATE: _STATION | {Role.VOTER, BOT},
    Action.ALARM: frozenset({BOT}),
    Action.MERGE: _STATION,
    Action.WITHDRAW: frozenset({Role.VOTER, Role.DEPUTY}),
    Action.DECLINE: _STATION,
    Action.ARCHIVE: frozenset({BOT}),
}

# At an end: nobody has anything to do any more. All others but a draft are open.
CLOSED: Final = frozenset(
    {State.CLOSED, State.REDIRECTED, State.MERGED, State.WITHDRAWN, State.DECLINED, State.ARCHIVED}
)
UNSORTED: Final = frozenset({State.REGISTERED, State.NEED_INFO})
OPEN: Final = frozenset(State) - CLOSED - {State.DRAFT}


class WrongState(Refusal):
    """A petition is not where that step could be taken."""

    def __init__(self, petition: Petition, action: Action) -> None:
        super().__init__(petition.id, action)
        self.petition = petition
        self.action = action


def advance(
    petition: Petition, action: Action, *, by: PersonId | None, at: datetime, reason: str = "", clock: Clock = NO_CLOCK
) -> Petition:
    """Return *petition* one transition on, the step added to its history; once sorted it is nobody's likely follower.

    *by* is None where the bot itself moves it. Limits and timers belong to the state and die with it: *clock* is the
    new state's (see `limits.clock`); a deadline that it carries on keeps the way it was counted. Raise `WrongState`
    where `TRANSITIONS` has no such step.
    """
    try:
        state = TRANSITIONS[petition.state, action]
    except KeyError:
        raise WrongState(petition, action) from None
    return replace(
        petition,
        state=state,
        history=(*petition.history, Step(action=action, by=by, at=at, state=state, reason=reason)),
        due=clock.due,
        term=petition.term if clock.due == petition.due else clock.term,
        timer=clock.timer,
        timer_at=clock.timer_at,
        likely_parent=petition.likely_parent if state in UNSORTED else None,
    )


def was_reopened(petition: Petition) -> bool:
    """Return whether the voter has had it handled again; that is granted once (domain §3.6)."""
    return any(step.action is Action.REOPEN for step in petition.history)


def was_conferred(petition: Petition) -> bool:
    """Return whether deputy and unit were called together over it; after that nothing is begun anew (domain §3.6)."""
    return any(step.action is Action.CONFER for step in petition.history)


def stands_alone(petition: Petition) -> bool:
    """Return whether it is open, and nothing to be handled together with an earlier one."""
    return petition.state in OPEN and not _has_parent(petition)


def follows(petition: Petition) -> bool:
    """Return whether it is handled with an earlier one, or likely to be."""
    return (petition.state in OPEN or petition.state is State.MERGED) and _has_parent(petition)


def _has_parent(petition: Petition) -> bool:
    return petition.parent is not None or petition.likely_parent is not None


def field_of(petition: Petition) -> str:
    """Return the field of its topic, the first two digits of the code (domain §9); "" where none is known."""
    return (petition.category or "")[:2]


def is_solved(petition: Petition) -> bool:
    """Return whether it counts as solved in the figures: closed by itself, not as part of another, and still so."""
    lasting = [step.state for step in petition.history if step.action is not Action.ARCHIVE]
    return petition.parent is None and lasting[-1:] == [State.CLOSED]


def was_emergency(petition: Petition) -> bool:
    """Return whether it was taken for a danger at any time."""
    return any(step.action is Action.ALARM for step in petition.history)


def ended_at(petition: Petition) -> datetime:
    """Return when a petition that is over came to its end, whenever it was put away."""
    return next(step.at for step in reversed(petition.history) if step.action is not Action.ARCHIVE)
