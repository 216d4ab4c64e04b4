"""A week's topic from the head's word to the summary, in the very words people get."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from handlers.dates.china_time import moment
from handlers.dates.weeks import Weekday
from handlers.meetings.rules.nominal_days import MonthlyDay, Weekly
from handlers.meetings.rules.reception_days import ReceptionRule
from handlers.meetings.rules.records import TopicWeek, TopicWeekId
from handlers.people.rules.roster import Roster
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND, LI_VILLAGE, NAMES, STATION, TOWNSHIP, WANG_VILLAGE

OPENING = (
    "这周议事说“停车难”。您怎么看，哪里做得不好，怎么办好，@我说。\n"
    "3月26日（周四）下午3点，代表在青石镇政府二楼会议室坐下来商量，结果告诉大家。\n"
    "开头写“议事”两个字，我就记成您的意见。"
)


async def a_group(on: date, hour: int = 12, roster: Roster = TOWNSHIP) -> Group:
    group = Group(a_storage(roster, bound=BOUND), now=moment(on, time(hour)), roster=roster)
    await group.waits(minutes=1)
    group.forgets()
    return group


@pytest.fixture
async def group() -> Group:
    """A Saturday; neither of the two weeks to come has a reception."""
    return await a_group(date(2026, 3, 21))


def march(day: int, hour: int, minute: int = 0) -> datetime:
    return moment(date(2026, 3, day), time(hour, minute))


async def posted(group: Group) -> None:
    await group.tells("何建平", "/议题 停车难")
    await group.waits_until(march(23, 10))
    group.forgets()


# --- set and posted ---


async def test_a_topic_is_posted_on_monday_morning_in_every_group(group: Group) -> None:
    await group.tells("何建平", "/议题 停车难")
    assert group.told("何建平") == ["好的，议题“停车难”，3月23日（周一）上午9点发到群里。那之前还可以改。"]
    await group.waits_until(march(23, 9, 30))
    assert (group.heard, group.heard_in(WANG_VILLAGE)) == ([OPENING], [OPENING])
    assert len(OPENING) <= 120


async def test_a_topic_may_be_replaced_until_it_is_posted(group: Group) -> None:
    await group.tells("何建平", "/议题 路灯")
    await group.tells("林晓", "/议题 停车难")
    assert group.told("林晓") == [
        "好的，议题“停车难”，原来定的“路灯”不发了，3月23日（周一）上午9点发到群里。那之前还可以改。"
    ]
    await group.waits_until(march(23, 10))
    assert group.heard == [OPENING]


async def test_a_topic_set_after_the_post_is_for_the_week_after(group: Group) -> None:
    await posted(group)
    await group.tells("何建平", "/议题 路灯")
    assert group.told("何建平") == [
        "好的，议题“路灯”。这周的议题已经发过了，3月30日（周一）上午9点发到群里。那之前还可以改。"
    ]
    await group.waits_until(march(30, 10))
    assert group.heard[-1].startswith("这周议事说“路灯”。")


async def test_a_topic_set_late_on_the_day_of_the_post_is_posted_at_once(group: Group) -> None:
    await group.waits_until(march(23, 14))
    await group.tells("何建平", "/议题 停车难")
    await group.waits_until(march(23, 14, 30))
    assert group.heard == [OPENING]
    assert group.told("何建平")[-1] == "好的，议题“停车难”，现在就发到群里。"


async def test_a_topic_set_when_the_group_goes_to_sleep_waits_a_week(group: Group) -> None:
    await group.waits_until(march(23, 21, 10))
    await group.tells("何建平", "/议题 停车难")
    assert group.told("何建平")[-1] == (
        "好的，议题“停车难”。这周已经过了发议题的日子，3月30日（周一）上午9点发到群里。那之前还可以改。"
    )


async def test_a_topic_set_the_day_after_the_post_waits_a_week_and_the_head_is_told(group: Group) -> None:
    await group.waits_until(march(24, 9))
    group.forgets()
    await group.tells("林晓", "/议题 停车难")
    assert group.told("林晓") == [
        "好的，议题“停车难”。这周已经过了发议题的日子，3月30日（周一）上午9点发到群里。那之前还可以改。"
    ]
    assert group.told("何建平") == [
        "议题“停车难”改到3月30日（周一）上午9点发到群里：这周已经过了发议题的日子。那之前还可以改。"
    ]
    assert group.heard == []


async def test_a_topic_held_up_past_its_day_is_posted_the_week_after_and_the_head_is_told(group: Group) -> None:
    await group.tells("何建平", "/议题 停车难")
    group.forgets()
    group.clock.move_to(march(24, 9))
    await group.waits(hours=1)
    assert group.heard == []
    assert group.told("何建平")[-1] == (
        "议题“停车难”改到3月30日（周一）上午9点发到群里：这周已经过了发议题的日子。那之前还可以改。"
    )
    await group.waits_until(march(30, 10))
    assert group.heard == [OPENING.replace("3月26日", "4月2日")]


async def test_a_topic_gives_way_to_the_notices_of_a_reception_day() -> None:
    group = await a_group(date(2026, 10, 18))
    await group.tells("何建平", "/议题 停车难")
    await group.waits_until(moment(date(2026, 10, 20), time(20)))
    assert not any("停车难" in text for text in group.heard)
    await group.waits_until(moment(date(2026, 10, 21), time(10)))
    assert group.heard[-1].startswith("这周议事说“停车难”。")


async def test_a_holiday_week_has_no_topic_and_says_so() -> None:
    group = await a_group(date(2025, 9, 27))
    await group.waits_until(moment(date(2025, 10, 5), time(12)))
    assert [text for text in group.heard if "议事" in text] == ["这周放假，不议事。有事照样@我。"]


async def test_the_head_is_asked_on_friday_for_a_topic_that_is_not_set(group: Group) -> None:
    await group.waits_until(march(27, 15))
    assert "3月30日那一周还没有定议题。定好发给我就行，例如：议题 停车难" in group.told("何建平")


async def test_the_head_is_not_asked_for_a_topic_that_is_set(group: Group) -> None:
    await posted(group)
    await group.tells("何建平", "/议题 路灯")
    await group.waits_until(march(27, 16))
    assert not any("还没有定议题" in text for text in group.told("何建平"))


# --- weeks without a post ---


async def test_a_topic_set_before_the_holidays_is_told_when_it_is_posted_and_why_not_sooner() -> None:
    group = await a_group(date(2026, 2, 14))
    await group.tells("何建平", "/议题 停车难")
    assert group.told("何建平") == [
        "好的，议题“停车难”。2月16日那一周放假，2月25日（周三）上午9点发到群里。那之前还可以改。"
    ]
    await group.waits_until(moment(date(2026, 2, 25), time(20)))
    assert any(text.startswith("这周议事说“停车难”。") for text in group.heard)


async def test_a_week_that_spring_festival_silences_is_told_of_on_the_last_workday_before_and_only_then() -> None:
    group = await a_group(date(2026, 2, 11))
    await group.waits_until(moment(date(2026, 2, 28), time(12)))
    about = [(post.text, post.place.chat) for post in group.platform.delivered if "不议事" in post.text]
    text = "下周放假，不议事。有事照样@我。"
    assert sorted(about) == [(text, LI_VILLAGE), (text, WANG_VILLAGE)]


async def test_the_word_on_a_week_without_a_topic_comes_on_the_last_workday() -> None:
    group = await a_group(date(2026, 2, 13))
    await group.waits_until(moment(date(2026, 2, 14), time(8)))
    assert group.heard == []
    await group.waits_until(moment(date(2026, 2, 14), time(10)))
    assert group.heard == ["下周放假，不议事。有事照样@我。"]


async def test_a_topic_set_for_a_week_whose_holidays_were_not_known_waits_and_the_head_is_told() -> None:
    group = await a_group(date(2025, 9, 27))
    week = TopicWeek(
        id=TopicWeekId("qs/2025-09-29"),
        station=STATION.id,
        monday=date(2025, 9, 29),
        topic="停车难",
        set_by=NAMES["何建平"],
        set_at=group.clock.now(),
    )
    async with group.storage.begin() as work:
        await work.meetings.save_topic(week)
    await group.waits_until(moment(date(2025, 9, 29), time(12)))
    assert group.told("何建平")[-1] == ("议题“停车难”改到10月9日（周四）上午9点发到群里：这周放假。那之前还可以改。")
    await group.waits_until(moment(date(2025, 10, 9), time(12)))
    assert any(text.startswith("这周议事说“停车难”。") for text in group.heard_in(WANG_VILLAGE))


def receptions_on(*days: int) -> Roster:
    """Return the township with a reception at the station on these days of each month."""
    station_20 = STATION.receptions[0]
    receptions = [
        replace(station_20, id=f"station-{day}", rule=ReceptionRule(days=MonthlyDay(day=day))) for day in days
    ]
    return Roster([replace(STATION, receptions=tuple(receptions))])


async def test_a_topic_for_a_week_whose_first_days_are_taken_is_told_at_once_when_it_is_posted() -> None:
    group = await a_group(date(2026, 3, 21), roster=receptions_on(24, 26))  # reminders on Monday and Wednesday
    await group.tells("何建平", "/议题 停车难")
    assert group.told("何建平") == [
        "好的，议题“停车难”。3月23日那一周群里的消息排满了，3月30日（周一）上午9点发到群里。那之前还可以改。"
    ]
    await group.waits_until(moment(date(2026, 3, 30), time(10)))
    assert group.heard[-1].startswith("这周议事说“停车难”。")


async def test_nobody_is_asked_for_the_topic_of_a_week_that_can_have_none() -> None:
    group = await a_group(date(2026, 3, 19), roster=receptions_on(24, 26))
    await group.waits_until(march(23, 12))
    assert not any("还没有定议题" in text for text in group.told("何建平"))


async def test_a_topic_whose_week_fills_up_later_waits_for_one_that_is_free_and_the_head_is_told(group: Group) -> None:
    group = await a_group(date(2026, 3, 14), roster=receptions_on(24, 30))
    await group.tells("何建平", "/议题 路灯")
    await group.waits_until(march(16, 12))
    await group.tells("何建平", "/议题 停车难")
    assert group.told("何建平")[-1].endswith("3月25日（周三）上午9点发到群里。那之前还可以改。")
    await group.tells("林晓", "/改期 3月30日 3月26日 防汛")
    await group.waits_until(march(20, 12))
    assert (
        "议题“停车难”改到3月30日（周一）上午9点发到群里：3月23日那一周群里的消息排满了。那之前还可以改。"
        in group.told("何建平")
    )
    await group.waits_until(march(30, 12))
    assert group.heard[-1].startswith("这周议事说“停车难”。")


async def test_a_topic_that_waits_does_not_take_the_week_of_another(group: Group) -> None:
    await group.tells("何建平", "/议题 停车难")
    await group.waits_until(march(23, 10))
    await group.tells("何建平", "/议题 路灯")
    storage = group.storage
    async with storage.begin() as work:
        week = await work.meetings.topic(TopicWeekId("qs/2026-03-30"))
        assert week is not None
        await work.meetings.save_topic(
            replace(week, id=TopicWeekId("qs/2026-04-06"), monday=date(2026, 4, 6), topic="养老")
        )
    group.clock.move_to(march(31, 9))
    await group.waits(hours=1)
    assert group.told("何建平")[-1] == (
        "议题“路灯”改到4月13日（周一）上午9点发到群里：这周已经过了发议题的日子，4月6日那一周已定了别的议题。那之前还可以改。"
    )


async def test_a_station_whose_groups_are_always_full_is_told_so() -> None:
    weekly = replace(STATION.receptions[0], rule=ReceptionRule(days=Weekly(weekday=Weekday.TUE)), per_day=1)
    others = replace(weekly, id="thursdays", rule=ReceptionRule(days=Weekly(weekday=Weekday.THU)))
    group = await a_group(date(2026, 3, 21), roster=Roster([replace(STATION, receptions=(weekly, others))]))
    await group.tells("何建平", "/议题 停车难")
    assert group.told("何建平") == [
        "没有记下这个议题：往后12周，每周前几天群里的消息都排满了。可以少发一两种通知，或请代表在群里说一声。"
    ]


# --- views ---


async def test_views_are_thanked_for_in_the_group_and_in_private(group: Group) -> None:
    await posted(group)
    await group.says("赵敏", "/议事 北街划线停车")
    await group.says("赵敏", "/议事 收费要公开")
    await group.tells("钱芳", "/议事 医院门口最堵")
    assert group.heard == ["谢谢，您的意见记下了，结果告诉大家。"]
    assert group.told("赵敏") == ["好的，又记下一条。"]
    assert group.told("钱芳") == ["谢谢，您的意见记下了，结果告诉大家。"]


async def test_the_word_alone_shows_the_topic(group: Group) -> None:
    await posted(group)
    await group.says("赵敏", "/议事 北街划线停车")
    await group.says("钱芳", "/议事")
    assert group.heard[-1] == "这周议事说“停车难”，已有1条意见。想说的发“议事”加您的话。"


async def test_a_view_without_a_topic_is_not_taken(group: Group) -> None:
    await group.says("赵敏", "/议事 北街划线停车")
    assert group.heard == ["这周还没有定议题。有事直接跟我说就行。"]


@pytest.mark.parametrize(
    ("views", "nudges"),
    [
        (0, ["“停车难”还没有收到意见，想听听您的。一句话也行。"]),
        (2, ["“停车难”已经收到2条意见，想听听您的。一句话也行。"]),
        (3, []),
    ],
)
async def test_fewer_than_three_views_are_asked_for_once_more(group: Group, views: int, nudges: list[str]) -> None:
    await posted(group)
    for number in range(views):
        await group.tells("赵敏", f"/议事 第{number}条")
    await group.waits_until(march(26, 20))
    assert group.heard == nudges


async def test_a_group_that_was_told_the_day_before_is_not_nudged() -> None:
    group = await a_group(date(2026, 10, 18))
    await group.tells("何建平", "/议题 停车难")
    await group.waits_until(moment(date(2026, 10, 23), time(12)))  # posted on Wednesday, after the reception day
    assert [text for text in group.heard if "停车难" in text] == [group.heard[-1]]


# --- the summary ---


async def discussed(group: Group) -> None:
    """Views have come and the moderator has been asked on Friday what was decided."""
    await posted(group)
    await group.tells("赵敏", "/议事 北街划线停车")
    await group.tells("钱芳", "/议事 医院门口最堵")
    await group.tells("张明远", "/议事 可以用粮站空地")
    await group.waits_until(march(27, 14, 59))
    group.forgets()
    await group.waits_until(march(27, 15))


async def test_the_moderator_is_asked_on_friday_what_was_decided(group: Group) -> None:
    await discussed(group)
    assert group.told("何建平") == [
        "“停车难”议得怎么样？本周意见3条。\n"
        "定下了什么，一行一件发给我，例如：\n"
        "北街划20个车位（城管队，12月1日前）\n"
        "什么都没定发“没有”。"
    ]


SUMMARY = (
    "这周议“停车难”，1位代表、2位乡亲说了3条。定下：\n"
    "1 北街划20个车位（城管队，4月20日前）\n"
    "2 粮站空地周末开放（村委会，4月1日前）\n"
    "没定的接着办。谢谢大家。"
)


async def test_the_summary_is_shown_to_the_moderator_and_posted_when_approved(group: Group) -> None:
    await discussed(group)
    group.forgets()
    await group.tells("何建平", "1. 北街划20个车位（城管队，4月20日前）\n2、粮站空地周末开放（村委会，4月1日前）")
    assert group.told("何建平") == [f"{SUMMARY}\n\n发布回 1，重写回 2。"]
    assert group.heard == []
    await group.tells("何建平", "1")
    await group.waits(minutes=30)
    assert (group.heard, group.heard_in(WANG_VILLAGE)) == ([SUMMARY], [SUMMARY])


async def test_a_summary_may_be_written_anew(group: Group) -> None:
    await discussed(group)
    await group.tells("何建平", "北街划车位")
    await group.tells("何建平", "2")
    group.forgets()
    await group.tells("何建平", "没有")
    assert group.told("何建平") == [
        "这周议“停车难”，1位代表、2位乡亲说了3条。还没有定下来，接着办。谢谢大家。\n\n发布回 1，重写回 2。"
    ]


async def test_a_summary_too_long_for_a_group_is_asked_for_again(group: Group) -> None:
    await discussed(group)
    group.forgets()
    await group.tells("何建平", "划车位" * 60)
    await group.tells("何建平", "北街划车位")
    assert group.told("何建平")[0] == "发到群里超过200字了，请写短些再发一次。"
    assert group.told("何建平")[1].endswith("发布回 1，重写回 2。")


async def test_a_summary_approved_too_late_is_only_kept(group: Group) -> None:
    await discussed(group)
    await group.tells("何建平", "北街划车位")
    group.clock.move_to(march(28, 14))
    await group.tells("何建平", "2")
    group.clock.move_to(march(29, 13))
    await group.tells("何建平", "北街划车位")
    group.clock.move_to(march(30, 12))
    await group.tells("何建平", "2")
    group.clock.move_to(march(31, 11))
    await group.tells("何建平", "北街划车位")
    group.clock.move_to(moment(date(2026, 4, 1), time(10)))
    group.forgets()
    await group.tells("何建平", "1")
    assert "已经过了发小结的日子，只留档，不再发群里。" in group.told("何建平")
    await group.waits(hours=1)
    assert not any("定下" in text for text in group.heard)
