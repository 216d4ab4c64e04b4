"""A voter as far as the bot knows one: an id, a consent, never a name."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.people.rules.roster import GroupId, PersonId, StationId


class Consent(StrEnum):
    """The answer to the one question about contact data (MSG-P3)."""

    UNASKED = "unasked"
    ASKED = "asked"
    NAMED = "named"
    NAMELESS = "nameless"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voter:
    """What is known of a person who spoke; *home* is the group last spoken in."""

    id: PersonId
    station: StationId | None = None
    home: GroupId | None = None
    consent: Consent = Consent.UNASKED
    consent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Personal data, sealed at rest."""

    name: str | None = None
    phone: str | None = None
