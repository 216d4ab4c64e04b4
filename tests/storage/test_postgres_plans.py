"""Whatever is asked on the way of a message, or each minute, PostgreSQL answers by an index, however much there is."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Final

import psycopg
import pytest
from psycopg import AsyncConnection

from handlers.message import MessageId, Recipient
from handlers.petitions.rules.petition import PetitionId, State
from handlers.ports import Kept, Progress, UnitOfWork
from storage.accounts import Accounts
from storage.connect import connect
from storage.postgres.connecting import read_json_as_written
from storage.postgres.names import Followed
from storage.postgres.store import PostgresWork
from storage.postgres.tables import Tables
from storage.sealing import Sealer
from tests.support.records import (
    ACCOUNT,
    DEPUTY,
    GROUP,
    NOON,
    STATION,
    VOTER,
    a_heard,
    a_notice,
    a_petition,
    a_topic_week,
    later,
)
from tests.support.township import BOUND, TOWNSHIP

KEY: Final = bytes(32)
EXPLAINED: Final = """
    LOAD 'auto_explain';
    SET auto_explain.log_min_duration = 0;
    SET auto_explain.log_level = notice;
    SET enable_seqscan = off;
"""
"""Has the server tell the plan of each statement; it goes through a whole table where there is no other way."""

KEPT: Final = Kept(heard=a_heard(), received_at=NOON, progress=Progress.KEPT, tries=1)

QUESTIONS: Final[Mapping[str, Callable[[UnitOfWork], Awaitable[object]]]] = {
    "a message is kept": lambda work: work.messages.keep(a_heard(), at=NOON),
    "a message": lambda work: work.messages.get(MessageId("fake:1")),
    "what is not handled": lambda work: work.messages.unhandled(),
    "what is this process's to handle": lambda work: work.messages.take_up(limit=100),
    "what was said before a message": lambda work: work.messages.said_before(KEPT),
    "the newest messages": lambda work: work.messages.newest(limit=20),
    "the messages before one": lambda work: work.messages.newest(limit=20, before=MessageId("fake:1")),
    "messages to forget": lambda work: work.messages.forget_before(NOON, limit=9),
    "entries to forget": lambda work: work.outbox.forget_before(NOON, limit=9),
    "questions to forget": lambda work: work.questions.forget_before(NOON, limit=9),
    "corrections to forget": lambda work: work.corrections.forget_before(NOON, limit=9),
    "a petition": lambda work: work.petitions.add(a_petition()),
    "a tail": lambda work: work.petitions.with_tail(STATION, 1),
    "a number": lambda work: work.petitions.next_tail(STATION, 2026),
    "a voter's petitions": lambda work: work.petitions.of_voter(VOTER),
    "a deputy's petitions": lambda work: work.petitions.of_deputy(DEPUTY),
    "petitions in some states": lambda work: work.petitions.in_state(STATION, {State.TRIAGED, State.REGISTERED}),
    "what is overdue": lambda work: work.petitions.due_before(STATION, NOON),
    "how much is overdue": lambda work: work.petitions.count_due_before(STATION, NOON),
    "what is due soon": lambda work: work.petitions.due_between(STATION, NOON, later(days=1)),
    "what was not heard of": lambda work: work.petitions.unheard_since(STATION, NOON),
    "how much was not heard of": lambda work: work.petitions.count_unheard_since(STATION, NOON),
    "what stands alone": lambda work: work.petitions.standing_alone(STATION, {"", "01"}, NOON),
    "what follows": lambda work: work.petitions.following(STATION, {"", "01"}, NOON),
    "followers": lambda work: work.petitions.followers(PetitionId("qs-2026-1")),
    "what was registered": lambda work: work.petitions.registered(STATION, NOON, later(days=1)),
    "what was promised": lambda work: work.petitions.with_commitment(STATION),
    "timers": lambda work: work.petitions.with_timer_before(NOON),
    "who speaks": lambda work: work.voters.recognise(ACCOUNT, name="赵敏", on=NOON.date()),
    "a voter": lambda work: work.voters.get(VOTER),
    "who is silent": lambda work: work.voters.silent_since(NOON.date(), limit=9),
    "open questions": lambda work: work.questions.open(VOTER, Recipient.person(VOTER)),
    "questions about a petition": lambda work: work.questions.close_about("qs-2026-1"),
    "reception days": lambda work: work.meetings.receptions(STATION, NOON.date(), NOON.date()),
    "changed reception days": lambda work: work.meetings.decided([STATION], NOON.date()),
    "topics": lambda work: work.meetings.topics([a_topic_week().id]),
    "activities": lambda work: work.meetings.activities(STATION, NOON.date(), NOON.date()),
    "what was agreed": lambda work: work.meetings.followed(STATION),
    "calls": lambda work: work.calls.of(STATION),
    "ballots": lambda work: work.ballots.own(STATION, 2026, VOTER),
    "an occurrence": lambda work: work.occurrences.is_claimed("digest/2026-03-04"),
    "occurrences": lambda work: work.occurrences.claimed(["digest/2026-03-04", "digest/2026-03-05"]),
    "occurrences claimed": lambda work: work.occurrences.claim_each(["digest/2026-03-04"], at=NOON),
    "figures of each day": lambda work: work.figures.by_day(STATION, NOON.date(), NOON.date()),
    "figures": lambda work: work.figures.between(STATION, NOON.date(), NOON.date()),
    "a message queued": lambda work: work.outbox.add(a_notice(), at=NOON),
    "what may leave": lambda work: work.outbox.take(NOON),
    "when something may leave": lambda work: work.outbox.next_ready(),
    "what is being sent": lambda work: work.outbox.release(),
    "what is not done": lambda work: work.outbox.undone(NOON, limit=20),
    "an entry": lambda work: work.outbox.get(1),
    "what was given up": lambda work: work.outbox.given_up(STATION),
    "what waits at a station": lambda work: work.outbox.waiting(STATION),
    "a line that gathers": lambda work: work.outbox.gathering(GROUP),
    "what was said about somebody": lambda work: work.outbox.about(VOTER),
    "what was sent": lambda work: work.outbox.sent(limit=20, before=5),
    "a budget": lambda work: work.budgets.reserve({"group/1": []}, at=NOON),
    "a group's posts": lambda work: work.fence.taken(GROUP, NOON.date(), NOON.date()),
    "what stands on people's lists": lambda work: work.duties.entered(),
    "what platforms erase": lambda work: work.unsaid.waiting(limit=100),
    "the trail of a petition": lambda work: work.audit.of("qs-2026-1"),
    "corrections": lambda work: work.corrections.newest(limit=20),
}


class Explained:
    """A unit of work, and the plans by which everything in it was answered."""

    def __init__(self, connection: AsyncConnection) -> None:
        sealer = Sealer(KEY)
        self._connection = connection
        self._plans: list[str] = []
        self.work: Final[UnitOfWork] = PostgresWork(
            connection,
            roster=TOWNSHIP,
            accounts=Accounts(sealer=sealer, bound=BOUND),
            sealer=sealer,
            sealed=Tables(sealer),
            models=None,
            names=Followed(),
            instance=1,
            read_only=False,
        )
        connection.add_notice_handler(lambda notice: self._plans.append(notice.message_primary or ""))

    async def plans(self) -> list[str]:
        """Return the plans of all that was asked; a statement's is told as it makes room for the next."""
        await self._connection.execute("SELECT")
        return self._plans


@pytest.fixture
async def explained(database: str) -> AsyncIterator[Explained]:
    await (await connect(database, roster=TOWNSHIP, key=KEY, bound=BOUND)).close()
    async with await AsyncConnection.connect(database, autocommit=True) as connection:
        await connection.execute(EXPLAINED)
        read_json_as_written(connection)
        async with connection.transaction(force_rollback=True):
            yield Explained(connection)


@pytest.mark.parametrize("question", QUESTIONS)
async def test_nothing_is_looked_for_through_a_whole_table(explained: Explained, question: str) -> None:
    await QUESTIONS[question](explained.work)
    plans = await explained.plans()
    assert plans
    assert [plan for plan in plans if "Seq Scan" in plan] == []


async def test_a_question_without_an_index_would_be_seen(explained: Explained, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("DROP INDEX petitions_by_voter")
        try:
            await explained.work.petitions.of_voter(VOTER)
        finally:
            connection.execute("CREATE INDEX petitions_by_voter ON petitions (voter, registered_at, ordinal)")
    assert any("Seq Scan" in plan for plan in await explained.plans())
