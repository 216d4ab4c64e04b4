"""Keeps members' own lists as their duties stand: a few calls a minute, each noted before it is made."""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot import duties
from bot.clock import Clock
from bot.platforms.base import DeliveryError, Rejected, Throttled
from bot.platforms.dingtalk.calls.application import Application
from bot.platforms.dingtalk.duties.lists import List
from bot.platforms.dingtalk.quota import Kind, QuotaBook
from bot.platforms.dingtalk.wire.told import PLATFORM, is_confirmed
from bot.sending.reactions import SetUpWrong
from handlers.message import Account
from handlers.people.rules.roster import PersonId, Roster, Station
from handlers.ports import Duty, Entered, Storage, StorageFailed, TryAgain, UnitOfWork

log = logging.getLogger(__name__)

EVERY: Final = 60.0  # seconds
AT_ONCE: Final = 5  # entries that are made, changed or closed in a minute
PAUSE: Final = timedelta(minutes=10)  # after a call that did not come through
REFUSED_FOR: Final = timedelta(days=1)  # a refusal costs a call, too


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A duty that should stand on the list of *account*."""

    duty: Duty
    account: Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do about the entry with that key."""

    key: str
    take: Callable[[], Awaitable[None]]


class Duties:
    """The lists that one robot keeps for the members who are bound to deputies.

    An entry is noted with a token before it is made, and with its id afterwards: where a process ends in between, the
    next one makes it again with the same token, and the platform still has one (events: for a day).
    """

    def __init__(
        self,
        robot: str,
        organisation: str,
        application: Application,
        *,
        todos: List | None,
        calendar: List | None,
        roster: Roster,
        storage: Storage,
        clock: Clock,
        book: QuotaBook,
    ) -> None:
        self._robot = robot
        self._organisation = organisation
        self._application = application
        self._todos = todos
        self._calendar = calendar
        self._roster = roster
        self._storage = storage
        self._clock = clock
        self._book = book
        self._owners: dict[str, str] = {}
        self._not_before: dict[str, datetime] = {}
        self._rests_until: datetime | None = None
        self._running: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._running = asyncio.create_task(self._run())

    async def stop(self) -> None:
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self._bring_up_to_date()
            except TryAgain:
                log.info("lists are looked at later", extra={"platform": PLATFORM})
            except StorageFailed:
                return  # the process ends
            except Exception:
                # Whatever it was, deputies are told by messages as ever, and the next minute may know better.
                log.exception("lists are not up to date", extra={"platform": PLATFORM})
            await asyncio.sleep(EVERY)

    async def _bring_up_to_date(self) -> None:
        """Do what is to be done, as far as a minute's calls go and as long as the platform plays along."""
        now = self._clock.now()
        if self._rests_until is not None and now < self._rests_until:
            return
        due = [step for step in await self._steps(now) if self._not_before.get(step.key, now) <= now]
        for step in due[:AT_ONCE]:
            try:
                await step.take()
            except SetUpWrong:
                self._rests_until = now + REFUSED_FOR
                return
            except Rejected:
                self._not_before[step.key] = now + REFUSED_FOR
            except DeliveryError as error:
                wait = error.wait if isinstance(error, Throttled) else PAUSE
                self._rests_until = now + max(wait, PAUSE)
                return

    # What is to be done.

    async def _steps(self, now: datetime) -> list[Step]:
        wanted: dict[str, Wanted] = {}
        for station in self._roster.stations.values():
            async with self._storage.begin() as work:
                wanted |= {one.duty.key: one for one in await self._wanted_at(station, now, work)}
        async with self._storage.begin() as work:
            kept = [one for one in await work.duties.entered() if self._is_kept(one)]
        return [*self._for_entered(kept, wanted, now), *self._for_new(kept, wanted)]

    async def _wanted_at(self, station: Station, now: datetime, work: UnitOfWork) -> list[Wanted]:
        accounts = await self._accounts(station, work)
        found: list[Duty] = []
        if accounts and self._todos is not None:
            found += [duty async for duty in duties.matters(station, accounts, work)]
        if accounts and self._calendar is not None:
            found += [duty async for duty in duties.receptions(station, accounts, now, work)]
        return [Wanted(duty=duty, account=accounts[duty.person]) for duty in found]

    async def _accounts(self, station: Station, work: UnitOfWork) -> Mapping[PersonId, Account]:
        """Return the accounts of the station's deputies with this robot."""
        accounts: dict[PersonId, Account] = {}
        for deputy in station.deputies:
            for account in await work.voters.ways(deputy.person):
                if (account.platform, account.account) == (PLATFORM, self._robot) and is_confirmed(account.user):
                    accounts.setdefault(deputy.person, account)
        return accounts

    def _is_kept(self, entered: Entered) -> bool:
        """Return whether this is the one who looks after it."""
        at = (entered.account.platform, entered.account.account)
        return at == (PLATFORM, self._robot) and self._list_of(entered.duty) is not None

    def _for_entered(self, kept: list[Entered], wanted: Mapping[str, Wanted], now: datetime) -> Iterator[Step]:
        """Yield what is to be done about entries that were made; where money is short they are only closed."""
        for one in kept:
            now_wanted = wanted.get(one.duty.key)
            if now_wanted is None or _is_another(one, now_wanted):
                if not self._book.is_nearly_spent(self._organisation, Kind.API) or _is_over(one, now):
                    yield Step(key=one.key, take=partial(self._close, one, now))
            elif not self._book.is_scarce(self._organisation, Kind.API):
                if not one.id:
                    yield Step(key=one.key, take=partial(self._enter, one))
                elif now_wanted.duty != one.duty:
                    yield Step(key=one.key, take=partial(self._change, one, now_wanted.duty))

    def _for_new(self, kept: list[Entered], wanted: Mapping[str, Wanted]) -> Iterator[Step]:
        if self._book.is_scarce(self._organisation, Kind.API):
            return
        known = {one.duty.key for one in kept}
        for key, one in wanted.items():
            if key not in known:
                yield Step(key=key, take=partial(self._make, one))

    # How it is done.

    async def _make(self, wanted: Wanted) -> None:
        """Note and make a new entry, unless another process was first.

        It is not noted any more where the platform has surely not taken it.
        """
        owner = await self._owner(wanted.account)
        facts = f"{wanted.account.account}/{wanted.duty.key}/{self._clock.now().isoformat()}"
        token = hashlib.sha256(facts.encode()).hexdigest()[:32]
        entered = Entered(duty=wanted.duty, account=wanted.account, owner=owner, token=token)
        async with self._storage.begin() as work:
            is_first = await work.duties.add(entered)
        if not is_first:
            return
        try:
            await self._enter(entered)
        except (Rejected, Throttled):
            await self._drop(entered)
            raise

    async def _enter(self, entered: Entered) -> None:
        await self._save(replace(entered, id=await self._list(entered).enter(entered)))

    async def _change(self, entered: Entered, duty: Duty) -> None:
        await self._list(entered).change(entered, duty)
        await self._save(replace(entered, duty=duty))

    async def _close(self, entered: Entered, now: datetime) -> None:
        """Have it done with an entry; what is over stays in the calendar, and what is no longer there is closed."""
        if not _is_over(entered, now):
            kept = self._list(entered)
            try:
                known = entered if entered.id else replace(entered, id=await kept.enter(entered))
                await kept.close(known)
            except SetUpWrong:
                raise
            except Rejected as error:
                log.info("could not be closed", extra={"platform": PLATFORM, "code": error.code})
        await self._drop(entered)

    async def _owner(self, account: Account) -> str:
        if account.user not in self._owners:
            self._owners[account.user] = await self._application.union_of(account.user)
        return self._owners[account.user]

    def _list_of(self, duty: Duty) -> List | None:
        return self._todos if duty.begins is None else self._calendar

    def _list(self, entered: Entered) -> List:
        found = self._list_of(entered.duty)
        assert found is not None, "steps are for what is kept"
        return found

    async def _save(self, entered: Entered) -> None:
        async with self._storage.begin() as work:
            await work.duties.save(entered)

    async def _drop(self, entered: Entered) -> None:
        async with self._storage.begin() as work:
            await work.duties.drop(entered.key)


def _is_another(entered: Entered, wanted: Wanted) -> bool:
    """Return whether it has to be made anew: for another account, or since a date cannot be taken off it."""
    return entered.account != wanted.account or (entered.duty.ends is not None and wanted.duty.ends is None)


def _is_over(entered: Entered, now: datetime) -> bool:
    """Return whether it was something to be at, and is past."""
    duty = entered.duty
    return duty.begins is not None and duty.ends is not None and duty.ends <= now
