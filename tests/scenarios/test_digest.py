"""The digests of the head of a station, in the very words the head gets."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from handlers.dates.china_time import moment
from handlers.meetings.rules.nominal_days import MonthlyDay
from handlers.meetings.rules.reception_days import ReceptionRule, RestDayPolicy
from handlers.message import Outgoing, Priority, Recipient
from handlers.people.retention import ERASED
from handlers.people.rules.roster import Activity, GroupId, Roster, Station
from handlers.petitions.rules.petition import Action, ResultClass
from handlers.ports import Delivery, Withheld
from handlers.reports import texts
from handlers.reports.rules.figures import FINISHED, PROMISE_KEPT, PROMISED, SOLVED
from handlers.reports.rules.quotas import Quota, month_of
from handlers.reports.standing import standing
from tests.support.group import Group
from tests.support.memory import MemoryStorage
from tests.support.stages import a_storage
from tests.support.township import BOUND, STATION, TOWNSHIP, WANG_VILLAGE

LAMP = "李村小学门口路灯不亮三天了"


def march(day: int, hour: int, minute: int = 0) -> datetime:
    return moment(date(2026, 3, day), time(hour, minute))


@pytest.fixture
async def group() -> Group:
    """A Monday afternoon with the topics of this and the next week set, so that nobody is asked for them."""
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=march(23, 8))
    await group.tells("何建平", "/议题 停车难")
    await group.waits_until(march(23, 14))
    await group.tells("何建平", "/议题 绿化")
    group.forgets()
    return group


async def registered(group: Group, text: str = LAMP) -> None:
    """A voter has registered a matter and agreed to be named."""
    await group.says("赵敏", f"/诉求 {text}")
    await group.tells("赵敏", "1")


def digests(group: Group) -> list[str]:
    return [text for text in group.told("何建平") if text.removeprefix("（补发）").startswith("【")]


async def spend(group: Group, *, calls: int, pushes: int) -> None:
    """So much of a platform's quotas was spent this month."""
    month = month_of(group.clock.now().date())
    async with group.storage.begin() as work:
        await work.quotas.save(Quota(name="a", called="接口调用", month=month, most=5000, days={2: calls}))
        await work.quotas.save(Quota(name="b", called="推送", month=month, most=3000, days={2: pushes}))


async def digest_of(group: Group, moment: datetime) -> str:
    """Return the newest digest given by that moment."""
    await group.waits_until(moment)
    return digests(group)[-1]


# --- daily ---


async def test_nothing_to_tell_is_no_digest(group: Group) -> None:
    await group.waits_until(march(23, 20))
    assert digests(group) == []


async def test_the_evenings_digest_tells_what_is_new_and_what_is_due(group: Group) -> None:
    await registered(group)
    await group.waits_until(march(23, 17, 30))
    assert digests(group) == [
        "【今日】新增1，办结0，引导0，紧急0\n快到期：1 李村小学门口路灯不亮三天了（尾号 1）\n看哪件回前面的数字。"
    ]


async def test_a_digit_shows_the_matter_and_what_can_be_done_and_stays_good(group: Group) -> None:
    await registered(group)
    await group.waits_until(march(23, 17, 30))
    group.forgets()
    await group.tells("何建平", "1")
    await group.tells("何建平", "1")
    card = (
        "尾号 1 李村小学门口路灯不亮三天了\n"
        "编号 QS2026-0001，3月23日登记\n"
        "地点：李村小学门口\n"
        "现在：已收到，3月24日前\n"
        "可以发：“补问 1 问题”、“派 1 姓名”、“引导 1 R1”、“不登记 1 理由”"
    )
    assert group.told("何建平") == [card, card]


async def test_what_happened_in_the_evening_is_told_the_next_day(group: Group) -> None:
    await registered(group)
    await group.waits_until(march(23, 20))
    await registered(group, "王庄路口积水没人管")
    group.forgets()
    await group.waits_until(march(24, 17, 30))
    assert digests(group)[0].startswith("【今日】新增1，")


async def test_what_is_overdue_is_counted_and_listed_on_workdays_only(group: Group) -> None:
    await registered(group)
    await group.waits_until(march(27, 17, 29))
    group.forgets()
    await group.waits_until(march(27, 17, 30))
    assert "超期：1 件（最久 3 天）：1 李村小学门口路灯不亮三天了（尾号 1）" in digests(group)[0].splitlines()
    group.forgets()
    await group.waits_until(march(29, 20))
    assert digests(group) == []


async def test_a_digest_tells_of_tomorrows_reception() -> None:
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=moment(date(2026, 10, 19), time(12)))
    await registered(group)
    await group.waits_until(moment(date(2026, 10, 19), time(17, 30)))
    assert "明天：上午9点在青石镇政府一楼接待" in digests(group)[-1].splitlines()


async def test_a_phone_number_in_a_matter_does_not_keep_the_digest_back(group: Group) -> None:
    await registered(group, "路灯不亮找13912345678")
    await group.waits_until(march(23, 17, 30))
    assert "快到期：1 路灯不亮找139****5678（尾号 1）" in digests(group)[0].splitlines()


async def test_a_digest_held_up_for_a_few_hours_is_sent_marked(group: Group) -> None:
    await registered(group)
    group.clock.move_to(march(24, 9))
    await group.waits(minutes=1)
    assert digests(group)[0].startswith("（补发）【今日】新增1，")


async def test_a_digest_that_was_missed_is_folded_into_the_next(group: Group) -> None:
    await registered(group)
    await group.waits_until(march(23, 15))
    group.clock.move_to(march(26, 9))
    await group.waits_until(march(26, 17, 30))
    assert [text.split("，")[0] for text in digests(group)] == ["（补发）【3月23日以来】新增1", "【今日】新增0"]


async def test_what_could_not_be_delivered_is_a_line_of_the_digest(group: Group) -> None:
    group.platform.unreachable.add(group.place)
    await group.tells("赵敏", f"/诉求 {LAMP}")
    await group.says("钱芳", "/站点")
    await group.waits_until(march(23, 17, 30))
    assert "没送到：1 条，发“送达”看" in digests(group)[0].splitlines()


async def test_what_could_not_be_delivered_is_told_once(group: Group) -> None:
    group.platform.unreachable.add(group.place)
    await group.says("钱芳", "/站点")
    await registered(group)
    await group.waits_until(march(23, 17, 30))
    group.forgets()
    await group.waits_until(march(24, 17, 30))
    assert digests(group) != []
    assert "没送到" not in "".join(digests(group))


async def test_what_the_fence_held_back_is_not_called_undelivered() -> None:
    storage = MemoryStorage(TOWNSHIP, bound=BOUND)
    now = march(23, 17)
    async with storage.begin() as work:
        await work.outbox.add(
            Outgoing(
                key="a",
                to=Recipient.group(GroupId("li-village")),
                station=STATION.id,
                text="一",
                priority=Priority.NOTICE,
            ),
            at=now,
        )
        (entry,) = await work.outbox.take(now)
        await work.outbox.book(replace(entry, state=Delivery.GIVEN_UP, error=Withheld.FENCE, done_at=now))
        waiting = await standing(STATION, now, work)
    assert "群里已经够多没发：1 条，发“送达”看" in texts.daily({}, None, waiting, (), now).splitlines()


WHAT_TO_DO = "要让乡亲知道，可以请联系那个群的代表说一声，或换个日子：接待发“改期”，活动发“活动 名称 改到 日期 原因”。"


async def untold(station: Station, on: date) -> list[str]:
    """Return what the head of *station* is told on an evening when nothing else waits."""
    now = moment(on, time(17, 30))
    async with MemoryStorage(Roster([station])).begin() as work:
        waiting = await standing(station, now, work)
    return texts.daily({}, None, waiting, (), now).splitlines()[1:]


async def test_a_post_that_finds_no_room_is_named_the_evening_before_with_its_groups_and_what_can_be_done() -> None:
    first = replace(STATION.receptions[0], id="station-19", rule=ReceptionRule(days=MonthlyDay(day=19)))
    station = replace(STATION, receptions=(first, STATION.receptions[0]))
    assert await untold(station, date(2026, 8, 18)) == [
        "群里排不下（一天一条，一周5条），不会发的：8月19日青石镇政府一楼接待开始和结束时的消息（所有群）",
        WHAT_TO_DO,
    ]
    assert await untold(station, date(2026, 8, 19)) == []


async def test_the_groups_that_miss_a_post_are_named_where_others_hear_it() -> None:
    inspection = Activity(
        kind="monthly_inspection", rule=ReceptionRule(days=MonthlyDay(day=12)), place="镇政府", rotation=("灌溉渠",)
    )
    at_li = tuple(
        replace(STATION.receptions[1], id=f"li-{day}", rule=ReceptionRule(days=MonthlyDay(day=day))) for day in (8, 10)
    )
    station = replace(STATION, receptions=at_li, activities=(inspection,))
    assert await untold(station, date(2026, 6, 5)) == [
        "群里排不下（一天一条，一周5条），不会发的：6月8日李村村委会接待前一天的提醒（李村群）；"
        "6月12日集中视察的通知（李村群）",
        WHAT_TO_DO,
    ]


async def test_what_goes_out_on_days_of_rest_is_told_of_on_the_last_workday_before() -> None:
    on_sundays = replace(
        STATION.receptions[0], rule=ReceptionRule(days=MonthlyDay(day=12), on_weekend=RestDayPolicy.KEEP)
    )
    before = replace(
        STATION.receptions[0], id="day-11", rule=ReceptionRule(days=MonthlyDay(day=11), on_weekend=RestDayPolicy.KEEP)
    )
    station = replace(STATION, topic=None, receptions=(before, on_sundays))
    told = [line for line in await untold(station, date(2026, 7, 10)) if line.startswith("群里排不下")]
    assert told == ["群里排不下（一天一条，一周5条），不会发的：7月11日青石镇政府一楼接待开始和结束时的消息（所有群）"]
    assert await untold(station, date(2026, 7, 11)) == []


async def test_a_post_that_the_festival_silenced_is_not_said_to_have_found_no_room() -> None:
    reception = replace(STATION.receptions[0], rule=ReceptionRule(days=MonthlyDay(day=5)))
    station = replace(STATION, receptions=(reception,))
    told = await untold(station, date(2027, 2, 4))  # the day before the eve
    assert told == ["春节期间不发：2月5日青石镇政府一楼接待开始和结束时的消息（所有群）", WHAT_TO_DO]


async def test_a_month_that_will_not_last_is_a_line_of_the_digest(group: Group) -> None:
    await registered(group)
    await spend(group, calls=4000, pushes=100)
    assert "本月用量：接口调用用了4000，共5000，照这样月底不够" in await digest_of(group, march(24, 20))


async def test_a_month_that_will_last_is_none(group: Group) -> None:
    await registered(group)
    await spend(group, calls=400, pushes=100)
    assert "用量" not in await digest_of(group, march(24, 20))


# --- weekly and monthly ---


async def test_the_weekly_digest_tells_what_is_spent_and_what_to_expect(group: Group) -> None:
    await spend(group, calls=3000, pushes=300)
    assert "本月用量：接口调用用了3000，共5000，到月底约3100；推送用了300，共3000，到月底约310" in await digest_of(
        group, march(30, 8, 30)
    )


async def test_the_weekly_digest_comes_on_monday_with_the_week_ahead(group: Group) -> None:
    await registered(group)
    await group.waits_until(march(30, 8))
    group.forgets()
    await group.waits_until(march(30, 8, 30))
    assert digests(group) == [
        "【上周】新增1（比前周+1），办结0，解决0\n"
        "超期没动：1 李村小学门口路灯不亮三天了（尾号 1）\n"
        "本周：4月2日（周四）下午3点议事“绿化”\n"
        "看哪件回前面的数字。"
    ]


async def test_a_weekly_digest_that_was_missed_is_folded_into_the_next(group: Group) -> None:
    await registered(group)
    await group.waits_until(march(29, 12))
    group.clock.move_to(moment(date(2026, 4, 1), time(9)))
    await group.waits_until(moment(date(2026, 4, 7), time(8)))
    group.forgets()
    await group.waits_until(moment(date(2026, 4, 7), time(8, 30)))
    assert digests(group)[0].startswith("【3月23日以来】新增1（比前一段+1）")


async def test_a_week_without_a_workday_is_told_of_in_the_next_digest() -> None:
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=moment(date(2026, 2, 9), time(9)))
    await registered(group)
    await group.waits_until(moment(date(2026, 2, 24), time(8)))
    group.forgets()
    await group.waits_until(moment(date(2026, 2, 24), time(8, 30)))
    assert digests(group)[0].startswith("【2月9日以来】新增1")


async def test_the_monthly_digest_comes_on_the_first_workday(group: Group) -> None:
    await registered(group)
    await group.waits_until(moment(date(2026, 4, 1), time(8, 29)))
    group.forgets()
    await group.waits_until(moment(date(2026, 4, 1), time(8, 30)))
    assert digests(group) == ["【3月】接待0人次，收1件：当场0、交办0、上报0、引导0\n办结率0%\n办结0件，乡亲说解决了0件"]


async def counted(group: Group, figures: dict[str, int]) -> None:
    """So much was counted today."""
    async with group.storage.begin() as work:
        for figure, count in figures.items():
            await work.figures.add(STATION.id, group.clock.now().date(), figure, count)


async def test_a_month_before_anything_was_counted_is_not_told() -> None:
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=moment(date(2026, 4, 1), time(7)))
    await group.waits_until(moment(date(2026, 4, 1), time(12)))
    assert not [text for text in digests(group) if text.startswith("【3月】")]


async def test_what_units_call_done_and_what_voters_call_solved_are_two_figures(group: Group) -> None:
    await counted(group, {FINISHED: 3, Action.ANSWER_ON_SPOT: 1, SOLVED: 2})
    await group.waits_until(march(30, 8, 30))
    await group.waits_until(moment(date(2026, 4, 1), time(8, 30)))
    daily, weekly, monthly = digests(group)
    assert daily.startswith("【今日】新增0，办结4，引导0")
    assert weekly.startswith("【上周】新增0（和前周一样），办结4，解决2")
    assert "办结4件，乡亲说解决了2件" in monthly.splitlines()


async def test_a_month_whose_receptions_nobody_told_the_numbers_of_has_its_digest_too() -> None:
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=march(16, 8))
    await group.waits_until(moment(date(2026, 4, 1), time(9)))
    assert [text for text in digests(group) if text.startswith("【3月】")] != []


async def test_the_monthly_digest_tells_the_answers_by_class_and_what_became_of_promises(group: Group) -> None:
    await counted(group, {ResultClass.A: 2, ResultClass.B: 1, ResultClass.D: 1, PROMISED: 1, PROMISE_KEPT: 2})
    await group.waits_until(moment(date(2026, 4, 1), time(8, 30)))
    assert digests(group)[-1].splitlines()[-2:] == ["答复：A类2、B类1、D类1", "承诺：新答应1、兑现2"]


async def test_the_monthly_digest_tells_how_much_was_erased(group: Group) -> None:
    await counted(group, {ERASED["messages"]: 12, ERASED["contacts"]: 1})
    await group.waits_until(moment(date(2026, 4, 1), time(8, 30)))
    assert digests(group)[-1].splitlines()[-1] == "保存期限到了，已经删掉乡亲留下的：原话12条、1位的联系方式"


async def test_what_several_told_stands_in_the_weekly_and_the_monthly_digest_and_points_to_nobody(group: Group) -> None:
    for name in ("赵敏", "钱芳", "孙莉"):
        await group.says(name, "/诉求 赵敏家门口路灯不亮三天了")
    await group.waits_until(march(30, 8, 30))
    assert "最多的事：“赵**家门口路灯不亮三天了”3人" in digests(group)[-1].splitlines()
    await group.waits_until(moment(date(2026, 4, 1), time(8, 30)))
    assert "重复最多：“赵**家门口路灯不亮三天了”3人" in digests(group)[-1].splitlines()


async def test_reports_are_given_when_asked_for(group: Group) -> None:
    await registered(group)
    group.forgets()
    await group.tells("林晓", "/日报")
    await group.tells("林晓", "/周报")
    await group.tells("林晓", "/月报")
    await group.tells("林晓", "/月报 1")
    assert [text.split("，")[0] for text in group.told("林晓")] == [
        "【今日】新增1",
        "【上周】新增0（和前周一样）",
        "【2月】接待0人次",
        "【1月】接待0人次",
    ]
    assert group.heard_in(WANG_VILLAGE) == []


async def test_a_daily_report_asked_for_takes_nothing_from_the_evenings(group: Group) -> None:
    await registered(group)
    await group.tells("何建平", "/日报")
    await group.waits_until(march(23, 17, 30))
    assert [text.split("，")[0] for text in digests(group)] == ["【今日】新增1", "【今日】新增1"]
