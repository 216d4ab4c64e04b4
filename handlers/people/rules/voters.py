"""A voter as far as the bot knows one: an id, a consent, never a name."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from handlers.people.rules.roster import GroupId, PersonId, StationId


class Consent(StrEnum):
    """The answer to the one question about contact data (MSG-P3)."""

    UNASKED = "unasked"
    ASKED = "asked"
    NAMED = "named"
    NAMELESS = "nameless"


NOTICE: Final = 1
"""The version of what people are told of their data; raised when that changes for them, and consents are asked anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voter:
    """What is known of a person who spoke; *home* is the group last spoken in, *notice* what was agreed to."""

    id: PersonId
    station: StationId | None = None
    home: GroupId | None = None
    consent: Consent = Consent.UNASKED
    consent_at: datetime | None = None
    notice: int = 0

    @property
    def standing_consent(self) -> Consent:
        """The consent as far as it was given to the notice of today; another has to be asked again."""
        return self.consent if self.notice == NOTICE or self.consent is Consent.ASKED else Consent.UNASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Personal data, sealed at rest."""

    name: str | None = None
    phone: str | None = None
