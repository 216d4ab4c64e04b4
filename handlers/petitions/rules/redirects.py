"""The six kinds of matters that have a door of their own (domain §3.7)."""

from enum import StrEnum
from typing import Final


class Redirect(StrEnum):
    JUDICIAL = "R1"
    ACCUSATION = "R2"
    STATUTORY_PROCEDURE = "R3"
    XINFANG = "R4"
    SECRET_PRIVATE = "R5"
    PRIVATE_DISPUTE = "R6"


# Their places in the table of categories.
CATEGORY: Final = {kind: f"90{number:02}" for number, kind in enumerate(Redirect, start=1)}
