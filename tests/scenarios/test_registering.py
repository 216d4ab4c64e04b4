"""From a voter's word to a number: every way in, the consent, the missing details."""

from datetime import date, time, timedelta

import pytest

from handlers.dates.china_time import moment
from handlers.message import Quote
from handlers.people.rules.roster import PersonId
from handlers.petitions.rules.petition import Petition, PetitionId, Source, State
from handlers.ports import UnknownPetition
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND, STATION, TOWNSHIP, WANG_VILLAGE

CONSENT = "要登记您这件事，需要记下您的联系方式，只给您的代表和工作人员看。\n同意请回 1；不留名字请回 2；不登记请回 3。"
PLACE = "请问在哪里？说村名和附近的标志就行，例如“李村小学门口”。也可以发定位。"
SINCE = "请问是什么时候开始的？例如“昨天晚上”“三天了”。"
NOTED = "好的，都记下了。有进展我告诉您。"


async def stored(group: Group, tail: int = 1) -> Petition:
    async with group.storage.begin() as work:
        return await work.petitions.get(PetitionId(f"QS2026-{tail:04}"))


# --- the first word ---


async def test_the_group_hears_the_tail_and_nothing_else_of_a_matter(group: Group) -> None:
    await group.says("赵敏", "/诉求 李村小学门口路灯不亮三天了")
    assert group.heard[0] == "收到，已登记，尾号 1。进展我单独告诉您。"
    assert not any("路灯" in text or "赵敏" in text for text in group.heard)


async def test_the_voter_gets_the_receipt_in_private_and_is_asked_for_consent(group: Group) -> None:
    await group.says("赵敏", "/诉求 李村小学门口路灯不亮三天了")
    assert group.told("赵敏") == [
        "您好，您反映的事已登记：\n"
        "编号 QS2026-0001\n"
        "事情：李村小学门口路灯不亮三天了\n"
        "地点：李村小学门口\n"
        "下一步：张代表3个工作日内看。\n"
        "查进度发“进度 1”。说错了发“补充 1 加内容”。",
        CONSENT,
    ]


async def test_a_place_nobody_named_has_no_line_in_the_receipt(group: Group) -> None:
    await group.tells("赵敏", "/诉求 电梯停运三天")
    assert "地点" not in group.told("赵敏")[0]


async def test_a_group_reads_what_is_kept_once_a_quarter(group: Group) -> None:
    await group.says("赵敏", "/诉求 李村小学门口路灯不亮三天了")
    await group.says("孙强", "/诉求 李村东头水管漏了两天")
    notices = [text for text in group.heard if text.startswith("小助手说明")]
    assert notices == [
        "小助手说明：您@我或同意登记的内容，会记下用来办事，由青石镇人大代表联络站保管，不在群里公布您的姓名电话。"
        "想看、想改、想删，发“我的信息”。全文发“隐私”。"
    ]


async def test_the_notice_comes_again_in_the_next_quarter(group: Group) -> None:
    await group.says("赵敏", "/诉求 李村小学门口路灯不亮三天了")
    await group.waits(days=30)
    group.forgets()
    await group.says("孙强", "/诉求 李村东头水管漏了两天")
    assert len([text for text in group.heard if text.startswith("小助手说明")]) == 1


async def test_at_night_the_receipt_says_that_people_read_it_in_the_morning(group: Group) -> None:
    await group.waits(hours=14)
    await group.tells("赵敏", "/诉求 李村小学门口路灯不亮三天了")
    assert "现在是休息时间，您的话我已记下（尾号 1），明早给工作人员看。急事打 110、119、120。" in group.told("赵敏")[0]


async def test_an_idea_is_not_asked_since_when(group: Group) -> None:
    await group.tells("赵敏", "/建议 文化广场装几个座椅")
    await group.tells("赵敏", "2")
    assert SINCE not in group.told("赵敏")


# --- consent ---


async def test_who_agrees_is_shown_to_the_deputy_by_name(group: Group) -> None:
    await group.says("赵敏", "/诉求 李村小学门口路灯不亮三天了")
    assert not (await stored(group)).named
    await group.tells("赵敏", "1")
    assert (await stored(group)).named
    assert group.told("赵敏")[-1] == NOTED


async def test_who_leaves_no_name_is_served_all_the_same(group: Group) -> None:
    await group.says("赵敏", "/诉求 李村小学门口路灯不亮三天了")
    await group.tells("赵敏", "2")
    assert not (await stored(group)).named
    assert group.told("赵敏")[-1] == "好的，不留名字，照样办。有进展我告诉您。"


async def test_who_wants_no_registration_has_the_matter_withdrawn_and_the_words_erased(group: Group) -> None:
    await group.says("赵敏", "/诉求 李村小学门口路灯不亮三天了")
    await group.tells("赵敏", "3")
    petition = await stored(group)
    assert (petition.state, petition.text, petition.summary, petition.place) == (State.WITHDRAWN, "", "", None)
    assert group.told("赵敏")[-1] == "尾号 1 已撤回，不再办理。以后有新情况再告诉我。"
    assert group.told("林晓")[-1] == "尾号 1 选民已撤回，不用再办了。"


async def test_consent_is_asked_once_a_person(group: Group) -> None:
    await group.says("赵敏", "/诉求 李村小学门口路灯不亮三天了")
    await group.tells("赵敏", "1")
    await group.says("赵敏", "/诉求 李村东头水管漏了两天")
    assert group.told("赵敏").count(CONSENT) == 1
    assert (await stored(group, 2)).named


async def test_who_never_answered_is_not_pressed_and_not_named(group: Group) -> None:
    await group.says("赵敏", "/诉求 李村小学门口路灯不亮三天了")
    await group.says("赵敏", "/诉求 李村东头水管漏了两天")
    assert group.told("赵敏").count(CONSENT) == 1
    assert not (await stored(group, 2)).named


async def test_anonymous_is_anonymous_whatever_was_agreed_before(group: Group) -> None:
    await group.says("赵敏", "/诉求 李村小学门口路灯不亮三天了")
    await group.tells("赵敏", "1")
    await group.tells("赵敏", "/诉求匿名 李村河里有臭水两天了")
    assert not (await stored(group, 2)).named
    assert group.told("赵敏")[-1].endswith("您没有留名字，我可能没办法追问，也不一定能单独答复您。")


# --- missing details ---


async def test_what_is_missing_is_asked_one_by_one_after_the_consent(group: Group) -> None:
    await group.tells("赵敏", "/诉求 电梯老坏")
    assert group.told("赵敏")[-1] == CONSENT
    await group.tells("赵敏", "1")
    assert group.told("赵敏")[-1] == PLACE
    assert (await stored(group)).state is State.NEED_INFO
    await group.tells("赵敏", "李村3号楼")
    assert group.told("赵敏")[-1] == SINCE
    await group.tells("赵敏", "上周三开始")
    assert group.told("赵敏")[-1] == NOTED
    petition = await stored(group)
    assert (petition.place, petition.since, petition.state) == ("李村3号楼", "上周三开始", State.REGISTERED)


@pytest.mark.parametrize("words", ["没有", "不知道", "跳过", "不知道。"])
async def test_who_has_nothing_to_say_is_asked_nothing_more(group: Group, words: str) -> None:
    await group.tells("赵敏", "/诉求 电梯老坏")
    await group.tells("赵敏", "2")
    await group.tells("赵敏", words)
    assert group.told("赵敏")[-1] == "没关系，我先按现有内容转给代表。想起来了随时补充。"
    petition = await stored(group)
    assert (petition.place, petition.state) == (None, State.REGISTERED)


async def test_staff_need_not_wait_for_the_voters_answer(group: Group) -> None:
    await group.tells("赵敏", "/诉求 李村电梯老坏")
    await group.tells("赵敏", "2")
    await group.tells("林晓", "1")
    await group.tells("赵敏", "上周三开始")
    petition = await stored(group)
    assert (petition.state, petition.since) == (State.TRIAGED, "上周三开始")


async def test_the_time_of_staff_runs_while_the_bot_asks(group: Group) -> None:
    await group.tells("赵敏", "/诉求 电梯老坏")
    due = (await stored(group)).due
    await group.tells("赵敏", "2")
    assert (await stored(group)).due == due
    await group.tells("赵敏", "李村3号楼")
    assert (await stored(group)).due == due


# --- said twice ---


async def test_the_same_words_again_within_a_day_keep_their_number_and_bring_their_pictures(group: Group) -> None:
    await group.says("赵敏", "/诉求 李村小学门口路灯不亮三天了")
    group.forgets()
    await group.says("赵敏", "/诉求 李村小学门口路灯不亮三天了。", picture="lamp.jpg")
    assert group.heard == ["这件事我已经记了，尾号 1，不用再发。"]
    assert (await stored(group)).attachments == ("lamp.jpg",)
    with pytest.raises(UnknownPetition):
        await stored(group, 2)


async def test_another_voters_same_words_are_another_petition(group: Group) -> None:
    await group.says("赵敏", "/诉求 李村小学门口路灯不亮三天了")
    await group.says("孙强", "/诉求 李村小学门口路灯不亮三天了")
    assert (await stored(group, 2)).voter != (await stored(group)).voter


# --- for somebody else ---


async def test_a_known_speaker_who_is_quoted_is_asked_before_anything_is_registered(group: Group) -> None:
    await group.says("张明远", "登记", quote=Quote(text="李村东头的水管漏了好几天", author="吴芳"))
    assert group.heard == ["好的，我单独问一下这位乡亲，同意了就登记。"]
    assert group.told("吴芳") == [
        "张明远想把您说的“李村东头的水管漏了好几天”登记下来，好跟着办。要登记回 1，不用回 2。"
    ]
    await group.tells("吴芳", "1")
    petition = await stored(group)
    assert (petition.source, petition.group) == (Source.QUOTE, group.place.chat)
    assert petition.text == "李村东头的水管漏了好几天"
    assert petition.voter not in {None, PersonId("zhang")}


async def test_a_quoted_speaker_who_says_no_leaves_nothing_behind(group: Group) -> None:
    message = await group.says("张明远", "登记", quote=Quote(text="李村东头的水管漏了好几天", author="吴芳"))
    await group.tells("吴芳", "2")
    assert group.told("吴芳")[-1] == "好的，没有登记，您的话我没有留。以后有事随时跟我说。"
    async with group.storage.begin() as work:
        kept = await work.messages.get(message)
        assert kept is not None
        assert kept.heard.quote is None


async def test_an_unknown_speakers_words_are_the_deputys_entry(group: Group) -> None:
    await group.says("张明远", "登记", quote=Quote(text="李村东头的水管漏了好几天"))
    assert group.heard == ["收到，已登记，尾号 1。"]
    petition = await stored(group)
    assert (petition.voter, petition.history[0].by) == (None, PersonId("zhang"))
    assert group.told("张明远") == []


async def test_a_deputy_enters_what_a_voter_said_in_person(group: Group) -> None:
    await group.tells("张明远", "/登记 李村 饮水管漏")
    assert group.told("张明远") == ["收到，已登记，尾号 1。"]
    petition = await stored(group)
    assert (petition.voter, petition.source, petition.text) == (None, Source.MEETING, "李村 饮水管漏")


async def test_staff_enter_a_telephone_call(group: Group) -> None:
    await group.tells("林晓", "/新增 电话 王庄 垃圾没人收")
    petition = await stored(group)
    assert (petition.voter, petition.source, petition.text) == (None, Source.PHONE, "王庄 垃圾没人收")
    assert "派给陈玉兰代表回 1" in group.told("林晓")[-1]


# --- what stays behind ---


async def test_every_registration_is_on_the_trail_and_in_the_figures(group: Group) -> None:
    await group.says("赵敏", "/诉求 李村小学门口路灯不亮三天了")
    today = group.clock.now().date()
    async with group.storage.begin() as work:
        trail = await work.audit.of("QS2026-0001")
        figures = await work.figures.between(STATION.id, today, today)
    assert [(line.event, line.before, line.after, line.role) for line in trail] == [
        ("register", "draft", "registered", "voter")
    ]
    assert figures["register"] == 1


async def test_the_proposed_deputy_is_the_groups_own(group: Group) -> None:
    place = STATION.groups[1].place
    await group.says("赵敏", "/诉求 水渠堵了三天", where=place)
    assert group.heard_in(WANG_VILLAGE)[0] == "收到，已登记，尾号 1。进展我单独告诉您。"
    assert "派给陈玉兰代表回 1" in group.told("林晓")[0]


async def test_a_draft_nobody_confirms_is_gone_after_a_day(group: Group) -> None:
    message = await group.says("张明远", "登记", quote=Quote(text="李村东头的水管漏了好几天", author="吴芳"))
    await group.waits_until(group.clock.now() + timedelta(hours=24))
    async with group.storage.begin() as work:
        kept = await work.messages.get(message)
        assert kept is not None
        assert kept.heard.quote is None
        with pytest.raises(UnknownPetition):
            await work.petitions.get(PetitionId(message))


CALL_ME = "李村3组路灯坏了，电话13812345678"


async def test_before_the_voter_agrees_nobody_reads_how_to_reach_her(group: Group) -> None:
    await group.says("赵敏", f"/诉求 {CALL_ME}")
    assert group.told("林晓")[0].startswith("新诉求尾号 1（李村）：李村3组路灯坏了，电话138****5678。")
    await group.tells("林晓", "1")
    assert "138****5678" in group.told("张明远")[0]
    assert all("13812345678" not in text for name in ("林晓", "张明远") for text in group.told(name))


async def test_who_agreed_is_reached_by_deputy_and_staff_but_stands_on_no_form_and_no_slip(group: Group) -> None:
    await group.says("赵敏", f"/诉求 {CALL_ME}")
    await group.tells("赵敏", "1")
    await group.tells("林晓", "1")
    assert "赵敏反映：李村3组路灯坏了，电话13812345678" in group.told("张明远")[0]
    group.forgets()
    await group.tells("张明远", "转建议 1")
    await group.tells("张明远", "签 1")
    assert all("13812345678" not in text for name in ("张明远", "秦书敏") for text in group.told(name))


async def test_a_question_is_passed_on_without_the_number_in_it(group: Group) -> None:
    await group.says("赵敏", "请问低保怎么申请，我电话13812345678")
    assert "138****5678" in group.told("林晓")[0]


async def test_a_tail_by_which_a_petition_of_last_year_still_goes_is_not_given_again() -> None:
    last_day = moment(date(2026, 12, 31), time(10))
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=last_day, jobs=())
    await group.tells("赵敏", "/诉求 李村小学门口路灯不亮")
    await group.waits(days=4)
    group.forgets()
    await group.tells("钱伟", "/诉求 村口桥栏杆断了")
    assert group.told("钱伟")[0].splitlines()[1] == "编号 QS2027-0002"
