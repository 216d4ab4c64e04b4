"""Activities beside reception days: each kind told, asked, minuted as its table says, in the words people get."""

from dataclasses import replace
from datetime import date, time

from handlers.dates.china_time import moment
from handlers.meetings.rules.activity_kinds import KINDS
from handlers.meetings.rules.nominal_days import MonthlyDay
from handlers.meetings.rules.reception_days import ReceptionRule
from handlers.people.rules.roster import Activity, Roster
from handlers.reports.rules.figures import FINISHED, REGISTERED
from tests.support.group import Group
from tests.support.papers import filled_in, on_paper
from tests.support.stages import a_storage
from tests.support.township import BOUND, DEPUTIES, STATION, WANG_VILLAGE


def on_day(kind: str, day: int, *rotation: str, place: str = "镇政府二楼") -> Activity:
    rule = ReceptionRule(days=MonthlyDay(day=day))
    return Activity(kind=kind, rule=rule, start=time(14, 30), place=place, rotation=rotation)


async def a_group(*activities: Activity, on: date, hour: int = 8) -> Group:
    station = replace(STATION, topic=None, receptions=(), activities=activities)
    roster = Roster([station])
    group = Group(a_storage(roster, bound=BOUND), now=moment(on, time(hour)), roster=roster)
    await group.waits(minutes=1)
    group.forgets()
    return group


async def until(group: Group, month: int, day: int, hour: int = 12, year: int = 2026) -> None:
    await group.waits_until(moment(date(year, month, day), time(hour)))


# --- quarterly meeting ---


async def test_the_agenda_of_a_quarterly_meeting_is_made_of_the_figures() -> None:
    group = await a_group(on_day("joint_meeting", 20), on=date(2026, 3, 9))
    await until(group, 3, 10)
    assert group.told("何建平")[-1] == (
        "一季度联席会：3月20日（周五）下午2点半镇政府二楼。议题拟为：一、上季办理情况；二、大家反映最多的事；三、下季安排。\n"
        "近3个月没有收到诉求。\n"
        "议题二要换，发“活动 季联席会 议题”加题目。"
    )
    await group.tells("何建平", "活动 季联席会 议题 冬季供暖")
    assert group.told("何建平")[-1] == "好的，3月20日季联席会说“冬季供暖”。"
    await until(group, 3, 13)
    assert group.told("张明远") == [
        "一季度联席会：3月20日（周五）下午2点半镇政府二楼。议题：一、上季办理情况；二、冬季供暖；三、下季安排。\n"
        "近3个月没有收到诉求。\n"
        "能来回 1，不能来回 2。"
    ]


async def test_what_a_quarterly_meeting_agreed_is_told_to_each_and_counted_in_the_deputies_group() -> None:
    group = await a_group(on_day("joint_meeting", 20), on=date(2026, 3, 13))
    await until(group, 3, 20, 17)
    group.forgets()
    await group.tells(
        "林晓", "纪要 季联席会 大家说了冬季供暖。\n锅炉月底前查一遍（张明远，3月31日前）\n水管站报计划（供水站）"
    )
    assert group.told("张明远") == [
        "3月20日季联席会“大家反映最多的事”定下，请您办：锅炉月底前查一遍（张明远，3月31日前）。到时候我来问办得怎么样。"
    ]
    assert group.heard_in(DEPUTIES) == ["联席会定了2件事，责任人和时间已单独告诉各位。"]
    assert group.told("林晓")[-1] == (
        "3月20日季联席会“大家反映最多的事”的纪要记下了，定下2件：\n"
        "1 锅炉月底前查一遍（张明远，3月31日前）\n2 水管站报计划（供水站）"
    )
    assert group.heard == []


async def test_the_head_gets_the_minutes_of_a_quarterly_meeting_with_number_figures_and_dates() -> None:
    group = await a_group(on_day("joint_meeting", 20), on=date(2026, 3, 13))
    await until(group, 3, 20, 17)
    await group.tells("林晓", "纪要 季联席会 大家说了冬季供暖。\n锅炉月底前查一遍（张明远，3月31日前）")
    paper = group.files("何建平")[-1]
    form = filled_in(paper.content)
    assert paper.name == "季联席会纪要 2026-03-20.docx"
    assert "编号：QS季联席会20260320　　打印时间：2026年3月20日" in on_paper(paper.content)
    assert (form["时间"], form["下次回看"]) == ("2026年3月20日（周五）下午2点半", "2026年3月31日（周二）")
    assert form["有关数据"] == "近3个月没有收到诉求。"
    assert (form["主持"], form["下步计划"]) == ("", "")


async def test_a_quarterly_meeting_is_held_in_the_last_month_of_the_quarter_only() -> None:
    group = await a_group(on_day("joint_meeting", 20), on=date(2026, 3, 31))
    await until(group, 6, 1)
    assert group.told("张明远") == []


# --- inspection ---


async def test_an_inspection_takes_the_projects_in_turn_and_says_what_became_of_the_last_one() -> None:
    group = await a_group(on_day("monthly_inspection", 15, "饮水管网", "灌溉渠"), on=date(2026, 4, 8), hour=7)
    await until(group, 4, 8)
    (asked,) = group.told("张明远")
    assert asked == "4月15日（周三）去看“灌溉渠”，集合镇政府二楼下午2点半。能来回 1，不能来回 2。"
    await until(group, 4, 16)
    await group.tells("林晓", "纪要 接头漏水（供水站，4月30日前）\n井盖没盖（供水站，4月20日前）")
    await until(group, 4, 20, 10)
    await group.tells("林晓", "1")
    await until(group, 5, 8)
    assert group.told("张明远")[-1] == (
        "5月15日（周五）去看“饮水管网”，集合镇政府二楼下午2点半。上次提的2个问题，已改1个。能来回 1，不能来回 2。"
    )


async def test_voters_are_told_of_an_inspection_three_days_ahead() -> None:
    group = await a_group(on_day("monthly_inspection", 15, "灌溉渠"), on=date(2026, 4, 10))
    await until(group, 4, 12)
    said = ["4月15日（周三）代表集中视察，去看“灌溉渠”。您觉得哪里该看、该问什么，@我说。"]
    assert (group.heard, group.heard_in(WANG_VILLAGE)) == (said, said)


async def test_who_agreed_is_reminded_and_who_did_not_is_left_in_peace() -> None:
    group = await a_group(on_day("monthly_inspection", 15, "灌溉渠"), on=date(2026, 4, 8), hour=7)
    await until(group, 4, 8)
    await group.tells("张明远", "1")
    await group.tells("陈玉兰", "2")
    assert group.told("陈玉兰")[-1] == "好的，集中视察“灌溉渠”这次不等您了。"
    await until(group, 4, 14, 19)
    assert group.told("张明远")[-1] == "张代表，明天下午2点半在镇政府二楼集合，去看“灌溉渠”。"
    assert len(group.told("陈玉兰")) == 2


async def test_who_has_not_answered_is_asked_the_day_before_and_not_taken_to_come() -> None:
    group = await a_group(on_day("monthly_inspection", 15, "灌溉渠"), on=date(2026, 4, 8), hour=7)
    await until(group, 4, 8)
    group.forgets()
    await until(group, 4, 14, 19)
    assert group.told("周国栋") == [
        "周代表，明天下午2点半在镇政府二楼集合，去看“灌溉渠”。还没等到您的答复，能来回 1，不能来回 2。"
    ]
    await group.tells("周国栋", "1")
    assert group.told("周国栋")[-1] == "好的，集中视察4月15日（周三）下午2点半在镇政府二楼见。"
    await until(group, 4, 15, 17)
    await group.tells("林晓", "纪要 集中视察 渠里有淤泥。")
    assert filled_in(group.files("何建平")[-1].content)["代表"] == "周国栋"


# --- duty report, year ---


async def test_deputies_are_told_thirty_fifteen_and_three_days_before_they_report() -> None:
    group = await a_group(on_day("duty_report", 25), on=date(2026, 5, 20))
    await until(group, 5, 26)
    assert group.told("张明远")[-1] == (
        "张代表，6月25日（周四）下午2点半在镇政府二楼向选民述职。请准备述职报告：做了什么，哪里没做好，下半年怎么做。"
    )
    await until(group, 6, 10)
    assert group.told("张明远")[-1].startswith("张代表，述职报告写好了吗？")
    await group.tells("张明远", "1")
    await until(group, 6, 22)
    assert group.told("张明远")[-1] == "张代表，6月25日（周四）下午2点半在镇政府二楼述职，请带上述职报告。"
    assert group.heard == [
        "6月25日（周四）下午2点半，代表在镇政府二楼向选民述职，请您来听、来评。来不了，想问的@我说。"
    ]


async def test_at_the_end_of_the_year_they_are_asked_what_comes_the_next_year() -> None:
    group = await a_group(on_day("duty_report", 25), on=date(2026, 11, 20))
    await until(group, 11, 26)
    assert group.told("张明远")[-1].endswith("请准备述职报告：做了什么，哪里没做好，明年怎么做。")


async def test_a_duty_report_put_off_into_january_asks_what_comes_this_year() -> None:
    group = await a_group(on_day("duty_report", 25), on=date(2026, 12, 2))
    await group.tells("林晓", "活动 半年述职 改到 2027年1月14日 换届")
    await until(group, 12, 15)
    assert group.told("张明远")[-1].endswith("请准备述职报告：做了什么，哪里没做好，今年怎么做。")


async def test_the_year_is_summed_up_from_its_figures() -> None:
    group = await a_group(on_day("annual_summary", 25), on=date(2026, 12, 14))
    await until(group, 12, 15)
    assert group.told("何建平")[-1].endswith("2026年的数：\n2026年没有收到诉求。")
    await until(group, 12, 22)
    assert group.heard == ["12月25日（周五）联络站做年总结。哪里没办好、明年最盼什么，@我说。"]


async def test_voters_read_of_the_year_only_what_there_was() -> None:
    group = await a_group(on_day("annual_summary", 25), on=date(2026, 12, 14))
    async with group.storage.begin() as work:
        await work.figures.add(STATION.id, date(2026, 5, 6), REGISTERED, 12)
        await work.figures.add(STATION.id, date(2026, 6, 7), FINISHED, 9)
    await until(group, 12, 22)
    assert group.heard == [
        "12月25日（周五）联络站做年总结。2026年大家反映了12件事，办好9件。哪里没办好、明年最盼什么，@我说。"
    ]
    assert any(text.endswith("\n2026年收到12件，办结9件。") for text in group.told("何建平"))


async def test_nobody_is_asked_for_minutes_of_what_was_held_before_the_first_start() -> None:
    group = await a_group(on_day("joint_meeting", 25), on=date(2026, 3, 27))
    await until(group, 4, 3)
    assert not [text for text in group.told("何建平") if "纪要" in text]


async def test_a_duty_report_is_told_without_brackets_in_brackets() -> None:
    group = await a_group(on_day("duty_report", 18, place="文化站"), on=date(2026, 6, 3))
    await until(group, 6, 4)
    assert group.told("张明远")[0].startswith("张代表，述职报告写好了吗？6月18日（周四）下午2点半在文化站述职，")


# --- forum, party day, study ---


async def test_the_forum_goes_from_village_to_village_and_the_village_sets_its_subject() -> None:
    group = await a_group(on_day("forum", 16, "王庄", "李村", place=""), on=date(2026, 4, 3))
    await until(group, 4, 6)
    assert group.told("林晓") == [
        "这次头雁论坛轮到李村，4月16日（周四）下午2点半在李村开。请那里的书记或主任定题目，定好发“活动 头雁论坛 议题”加题目。"
    ]
    await group.tells("林晓", "活动 头雁论坛 议题 果园灌溉")
    await until(group, 4, 9)
    assert group.told("陈玉兰")[-1].startswith("头雁论坛4月16日（周四）下午2点半在李村，这次轮到李村，说“果园灌溉”。")
    await until(group, 5, 8)
    assert any("这次头雁论坛轮到王庄" in text for text in group.told("林晓"))


async def test_a_party_day_has_its_free_n_and_study_its_subject() -> None:
    group = await a_group(on_day("party_day", 10, "产业"), on_day("study", 17, "民法典"), on=date(2026, 4, 6))
    await until(group, 4, 14)
    assert [text for text in group.told("周国栋") if text.endswith("。能来回 1，不能来回 2。")] == [
        "主题党日+民主议事+产业：4月10日（周五）下午2点半，镇政府二楼。能来回 1，不能来回 2。",
        "4月17日（周五）下午2点半在镇政府二楼集中学习“民法典”。能来回 1，不能来回 2。",
    ]


# --- special reports ---


async def test_head_staff_and_deputies_are_reminded_of_the_special_reports_the_congress_hears() -> None:
    reports = Activity(kind="special_reports", dates={"03-10": "社会保障、土地管理"})
    group = await a_group(reports, on=date(2026, 2, 7))
    await until(group, 3, 10)
    assert [text for text in group.told("何建平") if "专项报告" in text and not text.startswith("【")] == [
        "3月10日（周二）前后开人代会，要听的专项报告：社会保障、土地管理。听哪几项、哪个单位来报，请和主席团定下来，早些通知。"
    ]
    assert group.told("林晓") == [
        "3月10日（周二）前后的人代会要听专项报告：社会保障、土地管理。请催有关单位把报告稿交来。"
    ]
    assert group.told("张明远") == [
        "张代表，3月10日（周二）前后的人代会要听专项报告：社会保障、土地管理。请先看看材料，想问的、想提的记下来。"
    ]
    assert group.heard == []


# --- publicity ---


PUBLICITY = Activity(kind="publicity", dates=KINDS["publicity"].dates)
DRAFT = "今天是环境日。有关的政策想了解，或者身边有要改进的地方，@我说。"


async def test_nothing_is_posted_on_a_publicity_day_before_staff_agreed() -> None:
    group = await a_group(PUBLICITY, on=date(2026, 5, 28))
    await until(group, 5, 29)
    assert group.told("林晓") == [
        f"6月5日（周五）是环境日，拟在群里发：\n{DRAFT}\n发回 1，不发回 2，要改就把整段话发给我。"
    ]
    await until(group, 6, 5)
    assert group.heard == []


async def test_the_words_staff_agreed_to_are_posted_on_the_day() -> None:
    group = await a_group(PUBLICITY, on=date(2026, 5, 28))
    await until(group, 5, 29, 10)
    await group.tells("林晓", "1")
    await until(group, 6, 5)
    assert group.heard == [DRAFT]


async def test_staff_may_put_it_in_their_own_words_or_leave_it() -> None:
    group = await a_group(PUBLICITY, on=date(2026, 5, 28))
    await until(group, 5, 29, 10)
    await group.tells("林晓", "今天环境日，上午广场有宣传，欢迎来。")
    await until(group, 6, 18, 10)
    await group.tells("林晓", "2")
    await until(group, 6, 26)
    assert group.heard == ["今天环境日，上午广场有宣传，欢迎来。"]


# --- changing ---


async def test_a_moved_activity_asks_everybody_anew_and_is_told_where_it_was_announced() -> None:
    group = await a_group(on_day("monthly_inspection", 15, "灌溉渠"), on=date(2026, 4, 8), hour=7)
    await until(group, 4, 12)
    await group.tells("张明远", "1")
    group.forgets()
    await group.tells("何建平", "活动 集中视察 改到 4月22日 防汛")
    assert group.told("何建平") == ["好的，集中视察从4月15日改到4月22日（周三），请过的人都告诉了。"]
    assert group.told("张明远") == [
        "原定4月15日的集中视察因防汛改到4月22日（周三）下午2点半，在镇政府二楼。能来回 1，不能来回 2。"
    ]
    assert group.heard == ["原定4月15日的集中视察因防汛改到4月22日（周三）下午2点半。给您添麻烦了，请相互转告。"]
    await group.tells("张明远", "1")
    group.forgets()
    await until(group, 4, 16)
    assert group.told("张明远") == []
    await until(group, 4, 21, 19)
    assert group.told("张明远") == ["张代表，明天下午2点半在镇政府二楼集合，去看“灌溉渠”。"]


async def test_an_activity_that_is_called_off_is_told_to_those_invited_and_nothing_more_is_said_of_it() -> None:
    group = await a_group(on_day("monthly_inspection", 15, "灌溉渠"), on=date(2026, 4, 8), hour=7)
    await until(group, 4, 8)
    group.forgets()
    await group.tells("何建平", "活动 集中视察 取消 防汛")
    assert group.told("张明远") == ["4月15日的集中视察因防汛不办了。"]
    group.forgets()
    await until(group, 4, 30)
    assert (group.heard, group.told("张明远"), group.told("林晓")) == ([], [], [])


async def test_what_is_held_next_and_still_to_be_done_is_shown() -> None:
    group = await a_group(on_day("monthly_inspection", 15, "灌溉渠"), on=date(2026, 4, 15), hour=16)
    await group.tells("林晓", "纪要 集中视察 接头漏水（供水站，4月30日前）")
    await group.tells("林晓", "活动")
    assert group.told("林晓")[-1] == (
        "近两个月的活动：\n"
        "5月15日（周五）下午2点半 集中视察“灌溉渠”，镇政府二楼\n"
        "定下还没办完的：\n"
        "1 接头漏水（供水站，4月30日前）（集中视察）\n"
        "要改发“活动 名称 改到 3月25日 原因”“活动 名称 取消 原因”或“活动 名称 议题 题目”。"
    )


async def test_an_activity_nobody_switched_on_is_not_known() -> None:
    group = await a_group(on_day("study", 15), on=date(2026, 4, 10))
    await group.tells("林晓", "活动 头雁论坛 取消 下雨")
    assert group.told("林晓")[-1].startswith("没看懂是哪个活动。本站的活动有：集中学习。")
