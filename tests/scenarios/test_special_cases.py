"""Every row of the table of special handling (domain §3.6) that is not a chapter of its own."""

from dataclasses import replace

import pytest

from handlers.people.rules.roster import Roster
from handlers.petitions.rules.petition import PetitionId, State
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.story import LAMP, MONDAY, registered, surveyed, taken_up
from tests.support.township import BOUND, STATION

ABUSIVE = f"你们这帮狗东西，{LAMP}"
CALM = "您着急我明白，事情我已经记下。请换个说法，好让代表看得清楚。"
ADVERTISEMENT = "低息贷款，当天放款，加微信有优惠"


async def states(group: Group) -> list[State]:
    async with group.storage.begin() as work:
        known = await work.petitions.registered(STATION.id, MONDAY, group.clock.now())
        return [one.state for one in known]


# --- anonymous ---


async def test_an_anonymous_matter_reaches_nobody_by_name(group: Group) -> None:
    await group.says("赵敏", f"/诉求 匿名 {LAMP}")
    await group.tells("林晓", "1")
    assert group.told("赵敏")[0].endswith("您没有留名字，我可能没办法追问，也不一定能单独答复您。")
    said = "\n".join((*group.heard, *group.told("林晓"), *group.told("张明远")))
    assert LAMP in said
    assert "赵敏" not in said


async def test_an_accusation_is_not_taken_anonymously(group: Group) -> None:
    await group.tells("赵敏", "/匿名诉求 我要举报村主任吃拿卡要")
    assert group.told("赵敏")[0].startswith("您好，反映公职人员的问题，要由纪委监委来受理")


# --- said again ---


@pytest.mark.parametrize("again", [LAMP, f"/诉求 {LAMP}", f"{LAMP}！！"])
async def test_the_same_words_after_closing_are_answered_with_the_earlier_answer(group: Group, again: str) -> None:
    await surveyed(group)
    await group.tells("赵敏", "满意")
    await group.waits(days=3)
    group.forgets()
    await group.says("赵敏", again)
    assert group.told("赵敏") == [
        "尾号 1 已经办结，答复是：三盏灯都换好了\n有新情况请说一句，例如：重办 1 昨晚又坏了。发照片也行。"
    ]
    assert "三盏灯" not in "".join(group.heard)
    assert await states(group) == [State.CLOSED]


async def test_the_same_words_long_after_closing_are_a_new_matter(group: Group) -> None:
    await surveyed(group)
    await group.tells("赵敏", "满意")
    await group.waits(days=32)
    await group.tells("赵敏", f"/诉求 {LAMP}")
    assert await states(group) == [State.REGISTERED, State.ARCHIVED]


# --- withdrawal ---


async def test_a_danger_is_not_its_voters_to_call_off(group: Group) -> None:
    await group.tells("赵敏", "村口电线掉地上了")
    await group.tells("赵敏", "撤回 1")
    assert group.told("赵敏")[-1].startswith("尾号 1 现在是“请马上拨打110、119、120”，不能撤回")


async def test_staff_carry_on_as_the_stations_own_without_the_voter(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "撤回 1")
    await group.tells("赵敏", "1")
    await group.tells("林晓", f"新增 {LAMP}")
    async with group.storage.begin() as work:
        own = await work.petitions.get(PetitionId("QS2026-0002"))
    assert (own.voter, own.state) == (None, State.REGISTERED)


# --- false ---


async def test_what_turned_out_otherwise_is_declined_and_nobody_accused(group: Group) -> None:
    await taken_up(group)
    await group.tells("林晓", "不登记 1 经了解情况与反映不一致")
    assert group.told("赵敏") == [f"尾号 1 没有继续办：经了解情况与反映不一致。有新情况请再说，或打 {STATION.phone}。"]
    assert group.heard == []


# --- abusive ---


async def test_abuse_is_answered_calmly_in_private_once_and_the_matter_is_registered(group: Group) -> None:
    await group.says("赵敏", ABUSIVE)
    assert CALM in group.told("赵敏")
    assert CALM not in group.heard
    assert await states(group) == [State.REGISTERED]
    assert not any("难听的话" in text for text in group.told("林晓"))


async def test_abuse_without_a_matter_is_asked_what_it_is_about(group: Group) -> None:
    await group.says("赵敏", "一群废物混蛋")
    assert group.heard == []
    assert group.told("赵敏") == ["您着急我明白。请换个说法，说说是什么事、在哪里，我好给您登记。"]


async def test_the_second_time_staff_are_asked_to_talk_to_the_voter(group: Group) -> None:
    await group.says("赵敏", "一群废物混蛋")
    group.forgets()
    await group.says("赵敏", "混蛋，一群混蛋")
    assert group.told("林晓") == ["李村群有一位选民又说了难听的话。请打电话劝一劝、听一听，我没有回嘴。"]
    assert group.told("赵敏") == [f"对不起，我没听懂。您可以发“帮助”，或“人工”，或打 {STATION.phone}。"]


# --- advertising ---


async def test_an_advertisement_is_no_matter_and_who_looks_after_the_group_hears_of_it(group: Group) -> None:
    await group.says("孙伟", ADVERTISEMENT)
    assert group.heard == []
    assert group.told("孙伟") == ["这个群只说和联络站有关的事，广告请收回，谢谢。"]
    assert group.told("张明远") == ["李村群有人发广告，没有登记，已单独请他收回。请您看一下。"]
    assert group.told("林晓") == []
    assert await states(group) == []


@pytest.mark.parametrize("said", ["街上贷款小广告贴得到处都是，没人清", "村口新店开业放音响吵到半夜，三天了"])
async def test_a_complaint_about_advertising_is_a_matter(group: Group, said: str) -> None:
    await group.tells("赵敏", said)
    assert "这个群只说和联络站有关的事，广告请收回，谢谢。" not in group.told("赵敏")


# --- tenders, minors ---


async def test_business_is_declined_politely(group: Group) -> None:
    await group.tells("赵敏", "镇里修路那个工程想请代表帮忙让我中标")
    assert group.told("赵敏")[0].startswith("您好，家里和邻里、钱款合同上的事")
    assert await states(group) == [State.REDIRECTED]


async def test_nothing_of_what_a_child_says_alone_is_kept(group: Group) -> None:
    said = "我是小学生，我们班里没有暖气"
    message = await group.tells("小军", said)
    assert group.told("林晓")[0].startswith("【请人工联系】私聊 有人（")
    assert "（未成年人单独留言）。原话没有保存，请联系监护人\n" in group.told("林晓")[0]
    async with group.storage.begin() as work:
        petition = await work.petitions.get(PetitionId("QS2026-0001"))
        kept = await work.messages.get(message)
        outgoing = [entry.outgoing.text for entry in await work.outbox.sent(limit=50)]
    assert (petition.text, petition.summary, petition.state) == ("", "", State.PRIVATE_HUMAN)
    assert kept is not None
    assert kept.heard.text == ""
    assert not any("暖气" in text for text in outgoing)


# --- what the presidium lets staff do ---


async def test_staff_hand_over_a_service_by_the_standing_leave_of_the_presidium() -> None:
    roster = Roster([replace(STATION, standing_leave=True)])
    group = Group(a_storage(roster, bound=BOUND), now=MONDAY, roster=roster)
    await taken_up(group)
    await group.tells("林晓", "交办 1 供电所")
    assert group.told("赵敏") == ["尾号 1：已交供电所办理，一般5个工作日内答复。到时没消息我会去催。"]


# --- thanks, questions ---


async def test_thanks_are_passed_on_and_are_no_rating(group: Group) -> None:
    await surveyed(group)
    await group.says("赵敏", "路灯修好了，谢谢代表")
    assert group.heard == ["谢谢您的肯定，我转给张代表。"]
    assert group.told("张明远") == ["有选民表示感谢：路灯修好了，谢谢代表"]
    assert await states(group) == [State.SURVEYING]


async def test_a_question_about_a_policy_is_answered_and_not_registered(group: Group) -> None:
    await group.tells("赵敏", "请问医保怎么报销")
    assert group.told("赵敏")[0].startswith("便民服务中心社保窗口\n地址：青石镇政府一楼三号窗口\n")
    assert await states(group) == []


# --- of another place ---


async def test_who_tells_of_another_place_is_shown_the_way_there(group: Group) -> None:
    await group.says("赵敏", "/诉求 我老家柳河镇的路灯不亮三天了")
    group.forgets()
    await group.tells("林晓", "引导 1 外地")
    assert group.told("赵敏") == [
        "您好，您说的这件事不在青石镇人大代表联络站的范围，这里的代表管不到。\n"
        "请找那个地方的人大代表联络站，或者打那里的 12345。\n"
        "也可以由我们记下来，转给那个地方的代表。"
    ]
    assert group.heard == []
    assert await states(group) == [State.REDIRECTED]


async def test_who_wants_it_is_noted_for_a_deputy_of_that_place(group: Group) -> None:
    await group.says("赵敏", "/诉求 我老家柳河镇的路灯不亮三天了")
    await group.tells("林晓", "引导 1 外地")
    group.forgets()
    await group.tells("赵敏", "1")
    assert group.told("赵敏")[0].startswith("好的，已经记下，请工作人员转给那边的代表，转好告诉您。")
    [passed_on] = group.told("林晓")
    assert "柳河镇的路灯不亮" in passed_on
    assert "赵敏" not in passed_on


async def test_who_goes_there_himself_has_nothing_passed_on(group: Group) -> None:
    await group.says("赵敏", "/诉求 我老家柳河镇的路灯不亮三天了")
    await group.tells("林晓", "引导 1 外地")
    group.forgets()
    await group.tells("赵敏", "2")
    assert group.told("赵敏") == ["好的。本地的事随时告诉我，我照样给您登记。"]
    assert group.told("林晓") == []


async def test_a_week_later_the_voter_is_asked_whether_the_other_place_helped(group: Group) -> None:
    await group.says("赵敏", "/诉求 我老家柳河镇的路灯不亮三天了")
    await group.tells("林晓", "引导 1 外地")
    group.forgets()
    await group.waits(days=7, hours=2)
    assert any("找到" in text for text in group.told("赵敏"))
