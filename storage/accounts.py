"""Who holds an account that nobody has used or bound before, and what is known of whoever speaks over one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from handlers.message import Account
from handlers.people.rules.roster import PersonId
from storage.codec import Known
from storage.sealing import Sealer


class Accounts:
    """The accounts the installation was set up with, and the rule for all others."""

    def __init__(self, *, sealer: Sealer, bound: Mapping[Account, PersonId]) -> None:
        self._sealer = sealer
        self._bound = dict(bound)
        self._given: dict[PersonId, list[Account]] = {}
        for account, person in bound.items():
            self._given.setdefault(person, []).append(account)

    def holder(self, account: Account) -> PersonId:
        """Return the person who holds *account*: as configured, or somebody new."""
        person = self._bound.get(account)
        return self._sealer.person(account) if person is None else person

    def given(self, person: PersonId) -> Sequence[Account]:
        """Return the accounts that were configured for *person*."""
        return self._given.get(person, ())


def with_newest(account: Account, accounts: Sequence[Account]) -> tuple[Account, ...]:
    """Return *accounts* with *account* as the one used last."""
    return (account, *(one for one in accounts if one != account))


def heard_from(known: Known, account: Account, *, name: str, on: date, is_named: bool) -> Known:
    """Return what is known of somebody who spoke over *account* on that day.

    The *name* the platform tells is taken where none is known, unless the settings have named the person.
    """
    takes_name = bool(name) and known.contact.name is None and not is_named
    return replace(
        known,
        accounts=with_newest(account, known.accounts),
        heard_on=max(on, known.heard_on or on),
        contact=replace(known.contact, name=name) if takes_name else known.contact,
    )
