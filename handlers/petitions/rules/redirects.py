"""The six kinds of matters that have a door of their own (domain §3.7)."""

from dataclasses import replace
from enum import StrEnum
from typing import Final

from handlers.petitions.rules.erasing import erased
from handlers.petitions.rules.petition import Petition


class Redirect(StrEnum):
    JUDICIAL = "R1"
    ACCUSATION = "R2"
    STATUTORY_PROCEDURE = "R3"
    XINFANG = "R4"
    SECRET_PRIVATE = "R5"
    PRIVATE_DISPUTE = "R6"


# Their places in the table of categories.
CATEGORY: Final = {kind: f"90{number:02}" for number, kind in enumerate(Redirect, start=1)}


def kept_of(petition: Petition, kind: Redirect) -> Petition:
    """Return *petition* as it may be kept once it is led to its door: of an accusation only its kind and date."""
    marked = replace(petition, category=CATEGORY[kind])
    if kind is not Redirect.ACCUSATION:
        return marked
    return erased(marked)
