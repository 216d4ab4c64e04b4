"""A new petition on the desk of the station's staff."""

import pytest

from handlers.petitions import redirect_texts
from handlers.petitions.rules.petition import PetitionId, State
from handlers.petitions.rules.redirects import Redirect
from tests.support.group import Group
from tests.support.story import LAMP, assigned, registered, taken_up
from tests.support.township import STATION

PETITION = PetitionId("QS2026-0001")


async def test_staff_are_asked_at_once_and_one_digit_gives_it_to_the_deputy_of_the_village(group: Group) -> None:
    await group.says("赵敏", f"/诉求 {LAMP}")
    assert group.told("林晓") == [
        f"新诉求尾号 1（李村）：{LAMP}。\n"
        "派给张明远代表回 1。要派人发“派 1 姓名”，别的：分类、引导、补问、不登记，都带尾号。"
    ]
    group.forgets()
    await group.tells("林晓", "1")
    assert group.told("林晓") == ["尾号 1 已派给张明远代表。"]
    assert group.told("张明远") == [
        f"张代表您好，李村选民反映：{LAMP}（尾号 1）。\n接手回 1，不是我的选区回 2，当场能答复回 3。"
    ]


async def test_the_deputy_reads_a_name_only_where_the_voter_agreed_and_the_trail_says_so(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "1")
    assert "李村选民赵敏反映" in group.told("张明远")[0]
    async with group.storage.begin() as work:
        voter = (await work.petitions.get(PETITION)).voter or ""
        assert [line.reason for line in await work.audit.of(voter) if line.event == "read_contact"] == [PETITION]


async def test_staff_may_give_it_to_another_deputy_by_name(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "派 1 周国栋")
    assert group.told("林晓") == ["尾号 1 已派给周国栋代表。"]
    assert len(group.told("周国栋")) == 1
    assert group.told("张明远") == []


async def test_a_deputy_nobody_knows_is_not_guessed(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "派 1 钱多多")
    assert group.told("林晓") == ["没找到代表“钱多多”，请写全姓名。本站代表发“代表”看。"]


async def test_the_question_of_staff_is_gone_once_one_of_them_has_answered_it(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "派 1 周国栋")
    group.forgets()
    await group.tells("林晓", "1")
    assert group.told("张明远") == []


async def test_topic_and_level_are_noted_without_moving_it(group: Group) -> None:
    await assigned(group)
    await group.tells("林晓", "分类 1 0203 镇")
    assert group.told("林晓") == ["尾号 1 归到“道路交通·路灯、井盖、标志”，归乡镇，一般归乡村建设办管。"]
    async with group.storage.begin() as work:
        petition = await work.petitions.get(PETITION)
    assert (petition.category, petition.authority, petition.state) == ("0203", "township", State.TRIAGED)


async def test_a_topic_that_is_not_in_the_table_is_not_noted(group: Group) -> None:
    await assigned(group)
    await group.tells("林晓", "分类 1 7777")
    async with group.storage.begin() as work:
        assert (await work.petitions.get(PETITION)).category == "0203"


@pytest.mark.parametrize("kind", Redirect)
async def test_a_voter_led_elsewhere_reads_the_door_and_staff_that_it_was_told(group: Group, kind: Redirect) -> None:
    await registered(group)
    await group.tells("林晓", f"引导 1 {kind}")
    assert group.told("林晓") == [f"尾号 1 按 {kind} 引导。已告诉选民。"]
    assert group.told("赵敏") == [redirect_texts.door(kind, STATION)]
    assert group.heard == []


async def test_the_door_for_labour_and_reconsideration_is_named_in_plain_words(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "引导 1 R3")
    assert group.told("赵敏") == [
        "您好，这件事法律规定了专门的办理办法：\n"
        "·劳动工资、工伤：劳动仲裁，或打 12333\n"
        "·对罚款、处理决定不服：云川县司法局行政复议窗口 0399-6000012\n"
        "·想看政府文件：向该单位申请信息公开\n"
        "都有时间限制，请尽快去。要带身份证和有关材料。\n"
        "不知道走哪一条，请回 9。"
    ]


async def test_a_deputy_whose_petition_is_given_to_another_is_told_so(group: Group) -> None:
    await taken_up(group)
    await group.tells("林晓", "派 1 陈玉兰")
    assert group.told("张明远") == ["尾号 1 已改派给陈玉兰代表，您不用再管这一件。"]
    group.forgets()
    await group.tells("林晓", "派 1 陈玉兰")
    assert "您不用再管这一件" not in "".join(group.told("陈玉兰") + group.told("张明远"))


async def test_who_answers_what_nobody_has_yet_is_told_how_to_give_it_away_first(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "答复 1 换好了")
    await group.tells("张明远", "答复 1 换好了")
    assert group.told("林晓") == ["尾号 1 还没有派给代表，不能当面答复。先派人，发“派 1 姓名”，再答复。"]
    assert group.told("张明远") == ["尾号 1 您还没有接手，不能当面答复。先发“接手 1”，再答复。"]


async def test_nine_brings_a_person_to_a_voter_who_was_led_wrongly(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "引导 1 R4")
    group.forgets()
    await group.tells("赵敏", "9")
    assert group.told("赵敏") == ["好的，工作人员会在30分钟内联系您。现在着急可以打 0399-6000001。"]
    assert group.told("林晓") == [
        "尾号 1 的选民说引导得不对，要找人工。请联系；要重新登记，发“派 1 姓名”。",
        "有乡亲要找人：赵敏，刚才说：李村小学门口路灯不亮三天了。请在30分钟内联系，"
        "联系了发“已联系 1”，后面可以加要告诉选民的话。",
    ]
    group.forgets()
    await group.tells("林晓", "派 1 张明远")
    assert group.told("林晓") == ["尾号 1 已派给张明远代表。"]


async def test_nothing_of_an_accusation_is_kept_but_kind_and_date(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "引导 1 R2")
    async with group.storage.begin() as work:
        petition = await work.petitions.get(PETITION)
        texts = [kept.heard.text for kept in await work.messages.newest(limit=100)]
    assert (petition.text, petition.summary, petition.place, petition.category) == ("", "", None, "9002")
    assert not any(LAMP in text for text in texts)


async def test_a_declined_petition_tells_its_voter_why(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "不登记 1 学校已经报修，今晚就亮")
    assert group.told("赵敏") == ["尾号 1 没有继续办：学校已经报修，今晚就亮。有新情况请再说，或打 0399-6000001。"]
    assert group.told("林晓") == ["尾号 1 不登记。已告诉选民。"]


async def test_what_staff_ask_back_is_answered_in_plain_words_and_comes_back_to_them(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "补问 1 校门东边还是西边？")
    assert group.told("林晓") == ["尾号 1 已去问选民，答了我告诉您。"]
    assert group.told("赵敏") == ["尾号 1 还想问您一句：校门东边还是西边？"]
    group.forgets()
    await group.tells("赵敏", "东边第二根")
    assert group.told("赵敏") == ["好的，尾号 1 补上了。"]
    assert group.told("林晓") == [
        "尾号 1 选民补充：东边第二根\n"
        "派给张明远代表回 1。要派人发“派 1 姓名”，别的：分类、引导、补问、不登记，都带尾号。"
    ]


async def test_a_tail_that_does_not_exist_is_told_kindly(group: Group) -> None:
    await group.tells("林晓", "不登记 7 广告")
    assert group.told("林晓") == ["没查到尾号 7。请核对一下尾号。"]


async def test_whose_voter_has_no_account_is_for_staff_to_telephone(group: Group) -> None:
    await group.tells("林晓", "/新增 电话 王庄垃圾没人收")
    group.forgets()
    await group.tells("林晓", "补问 1 哪个路口？")
    assert group.told("林晓") == ["尾号 1 的选民没有账号，请您打电话问。"]
