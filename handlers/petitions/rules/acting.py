"""Whose turn it is: who has to take a petition's next step (domain §3.2)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from handlers.petitions.rules.petition import Petition, State


class Turn(StrEnum):
    """Whose the next step is."""

    VOTER = "voter"
    STAFF = "staff"
    DEPUTY = "deputy"
    PRESIDIUM = "presidium"
    UNIT = "unit"
    HEAD = "head"


TURNS: Final[Mapping[State, Turn]] = {
    State.REGISTERED: Turn.STAFF,
    State.NEED_INFO: Turn.VOTER,
    State.TRIAGED: Turn.DEPUTY,
    State.ANSWERED_ON_SPOT: Turn.DEPUTY,
    State.SUBMITTED: Turn.PRESIDIUM,
    State.RETURNED_TO_DEPUTY: Turn.DEPUTY,
    State.DISPATCHED: Turn.UNIT,
    State.ESCALATED: Turn.PRESIDIUM,
    State.SENT_BACK: Turn.PRESIDIUM,
    State.IN_PROGRESS: Turn.UNIT,
    State.EXTENDED: Turn.UNIT,
    State.PLANNED: Turn.UNIT,
    State.REPLIED: Turn.DEPUTY,
    State.SURVEYING: Turn.VOTER,
    State.REOPENED: Turn.UNIT,
    State.CONFERRED: Turn.HEAD,
    State.PRIVATE_HUMAN: Turn.STAFF,
    State.EMERGENCY: Turn.STAFF,
}
"""Every open state but where `turn` knows better."""


def turn(petition: Petition) -> Turn:
    """Return whose the next step of an open petition is.

    A deadline runs for somebody of the station, also while the voter is asked something: staff, or the head who is to
    call a conference. What has no unit yet is its deputy's, what has no deputy is staff's.
    """
    whose = TURNS[petition.state]
    if whose is Turn.VOTER and petition.due is not None:
        whose = Turn.HEAD if petition.state is State.SURVEYING else Turn.STAFF
    if whose is Turn.UNIT and petition.unit is None:
        whose = Turn.DEPUTY
    if whose is Turn.DEPUTY and petition.deputy is None:
        whose = Turn.STAFF
    return whose
