"""A week's topic from the head's word to the summary, in the very words people get."""

from datetime import date, datetime, time

import pytest

from handlers.dates.china_time import moment
from tests.support.group import Group
from tests.support.memory import MemoryStorage
from tests.support.township import BOUND, TOWNSHIP, WANG_VILLAGE

OPENING = (
    "这周议事说“停车难”。您怎么看，哪里做得不好，怎么办好，@我说。\n"
    "3月26日（周四）下午3点，代表在青石镇政府二楼会议室坐下来商量，结果告诉大家。\n"
    "开头写“议事”两个字，我就记成您的意见。"
)


async def a_group(on: date, hour: int = 12) -> Group:
    group = Group(MemoryStorage(TOWNSHIP, bound=BOUND), now=moment(on, time(hour)))
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
    await group.waits_until(march(23, 10))
    assert group.heard == [OPENING]


async def test_a_topic_set_after_the_post_is_for_the_week_after(group: Group) -> None:
    await posted(group)
    await group.tells("何建平", "/议题 路灯")
    assert group.told("何建平") == ["这周的议题已经发过了，“路灯”定为3月30日那一周的议题。到发之前还可以改。"]
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
    assert group.told("何建平")[-1] == "这周已经过了发议题的日子，“停车难”改到3月30日那一周再议。"


async def test_a_topic_set_the_day_after_the_post_waits_a_week_and_the_head_is_told(group: Group) -> None:
    await group.waits_until(march(24, 9))
    group.forgets()
    await group.tells("林晓", "/议题 停车难")
    told = ["这周已经过了发议题的日子，“停车难”改到3月30日那一周再议。"]
    assert (group.told("林晓"), group.told("何建平"), group.heard) == (told, told, [])


async def test_a_topic_held_up_past_its_day_is_posted_the_week_after_and_the_head_is_told(group: Group) -> None:
    await group.tells("何建平", "/议题 停车难")
    group.forgets()
    group.clock.move_to(march(24, 9))
    await group.waits(hours=1)
    assert group.heard == []
    assert "这周的议题“停车难”没能按时发出，改到3月30日那一周再发。" in group.told("何建平")
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
