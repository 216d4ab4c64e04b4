"""A petition in the hands of deputy, presidium and unit, and what its voter hears of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

import pytest

from handlers.dates.china_time import moment
from handlers.message import Account, Outgoing, Priority, Recipient
from handlers.people.rules.roster import PersonId, Role, Roster, Staff, StationId
from handlers.petitions.rules.petition import PetitionId, State
from handlers.ports import Delivery, Withheld
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.story import (
    LAMP,
    MONDAY,
    assigned,
    day_begun,
    handed_over,
    private_talk,
    registered,
    replied,
    signed,
    taken_up,
)
from tests.support.township import BOUND, LI_VILLAGE, PLATFORM, ROBOT, STATION

PETITION = PetitionId("QS2026-0001")


async def state_of(group: Group) -> State:
    async with group.storage.begin() as work:
        return (await work.petitions.get(PETITION)).state


# --- the deputy ---


async def test_a_deputy_takes_up_by_one_digit_and_the_voter_hears_it(group: Group) -> None:
    await assigned(group)
    await group.tells("张明远", "1")
    assert group.told("张明远") == ["尾号 1 您已接手。要报人大交单位办，发“签 1”；当面答复了，发“答复 1 加内容”。"]
    told = len(group.told("赵敏"))
    await group.tells("张明远", "/接手 1")
    assert len(group.told("赵敏")) == told
    assert group.told("赵敏") == ["尾号 1：张代表已经看到，会如实反映、跟着催。"]
    assert group.heard == []


async def test_what_was_told_in_a_deputys_own_group_may_be_taken_up_before_staff_sorted_it(group: Group) -> None:
    await registered(group)
    await group.tells("张明远", "接手 1")
    assert group.told("赵敏") == ["尾号 1：张代表已经看到，会如实反映、跟着催。"]
    group.forgets()
    await group.tells("林晓", "1")
    assert group.told("张明远") == []


async def test_another_deputys_petition_is_not_shown(group: Group) -> None:
    await assigned(group)
    await group.tells("陈玉兰", "接手 1")
    assert group.told("陈玉兰") == ["没查到尾号 1。请核对一下尾号。"]
    assert group.told("赵敏") == []


async def test_a_deputy_passes_on_and_staff_send_it_by_one_digit_to_the_village_named(group: Group) -> None:
    await assigned(group)
    await group.tells("张明远", "转 1 王庄")
    assert group.told("张明远") == ["好的，尾号 1 我请工作人员另派。"]
    assert group.told("林晓") == [
        "张代表说尾号 1 不是本选区的：王庄。\n"
        "派给陈玉兰代表回 1。要派人发“派 1 姓名”，别的：分类、引导、补问、不登记，都带尾号。"
    ]
    group.forgets()
    await group.tells("张明远", "待办")
    assert group.told("张明远") == ["您现在没有待办的事。"]
    await group.tells("林晓", "1")
    assert len(group.told("陈玉兰")) == 1
    assert group.told("赵敏") == []


async def test_nobody_is_proposed_who_has_passed_it_on(group: Group) -> None:
    await assigned(group)
    await group.tells("张明远", "2")
    assert group.told("林晓") == [
        "张代表说尾号 1 不是本选区的。\n要派人发“派 1 姓名”，别的：分类、引导、补问、不登记，都带尾号。"
    ]


async def test_an_answer_on_the_spot_is_asked_for_in_words_and_rated_at_once(group: Group) -> None:
    await assigned(group)
    await group.tells("张明远", "3")
    assert group.told("张明远") == ["尾号 1 您是怎么答复的？说一句我就记下。例如：已和电工去看过，明天修。"]
    group.forgets()
    await group.tells("张明远", "已和电工去看过，明天修")
    assert group.told("张明远") == ["尾号 1 已记为当面答复。我请选民评价。"]
    assert group.told("赵敏") == [
        "尾号 1 有结果了：已和电工去看过，明天修\n要看正式答复回 1。您觉得怎么样？满意回 2，基本满意回 3，不满意回 4。"
    ]
    assert await state_of(group) is State.SURVEYING


async def test_the_list_of_a_deputy_says_what_comes_next(group: Group) -> None:
    await group.tells("张明远", "待办")
    assert group.told("张明远") == ["您现在没有待办的事。"]
    await assigned(group)
    await group.tells("张明远", "待办")
    assert group.told("张明远") == [f"您有 1 件：\n尾号 1 {LAMP}，3月18日（周三）前，接手发“接手 1”"]


async def test_a_form_the_presidium_gave_back_is_signed_again(group: Group) -> None:
    await signed(group)
    await group.tells("秦书敏", "退回 1 请写明要装几盏")
    assert group.told("张明远") == ["尾号 1 的登记表退回来了：请写明要装几盏。补好后发“签 1”。"]
    assert group.told("秦书敏") == ["尾号 1 的登记表已退回代表。"]
    assert group.told("赵敏") == []
    await group.tells("张明远", "签 1")
    assert await state_of(group) is State.SUBMITTED


# --- the slip ---


async def test_a_hand_over_names_unit_and_limit(group: Group) -> None:
    await signed(group)
    await group.tells("秦书敏", "交办 1 供电所 3日")
    assert group.told("秦书敏") == ["尾号 1 已交供电所，3月19日（周四）前答复。"]
    assert group.told("赵敏") == ["尾号 1：已交供电所办理，一般3个工作日内答复。到时没消息我会去催。"]


async def test_staff_may_not_hand_over_what_no_deputy_has_signed_but_the_presidium_may(group: Group) -> None:
    await taken_up(group)
    await group.tells("林晓", "交办 1 供电所")
    assert group.told("林晓") == ["尾号 1 还没有代表签登记表。请代表发“签 1”，或者由主席团直接交办。"]
    assert await state_of(group) is State.TRIAGED
    await group.tells("秦书敏", "交办 1 供电所")
    assert await state_of(group) is State.DISPATCHED


async def test_a_slip_that_came_back_goes_to_another_unit_and_the_voter_is_told_once(group: Group) -> None:
    await handed_over(group)
    await group.tells("林晓", "退办 1 路灯归乡村建设办管")
    assert group.told("林晓") == ["尾号 1 已退办，请交办单位另定。"]
    assert group.told("秦书敏") == ["尾号 1 供电所退办：路灯归乡村建设办管。请另定单位，发“交办 1 单位”。"]
    assert group.told("赵敏") == []
    await group.tells("秦书敏", "交办 1 乡村建设办")
    assert group.told("赵敏") == ["尾号 1：原来的单位说不归他们管，现在改交乡村建设办，让您久等了。"]


async def test_only_those_who_handed_it_over_give_it_to_another_unit(group: Group) -> None:
    await handed_over(group)
    await group.tells("林晓", "退办 1 路灯归乡村建设办管")
    group.forgets()
    await group.tells("林晓", "交办 1 乡村建设办")
    assert group.told("林晓") == ["尾号 1 是主席团交办的，改交别的单位也由主席团来定。"]
    assert await state_of(group) is State.SENT_BACK


async def test_a_slip_is_sent_back_with_a_reason_and_in_time(group: Group) -> None:
    await handed_over(group)
    await group.tells("林晓", "/退办 1")
    assert await state_of(group) is State.DISPATCHED
    await group.waits(days=8)
    group.forgets()
    await group.tells("林晓", "退办 1 路灯归乡村建设办管")
    assert group.told("林晓") == ["尾号 1 退办的期限是3月23日（周一），已经过了。办不下来请说明情况，请站长会商。"]
    assert await state_of(group) is State.DISPATCHED


async def test_what_the_county_has_to_decide_is_reported_upward(group: Group) -> None:
    await signed(group)
    await group.tells("秦书敏", "上报 1 县城管局")
    assert group.told("赵敏") == [
        "尾号 1：这件事要县里定，已由青石镇人大报县人大，交县城管局办。时间会长一些，三个月内答复。"
    ]
    assert group.told("秦书敏") == ["尾号 1 已记为报县人大，交县城管局。县里定了单位发“交办 1 单位”。"]


# --- the unit's work, typed by staff ---


async def test_work_under_way_is_told_and_what_was_left_out_before_is_done_in_passing(group: Group) -> None:
    await handed_over(group)
    await group.tells("林晓", "办理 1 已换灯泡，等配件")
    assert group.told("林晓") == ["尾号 1 的进展记下了。已告诉选民。"]
    assert group.told("赵敏") == ["尾号 1：供电所已经去看过，正在办。现场情况：已换灯泡，等配件"]
    async with group.storage.begin() as work:
        trail = [(line.event, line.before, line.after) for line in await work.audit.of(PETITION)]
        assert (await work.petitions.get(PETITION)).due == moment(date(2026, 3, 23), time(18))
    assert trail[-2:] == [("accept", "dispatched", "in_progress"), ("progress", "in_progress", "in_progress")]


async def test_the_limit_runs_from_the_hand_over_and_not_from_the_receipt_of_the_slip(group: Group) -> None:
    await day_begun(group)
    await handed_over(group)
    await group.waits(days=2)
    group.forgets()
    await group.tells("林晓", "签收 1")
    assert group.told("林晓") == ["尾号 1 已签收，3月23日（周一）前答复。"]


async def test_a_place_in_a_plan_is_told_with_its_year(group: Group) -> None:
    await handed_over(group)
    await group.tells("林晓", "办理 1 列入计划 2027年5月20日 和修路一起做")
    await group.tells("秦书敏", "1")
    assert group.told("赵敏") == [
        "尾号 1：已列入2027年计划，预计5月20日（周四）。原因：和修路一起做。\n我会记着，到时再告诉您。"
    ]
    assert await state_of(group) is State.PLANNED


@pytest.mark.parametrize(("digit", "answered"), [("1", "已当面告诉"), ("2", "请转达")])
async def test_the_deputy_may_bring_the_answer_and_the_voter_rates_it_either_way(
    group: Group, digit: str, answered: str
) -> None:
    await handed_over(group)
    await group.tells("林晓", "回复 1 A 三盏灯都换好了")
    assert group.told("林晓") == ["尾号 1 的答复记下了（A类，已解决或基本解决）。先请张代表告诉选民。"]
    assert group.told("张明远") == ["尾号 1 答复来了：三盏灯都换好了。您亲自告诉选民更好，说完回 1；请我转达回 2。"]
    assert group.told("赵敏") == []
    group.forgets()
    await group.tells("张明远", digit)
    assert group.told("张明远") == ["好的，尾号 1 我这就请选民评价。"]
    assert group.told("赵敏") == [
        "尾号 1 有结果了：三盏灯都换好了\n要看正式答复回 1。您觉得怎么样？满意回 2，基本满意回 3，不满意回 4。"
    ]


# --- when it does not go well ---


async def test_a_conference_invites_deputy_and_staff_and_ends_with_a_result(group: Group) -> None:
    await replied(group)
    await group.tells("张明远", "2")
    await group.tells("赵敏", "评价 1 不满意 还有一盏不亮")
    group.forgets()
    await group.tells("何建平", "会商 1 周四下午")
    assert group.told("赵敏") == ["尾号 1：站长请代表和供电所坐到一起再商量，3月30日（周一）前告诉您结果。"]
    assert group.told("张明远") == group.told("林晓") == ["尾号 1 要会商：周四下午，请和供电所一起商量。"]
    group.forgets()
    await group.tells("林晓", "回复 1 A 四盏灯全换了")
    assert group.told("赵敏") == ["尾号 1 会商有结果了：四盏灯全换了\n这件事已办结，30天内有新情况还可以发“重办 1”。"]


async def test_a_conference_that_is_put_off_invites_deputy_and_staff_to_the_new_time(group: Group) -> None:
    await replied(group)
    await group.tells("张明远", "2")
    await group.tells("赵敏", "评价 1 不满意 还有一盏不亮")
    await group.tells("何建平", "会商 1 周四下午")
    group.forgets()
    await group.tells("何建平", "会商 1 改到周五上午")
    assert group.told("张明远") == group.told("林晓") == ["尾号 1 要会商：改到周五上午，请和供电所一起商量。"]
    assert group.told("赵敏") == []


async def test_what_is_overdue_is_listed_with_unit_and_days(group: Group) -> None:
    await handed_over(group)
    await group.tells("林晓", "超期")
    assert group.told("林晓") == ["没有超期的。"]
    group.forgets()
    await group.waits(days=9)
    await group.tells("林晓", "超期")
    assert group.told("林晓")[-1] == f"超期 1 件：\n尾号 1 {LAMP}，供电所，超 2 天"


async def test_a_voter_without_a_private_way_is_called_in_the_group_without_a_word_on_the_matter(group: Group) -> None:
    await assigned(group)
    group.platform.unreachable.add(private_talk("赵敏"))
    await group.tells("张明远", "1")
    assert group.heard == ["尾号 1 有新消息。请这位乡亲加我，或打 0399-6000001，我单独告诉您。"]


async def test_what_could_not_be_delivered_is_shown_and_sent_again(group: Group) -> None:
    await assigned(group)
    group.platform.unreachable.add(private_talk("赵敏"))
    await group.tells("张明远", "1")
    group.platform.unreachable.clear()
    group.forgets()
    await group.tells("林晓", "送达")
    shown = group.told("林晓")[-1].splitlines()
    assert shown[0] == "没送到、没发的，再发一次发“重发”加序号："
    assert shown[1].endswith(" 给选民，3月16日（周一）09:00，没送到")
    number = shown[1].split()[1]
    await group.tells("林晓", f"重发 {number}")
    assert group.told("林晓")[-1] == f"序号 {number} 已重新排队，再发一次。"
    assert group.told("赵敏") == ["尾号 1：张代表已经看到，会如实反映、跟着催。"]
    await group.tells("林晓", f"重发 {number}")
    assert group.told("林晓")[-1] == f"序号 {number} 不在没送到、没发的里面。发“送达”看有哪些。"


@pytest.mark.parametrize("reason", Withheld)
async def test_what_the_bot_held_back_is_not_called_undelivered(group: Group, reason: Withheld) -> None:
    async with group.storage.begin() as work:
        post = Outgoing(
            key="held back", to=Recipient.group(LI_VILLAGE), station=STATION.id, text="一", priority=Priority.POST
        )
        await work.outbox.add(post, at=group.clock.now())
        (entry,) = [one for one in await work.outbox.waiting() if one.outgoing.key == post.key]
        await work.outbox.book(replace(entry, state=Delivery.GIVEN_UP, error=reason))
    await group.tells("林晓", "送达")
    shown = group.told("林晓")[-1].splitlines()[1]
    assert "李村群" in shown
    assert "，没发：" in shown
    assert "没送到" not in shown


async def test_staff_see_that_nobody_knows_whether_it_arrived(group: Group) -> None:
    async with group.storage.begin() as work:
        post = Outgoing(
            key="in doubt", to=Recipient.group(LI_VILLAGE), station=STATION.id, text="一", priority=Priority.POST
        )
        await work.outbox.add(post, at=group.clock.now())
        (entry,) = [one for one in await work.outbox.waiting() if one.outgoing.key == post.key]
        given_up = replace(entry, state=Delivery.GIVEN_UP, error="outcome unknown", maybe_sent=True)
        await work.outbox.book(given_up)
    await group.tells("林晓", "送达")
    assert group.told("林晓")[-1].splitlines()[1].endswith("不知道送到没有")


async def test_a_step_that_does_not_fit_is_refused_and_nothing_is_said_to_the_voter(group: Group) -> None:
    await taken_up(group)
    await group.tells("林晓", "签收 1")
    assert group.told("林晓") == ["尾号 1 现在是“代表已看到”，不能签收。"]
    assert group.told("赵敏") == []
    assert group.heard_in(LI_VILLAGE) == []


async def test_an_emergency_is_closed_by_staff_who_saw_to_it(group: Group) -> None:
    await group.tells("赵敏", "李村西头着火了，有人困在屋里")
    group.forgets()
    await group.tells("林晓", "接警 E1 消防已到，人没事")
    assert group.told("林晓") == ["尾号 1 已记下有人处置。要按诉求办，发“派 1 姓名”。"]
    assert await state_of(group) is State.PRIVATE_HUMAN


async def test_only_an_emergency_is_closed_as_one(group: Group) -> None:
    await taken_up(group)
    await group.tells("林晓", "接警 1 已处理")
    assert group.told("林晓") == ["尾号 1 现在是“代表已看到”，不能接警。"]
    assert await state_of(group) is State.TRIAGED


# --- whom nobody can write to, and units that can ---


async def test_whose_voter_has_no_account_is_for_staff_to_telephone(group: Group) -> None:
    await group.tells("林晓", "/新增 电话 王庄垃圾没人收")
    await group.tells("林晓", "派 1 陈玉兰")
    await group.tells("陈玉兰", "签 1")
    await group.tells("秦书敏", "交办 1 乡村建设办")
    await group.tells("林晓", "办理 1 明早去收")
    assert group.told("林晓")[-1] == "尾号 1 的进展记下了。选民没有账号，请您打电话告知。"
    await group.tells("林晓", "回复 1 A 垃圾已清走")
    group.forgets()
    await group.tells("陈玉兰", "2")
    assert group.told("陈玉兰") == ["尾号 1 的选民没有账号，我转达不了，请您打电话告知。"]
    await group.waits(days=9)
    assert await state_of(group) is State.CLOSED


def a_group_with_units(names: Sequence[str]) -> Group:
    """Return the group of Li village, with units that have an account of their own."""
    units = tuple(Staff(person=PersonId(name), name=name, role=Role.UNIT) for name in names)
    roster = Roster([replace(STATION, staff=(*STATION.staff, *units))])
    accounts = {Account(platform=PLATFORM, account=ROBOT, user=name): PersonId(name) for name in names}
    return Group(a_storage(roster, bound=BOUND | accounts), now=MONDAY, jobs=())


async def test_a_unit_with_an_account_reads_its_slip_and_answers_it() -> None:
    group = a_group_with_units(["供电所", "供水站"])
    await signed(group)
    await group.tells("秦书敏", "交办 1 供电所")
    assert group.told("供电所") == [
        f"尾号 1 交供电所办：{LAMP}，3月23日（周一）前答复。\n签收发“签收 1”，不归您单位管，3月23日（周一）前发“退办 1 理由”。"
    ]
    await group.tells("供电所", "签收 1")
    await group.tells("供电所", "回复 1 A 灯已换好")
    assert await state_of(group) is State.REPLIED


async def test_a_unit_does_not_see_the_slips_of_another() -> None:
    group = a_group_with_units(["供电所", "供水站"])
    await signed(group)
    await group.tells("秦书敏", "交办 1 供电所")
    await group.tells("供水站", "签收 1")
    assert group.told("供水站") == ["没查到尾号 1。请核对一下尾号。"]
    assert await state_of(group) is State.DISPATCHED


# --- two stations ---


def a_group_beside_another_station() -> Group:
    """Return the group of Li village, with a neighbouring station whose staff speak there too."""
    staff = (Staff(person=PersonId("ma"), name="马文静", role=Role.STAFF),)
    neighbour = replace(
        STATION,
        id=StationId("bh"),
        code="BH",
        name="白河镇人大代表联络站",
        staff=staff,
        groups=(),
        deputies=(),
        points=(),
        receptions=(),
    )
    accounts = {Account(platform=PLATFORM, account=ROBOT, user="马文静"): PersonId("ma")}
    return Group(a_storage(Roster([STATION, neighbour]), bound=BOUND | accounts), now=MONDAY, jobs=())


@pytest.mark.parametrize("line", ["/派 1 张明远", "/不登记 1 广告", "/引导 1 R2", "/送达 1", "/超期", "/议题 停车难"])
async def test_staff_of_another_station_are_voters_in_a_group_of_this_one(line: str) -> None:
    group = a_group_beside_another_station()
    await registered(group)
    await group.says("马文静", line)
    (answer,) = group.told("马文静")
    assert "由工作人员办" in answer
    assert await state_of(group) is State.REGISTERED


async def test_staff_of_another_station_know_its_own_numbers_only() -> None:
    group = a_group_beside_another_station()
    await registered(group)
    await group.tells("马文静", "/派 1 张明远")
    assert group.told("马文静") == ["没查到尾号 1。请核对一下尾号。"]
    await group.tells("马文静", "/新增 电话 桥栏杆断了")
    assert group.told("马文静")[1] == "收到，已登记，尾号 1。"
    assert await state_of(group) is State.REGISTERED
