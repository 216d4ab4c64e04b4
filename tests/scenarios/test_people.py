"""Who and where: deputies, station, a person to talk to; and what the bot knows of the one who asks."""

from datetime import date, time

import pytest

from handlers.dates.china_time import moment
from handlers.petitions.rules.petition import PetitionId
from tests.support.group import Group
from tests.support.story import LAMP, a_group, assigned, registered, surveyed

PETITION = PetitionId("QS2026-0001")


@pytest.fixture
def group() -> Group:
    return a_group(jobs=())  # petitions alone: no reception day speaks in between


async def test_a_group_is_told_its_own_deputy(group: Group) -> None:
    await group.says("赵敏", "代表")
    assert group.heard == ["青石镇人大代表联络站的代表：\n张明远，镇人大代表，联系李村"]


async def test_one_to_one_all_deputies_are_named_with_both_mandates(group: Group) -> None:
    await group.tells("赵敏", "代表")
    assert group.told("赵敏") == [
        "青石镇人大代表联络站的代表：\n"
        "张明远，镇人大代表，联系李村\n"
        "陈玉兰，镇、县人大代表，联系王庄\n"
        "周国栋，县人大代表"
    ]


async def test_a_village_is_told_its_deputy_wherever_that_was_asked(group: Group) -> None:
    await group.says("赵敏", "/代表 王庄")
    assert group.heard == ["青石镇人大代表联络站的代表：\n陈玉兰，镇、县人大代表，联系王庄"]


async def test_a_village_without_a_deputy_is_said_so(group: Group) -> None:
    await group.says("赵敏", "/代表 赵家沟")
    assert group.heard == ["没查到“赵家沟”的代表。全部代表发“代表”，或打 0399-6000001 问。"]


async def test_the_station_is_told_with_its_points(group: Group) -> None:
    await group.says("赵敏", "站点")
    assert group.heard == [
        "青石镇人大代表联络站\n"
        "地址：青石镇政府一楼\n"
        "时间：周一至周五 8:30—17:30\n"
        "电话：0399-6000001\n"
        "李村联络点：李村村委会"
    ]


async def test_a_person_is_promised_and_those_on_duty_read_the_last_words_masked(group: Group) -> None:
    await group.tells("赵敏", "你好，我电话13812345678")
    group.forgets()
    await group.tells("赵敏", "人工")
    assert group.told("赵敏") == [
        "好的，已告诉工作人员，只是不知道怎么找您。\n"
        "发“人工”加您的称呼和电话，会在30分钟内联系您；不方便留，请打 0399-6000001。"
    ]
    assert group.told("林晓") == [
        "有乡亲要找人：没有留名字，刚才说：你好，我电话138****5678。请在30分钟内联系，联系了发“已联系 1”，后面可以加要告诉选民的话。"
    ]


async def test_a_command_to_the_bot_is_no_last_word(group: Group) -> None:
    await group.says("赵敏", "村口的垃圾没人拉，谁管")
    await group.says("赵敏", "人工 赵敏 13912341111")
    await group.says("赵敏", "帮助")
    group.forgets()
    await group.tells("赵敏", "人工")
    assert "刚才说：村口的垃圾没人拉，谁管。" in group.told("林晓")[0]


async def test_digits_are_no_last_words(group: Group) -> None:
    await group.tells("赵敏", "你好，我家门口有个坑")
    await group.says("赵敏", "9")
    group.forgets()
    await group.tells("赵敏", "人工")
    assert "刚才说：你好，我家门口有个坑。" in group.told("林晓")[0]


async def test_a_person_is_promised_to_who_says_how_to_be_found(group: Group) -> None:
    await group.tells("赵敏", "人工 赵大姐 13812345678")
    assert group.told("赵敏") == ["好的，工作人员会在30分钟内联系您。现在着急可以打 0399-6000001。"]
    assert group.told("林晓") == [
        "有乡亲要找人：赵大姐 13812345678。请在30分钟内联系，联系了发“已联系 1”，后面可以加要告诉选民的话。"
    ]


async def test_on_a_sunday_a_person_is_promised_for_monday_forenoon(group: Group) -> None:
    await group.waits_until(moment(date(2026, 3, 22), time(15)))
    await group.says("赵敏", "人工 赵大姐")
    assert group.told("赵敏") == ["好的，工作人员会在3月23日上午联系您。现在着急可以打 0399-6000001。"]


async def test_whoever_agreed_to_be_named_is_called_by_name_and_the_trail_says_that_it_was_read(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "人工")
    assert group.told("林晓")[-1].startswith("有乡亲要找人：赵敏，")
    async with group.storage.begin() as work:
        person = (await work.petitions.get(PETITION)).voter
        assert person is not None
        assert "read_contact" in [line.event for line in await work.audit.of(person)]


async def test_in_private_the_bot_goes_on_alone_with_the_speaker(group: Group) -> None:
    await group.says("赵敏", "私下")
    assert group.heard == ["我单独发给您了。"]
    assert group.told("赵敏") == ["这里只有您和我，别人看不到。您慢慢说，是什么事、在哪里？要找人说，发“人工”。"]


async def test_the_notice_names_who_answers_for_the_data(group: Group) -> None:
    await group.tells("赵敏", "隐私")
    notice = group.told("赵敏")[0].splitlines()
    assert notice[0] == ("一、谁在管：云川县人民代表大会常务委员会，由青石镇人大代表联络站经办，电话 0399-6000001。")
    assert notice[4] == "五、存多久：办结后2年，聊天原文最多180天，到期删除。"
    assert len(notice) == 8


async def test_a_voter_sees_what_is_kept_with_the_telephone_masked(group: Group) -> None:
    await registered(group)
    async with group.storage.begin() as work:
        person = (await work.petitions.get(PETITION)).voter
        assert person is not None
        await work.voters.set_phone(person, "13812345678")
    await group.tells("赵敏", "我的信息")
    assert group.told("赵敏") == [
        "我这里记着您的：\n"
        "称呼：赵敏\n"
        "电话：138****5678\n"
        "联系方式：可以给您的代表和工作人员看\n"
        "登记的事：1 件，发“我的”看\n"
        "要改，发“我的信息 称呼”或“我的信息 电话”加新的。\n"
        "拿走一份发“我的信息 导出”，不再同意发“我的信息 撤回同意”，全部删掉发“我的信息 删除”。"
    ]


async def test_nothing_is_erased_before_it_was_confirmed(group: Group) -> None:
    await assigned(group)
    await group.tells("赵敏", "我的信息 删除")
    await group.tells("赵敏", "2")
    assert group.told("赵敏")[-1] == "好的，没有删。"
    async with group.storage.begin() as work:
        assert (await work.petitions.get(PETITION)).text == LAMP


async def test_what_is_erased_is_gone_at_once_and_the_petition_stays_without_its_voter(group: Group) -> None:
    await surveyed(group)
    async with group.storage.begin() as work:
        voter = (await work.petitions.get(PETITION)).voter
        assert voter is not None
    await group.tells("赵敏", "我的信息 删除")
    await group.tells("赵敏", "1")
    async with group.storage.begin() as work:
        petition = await work.petitions.get(PETITION)
        kept = [one.heard.text for one in await work.messages.newest(limit=100)]
        contact = await work.voters.contact(voter)
    assert (petition.voter, petition.named, petition.text) == (None, False, "应申请匿名化")
    assert (contact.name, contact.phone) == (None, None)
    assert not any(LAMP in text for text in kept)


async def test_an_erased_voters_petition_still_ends_without_anybody_being_told(group: Group) -> None:
    await surveyed(group)
    await group.tells("赵敏", "我的信息 删除")
    await group.tells("赵敏", "1")
    group.forgets()
    await group.waits(days=9)
    assert group.told("赵敏") == []
    assert group.heard == []
