"""The table of petitions: by what they are searched, and which stay in memory."""

from typing import Final

from handlers.petitions.rules.petition import Petition, State
from handlers.petitions.rules.silence import last_word
from handlers.petitions.rules.states import OPEN, field_of, follows, stands_alone
from storage import codec
from storage.embedded.definition import LAST, Definition, Index
from storage.keys import EVERYTHING, joined, microseconds


def _petition_stays(petition: Petition) -> bool:
    return petition.state is not State.ARCHIVED


def _of_voter(petition: Petition) -> tuple[str, int] | None:
    return None if petition.voter is None else (petition.voter, microseconds(petition.registered_at))


def _by_tail(petition: Petition) -> tuple[str, int]:
    return joined(petition.station, petition.tail), microseconds(petition.registered_at)


def _in_state(petition: Petition) -> tuple[str, int]:
    return joined(petition.station, petition.state), microseconds(petition.registered_at)


def _of_deputy(petition: Petition) -> tuple[str, int] | None:
    if petition.deputy is None or petition.state not in OPEN:
        return None
    return petition.deputy, LAST if petition.due is None else microseconds(petition.due)


def _due(petition: Petition) -> tuple[str, int] | None:
    if petition.due is None or petition.state not in OPEN:
        return None
    return petition.station, microseconds(petition.due)


def _unheard(petition: Petition) -> tuple[str, int] | None:
    return (petition.station, microseconds(last_word(petition))) if petition.state in OPEN else None


def _timer(petition: Petition) -> tuple[str, int] | None:
    return None if petition.timer_at is None else (EVERYTHING, microseconds(petition.timer_at))


def _in_field(petition: Petition) -> tuple[str, int]:
    return joined(petition.station, field_of(petition)), microseconds(petition.registered_at)


def _standing_alone(petition: Petition) -> tuple[str, int] | None:
    return _in_field(petition) if stands_alone(petition) else None


def _following(petition: Petition) -> tuple[str, int] | None:
    return _in_field(petition) if follows(petition) else None


def _parent(petition: Petition) -> tuple[str, int] | None:
    parent = petition.parent or petition.likely_parent
    return None if parent is None else (parent, microseconds(petition.registered_at))


def _registered(petition: Petition) -> tuple[str, int] | None:
    return None if petition.state is State.DRAFT else (petition.station, microseconds(petition.registered_at))


def _commitment(petition: Petition) -> tuple[str, int] | None:
    promised = petition.commitment
    if promised is None or not promised.is_open:
        return None
    return petition.station, LAST if promised.until is None else promised.until.toordinal()


PETITIONS: Final[Definition[Petition]] = Definition(
    name="petitions",
    codec=codec.PETITION,
    key=lambda petition: petition.id,
    resident=_petition_stays,
    indexes=(
        Index(name="of_voter", place=_of_voter, finished=True),
        Index(name="tail", place=_by_tail, finished=True),
        Index(name="state", place=_in_state, finished=True),
        Index(name="of_deputy", place=_of_deputy),
        Index(name="due", place=_due),
        Index(name="unheard", place=_unheard),
        Index(name="timer", place=_timer, finished=True),
        Index(name="standing_alone", place=_standing_alone),
        Index(name="following", place=_following),
        Index(name="parent", place=_parent),
        Index(name="registered", place=_registered, finished=True),
        Index(name="commitment", place=_commitment, finished=True),
    ),
)
