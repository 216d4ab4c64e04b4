"""Voters, their sealed contacts, and the accounts over which they are reached."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from handlers.message import Account
from handlers.people.rules.names import Names
from handlers.people.rules.roster import PersonId, Roster
from handlers.people.rules.voters import Contact, Voter
from handlers.ports import Unsaid
from storage.accounts import Accounts, heard_from, with_newest
from storage.codec import Binding, Known
from storage.embedded.engine import Engine
from storage.embedded.table import Table
from storage.embedded.unsaid import EmbeddedUnsaid
from storage.keys import EVERYTHING
from storage.sealing import Sealer


class EmbeddedVoters:
    def __init__(
        self,
        engine: Engine,
        voters: Table[Voter],
        contacts: Table[Known],
        bindings: Table[Binding],
        platforms: EmbeddedUnsaid,
        *,
        roster: Roster,
        accounts: Accounts,
        sealer: Sealer,
    ) -> None:
        self._engine = engine
        self._voters = voters
        self._contacts = contacts
        self._bindings = bindings
        self._platforms = platforms
        self._roster = roster
        self._accounts = accounts
        self._sealer = sealer
        self._names: Names | None = None

    async def recognise(self, account: Account, *, name: str, on: date) -> PersonId:
        person = self._holder(account)
        before = self._known(person)
        known = heard_from(before, account, name=name, on=on, is_named=self._roster.knows(person))
        if known != before:
            self._know(before, known)
        return person

    async def bind(self, account: Account, person: PersonId) -> None:
        holder = self._known(self._holder(account))
        if account in holder.accounts:
            others = tuple(one for one in holder.accounts if one != account)
            self._know(holder, replace(holder, accounts=others))
        self._bindings.put(Binding(account=self._sealer.person(account), person=person))
        before = self._known(person)
        self._know(before, replace(before, accounts=with_newest(account, before.accounts)))

    async def get(self, person: PersonId) -> Voter:
        return self._voters.find(person) or Voter(id=person)

    async def save(self, voter: Voter) -> None:
        self._voters.put(voter)

    async def contact(self, person: PersonId) -> Contact:
        return self._known(person).contact

    async def set_name(self, person: PersonId, name: str) -> None:
        known = self._known(person)
        self._know(known, replace(known, contact=replace(known.contact, name=name)))

    async def set_phone(self, person: PersonId, phone: str) -> None:
        known = self._known(person)
        self._know(known, replace(known, contact=replace(known.contact, phone=phone)))

    async def ways(self, person: PersonId) -> Sequence[Account]:
        used = self._known(person).accounts
        unused = (one for one in self._accounts.given(person) if one not in used)
        return [*used, *(one for one in unused if self._holder(one) == person)]

    async def erase(self, person: PersonId) -> None:
        for account in await self.ways(person):
            self._platforms.add(Unsaid(account=account))
        self._voters.drop(person)
        self._rename(self._known(person).contact.name, None)
        self._contacts.drop(person)
        for binding in self._bindings.span("person", person):
            self._bindings.drop(binding.account)

    async def silent_since(self, day: date, *, limit: int, after: PersonId | None = None) -> Sequence[PersonId]:
        known = self._contacts.span("heard", EVERYTHING, below=(day.toordinal(), 0))
        return sorted(one.person for one in known if after is None or one.person > after)[:limit]

    async def names(self) -> Names:
        if self._names is None:  # unsealed when first asked for: with a county's contacts it takes half a second
            self._names = Names(one.contact.name for one in self._contacts.resident() if one.contact.name is not None)
            self._engine.on_undo(self._forget_names)  # some of them may be undone with the unit of work
        return self._names

    def _forget_names(self) -> None:
        self._names = None

    def _holder(self, account: Account) -> PersonId:
        binding = self._bindings.find(self._sealer.person(account))
        return self._accounts.holder(account) if binding is None else binding.person

    def _known(self, person: PersonId) -> Known:
        return self._contacts.find(person) or Known(person=person, contact=Contact(), accounts=())

    def _know(self, before: Known, after: Known) -> None:
        self._rename(before.contact.name, after.contact.name)
        self._contacts.put(after)

    def _rename(self, before: str | None, after: str | None) -> None:
        """Count *after* among the names in place of *before*, as long as the unit of work does not fail."""
        if before != after and self._names is not None:
            names = self._names
            _count(names, before, after)
            self._engine.on_undo(lambda: _count(names, after, before))


def _count(names: Names, before: str | None, after: str | None) -> None:
    if before is not None:
        names.remove(before)
    if after is not None:
        names.add(after)
