"""Meetings, occurrences, figures, budgets, quotas, the fence and the trail."""

import math
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.dates.china_time import CHINA_TIME
from handlers.meetings.rules.records import ReceptionDayId, TopicWeekId
from handlers.people.rules.roster import DayChange, GroupId, StationId
from handlers.ports import Corrected, Storage
from handlers.reports.rules.quotas import Quota, month_of
from tests.conformance.conftest import Reopen
from tests.support.memory import MemoryStorage
from tests.support.records import GROUP, NOON, STATION, a_line, a_reception_day, a_topic_week, later
from tests.support.township import TOWNSHIP

ELSEWHERE = StationId("bs")
TODAY = NOON.date()
THIS_MONTH = month_of(TODAY)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


async def test_a_reception_day_is_stored_by_its_id(reopen: Reopen) -> None:
    changed = replace(a_reception_day(), announced=TODAY, cancelled="会议室维修")
    async with (await reopen()).begin() as work:
        assert await work.meetings.reception(a_reception_day().id) is None
        await work.meetings.save_reception(a_reception_day())
        await work.meetings.save_reception(changed)
    async with (await reopen()).begin() as work:
        assert await work.meetings.reception(a_reception_day().id) == changed


async def test_reception_days_between_two_dates_come_by_date_both_ends_included(storage: Storage) -> None:
    first = a_reception_day(NOON.replace(hour=0))
    last = a_reception_day(later(days=3).replace(hour=23, minute=59))
    outside = [a_reception_day(later(days=-1).replace(hour=23)), a_reception_day(later(days=4).replace(hour=0))]
    elsewhere = replace(first, id=ReceptionDayId("bs/station"), station=ELSEWHERE)
    async with storage.begin() as work:
        for one in (last, *outside, first, elsewhere):
            await work.meetings.save_reception(one)
        assert list(await work.meetings.receptions(STATION, day(0), day(3))) == [first, last]


async def test_changed_and_cancelled_days_are_found_until_both_the_old_and_the_new_day_have_passed(
    reopen: Reopen,
) -> None:
    as_ever = a_reception_day()
    cancelled = replace(as_ever, id=ReceptionDayId("qs/cancelled"), nominal=day(1), cancelled="大雪")
    change = DayChange(nominal=day(9), to=day(0), reason="大雪")
    moved = replace(as_ever, id=ReceptionDayId("qs/moved"), nominal=day(9), change=change, moved_at=NOON)
    elsewhere = replace(moved, id=ReceptionDayId("bs/moved"), station=ELSEWHERE, nominal=day(10))
    async with (await reopen()).begin() as work:
        for one in (as_ever, cancelled, moved, elsewhere):
            await work.meetings.save_reception(one)
    async with (await reopen()).begin() as work:
        assert list(await work.meetings.decided([STATION], day(0))) == [cancelled, moved]
        assert list(await work.meetings.decided([STATION], day(2))) == [moved]
        assert list(await work.meetings.decided([STATION, ELSEWHERE], day(0))) == [cancelled, moved, elsewhere]
        assert list(await work.meetings.decided([STATION], day(10))) == []
        await work.meetings.save_reception(replace(moved, change=None))
        assert list(await work.meetings.decided([STATION], day(2))) == []


async def test_a_topic_week_is_stored_by_its_id_until_it_is_dropped(reopen: Reopen) -> None:
    async with (await reopen()).begin() as work:
        await work.meetings.save_topic(a_topic_week())
    async with (await reopen()).begin() as work:
        assert await work.meetings.topic(a_topic_week().id) == a_topic_week()
        assert await work.meetings.topic(TopicWeekId("qs/2026-W11")) is None
        await work.meetings.drop_topic(a_topic_week().id)
        await work.meetings.drop_topic(TopicWeekId("qs/2026-W11"))
    async with (await reopen()).begin() as work:
        assert await work.meetings.topic(a_topic_week().id) is None


async def test_several_topic_weeks_come_in_the_order_in_which_they_are_asked_for(reopen: Reopen) -> None:
    one, other = a_topic_week(), replace(a_topic_week(), id=TopicWeekId("qs/2026-01-05"))
    async with (await reopen()).begin() as work:
        await work.meetings.save_topic(one)
        await work.meetings.save_topic(other)
    async with (await reopen()).begin() as work:
        assert list(await work.meetings.topics([one.id, TopicWeekId("qs/2026-01-12"), other.id])) == [one, other]
        assert list(await work.meetings.topics([other.id, one.id])) == [other, one]
        assert list(await work.meetings.topics([])) == []


async def test_an_occurrence_is_claimed_once_for_ever(reopen: Reopen) -> None:
    async with (await reopen()).begin() as work:
        assert await work.occurrences.claim("announce/1", at=NOON)
        assert await work.occurrences.claim("announce/2", at=NOON)
        assert not await work.occurrences.claim("announce/1", at=NOON)
        assert await work.occurrences.is_claimed("announce/1")
        assert not await work.occurrences.is_claimed("announce/3")
    async with (await reopen()).begin() as work:
        assert not await work.occurrences.claim("announce/1", at=later(days=300))


async def test_of_many_occurrences_claimed_at_once_each_is_claimed_once_for_ever(reopen: Reopen) -> None:
    many = [f"walked/{number}" for number in range(2500)]
    async with (await reopen()).begin() as work:
        assert await work.occurrences.claim(many[7], at=NOON)
        assert {*await work.occurrences.claim_each(many[:2000], at=NOON)} == {*many[:2000]} - {many[7]}
        assert {*await work.occurrences.claimed(many)} == {*many[:2000]}
        assert not await work.occurrences.claim(many[8], at=NOON)
    async with (await reopen()).begin() as work:
        assert {*await work.occurrences.claim_each(many, at=later(days=300))} == {*many[2000:]}
        assert {*await work.occurrences.claimed(many)} == {*many}
        assert not await work.occurrences.claimed(["walked"])
        assert not await work.occurrences.claim_each([], at=NOON)
        assert not await work.occurrences.claimed([])


async def test_the_last_tick_is_remembered(reopen: Reopen) -> None:
    async with (await reopen()).begin() as work:
        assert await work.occurrences.last_tick() is None
        await work.occurrences.ticked(NOON)
        await work.occurrences.ticked(later(minutes=1))
    async with (await reopen()).begin() as work:
        assert await work.occurrences.last_tick() == later(minutes=1)


async def test_a_moment_read_back_is_in_china_time(reopen: Reopen) -> None:
    async with (await reopen()).begin() as work:
        await work.occurrences.ticked(NOON)
    async with (await reopen()).begin() as work:
        tick = await work.occurrences.last_tick()
    assert tick is not None
    assert tick.utcoffset() == NOON.astimezone(CHINA_TIME).utcoffset()


async def test_figures_add_up_over_the_days_asked_for(reopen: Reopen) -> None:
    async with (await reopen()).begin() as work:
        await work.figures.add(STATION, day(0), "registered")
        await work.figures.add(STATION, day(0), "registered", 2)
        await work.figures.add(STATION, day(1), "closed")
        await work.figures.add(STATION, day(2), "registered", 40)
        await work.figures.add(ELSEWHERE, day(1), "registered", 500)
    async with (await reopen()).begin() as work:
        assert await work.figures.between(STATION, day(0), day(1)) == {"registered": 3, "closed": 1}
        assert await work.figures.between(STATION, day(1), day(2)) == {"registered": 40, "closed": 1}
        assert await work.figures.between(STATION, day(3), day(9)) == {}
        by_day = await work.figures.by_day(STATION, day(1), day(9))
        assert list(by_day.items()) == [(day(1), {"closed": 1}), (day(2), {"registered": 40})]


async def test_a_budget_is_given_out_and_comes_back_after_its_window(reopen: Reopen) -> None:
    limits = [(2, timedelta(minutes=1)), (3, timedelta(hours=1))]
    async with (await reopen()).begin() as work:
        assert await work.budgets.reserve({"group/1": limits}, at=NOON) is None
        assert await work.budgets.reserve({"group/1": limits}, at=later(seconds=10)) is None
        assert await work.budgets.reserve({"group/1": limits}, at=later(seconds=20)) == ("group/1", later(minutes=1))
        assert await work.budgets.reserve({"group/2": limits}, at=later(seconds=20)) is None
    async with (await reopen()).begin() as work:
        assert await work.budgets.reserve({"group/1": limits}, at=later(minutes=1)) is None
        assert await work.budgets.reserve({"group/1": limits}, at=later(minutes=2)) == ("group/1", later(hours=1))
        assert await work.budgets.reserve({"group/1": limits}, at=later(hours=1)) is None


async def test_several_messages_are_booked_together_or_not_at_all(reopen: Reopen) -> None:
    limits = [(3, timedelta(minutes=1))]
    async with (await reopen()).begin() as work:
        assert await work.budgets.reserve({"group/1": limits}, at=NOON, messages=2) is None
        assert await work.budgets.reserve({"group/1": limits}, at=later(seconds=10), messages=2) == (
            "group/1",
            later(minutes=1),
        )
        assert await work.budgets.reserve({"group/1": limits}, at=later(seconds=20)) is None
    async with (await reopen()).begin() as work:
        assert await work.budgets.reserve({"group/1": limits}, at=later(seconds=30)) == ("group/1", later(minutes=1))
        assert await work.budgets.reserve({"group/1": limits}, at=later(seconds=60), messages=2) is None
        assert await work.budgets.reserve({"group/1": limits}, at=later(seconds=60)) == ("group/1", later(seconds=80))


async def test_of_several_budgets_all_are_booked_or_none_and_the_last_to_have_room_is_named(reopen: Reopen) -> None:
    group, robot, app = [(9, timedelta(minutes=1))], [(2, timedelta(minutes=1))], [(1, timedelta(seconds=1))]
    async with (await reopen()).begin() as work:
        assert await work.budgets.reserve({"group": group, "robot": robot, "app": app}, at=NOON) is None
        assert await work.budgets.reserve({"robot": robot}, at=later(seconds=10)) is None
        every = {"group": group, "robot": robot, "app": app}
        assert await work.budgets.reserve(every, at=later(seconds=10)) == ("robot", later(minutes=1))
    async with (await reopen()).begin() as work:
        assert await work.budgets.least_left({"group": group}, at=later(seconds=10)) == 8
        assert await work.budgets.least_left({"app": app}, at=later(seconds=10)) == 1
        assert await work.budgets.reserve({"robot": robot, "app": app}, at=NOON) == ("robot", later(minutes=1))
        assert await work.budgets.reserve({}, at=NOON) is None


async def test_messages_that_never_fit_one_budget_leave_none_of_the_others_booked(reopen: Reopen) -> None:
    few, many = [(1, timedelta(minutes=1))], [(4, timedelta(minutes=1))]
    async with (await reopen()).begin() as work:
        assert await work.budgets.reserve({"many": many}, at=NOON, messages=2) is None
        assert await work.budgets.reserve({"few": few, "many": many}, at=NOON, messages=3) == ("many", later(minutes=1))
        assert await work.budgets.least_left({"few": few}, at=NOON) == 1


async def test_what_is_left_of_a_budget_is_the_room_of_its_tightest_limit(reopen: Reopen) -> None:
    limits = [(3, timedelta(minutes=1)), (4, timedelta(hours=1))]
    async with (await reopen()).begin() as work:
        assert await work.budgets.least_left({"group/1": limits}, at=NOON) == 3
        assert await work.budgets.reserve({"group/1": limits}, at=NOON, messages=2) is None
        assert await work.budgets.least_left({"group/1": limits}, at=NOON) == 1
        assert await work.budgets.least_left({"group/2": limits}, at=NOON) == 3
    async with (await reopen()).begin() as work:
        assert await work.budgets.least_left({"group/1": limits}, at=later(minutes=1)) == 2


async def test_least_is_left_where_most_was_said(reopen: Reopen) -> None:
    minute, hour = [(3, timedelta(minutes=1))], [(2, timedelta(hours=1))]
    async with (await reopen()).begin() as work:
        assert await work.budgets.least_left({}, at=NOON) == math.inf
        assert await work.budgets.least_left({"group/1": minute, "group/2": minute}, at=NOON) == 3
        assert await work.budgets.least_left({"group/1": minute, "group/2": hour}, at=NOON) == 2
        assert await work.budgets.reserve({"group/1": minute}, at=NOON, messages=2) is None
        assert await work.budgets.least_left({"group/1": minute, "group/2": hour}, at=NOON) == 1
        assert await work.budgets.least_left({"group/2": hour}, at=NOON) == 2


async def test_more_messages_than_ever_fit_leave_when_no_others_count(reopen: Reopen) -> None:
    limits = [(3, timedelta(minutes=1))]
    async with (await reopen()).begin() as work:
        assert await work.budgets.reserve({"group/1": limits}, at=NOON) is None
        assert await work.budgets.reserve({"group/1": limits}, at=NOON, messages=5) == ("group/1", later(minutes=1))
        assert await work.budgets.reserve({"group/1": limits}, at=later(minutes=1), messages=5) is None


@given(
    count=st.integers(1, 4),
    window=st.integers(1, 30),
    waits=st.lists(st.tuples(st.integers(0, 20), st.integers(1, 4)), min_size=1, max_size=30),
)
async def test_no_window_ever_holds_more_than_its_count(count: int, window: int, waits: list[tuple[int, int]]) -> None:
    storage = MemoryStorage(TOWNSHIP)
    booked: list[int] = []
    second = 0
    for wait, wanted in waits:
        second += wait
        messages = min(wanted, count)
        async with storage.begin() as work:
            limits = [(count, timedelta(seconds=window))]
            full = await work.budgets.reserve({"x": limits}, at=later(seconds=second), messages=messages)
        if full is None:
            booked += [second] * messages
        else:
            assert full[1] > later(seconds=second)
    assert all(sum(start <= one < start + window for one in booked) <= count for start in booked)


def a_quota(name: str = "calls", *, month: date = THIS_MONTH) -> Quota:
    return Quota(name=name, called="接口调用", month=month, most=5000, days={TODAY.day: 3})


async def test_a_quota_is_kept_for_each_month(reopen: Reopen) -> None:
    next_month = month_of(TODAY + timedelta(days=31))
    more = a_quota().plus(2, TODAY)
    async with (await reopen()).begin() as work:
        assert await work.quotas.get("calls", THIS_MONTH) is None
        for one in (a_quota(), a_quota(month=next_month), more):
            await work.quotas.save(one)
    async with (await reopen()).begin() as work:
        assert await work.quotas.get("calls", THIS_MONTH) == more
        assert await work.quotas.get("calls", next_month) == a_quota(month=next_month)


async def test_the_quotas_of_a_month_come_by_their_names(reopen: Reopen) -> None:
    async with (await reopen()).begin() as work:
        for one in (a_quota("pushes"), a_quota(), a_quota(month=month_of(TODAY + timedelta(days=31)))):
            await work.quotas.save(one)
    async with (await reopen()).begin() as work:
        assert list(await work.quotas.of(THIS_MONTH)) == [a_quota(), a_quota("pushes")]


async def test_a_slot_is_taken_once_a_day(reopen: Reopen) -> None:
    async with (await reopen()).begin() as work:
        for number, slot in ((1, "topic"), (0, "reception"), (1, "reception"), (1, "topic"), (4, "topic")):
            await work.fence.take(GROUP, day(number), slot)
        await work.fence.take(GroupId("wang-village"), day(1), "topic")
    async with (await reopen()).begin() as work:
        taken = [(day(0), "reception"), (day(1), "reception"), (day(1), "topic")]
        assert list(await work.fence.taken(GROUP, day(0), day(3))) == taken
        await work.fence.take(GROUP, day(2), "topic")
        assert list(await work.fence.taken(GROUP, day(0), day(3))) == [*taken, (day(2), "topic")]


async def test_the_trail_gives_the_newest_lines_about_a_subject_oldest_first(reopen: Reopen) -> None:
    async with (await reopen()).begin() as work:
        for number in range(5):
            await work.audit.add(a_line(event=f"step {number}"))
            await work.audit.add(a_line("qs-2026-2"))
    async with (await reopen()).begin() as work:
        assert [line.event for line in await work.audit.of("qs-2026-1")] == [f"step {number}" for number in range(5)]
        assert [line.event for line in await work.audit.of("qs-2026-1", limit=2)] == ["step 3", "step 4"]
        assert await work.audit.verify() == 10


async def test_equal_lines_of_the_trail_have_different_hashes(storage: Storage) -> None:
    async with storage.begin() as work:
        await work.audit.add(a_line())
        await work.audit.add(a_line())
        first, second = await work.audit.of("qs-2026-1")
    assert len({first.hash, second.hash, ""}) == 3


def a_correction(number: int) -> Corrected:
    return Corrected(about=f"qs-2026-{number}", at=later(days=number), text="路灯坏了", petition=True, category="0203")


async def test_corrections_come_newest_last_and_one_a_petition(reopen: Reopen) -> None:
    again = replace(a_correction(1), at=later(days=5), category="0201")
    async with (await reopen()).begin() as work:
        for number in (3, 1, 2):
            await work.corrections.add(a_correction(number))
        await work.corrections.add(again)
    async with (await reopen()).begin() as work:
        assert list(await work.corrections.newest(limit=2)) == [a_correction(3), again]


async def test_corrections_are_erased_by_petition_and_by_age(storage: Storage) -> None:
    async with storage.begin() as work:
        for number in (1, 2, 3):
            await work.corrections.add(a_correction(number))
        await work.corrections.forget("qs-2026-3")
        assert await work.corrections.forget_before(later(days=2), limit=9) == 1
    async with storage.begin() as work:
        assert list(await work.corrections.newest(limit=9)) == [a_correction(2)]
