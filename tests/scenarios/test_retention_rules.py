"""Each night exactly that goes whose time is over; how much, by which rule, can be seen, and never what."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dates.china_time import CHINA_TIME, moment
from handlers.message import Account, MessageId
from handlers.people.retention import erase_what_is_old
from handlers.people.rules.retention import NIGHT
from handlers.people.rules.roster import Roster, StationId
from handlers.ports import Delivery, Progress, UnitOfWork
from handlers.timed import Occurrence
from tests.support.erasing import prepared
from tests.support.group import Group
from tests.support.memory import MemoryStorage
from tests.support.records import a_heard, a_notice, a_question
from tests.support.story import a_group, registered
from tests.support.township import STATION, TOWNSHIP

DAY = date(2027, 3, 16)
NOW = moment(DAY, NIGHT)
WORDS_DAYS, CONTACT_DAYS = 180, 730
AGES = st.lists(st.timedeltas(timedelta(0), timedelta(days=WORDS_DAYS * 2)) | st.sampled_from(
    [timedelta(days=WORDS_DAYS, hours=hours) for hours in (-30, -22, -21, -20, 0, 2, 4)]
), max_size=6)  # fmt: skip


def is_over(age: timedelta) -> bool:
    """Return whether what was said so long before the night of `DAY` has had its days."""
    return (DAY - (NOW - age).astimezone(CHINA_TIME).date()).days >= WORDS_DAYS


@given(said=AGES, sent=AGES, asked=AGES, heard=st.lists(st.integers(0, 2 * CONTACT_DAYS), max_size=6))
async def test_nothing_past_its_time_stays_and_nothing_younger_goes(
    said: list[timedelta], sent: list[timedelta], asked: list[timedelta], heard: list[int]
) -> None:
    storage = MemoryStorage(TOWNSHIP)
    async with storage.begin() as work:
        for number, age in enumerate(said):
            message = replace(a_heard(), id=MessageId(f"fake:{number}"))
            await work.messages.keep(message, at=NOW - age)
            kept = await work.messages.get(message.id)
            assert kept is not None
            await work.messages.save(replace(kept, progress=Progress.HANDLED))
        for number, age in enumerate(sent):
            await work.outbox.add(a_notice(f"{number}"), at=NOW - age)
            entry = await work.outbox.get(number + 1)
            assert entry is not None
            await work.outbox.book(replace(entry, state=Delivery.SENT, done_at=NOW - age))
        for number, age in enumerate(asked[:6]):
            await work.questions.ask(replace(a_question(subject=f"{number}"), asked_at=NOW - age))
        people = [
            await work.voters.recognise(
                Account(platform="fake", account="main", user=f"{number}"), name="赵敏", on=DAY - timedelta(days=days)
            )
            for number, days in enumerate(heard)
        ]
    due = Occurrence(key="night", station=STATION, due=NOW, until=None, subject=DAY.isoformat())
    await prepared(erase_what_is_old(due, NOW, storage.begin))
    async with storage.begin() as work:
        words = [await work.messages.get(MessageId(f"fake:{number}")) for number in range(len(said))]
        assert [one is not None and not one.heard.text for one in words] == list(map(is_over, said))
        entries = [await work.outbox.get(number + 1) for number in range(len(sent))]
        assert [one is not None and not one.outgoing.text for one in entries] == list(map(is_over, sent))
        left = {one.subject for one in await work.questions.open(a_question().person, a_question().where)}
        assert left == {f"{number}" for number, age in enumerate(asked) if not is_over(age)}
        known = [(await work.voters.contact(person)).name is not None for person in people]
        assert known == [days < CONTACT_DAYS for days in heard]
        figures = await work.figures.between(STATION.id, DAY, DAY)
        assert figures.get("erased_messages", 0) == sum(map(is_over, said))
        assert figures.get("erased_contacts", 0) == sum(days >= CONTACT_DAYS for days in heard)


async def test_the_station_whose_words_and_contacts_are_kept_shortest_erases_those_of_all() -> None:
    short_words, short_contacts = replace(STATION.limits, raw_text_days=100), replace(STATION.limits, contact_years=1)
    stations = [
        replace(STATION, id=StationId(code), code=code, groups=(), points=(), receptions=(), limits=limits)
        for code, limits in {"A": STATION.limits, "B": short_words, "C": short_contacts, "D": short_contacts}.items()
    ]
    storage = MemoryStorage(Roster(stations))
    async with storage.begin() as work:
        await work.questions.ask(replace(a_question(), asked_at=NOW - timedelta(days=120)))
        known = await work.voters.recognise(
            Account(platform="fake", account="main", user="a"), name="赵敏", on=DAY - timedelta(days=400)
        )
    left = []
    for station in stations:
        due = Occurrence(key=station.id, station=station, due=NOW, until=None, subject=DAY.isoformat())
        await prepared(erase_what_is_old(due, NOW, storage.begin))
        async with storage.begin() as work:
            asked = len(await work.questions.open(a_question().person, a_question().where))
            left.append((asked, (await work.voters.contact(known)).name))
    assert left == [(1, "赵敏"), (0, "赵敏"), (0, None), (0, None)]


async def test_no_other_station_looks_for_what_may_be_erased() -> None:
    stations = [
        replace(STATION, id=StationId(code), code=code, groups=(), points=(), receptions=()) for code in ("A", "B")
    ]
    storage = MemoryStorage(Roster(stations))
    units: list[int] = []

    @asynccontextmanager
    async def begin() -> AsyncIterator[UnitOfWork]:
        async with storage.begin() as work:
            yield work
        units[-1] += 1

    for station in stations:
        units.append(0)
        due = Occurrence(key=station.id, station=station, due=NOW, until=None, subject=DAY.isoformat())
        await prepared(erase_what_is_old(due, NOW, begin))
    assert units == [3, 1]


# --- the report ---


@pytest.fixture
def group() -> Group:
    return a_group()


async def test_the_head_sees_how_much_was_erased_by_which_rule_and_no_name(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "谢谢你们")
    await group.tells("何建平", "审计")
    assert group.told("何建平")[-1] == "近30天到期删除的：\n没有到期的。"
    await group.waits(days=185)
    group.forgets()
    await group.tells("何建平", "审计")
    report = group.told("何建平")[-1]
    assert report.startswith("近30天到期删除的：\n收到的原话（180天）：")
    assert "赵敏" not in report


async def test_the_head_sees_the_trail_of_one_matter_without_its_voters_name(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "1")
    group.forgets()
    await group.tells("何建平", "审计 1")
    assert group.told("何建平") == [
        "尾号 1 的记录：\n03-16 09:00 选民 登记\n03-16 09:00 选民 答复是否留名\n03-16 09:00 林晓 派"
    ]


async def test_a_look_at_the_trail_stands_on_the_trail(group: Group) -> None:
    await registered(group)
    await group.tells("何建平", "审计 1")
    async with group.storage.begin() as work:
        (petition,) = await work.petitions.with_tail(STATION.id, 1)
        assert [(line.actor, line.event) for line in await work.audit.of(petition.id)][-1] == ("he", "audit")
