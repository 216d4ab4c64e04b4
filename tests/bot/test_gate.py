"""What may leave when: quiet hours, usefulness, the fence of scheduled posts, budgets, and the way it takes."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot import texts
from bot.gate import NO_WAY
from bot.platforms.base import Limit
from handlers.dates.china_time import moment
from handlers.message import Account, MessageId, Priority, Recipient
from handlers.people.rules.roster import PersonId, Roster
from handlers.ports import Delivery, Withheld
from tests.support.memory import MemoryStorage
from tests.support.post_office import DEPUTY, GROUP, LimitedPlatform, PostOffice
from tests.support.records import NOON, a_heard, a_notice
from tests.support.township import BOUND, STATION, TOWNSHIP, WANG_VILLAGE

NIGHT = moment(date(2026, 3, 4), time(22))
MONDAY = moment(date(2026, 3, 2), time(9))


# --- quiet hours ---


async def test_at_night_notices_and_posts_wait_for_the_morning_while_answers_and_emergencies_do_not() -> None:
    office = PostOffice(now=NIGHT)
    for priority in Priority:
        await office.queue(priority.name, priority=priority)
    assert await office.sends() == ["EMERGENCY", "ANSWER"]
    assert await office.next_ready() == timedelta(hours=9, minutes=30)
    assert await office.waits(hours=9, minutes=29) == []
    assert await office.waits(minutes=1) == ["NOTICE", "POST"]


async def test_an_answer_passes_a_notice_that_waits_for_the_morning() -> None:
    office = PostOffice(now=NIGHT)
    await office.queue("通知", priority=Priority.NOTICE)
    assert await office.sends() == []
    await office.queue("回答")
    assert await office.sends() == ["回答"]


# --- usefulness ---


async def test_what_is_of_no_use_any_more_is_given_up_and_staff_are_told() -> None:
    office = PostOffice()
    await office.queue("今天开始", best_before=NOON + timedelta(hours=1))
    await office.queue("也是今天", best_before=NOON + timedelta(hours=1, seconds=1))
    assert await office.waits(hours=1) == ["也是今天", texts.WITHHELD]
    assert await office.state("今天开始") == (Delivery.GIVEN_UP, Withheld.LATE)


async def test_what_is_for_later_leaves_then_and_not_before() -> None:
    office = PostOffice()
    await office.queue("接待开始", not_before=NOON + timedelta(hours=1))
    assert await office.sends() == []
    assert await office.waits(minutes=59) == []
    assert await office.waits(minutes=1) == ["接待开始"]


async def test_a_scheduled_post_that_could_not_leave_in_time_says_so() -> None:
    office = PostOffice()
    await office.queue("接待日公告", priority=Priority.POST, slot="reception/1")
    await office.queue("（补发）周议事", priority=Priority.POST, slot="topic/1", to=Recipient.group(WANG_VILLAGE))
    await office.queue("不是公告")
    assert set(await office.waits(minutes=11)) == {"（补发）接待日公告", "（补发）周议事", "不是公告"}


async def test_a_scheduled_post_that_leaves_when_it_shall_is_not_late() -> None:
    office = PostOffice()
    later = NOON + timedelta(hours=2)
    await office.queue("接待开始", priority=Priority.POST, slot="reception/1", not_before=later)
    assert await office.waits(hours=2, minutes=9) == ["接待开始"]


# --- the fence ---


async def a_post(office: PostOffice, text: str, slot: str, *, to: Recipient = GROUP) -> list[str]:
    await office.queue(text, to=to, priority=Priority.POST, slot=slot)
    return await office.sends()


async def test_a_group_reads_one_scheduled_post_a_day_and_staff_see_the_other() -> None:
    office = PostOffice(now=MONDAY)
    assert await a_post(office, "议题", "topic") == ["议题"]
    assert await a_post(office, "提醒", "reception") == [texts.WITHHELD]
    assert await office.state("提醒") == (Delivery.GIVEN_UP, Withheld.FENCE)


async def test_a_post_at_spring_festival_is_silenced_and_not_for_want_of_room() -> None:
    office = PostOffice(now=moment(date(2026, 2, 17), time(9)))
    assert await a_post(office, "提醒", "reception") == [texts.WITHHELD]
    assert await office.state("提醒") == (Delivery.GIVEN_UP, Withheld.SILENCE)


async def test_start_and_close_of_one_day_share_a_slot() -> None:
    office = PostOffice(now=MONDAY)
    assert await a_post(office, "开始", "reception/1") == ["开始"]
    assert await a_post(office, "结束", "reception/1") == ["结束"]


async def test_another_group_has_a_fence_of_its_own() -> None:
    office = PostOffice(now=MONDAY)
    assert await a_post(office, "议题", "topic") == ["议题"]
    assert await a_post(office, "提醒", "reception", to=Recipient.group(WANG_VILLAGE)) == ["提醒"]


async def test_answers_notices_and_warnings_pass_the_fence() -> None:
    office = PostOffice(now=MONDAY)
    await a_post(office, "议题", "topic")
    for priority in (Priority.EMERGENCY, Priority.ANSWER, Priority.NOTICE):
        await office.queue(priority.name, priority=priority)
    assert await office.sends() == ["EMERGENCY", "ANSWER", "NOTICE"]


async def test_the_sixth_post_of_a_week_is_given_up_across_restarts_and_monday_is_free_again() -> None:
    storage = MemoryStorage(TOWNSHIP, bound=BOUND)
    for day in range(5):
        office = PostOffice(storage=storage, now=MONDAY + timedelta(days=day))
        assert await a_post(office, f"第{day}天", f"slot/{day}") == [f"第{day}天"]
    office = PostOffice(storage=storage, now=MONDAY + timedelta(days=5))
    assert await a_post(office, "第六条", "slot/5") == [texts.WITHHELD]
    office = PostOffice(storage=storage, now=MONDAY + timedelta(days=7))
    assert await a_post(office, "新的一周", "slot/7") == ["新的一周"]


# --- budgets ---


async def test_what_is_over_the_budget_of_a_conversation_waits_until_there_is_room() -> None:
    office = PostOffice(platform=LimitedPlatform({"": (Limit(count=2, window=timedelta(minutes=1)),)}))
    for text in "一二三":
        await office.queue(text)
    assert await office.sends() == ["一", "二"]
    assert await office.waits(seconds=59) == []
    assert await office.waits(seconds=1) == ["三"]


async def test_a_post_that_is_several_messages_takes_the_room_of_several() -> None:
    minute = (Limit(count=3, window=timedelta(minutes=1)),)
    office = PostOffice(platform=LimitedPlatform({"": minute}, longest=2))
    await office.queue("一二三四")
    await office.queue("五六七")
    assert await office.sends() == ["一二三四"]
    assert await office.waits(seconds=59) == []
    assert await office.waits(seconds=1) == ["五六七"]


async def test_a_person_is_spoken_to_where_the_bot_still_is() -> None:
    gone = Account(platform="wecom", account="main", user="zhangwei")
    office = PostOffice(storage=MemoryStorage(TOWNSHIP, bound={gone: PersonId("zhang"), **BOUND}))
    await office.queue("通知", to=DEPUTY)
    assert await office.sends() == ["通知"]


async def test_chatter_leaves_room_for_an_emergency() -> None:
    office = PostOffice(platform=LimitedPlatform({"": (Limit(count=30, window=timedelta(minutes=1)),)}))
    for number in range(30):
        await office.queue(str(number), key=str(number))
    assert len(await office.sends()) == 27
    await office.queue("着火", priority=Priority.EMERGENCY)
    assert await office.sends() == ["着火"]


async def test_a_budget_of_the_robot_is_shared_by_its_conversations_and_outlives_a_restart() -> None:
    platform = LimitedPlatform({"": (), "robot": (Limit(count=2, window=timedelta(minutes=1)),)})
    office = PostOffice(platform=platform)
    await office.queue("一")
    await office.queue("二", to=DEPUTY)
    assert sorted(await office.sends()) == ["一", "二"]
    restarted = PostOffice(storage=office.storage, platform=platform)
    await restarted.queue("三", to=Recipient.group(WANG_VILLAGE))
    assert await restarted.sends() == []
    assert await restarted.waits(minutes=1) == ["三"]


async def test_what_finds_no_room_with_the_robot_takes_none_of_its_conversation() -> None:
    minute, seconds = Limit(count=2, window=timedelta(minutes=1)), Limit(count=1, window=timedelta(seconds=10))
    office = PostOffice(platform=LimitedPlatform({"": (minute,), "robot": (seconds,)}))
    await office.queue("一")
    await office.queue("二")
    assert await office.sends() == ["一"]
    async with office.storage.begin() as work:
        assert await work.budgets.least_left({GROUP.id: [(minute.count, minute.window)]}, at=office.clock.now()) == 1
    assert await office.waits(seconds=10) == ["二"]


async def test_an_emergency_takes_the_first_room_there_is_however_many_wait() -> None:
    office = PostOffice(platform=LimitedPlatform({"robot": (Limit(count=1, window=timedelta(seconds=10)),)}))
    for number, to in enumerate((GROUP, DEPUTY, Recipient.group(WANG_VILLAGE))):
        await office.queue(f"通知{number}", to=to, priority=Priority.NOTICE)
    assert await office.sends() == ["通知0"]
    await office.queue("着火", to=DEPUTY, priority=Priority.EMERGENCY)
    assert await office.sends() == []
    assert await office.waits(seconds=10) == ["着火"]


LIMITS = (Limit(count=3, window=timedelta(seconds=10)), Limit(count=5, window=timedelta(seconds=60)))


@given(
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from([GROUP, DEPUTY]), st.booleans()), min_size=1, max_size=30)
)
async def test_no_window_ever_holds_more_than_its_limit_whatever_is_queued_and_however_often_it_restarts(
    steps: list[tuple[int, Recipient, bool]],
) -> None:
    platform = LimitedPlatform({"": LIMITS[:1], "robot": LIMITS[1:]})
    office = PostOffice(platform=platform)
    said: list[tuple[datetime, str]] = []

    async def looks() -> None:
        before = len(platform.delivered)
        await office.sends()
        said.extend((office.clock.now(), post.place.chat) for post in platform.delivered[before:])

    for number, (seconds, to, restarts) in enumerate(steps):
        if restarts:
            office = PostOffice(storage=office.storage, platform=platform, now=office.clock.now())
        office.clock.move_to(office.clock.now() + timedelta(seconds=seconds))
        await office.queue(str(number), to=to, key=str(number))
        await looks()
    while (ready := await office.delivery.next_ready()) is not None:
        office.clock.move_to(ready)
        await looks()

    assert len(said) == len(steps)
    for limit, of in ((LIMITS[0], {GROUP.id}), (LIMITS[0], {"张明远"}), (LIMITS[1], {GROUP.id, "张明远"})):
        moments = [at for at, chat in said if chat in of]
        for start in moments:
            assert sum(start <= at < start + limit.window for at in moments) <= limit.count


# --- the way ---


async def test_an_answer_takes_the_platforms_own_way_for_a_day_and_the_ordinary_one_after() -> None:
    office = PostOffice()
    heard = replace(a_heard(), answer="https://example.invalid/answer")
    answer = replace(a_notice(to=GROUP, priority=Priority.ANSWER), answers=MessageId(heard.id))
    async with office.storage.begin() as work:
        await work.messages.keep(heard, at=NOON)
        await work.outbox.add(replace(answer, key="soon"), at=NOON)
        await work.outbox.add(replace(answer, key="late", not_before=NOON + timedelta(hours=24)), at=NOON)
    await office.waits(hours=1)
    await office.waits(hours=23)
    assert [post.answer for post in office.platform.delivered] == ["https://example.invalid/answer", None]


async def test_an_answer_that_goes_elsewhere_does_not_take_the_way_of_its_question() -> None:
    office = PostOffice()
    heard = replace(a_heard(), answer="https://example.invalid/answer")
    async with office.storage.begin() as work:
        await work.messages.keep(heard, at=NOON)
        await work.outbox.add(replace(a_notice(to=DEPUTY), answers=MessageId(heard.id)), at=NOON)
    await office.sends()
    assert office.platform.delivered[0].answer is None


async def test_who_is_mentioned_is_named_by_the_account_of_that_place() -> None:
    office = PostOffice()
    async with office.storage.begin() as work:
        await work.outbox.add(replace(a_notice(to=GROUP), mention=PersonId("zhang")), at=NOON)
        await work.outbox.add(replace(a_notice("2", to=GROUP), mention=PersonId("nobody")), at=NOON)
    await office.sends()
    mentioned = [post.mention and post.mention.user for post in office.platform.delivered]
    assert mentioned == ["张明远", None]


async def test_a_group_that_the_station_no_longer_has_gets_nothing() -> None:
    office = PostOffice(storage=MemoryStorage(Roster([replace(STATION, groups=())]), bound=BOUND))
    await office.queue("一")
    assert await office.sends() == [texts.UNDELIVERED]
    assert await office.state("一") == (Delivery.GIVEN_UP, NO_WAY)
