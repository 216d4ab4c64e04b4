"""Whatever is done to them, the stores and the plain model answer alike."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from handlers.message import Account, Priority, Recipient
from handlers.people.rules.roster import PersonId
from handlers.petitions.rules.petition import PetitionId, State
from handlers.ports import Delivery, Entry, Progress, Storage, UnitOfWork, UnknownPetition
from storage.connect import connect
from tests.support import postgres
from tests.support.memory import MemoryStorage
from tests.support.records import (
    GROUP,
    MOMENTS,
    NOON,
    PEOPLE,
    STATION,
    TAILS,
    a_citation,
    a_heard,
    a_line,
    a_notice,
    a_question,
    petitions,
)
from tests.support.township import BOUND, TOWNSHIP

KEY: Final = bytes(32)
LIMITS: Final = [(2, timedelta(minutes=5)), (3, timedelta(minutes=30))]


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done in a unit of work at a moment; *says* tells what in a failing example."""

    says: str
    do: Callable[[UnitOfWork, datetime], Awaitable[object]]

    def __repr__(self) -> str:
        return self.says


async def _sorted(found: Awaitable[Iterable[str]]) -> list[str]:
    return sorted(await found)


def deeds() -> st.SearchStrategy[Deed]:
    """Return one deed of any kind."""
    ids = TAILS.map(lambda tail: PetitionId(f"qs-2026-{tail}"))
    numbers = st.integers(1, 8)
    accounts = st.sampled_from([Account(platform="fake", account="main", user=user) for user in ("a", "b", "张明远")])
    recipients = st.sampled_from([Recipient.group(GROUP), *map(Recipient.person, map(PersonId, ("p_a", "p_b")))])
    keys = st.integers(1, 12).map(str)
    limits = st.integers(1, 4)
    subjects = st.sampled_from(["qs-2026-1", "qs-2026-2"])
    topics = st.sampled_from(["register", "rate", "consent"])
    return st.one_of(
        st.builds(lambda n: Deed(f"keep {n}", lambda w, at: w.messages.keep(a_heard(n), at=at)), numbers),
        st.builds(handle, numbers, st.sampled_from(Progress)),
        st.builds(lambda n: Deed(f"forget {n}", lambda w, _: w.messages.forget_text(a_heard(n).id)), numbers),
        st.builds(
            lambda n, limit: Deed(
                f"newest {limit} before {n}", lambda w, _: w.messages.newest(limit=limit, before=a_heard(n).id)
            ),
            numbers,
            limits,
        ),
        st.builds(lambda p: Deed(f"add {p}", lambda w, _: w.petitions.add(p)), petitions()),
        st.builds(lambda p: Deed(f"save {p}", lambda w, _: w.petitions.save(p)), petitions()),
        st.builds(lambda p: Deed(f"delete {p}", lambda w, _: w.petitions.delete(p)), ids),
        st.builds(lambda t: Deed(f"with tail {t}", lambda w, _: w.petitions.with_tail(STATION, t)), TAILS),
        st.just(Deed("next tail", lambda w, _: w.petitions.next_tail(STATION, 2026))),
        st.builds(
            lambda p, n: Deed(f"{n} of voter {p}", lambda w, _: w.petitions.of_voter(p, limit=n)), PEOPLE, limits
        ),
        st.builds(
            lambda p, n: Deed(f"{n} of deputy {p}", lambda w, _: w.petitions.of_deputy(p, limit=n)), PEOPLE, limits
        ),
        st.builds(
            lambda s, n: Deed(f"{n} in {s}", lambda w, _: w.petitions.in_state(STATION, s, limit=n)),
            st.sets(st.sampled_from(State), min_size=5),
            limits,
        ),
        st.builds(
            lambda m, n: Deed(f"{n} due {m}", lambda w, _: w.petitions.due_before(STATION, m, limit=n)), MOMENTS, limits
        ),
        st.builds(lambda m: Deed(f"due {m}", lambda w, _: w.petitions.count_due_before(STATION, m)), MOMENTS),
        st.builds(
            lambda m, n: Deed(f"{n} timers {m}", lambda w, _: w.petitions.with_timer_before(m, limit=n)),
            MOMENTS,
            limits,
        ),
        st.builds(
            lambda a: Deed(f"recognise {a}", lambda w, at: w.voters.recognise(a, name=a.user, on=at.date())), accounts
        ),
        st.builds(lambda a, p: Deed(f"bind {a} {p}", lambda w, _: w.voters.bind(a, p)), accounts, PEOPLE),
        st.builds(lambda p: Deed(f"erase {p}", lambda w, _: w.voters.erase(p)), PEOPLE),
        st.builds(lambda p: Deed(f"ways {p}", lambda w, _: w.voters.ways(p)), PEOPLE),
        st.builds(lambda p: Deed(f"name {p}", lambda w, _: w.voters.set_name(p, "赵小敏")), PEOPLE),
        st.builds(lambda p: Deed(f"phone {p}", lambda w, _: w.voters.set_phone(p, "0399-6000009")), PEOPLE),
        st.builds(
            lambda t, s: Deed(f"ask {t} {s}", lambda w, at: w.questions.ask(replace(a_question(t, s), asked_at=at))),
            topics,
            subjects,
        ),
        st.builds(
            lambda t, s: Deed(f"close about {s}", lambda w, _: w.questions.close_about(s, topics={t})), topics, subjects
        ),
        st.builds(
            lambda n, m: Deed(f"forget {m} messages {n}", lambda w, at: w.messages.forget_before(ago(at, n), limit=m)),
            numbers,
            limits,
        ),
        st.builds(
            lambda n, m: Deed(f"forget {m} of outbox {n}", lambda w, at: w.outbox.forget_before(ago(at, n), limit=m)),
            numbers,
            limits,
        ),
        st.builds(
            lambda n, m: Deed(
                f"forget {m} questions {n}", lambda w, at: w.questions.forget_before(ago(at, n), limit=m)
            ),
            numbers,
            limits,
        ),
        st.builds(
            lambda days, n: Deed(
                f"{n} silent {days}",
                lambda w, at: w.voters.silent_since(at.date() + timedelta(days=days), limit=n, after=PersonId("p_m")),
            ),
            st.integers(0, 2),
            limits,
        ),
        st.builds(lambda k: Deed(f"claim {k}", lambda w, at: w.occurrences.claim(k, at=at)), keys),
        st.builds(
            lambda ks: Deed(f"claim {ks}", lambda w, at: _sorted(w.occurrences.claim_each(ks, at=at))),
            st.lists(keys, unique=True),
        ),
        st.builds(
            lambda ks: Deed(f"claimed {ks}", lambda w, _: _sorted(w.occurrences.claimed(ks))),
            st.lists(keys, unique=True),
        ),
        st.builds(
            lambda k, to, p, s: Deed(
                f"queue {k} about {s}",
                lambda w, at: w.outbox.add(replace(a_notice(k, to=to, priority=p), about=s), at=at),
            ),
            keys,
            recipients,
            st.sampled_from(Priority),
            subjects,
        ),
        st.builds(
            lambda k: Deed(
                f"acknowledge {k}",
                lambda w, at: w.outbox.add(
                    replace(a_notice(k, to=Recipient.group(GROUP)), acknowledges=(len(k),)), at=at
                ),
            ),
            keys,
        ),
        st.just(Deed("gathering", lambda w, _: w.outbox.gathering(GROUP))),
        st.builds(lambda s: Deed(f"forget about {s}", lambda w, _: w.outbox.forget_about(s)), subjects),
        st.builds(
            lambda k, s: Deed(
                f"cite {s} in {k}", lambda w, at: w.outbox.add(replace(a_notice(k), cites=(a_citation(s),)), at=at)
            ),
            keys,
            subjects,
        ),
        st.builds(
            lambda s: Deed(f"forget cited {s}", lambda w, at: w.outbox.forget_cited(s, STATION, since=at)), subjects
        ),
        st.builds(
            lambda t, s: Deed(
                f"ask {t} citing {s}",
                lambda w, _: w.questions.ask(replace(a_question(t), text="尾号 1 路灯", cites=(a_citation(s),))),
            ),
            topics,
            subjects,
        ),
        st.builds(lambda s: Deed(f"forget asked {s}", lambda w, _: w.questions.forget_cited(s)), subjects),
        st.builds(lambda n: Deed(f"take {n}", lambda w, at: w.outbox.take(at, limit=n)), limits),
        st.builds(book, keys, st.sampled_from(Delivery), st.integers(-5, 20), st.booleans()),
        st.just(Deed("release", lambda w, _: w.outbox.release())),
        st.just(Deed("undone", lambda w, at: w.outbox.undone(at, limit=3))),
        st.just(Deed("next ready", lambda w, _: w.outbox.next_ready())),
        st.builds(lambda n: Deed(f"given up {n}", lambda w, _: w.outbox.given_up(STATION, limit=n)), limits),
        st.builds(sent_before, keys, limits),
        st.builds(lambda n: Deed(f"reserve {n}", lambda w, at: w.budgets.reserve({n: LIMITS}, at=at)), keys),
        st.builds(lambda s: Deed(f"trail {s}", lambda w, _: w.audit.add(a_line(s))), subjects),
    )


def ago(at: datetime, minutes: int) -> datetime:
    """Return the moment so many minutes before *at*, less one."""
    return at - timedelta(minutes=minutes - 1)


def handle(number: int, progress: Progress) -> Deed:
    """Save how far handling of a kept message is."""

    async def do(work: UnitOfWork, at: datetime) -> None:
        kept = await work.messages.get(a_heard(number).id)
        if kept is not None:
            await work.messages.save(replace(kept, progress=progress, tries=kept.tries + 1, retry_at=at))

    return Deed(f"message {number} is {progress}", do)


def book(key: str, state: Delivery, minutes: int, held: bool) -> Deed:
    """Book whatever entry has that key."""

    async def do(work: UnitOfWork, at: datetime) -> None:
        for entry in await queued(key, work):
            ready_at = at + timedelta(minutes=minutes)
            await work.outbox.book(replace(entry, state=state, ready_at=ready_at, done_at=at, held=held))

    return Deed(f"book {key} {state} in {minutes} min{', held' * held}", do)


def sent_before(key: str, limit: int) -> Deed:
    """Ask what was sent before the entry with that key."""

    async def do(work: UnitOfWork, _: datetime) -> list[Entry]:
        return [
            one for entry in await queued(key, work) for one in await work.outbox.sent(limit=limit, before=entry.number)
        ]

    return Deed(f"{limit} sent before {key}", do)


async def queued(key: str, work: UnitOfWork) -> list[Entry]:
    """Return the entry with that key where it can be found, without asking for its number: each store gives its own."""
    found = [
        *await work.outbox.waiting(),
        *await work.outbox.sent(limit=100),
        *await work.outbox.given_up(STATION, limit=100),
        *await work.outbox.about("qs-2026-1"),
    ]
    return [entry for entry in found if entry.outgoing.key == key][:1]


async def answer(deed: Deed, work: UnitOfWork, at: datetime) -> object:
    """Return what comes of a deed, comparable."""
    try:
        answered = await deed.do(work, at)
    except (UnknownPetition, ValueError, KeyError) as error:
        return type(error)
    if isinstance(answered, Sequence) and not isinstance(answered, str):
        return unnumbered(answered)
    return unnumbered([answered])[0]


def unnumbered(answered: Iterable[object]) -> list[object]:
    """Return what was *answered* without the numbers of entries, of which only their order is promised."""
    return [replace(one, number=0) if isinstance(one, Entry) else one for one in answered]


async def everything(work: UnitOfWork) -> list[object]:
    """Return what stands in the storage, as far as it can be asked for."""
    every = 100
    people = [PersonId(person) for person in ("p_zhaomin", "p_sunwei", "zhang")]
    return [
        list(await work.messages.newest(limit=every)),
        list(await work.messages.unhandled()),
        list(await work.petitions.in_state(STATION, set(State), limit=every)),
        [list(await work.petitions.of_voter(person)) for person in people],
        [list(await work.voters.ways(person)) for person in people],
        [await work.voters.contact(person) for person in people],
        set(await work.voters.names()),
        list(await work.questions.open(a_question().person, a_question().where)),
        unnumbered(await work.outbox.waiting()),
        unnumbered(await work.outbox.sent(limit=every)),
        unnumbered(await work.outbox.given_up(STATION, limit=every)),
        await work.outbox.next_ready(),
        list(await work.audit.of("qs-2026-1")),
        await work.audit.verify(),
    ]


class Failed(Exception):
    """A unit of work that is meant to fail."""


class StoragesAgree(RuleBasedStateMachine):
    """Does the same to a store and to the model, deed by deed."""

    def __init__(self) -> None:
        super().__init__()
        self._loop = asyncio.new_event_loop()
        self._folder = tempfile.TemporaryDirectory()
        self._memory = MemoryStorage(TOWNSHIP, key=KEY, bound=BOUND)
        self._now = NOON

    @initialize()
    def open(self) -> None:
        self._store = self._loop.run_until_complete(connect(self.address(), roster=TOWNSHIP, key=KEY, bound=BOUND))

    @rule(done=st.lists(deeds(), min_size=1, max_size=6), fails=st.booleans(), minutes=st.integers(0, 9))
    def work(self, done: list[Deed], fails: bool, minutes: int) -> None:
        self._now += timedelta(minutes=minutes)
        expected = self._loop.run_until_complete(self._done(self._memory, done, fails))
        assert self._loop.run_until_complete(self._done(self._store, done, fails)) == expected

    @rule()
    def reopen(self) -> None:
        self._loop.run_until_complete(self._store.close())
        self.open()

    def teardown(self) -> None:
        try:
            states = [self._loop.run_until_complete(self._state(one)) for one in (self._memory, self._store)]
            assert states[0] == states[1]
        finally:
            self._loop.run_until_complete(self._store.close())
            self._loop.close()
            self._folder.cleanup()

    def address(self) -> str:
        """Return where the store is."""
        return f"tinydb:{Path(self._folder.name) / 'station.db'}"

    async def _done(self, storage: Storage, done: list[Deed], fails: bool) -> list[object]:
        answers: list[object] = []
        try:
            async with storage.begin() as work:
                for deed in done:
                    answers.append(await answer(deed, work, self._now))
                if fails:
                    raise Failed
        except Failed:
            pass
        return [*answers, *await self._state(storage)]

    async def _state(self, storage: Storage) -> list[object]:
        async with storage.begin() as work:
            return await everything(work)


def test_the_embedded_store_and_the_model_agree() -> None:
    run_state_machine_as_test(StoragesAgree, settings=settings(stateful_step_count=12))


def test_postgres_and_the_model_agree(database: str) -> None:
    class OnPostgres(StoragesAgree):
        def __init__(self) -> None:
            super().__init__()
            postgres.empty(database)

        def address(self) -> str:
            return database

    examples = settings().max_examples // 3  # each takes three times as long as with the embedded store
    run_state_machine_as_test(OnPostgres, settings=settings(max_examples=examples, stateful_step_count=12))
