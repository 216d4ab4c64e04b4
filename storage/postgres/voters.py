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
from storage.postgres.names import Followed
from storage.postgres.records import Connection, Records
from storage.postgres.unsaid import PostgresUnsaid
from storage.sealing import Sealer


class PostgresVoters:
    def __init__(
        self,
        connection: Connection,
        voters: Records[Voter],
        contacts: Records[Known],
        bindings: Records[Binding],
        platforms: PostgresUnsaid,
        *,
        roster: Roster,
        accounts: Accounts,
        sealer: Sealer,
        names: Followed,
    ) -> None:
        self._connection = connection
        self._voters = voters
        self._contacts = contacts
        self._bindings = bindings
        self._platforms = platforms
        self._roster = roster
        self._accounts = accounts
        self._sealer = sealer
        self._names = names
        self._renamed: set[PersonId] = set()

    async def recognise(self, account: Account, *, name: str, on: date) -> PersonId:
        person = await self._holder(account)
        before = await self._known(person)
        known = heard_from(before, account, name=name, on=on, is_named=self._roster.knows(person))
        if known != before:
            await self._know(before, known)
        return person

    async def bind(self, account: Account, person: PersonId) -> None:
        holder = await self._known(await self._holder(account))
        if account in holder.accounts:
            others = tuple(one for one in holder.accounts if one != account)
            await self._know(holder, replace(holder, accounts=others))
        await self._bindings.put(Binding(account=self._sealer.person(account), person=person))
        before = await self._known(person)
        await self._know(before, replace(before, accounts=with_newest(account, before.accounts)))

    async def get(self, person: PersonId) -> Voter:
        return await self._voters.find(person) or Voter(id=person)

    async def save(self, voter: Voter) -> None:
        await self._voters.put(voter)

    async def contact(self, person: PersonId) -> Contact:
        return (await self._known(person)).contact

    async def set_name(self, person: PersonId, name: str) -> None:
        known = await self._known(person)
        await self._know(known, replace(known, contact=replace(known.contact, name=name)))

    async def set_phone(self, person: PersonId, phone: str) -> None:
        known = await self._known(person)
        await self._know(known, replace(known, contact=replace(known.contact, phone=phone)))

    async def ways(self, person: PersonId) -> Sequence[Account]:
        used = (await self._known(person)).accounts
        unused = [one for one in self._accounts.given(person) if one not in used]
        return [*used, *[one for one in unused if await self._holder(one) == person]]

    async def erase(self, person: PersonId) -> None:
        for account in await self.ways(person):
            await self._platforms.add(Unsaid(account=account))
        await self._voters.drop(person)
        await self._contacts.drop(person)
        await self._tell_of(person)
        await self._bindings.delete("WHERE person = %s", person)

    async def silent_since(self, day: date, *, limit: int, after: PersonId | None = None) -> Sequence[PersonId]:
        silent = await self._contacts.select(
            f"WHERE heard_on < %s AND person > %s ORDER BY person LIMIT %s{self._contacts.for_update}",
            day,
            after or "",
            limit,
        )
        return [one.person for one in silent]

    async def names(self) -> Names:
        return await self._names.current(self._connection, self._contacts)

    def undo(self) -> None:
        """Have the names that were changed be read again: the unit of work has failed."""
        self._names.doubt(self._renamed)

    async def _holder(self, account: Account) -> PersonId:
        binding = await self._bindings.find(self._sealer.person(account))
        return self._accounts.holder(account) if binding is None else binding.person

    async def _known(self, person: PersonId) -> Known:
        return await self._contacts.find(person) or Known(person=person, contact=Contact(), accounts=())

    async def _know(self, before: Known, after: Known) -> None:
        await self._contacts.put(after)
        if before.contact.name != after.contact.name:
            await self._tell_of(after.person)

    async def _tell_of(self, person: PersonId) -> None:
        """Have every instance learn that the person is called otherwise now."""
        self._renamed.add(person)
        await self._connection.execute("INSERT INTO renamed (person) VALUES (%s)", (person,))
