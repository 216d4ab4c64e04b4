"""The talk over a week's topic: who is invited, what the moderator gets, what was agreed and who hears of it."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from handlers.dates.china_time import moment
from handlers.message import Account
from handlers.people.rules.roster import Deputy, DeputyLevel, PersonId, Roster
from tests.support.group import Group
from tests.support.papers import filled_in
from tests.support.stages import a_storage
from tests.support.township import BOUND, PLATFORM, ROBOT, STATION, WANG_VILLAGE

OTHERS = {"孙立": "sun", "郭敏": "guo", "何芳": "hefang", "唐勇": "tang"}
SEVEN = replace(
    STATION,
    deputies=(
        *STATION.deputies,
        *(
            Deputy(person=PersonId(person), name=name, levels=(DeputyLevel.TOWNSHIP,), villages=("王庄",))
            for name, person in OTHERS.items()
        ),
    ),
    topic=None if STATION.topic is None else replace(STATION.topic, work=("秸秆禁烧",)),
)
ROSTER = Roster([SEVEN])
ACCOUNTS = BOUND | {
    Account(platform=PLATFORM, account=ROBOT, user=name): PersonId(person) for name, person in OTHERS.items()
}
DEPUTIES = ("张明远", "陈玉兰", "周国栋", *OTHERS)
INVITED = (
    "本周议事“停车难”，3月26日（周四）下午3点青石镇政府二楼会议室，想请您参加（4到5位代表）。能来回 1，不能来回 2。"
)


def march(day: int, hour: int, minute: int = 0) -> datetime:
    return moment(date(2026, 3, day), time(hour, minute))


@pytest.fixture
async def group() -> Group:
    """A Saturday at a station with seven deputies; neither of the two weeks to come has a reception."""
    group = Group(a_storage(ROSTER, bound=ACCOUNTS), now=march(21, 12), roster=ROSTER)
    await group.waits(minutes=1)
    group.forgets()
    return group


async def posted(group: Group) -> None:
    await group.tells("何建平", "/议题 停车难")
    await group.waits_until(march(23, 10))


def invited(group: Group) -> list[str]:
    return [name for name in DEPUTIES if INVITED in group.told(name)]


async def talked_over(group: Group, decided: str) -> None:
    """Views have come, deputies too, and on Friday the head has written what was decided and let it be posted."""
    await posted(group)
    await group.tells("赵敏", "/议事 北街划线停车")
    await group.waits_until(march(27, 15, 1))
    await group.tells("何建平", decided)
    group.forgets()
    await group.tells("何建平", "1")
    await group.waits(minutes=31)


# --- who is invited ---


async def test_five_deputies_are_invited_in_private_when_the_topic_is_posted(group: Group) -> None:
    await posted(group)
    assert invited(group) == list(DEPUTIES[:5])
    assert not any("想请您参加" in text for text in (*group.heard, *group.heard_in(WANG_VILLAGE)))


async def test_the_next_is_invited_for_the_seat_of_who_cannot_come(group: Group) -> None:
    await posted(group)
    await group.tells("张明远", "2")
    assert group.told("张明远")[-1] == "好的，周议事“停车难”这次不等您了。"
    assert invited(group) == list(DEPUTIES[:6])


async def test_the_head_is_told_as_soon_as_four_come(group: Group) -> None:
    await posted(group)
    for name in DEPUTIES[:4]:
        await group.tells(name, "1")
        assert group.told(name)[-1] == "好的，周议事3月26日（周四）下午3点在青石镇政府二楼会议室见。"
    assert group.told("何建平")[-1] == "周议事“停车难”已有4位代表能来：张明远、陈玉兰、周国栋、孙立。"


async def test_staff_are_told_when_fewer_than_four_can_come_and_nobody_is_left(group: Group) -> None:
    await posted(group)
    for name in DEPUTIES[:4]:
        await group.tells(name, "2")
    assert group.told("林晓")[-1] == "周议事“停车难”还没有代表能来，没有别的代表可请了。"


async def test_who_says_nothing_is_asked_once_more_the_day_before_and_others_too(group: Group) -> None:
    await posted(group)
    await group.tells("张明远", "1")
    await group.waits_until(march(25, 12))
    again = "再和您确认一下“停车难”的议事，3月26日（周四）下午3点青石镇政府二楼会议室，能来回 1，不能来回 2。"
    assert [name for name in DEPUTIES if again in group.told(name)] == list(DEPUTIES[1:5])
    assert invited(group) == list(DEPUTIES)


async def test_those_who_were_not_invited_last_week_come_first_this_week(group: Group) -> None:
    await posted(group)
    for name in DEPUTIES[:5]:
        await group.tells(name, "1")
    await group.tells("何建平", "/议题 路灯")
    await group.waits_until(march(30, 10))
    asked = [name for name in DEPUTIES if any("“路灯”" in text and "想请您" in text for text in group.told(name))]
    assert set(asked) == {"何芳", "唐勇", "张明远", "陈玉兰", "周国栋"}


async def test_who_agreed_is_reminded_the_evening_before(group: Group) -> None:
    await posted(group)
    await group.tells("张明远", "1")
    await group.waits_until(march(25, 18, 30))
    assert group.told("张明远")[-1] == "张代表，明天下午3点在青石镇政府二楼会议室议“停车难”，等您来。"
    assert not any("等您来" in text for text in group.told("陈玉兰"))


# --- what may be talked over ---


async def test_what_the_township_works_at_is_proposed_with_the_reason(group: Group) -> None:
    await group.tells("何建平", "/议题")
    assert group.told("何建平")[-1] == (
        "可以做议题的：\n1 “秸秆禁烧”：现在的中心工作\n定哪一个回前面的数字，或发“议题”加题目。"
    )
    await group.tells("何建平", "1")
    assert group.told("何建平")[-1].startswith("好的，议题“秸秆禁烧”")


async def test_what_was_left_last_time_is_proposed_before_the_current_work(group: Group) -> None:
    await talked_over(group, "没有")
    await group.tells("何建平", "/议题")
    assert "1 “停车难”：上次议了，还没定下来\n2 “秸秆禁烧”" in group.told("何建平")[-1]


async def test_the_deputies_of_the_village_concerned_are_invited_first(group: Group) -> None:
    for name in ("钱芳", "孙伟"):
        await group.says(
            name, "/诉求 村口路灯不亮三天了", where=next(one.place for one in SEVEN.groups if one.id == WANG_VILLAGE)
        )
    await group.tells("何建平", "/议题")
    await group.tells("何建平", "1")
    group.forgets()
    await group.waits_until(march(23, 10))
    asked = [name for name in DEPUTIES if any("想请您参加" in text for text in group.told(name))]
    assert asked == ["陈玉兰", *OTHERS]


# --- the material ---


async def test_the_moderator_gets_the_views_in_groups_on_the_morning_of_the_talk(group: Group) -> None:
    await posted(group)
    await group.tells("赵敏", "/议事 北街要划线停车")
    await group.tells("钱芳", "/议事 医院门口最堵，要有人管")
    await group.says("孙伟", "/议事 北街划线停车")
    for name in DEPUTIES[:4]:
        await group.tells(name, "1")
    group.forgets()
    await group.waits_until(march(26, 8, 30))
    assert group.told("何建平") == [
        "议事材料：“停车难”本周意见3条，归成2类：\n1 （2条）北街要划线停车；北街划线停车\n2 医院门口最堵，要有人管\n"
        "能来的代表：张明远、陈玉兰、周国栋、孙立；没答复：郭敏。"
    ]


async def test_the_moderator_learns_that_nobody_said_yes(group: Group) -> None:
    await posted(group)
    await group.waits_until(march(26, 8, 30))
    assert group.told("何建平")[-1].splitlines()[-1] == f"还没有代表说能来；没答复：{'、'.join(DEPUTIES)}。"


# --- what was agreed ---


async def test_whoever_raised_it_hears_what_was_settled_and_nobody_else(group: Group) -> None:
    await talked_over(group, "北街划20个车位（张明远，4月20日前）")
    assert group.told("赵敏") == [
        "您说过的“停车难”，这周坐下来议了，定下：\n1 北街划20个车位（张明远，4月20日前）\n办好了我再告诉您。"
    ]
    assert group.told("钱芳") == []


async def test_who_is_named_for_a_thing_is_told_and_asked_until_it_is_done(group: Group) -> None:
    await talked_over(group, "北街划20个车位（张明远，4月20日前）")
    assert group.told("张明远") == [
        "3月26日周议事“停车难”定下，请您办：北街划20个车位（张明远，4月20日前）。到时候我来问办得怎么样。"
    ]
    group.forgets()
    await group.waits_until(moment(date(2026, 4, 27), time(12)))
    asked = [text for text in group.told("张明远") if "办得怎么样" in text]
    assert asked == [
        f"3月26日周议事定下的“北街划20个车位（张明远，4月20日前）”{late}，办得怎么样？办好了回 1，还在办回 2，不办了回 3。"
        for late in ("", "", "，过了7天")
    ]
    group.forgets()
    await group.tells("张明远", "1")
    assert group.told("张明远") == ["好的，记下办好了，告诉了提过的1位乡亲。"]
    assert group.told("赵敏") == ["您说过的“停车难”，议事定下的“北街划20个车位”办好了。还有不对的地方，跟我说。"]
    assert group.told("何建平") == ["周议事定下的“北街划20个车位”办好了。"]


async def test_a_thing_that_is_given_up_wants_a_reason_and_the_voter_is_told_it(group: Group) -> None:
    await talked_over(group, "北街划20个车位（城管队，4月20日前）")
    await group.waits_until(moment(date(2026, 4, 17), time(10)))
    await group.tells("林晓", "3")
    assert group.told("林晓")[-1] == "为什么不办了？说一句，我告诉提这件事的乡亲。"
    group.forgets()
    await group.tells("林晓", "路面太窄，划不下")
    assert group.told("赵敏") == [
        "您说过的“停车难”，议事定下的“北街划20个车位”不办了：路面太窄，划不下。您有话跟我说。"
    ]


async def test_minutes_of_the_talk_are_the_summary_to_be_agreed_to(group: Group) -> None:
    await posted(group)
    await group.waits_until(march(26, 17))
    await group.tells("林晓", "/纪要 北街划20个车位（城管队，4月20日前）")
    assert group.told("林晓")[-1].endswith("没定的接着办。谢谢大家。\n\n发布回 1，重写回 2。")
    await group.tells("林晓", "1")
    await group.waits(hours=24)
    assert group.heard[-1].startswith("这周议“停车难”。定下：\n1 北街划20个车位（城管队，4月20日前）")


async def test_minutes_that_are_missing_are_asked_for_after_three_days_and_told_to_the_head_after_seven(
    group: Group,
) -> None:
    await posted(group)
    missing = "3月26日周议事“停车难”还没有纪要。请发“纪要 周议事”加内容，一行一件，定下的事在后面括号里写谁办、哪天前。"
    await group.waits_until(march(29, 12))
    assert missing not in group.told("林晓")  # a Sunday
    await group.waits_until(march(30, 12))
    assert (group.told("林晓")[-1], missing in group.told("何建平")) == (missing, False)
    await group.waits_until(moment(date(2026, 4, 2), time(12)))
    assert missing in group.told("何建平")


async def test_minutes_are_asked_for_once_where_holidays_put_both_reminders_on_one_morning() -> None:
    group = Group(a_storage(ROSTER, bound=ACCOUNTS), now=moment(date(2026, 2, 7), time(12)), roster=ROSTER)
    await group.tells("何建平", "/议题 停车难")
    await group.waits_until(moment(date(2026, 2, 25), time(12)))
    asked = "2月12日周议事“停车难”还没有纪要"
    for name in ("林晓", "何建平"):
        assert len([text for text in group.told(name) if text.startswith(asked)]) == 1


async def test_the_head_gets_the_record_on_paper(group: Group) -> None:
    await talked_over(group, "北街划20个车位（城管队，4月20日前）")
    (paper,) = group.files("何建平")
    assert paper.name == "周议事记录 2026-03-26.docx"
    form = filled_in(paper.content)
    assert (form["主题"], form["发言要点"], form["下次回看"]) == ("停车难", "北街划线停车", "2026年4月20日（周一）")
    assert form["定下的事"] == "1 北街划20个车位（城管队，4月20日前）"
