"""Who holds an account that nobody has used or bound before."""

from collections.abc import Mapping, Sequence
from typing import Final

from handlers.message import Account
from handlers.people.rules.roster import PersonId, Roster
from storage.sealing import Sealer

WEB_CHAT: Final = "webchat"


class Accounts:
    """The accounts the installation was set up with, and the rule for all others."""

    def __init__(self, roster: Roster, *, sealer: Sealer, bound: Mapping[Account, PersonId]) -> None:
        self._roster = roster
        self._sealer = sealer
        self._bound = dict(bound)
        self._given: dict[PersonId, list[Account]] = {}
        for account, person in bound.items():
            self._given.setdefault(person, []).append(account)

    def holder(self, account: Account) -> PersonId:
        """Return the person who holds *account*: as configured, as chosen in the web chat, or somebody new."""
        if (person := self._bound.get(account)) is not None:
            return person
        if account.platform == WEB_CHAT and self._roster.knows(PersonId(account.user)):
            return PersonId(account.user)
        return self._sealer.person(account)

    def given(self, person: PersonId) -> Sequence[Account]:
        """Return the accounts that were configured for *person*."""
        return self._given.get(person, ())
