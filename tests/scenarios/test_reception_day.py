"""A reception day from the deputies asked to the counts, in the very words people get.

The station receives on the 20th, the point in Li village on the 10th.
"""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from handlers.dates.china_time import moment
from handlers.people.rules.roster import Roster
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND, LI_VILLAGE, STATION, TOWNSHIP, WANG_VILLAGE

ANNOUNCEMENT = """【选民接待日】10月20日（周二）上午9点到11点半
地点：青石镇政府一楼
接待代表：周国栋、张明远
路灯、道路、用水、环境、办事等，都可以来说。来不了，@我说也一样。
打官司、举报、信访的事另有地方办，问我就行。请相互转告。〔2026〕1号"""
REMINDER = "明天（10月20日）上午9点到11点半，代表在青石镇政府一楼等您。带上照片更清楚。电话 0399-6000001。"
BEGINS = "现在开始接待了，代表在青石镇政府一楼，到上午11点半。"
COUNTS_ASKED = "10月20日青石镇政府一楼的接待结束了，来了几人、记了几件、当场答复几件？例如：5 3 1"
NOT_ENTERED = "\n还有3件没登记，没有编号。请用来人的原话一件一件发：“接访 2人 李村小学门口路灯不亮”。"


async def a_group(on: date, hour: int = 12) -> Group:
    """The groups of the township on a day of invented peace: whatever came before has been said and cleared."""
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=moment(on, time(hour)))
    await group.waits(minutes=1)
    group.forgets()
    return group


@pytest.fixture
async def group() -> Group:
    return await a_group(date(2026, 10, 12))


def october(day: int, hour: int, minute: int = 0) -> datetime:
    return moment(date(2026, 10, day), time(hour, minute))


# --- the deputies ---


async def test_deputies_are_asked_a_week_ahead_and_the_head_gets_their_names(group: Group) -> None:
    await group.waits_until(october(13, 9))
    assert group.told("张明远") == [
        "张代表您好，10月20日（周二）上午9点到11点半在青石镇政府一楼接待选民，请您参加。\n"
        "能来回 1，不能来回 2。能否请您10月15日前告诉我，好安排替换。"
    ]
    assert group.told("何建平") == [
        "10月20日青石镇政府一楼接待名单：周国栋、张明远，都还没确认。请于10月16日前定。海报已生成。",
        "10月20日青石镇政府一楼接待海报的图片，可以直接转发。",
    ]
    assert group.told("陈玉兰") == []


async def test_only_a_deputy_who_has_not_answered_is_asked_again(group: Group) -> None:
    await group.waits_until(october(13, 9))
    await group.tells("张明远", "1")
    group.forgets()
    await group.waits_until(october(15, 9))
    assert group.told("张明远") == []
    assert group.told("周国栋") == ["再和您确认一下10月20日的接待，能来回 1，不能来回 2。忙的话打 0399-6000001 也行。"]


async def test_deputies_who_are_asked_late_are_not_asked_twice_in_a_row(group: Group) -> None:
    group.clock.move_to(october(15, 12))
    await group.waits_until(october(16, 12))
    assert len(group.told("周国栋")) == 1


async def test_for_a_deputy_who_cannot_come_the_next_in_turn_is_asked_and_announced(group: Group) -> None:
    await group.waits_until(october(13, 9))
    group.forgets()
    await group.tells("张明远", "2")
    assert group.told("陈玉兰") == [
        "陈代表，10月20日（周二）上午9点到11点半在青石镇政府一楼接待，有一位代表来不了，您方便顶一下吗？\n"
        "方便回 1，不方便回 2。"
    ]
    assert group.told("林晓") == ["张明远代表10月20日青石镇政府一楼的接待来不了，已问陈玉兰代表能不能顶上。"]
    await group.tells("陈玉兰", "1")
    assert group.told("林晓")[1:] == ["陈玉兰代表答应参加10月20日青石镇政府一楼的接待。"]
    await group.waits_until(october(17, 10))
    assert group.heard == [ANNOUNCEMENT.replace("张明远", "陈玉兰")]


async def test_a_deputy_who_was_asked_to_step_in_is_not_announced_before_agreeing(group: Group) -> None:
    await group.waits_until(october(13, 9))
    await group.tells("张明远", "2")
    await group.waits_until(october(17, 10))
    assert group.heard == [ANNOUNCEMENT.replace("、张明远", "")]


async def test_staff_are_told_when_nobody_is_left_to_step_in(group: Group) -> None:
    await group.waits_until(october(13, 9))
    await group.tells("张明远", "2")
    await group.tells("陈玉兰", "2")
    assert (
        group.told("林晓")[-1]
        == "陈玉兰代表10月20日青石镇政府一楼的接待来不了，没有可以替换的代表了，先定林晓补上，请您安排。"
    )


# --- the groups ---


async def test_all_groups_hear_of_the_stations_day_three_days_ahead_within_half_an_hour(group: Group) -> None:
    await group.waits_until(october(17, 8, 59))
    assert group.heard == []
    await group.waits_until(october(17, 9, 30))
    assert group.heard == [ANNOUNCEMENT]
    assert group.heard_in(WANG_VILLAGE) == [ANNOUNCEMENT]
    assert len(ANNOUNCEMENT) <= 200


async def test_only_the_groups_of_a_point_hear_of_its_day() -> None:
    group = await a_group(date(2026, 9, 6))
    await group.waits_until(moment(date(2026, 9, 7), time(10)))
    assert [text.splitlines()[:2] for text in group.heard] == [
        ["【选民接待日】9月10日（周四）下午3点到5点", "地点：李村村委会"]
    ]
    assert group.heard_in(WANG_VILLAGE) == []


async def test_a_day_moved_by_a_holiday_says_where_it_went() -> None:
    group = await a_group(date(2026, 2, 20))
    await group.waits_until(moment(date(2026, 2, 21), time(10)))
    assert group.heard[0].splitlines()[:2] == [
        "【选民接待日】2月24日（周二）上午9点到11点半",
        "原定2月20日，因春节放假顺延至2月24日。",
    ]


async def test_a_day_that_holidays_to_come_may_move_says_so_and_no_other() -> None:
    group = await a_group(date(2027, 4, 16))
    await group.waits_until(moment(date(2027, 4, 17), time(10)))
    assert group.heard[0].splitlines()[1] == "地点：青石镇政府一楼"
    await group.waits_until(moment(date(2027, 6, 17), time(10)))
    group.forgets()
    await group.waits_until(moment(date(2027, 6, 18), time(10)))
    assert group.heard[0].splitlines()[1:3] == [
        "原定6月20日，因逢周末顺延至6月21日。",
        "节假日安排未公布，日期可能调整。",
    ]


async def test_groups_and_deputies_are_reminded_the_evening_before(group: Group) -> None:
    await group.waits_until(october(19, 17, 59))
    group.forgets()
    await group.waits_until(october(19, 18, 30))
    assert group.heard == [REMINDER]


async def test_a_deputy_who_said_yes_is_reminded_and_one_who_never_answered_is_asked(group: Group) -> None:
    await group.waits_until(october(13, 9))
    await group.tells("周国栋", "1")
    await group.waits_until(october(19, 17, 59))
    group.forgets()
    await group.waits_until(october(19, 18, 30))
    assert group.told("周国栋") == ["周代表，明天上午9点到11点半青石镇政府一楼接待，请带代表证。"]
    assert group.told("张明远") == [
        "张代表，明天上午9点到11点半青石镇政府一楼接待，还没等到您的答复。能来回 1，不能来回 2。来的话请带代表证。"
    ]
    await group.tells("张明远", "2")
    assert group.told("陈玉兰")[0].startswith("陈代表，10月20日（周二）")


async def test_as_it_begins_the_group_hears_the_names_of_those_who_said_yes(group: Group) -> None:
    await group.waits_until(october(13, 9))
    await group.tells("周国栋", "1")
    await group.waits_until(october(20, 8))
    group.forgets()
    await group.waits_until(october(20, 9, 30))
    assert group.heard == ["现在开始接待了，周国栋在青石镇政府一楼，到上午11点半。"]


async def test_as_it_begins_the_group_hears_the_names_of_those_who_came(group: Group) -> None:
    await group.waits_until(october(20, 8, 30))
    group.forgets()
    await group.tells("林晓", "到场 张明远")
    await group.waits_until(october(20, 9, 30))
    assert group.heard == ["现在开始接待了，张明远在青石镇政府一楼，到上午11点半。"]


async def test_the_day_begins_and_ends_in_the_group_and_staff_give_the_counts(group: Group) -> None:
    await group.waits_until(october(20, 8))
    group.forgets()
    await group.waits_until(october(20, 11, 30))
    assert group.told("林晓")[1:] == [COUNTS_ASKED]
    await group.tells("林晓", "来了5人，记了3件，当场1件")
    assert group.heard == [BEGINS, "今天接待5位乡亲，记下3件，当场答复1件。谢谢大家。"]
    assert group.told("林晓")[2:] == [f"记下了：来5人，记3件，当场1件，已告诉群里。{NOT_ENTERED}"]


async def test_a_day_on_which_nobody_came_names_the_next(group: Group) -> None:
    await group.waits_until(october(20, 12))
    group.forgets()
    await group.tells("林晓", "0 0 0")
    assert group.heard == ["今天没有乡亲来。有事随时@我，下次接待11月20日（周五）。"]


async def test_counts_given_the_day_after_are_noted_and_not_posted(group: Group) -> None:
    await group.waits_until(october(21, 9))
    group.forgets()
    await group.tells("林晓", "5 3 1")
    assert group.heard == []
    assert group.told("林晓") == [f"记下了：来5人，记3件，当场1件，只留档，不再发群里。{NOT_ENTERED}"]


async def test_counts_that_make_no_sense_are_asked_for_again(group: Group) -> None:
    await group.waits_until(october(20, 12))
    group.forgets()
    await group.tells("林晓", "来了不少人")
    await group.tells("林晓", "5 3 1")
    assert group.told("林晓") == [
        "请发三个数：来了几人、记了几件、当场答复几件。例如：5 3 1",
        f"记下了：来5人，记3件，当场1件，已告诉群里。{NOT_ENTERED}",
    ]


# --- late ---


async def test_an_announcement_held_up_by_a_stop_is_sent_marked(group: Group) -> None:
    group.clock.move_to(october(18, 8))
    await group.waits_until(october(18, 10))
    assert group.heard == [f"（补发）{ANNOUNCEMENT}"]


async def test_an_announcement_that_missed_its_day_is_not_sent_and_the_head_is_told_once(group: Group) -> None:
    group.clock.move_to(october(20, 8))
    await group.waits_until(october(20, 10))
    assert group.heard == [
        "（补发）今天（10月20日）上午9点到11点半，代表在青石镇政府一楼等您。带上照片更清楚。电话 0399-6000001。"
    ]
    missed = "10月20日青石镇政府一楼的接待没能提前发公告，现在已经来不及了，请用别的办法告诉选民。"
    assert group.told("何建平").count(missed) == 1


async def test_staff_are_not_asked_about_a_day_that_was_over_before_the_bot_came() -> None:
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=october(21, 8))
    await group.waits(hours=2)
    assert group.told("林晓") == []


# --- asked and cancelled ---


async def test_anybody_may_ask_for_the_next_days_where_and_by_whom(group: Group) -> None:
    await group.says("赵敏", "/接待日")
    assert group.heard == [
        "接待日：\n"
        "10月20日（周二）上午9点到11点半，青石镇政府一楼，周国栋、张明远\n"
        "11月10日（周二）下午3点到5点，李村村委会，张明远\n"
        "11月20日（周五）上午9点到11点半，青石镇政府一楼，陈玉兰、周国栋"
    ]


async def test_a_cancelled_day_is_told_at_once_and_never_mentioned_again(group: Group) -> None:
    await group.tells("林晓", "/取消接待 10月20日 大雪")
    cancelled = "10月20日的接待因大雪不办了，下次11月20日（周五）。急事打 0399-6000001。"
    assert (group.heard, group.heard_in(WANG_VILLAGE)) == ([cancelled], [cancelled])
    assert group.told("周国栋") == ["周代表，10月20日的接待因大雪不办了，您不用来了。"]
    assert group.told("林晓") == ["10月20日的接待已取消，2个群和接待代表由我通知。"]
    await group.waits_until(october(21, 12))
    assert group.heard_in(LI_VILLAGE) == [cancelled]
    assert group.told("张明远") == ["张代表，10月20日的接待因大雪不办了，您不用来了。"]


async def test_a_day_without_a_reception_cannot_be_cancelled(group: Group) -> None:
    await group.tells("林晓", "/取消接待 10月21日 大雪")
    assert group.told("林晓") == ["10月21日没有要办的接待。接下来的是10月20日、11月10日、11月20日。"]


# --- what is announced has a number ---


async def test_the_head_gets_the_poster_a_week_ahead_to_print_and_as_a_picture(group: Group) -> None:
    await group.waits_until(october(13, 9))
    posts = [post for post in group.platform.delivered if post.place.chat == "何建平"]
    assert [post.file.name.rpartition(".")[2] for post in posts if post.file is not None] == ["docx", "png"]


async def test_announcements_are_numbered_through_the_year() -> None:
    group = await a_group(date(2026, 9, 1))
    await group.waits_until(october(18, 12))
    announced = [text for text in group.heard if text.startswith("【选民接待日】")]
    assert [text[-8:] for text in announced] == ["〔2026〕1号", "〔2026〕2号", "〔2026〕3号", "〔2026〕4号"]


async def test_a_cancellation_names_the_announcement_it_takes_back(group: Group) -> None:
    await group.waits_until(october(18, 12))
    group.forgets()
    await group.tells("林晓", "/取消接待 10月20日 大雪")
    assert group.heard == [
        "10月20日的接待因大雪不办了，下次11月20日（周五）。急事打 0399-6000001。（原公告〔2026〕1号）"
    ]


async def test_staff_may_ask_for_the_poster_of_a_day_or_of_the_next(group: Group) -> None:
    await group.tells("林晓", "/海报")
    await group.tells("林晓", "/海报 11月10日")
    assert group.told("林晓") == [
        "10月20日青石镇政府一楼接待的海报，A4 纸打印。",
        "10月20日青石镇政府一楼接待海报的图片，可以直接转发。",
        "11月10日李村村委会接待的海报，A4 纸打印。",
        "11月10日李村村委会接待海报的图片，可以直接转发。",
    ]


async def test_offices_that_receive_beside_the_deputies_are_announced() -> None:
    receptions = tuple(replace(one, offices=("派出所警务室", "法律顾问")) for one in STATION.receptions)
    township = Roster([replace(STATION, receptions=receptions)])
    group = Group(a_storage(township, bound=BOUND), now=october(12, 12), roster=township)
    await group.waits_until(october(17, 10))
    assert "参加部门：派出所警务室、法律顾问" in group.heard[-1].splitlines()
    assert len(group.heard[-1]) <= 200
    assert any("参加部门：派出所警务室、法律顾问，请通知。" in text for text in group.told("何建平"))
