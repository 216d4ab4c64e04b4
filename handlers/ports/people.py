"""People who speak to the bot, how they are reached, and where groups are."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from handlers.message import Account
from handlers.people.rules.names import Names
from handlers.people.rules.roster import GroupId, PersonId, Place
from handlers.people.rules.voters import Contact, Voter


class VoterRepository(Protocol):
    """People who speak to the bot. Contact data is sealed; reading it is the caller's to audit."""

    async def recognise(self, account: Account, *, name: str, on: date) -> PersonId:
        """Return who holds that account, heard of on that day.

        Somebody new, unless on the roster, is remembered with *name* sealed.
        """

    async def bind(self, account: Account, person: PersonId) -> None:
        """Make *account* a way to *person*, and to nobody else."""

    async def get(self, person: PersonId) -> Voter:
        """Return what is known of a person; a person never seen is returned with nothing known."""

    async def save(self, voter: Voter) -> None:
        """Store it."""

    async def contact(self, person: PersonId) -> Contact:
        """Return the unsealed name, phone and accounts; empty where nothing is known."""

    async def set_name(self, person: PersonId, name: str) -> None:
        """Seal another name with the person's contact."""

    async def set_phone(self, person: PersonId, phone: str) -> None:
        """Seal a phone number with the person's contact."""

    async def ways(self, person: PersonId) -> Sequence[Account]:
        """Return the accounts over which *person* may be spoken to in private, last used first."""

    async def erase(self, person: PersonId) -> None:
        """Erase the contact and all that is known of the person; the id may go on standing in petitions."""

    async def silent_since(self, day: date, *, limit: int, after: PersonId | None = None) -> Sequence[PersonId]:
        """Return up to *limit* who were heard of before *day* and not since, by their ids, from behind *after* on."""

    async def names(self) -> Names:
        """Return the names of all people known by account, as they are now: they come and go in it."""


class GroupRepository(Protocol):
    """Where groups are, as far as the settings leave that open."""

    async def bind(self, group: GroupId, place: Place, *, gone: bool = False) -> None:
        """Have the roster say from now on, and after a restart, that *group* is at *place*, or *gone* from there."""
