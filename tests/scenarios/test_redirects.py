"""The six redirects: the door in private, nothing of the kind in the group, asked about after a week, 9 for a person."""

from typing import Final

import pytest

from handlers.message import MessageId, Quote
from handlers.petitions.rules.petition import Petition, PetitionId, State
from handlers.petitions.rules.redirects import CATEGORY, Redirect
from tests.support.group import Group
from tests.support.story import registered
from tests.support.township import STATION

PETITION: Final = PetitionId("QS2026-0001")
IN_GROUP: Final = "收到。这件事有专门的办理渠道，我已经单独发消息告诉这位乡亲。"
ACCUSED: Final = "我要举报村主任吃拿卡要，收了李四两条烟"
SAID: Final = {
    Redirect.JUDICIAL: "我家的案子法院判决下来半年了，一直没执行",
    Redirect.ACCUSATION: ACCUSED,
    Redirect.STATUTORY_PROCEDURE: "我在工地摔伤了腿，老板不给报工伤认定",
    Redirect.XINFANG: "我那件事信访已经给过答复，我还是不服",
    Redirect.SECRET_PRIVATE: "我手里有一份涉密的内部文件，发给你们看看",
    Redirect.PRIVATE_DISPUTE: "隔壁跟我家争地界，吵了好几回了",
}
DOORS: Final = {
    Redirect.JUDICIAL: (
        "您好，您说的这件事已经在法院（公安、检察院）的程序里，代表和联络站按规定不能插手办案。\n"
        "您可以这样找：\n"
        "1 问案件进度：法院 12368\n"
        "2 对办案有意见：检察院 12309\n"
        "3 请律师、法律援助：12348（免费咨询）\n"
        "有些事有时间限制，请尽快问。\n"
        "如果我理解错了，请回 9，我转工作人员。"
    ),
    Redirect.ACCUSATION: (
        "您好，反映公职人员的问题，要由纪委监委来受理，这样才有法律效力，也能保护您。\n"
        "请打 12388，或到云川县纪委监委信访室：云川县人民路 8 号，工作日 8:30—17:30。\n"
        "反映民警的问题打 12389。\n"
        "为了保护您，请不要在群里说姓名和细节。您刚才发给我的内容我没有保存。"
    ),
    Redirect.STATUTORY_PROCEDURE: (
        "您好，这件事法律规定了专门的办理办法：\n"
        "·劳动工资、工伤：劳动仲裁，或打 12333\n"
        "·对罚款、处理决定不服：云川县司法局行政复议窗口 0399-6000012\n"
        "·想看政府文件：向该单位申请信息公开\n"
        "都有时间限制，请尽快去。要带身份证和有关材料。\n"
        "不知道走哪一条，请回 9。"
    ),
    Redirect.XINFANG: (
        "您好，这件事已经在信访渠道办理，联络站不能重复受理，也不能改变已有的意见。\n"
        "查进度、提意见请到：青石镇信访接待室 青石镇政府西侧，工作日上午，0399-6000013。\n"
        "您对我们镇里的工作有新的意见建议，随时告诉我，我照样给您登记。"
    ),
    Redirect.SECRET_PRIVATE: (
        "您好，这条消息里有别人的个人信息（或不便公开的内容），为了大家安全，请您先在群里撤回。\n"
        "事情还是可以说的：请回 9，工作人员单独和您联系。"
    ),
    Redirect.PRIVATE_DISPUTE: (
        "您好，家里和邻里、钱款合同上的事，最好坐下来调解，不收费：\n"
        "青石镇人民调解委员会 0399-6000014，青石镇司法所一楼。\n"
        "也可以打 12348 问律师。\n"
        "如果您愿意，可以请一位代表一起参加调解，请回 1。"
    ),
}


async def stored(group: Group) -> Petition:
    async with group.storage.begin() as work:
        return await work.petitions.get(PETITION)


@pytest.mark.parametrize("kind", Redirect)
async def test_the_group_hears_that_there_is_a_door_and_the_speaker_which(group: Group, kind: Redirect) -> None:
    await group.says("赵敏", SAID[kind])
    assert group.heard == [IN_GROUP]
    assert group.told("赵敏") == [DOORS[kind]]
    assert (await stored(group)).state is State.REDIRECTED
    assert (await stored(group)).category == CATEGORY[kind]


@pytest.mark.parametrize("kind", Redirect)
async def test_a_typed_command_leads_to_the_same_door(group: Group, kind: Redirect) -> None:
    await group.tells("赵敏", f"/诉求 {SAID[kind]}")
    assert group.told("赵敏") == [DOORS[kind]]


@pytest.mark.parametrize("kind", Redirect)
async def test_nine_brings_a_person_whatever_was_asked_meanwhile(group: Group, kind: Redirect) -> None:
    await registered(group)
    await group.tells("赵敏", SAID[kind])
    await group.tells("赵敏", "/诉求 村东头垃圾没人收")
    group.forgets()
    await group.tells("赵敏", "9")
    assert group.told("赵敏") == ["好的，工作人员会在30分钟内联系您。现在着急可以打 0399-6000001。"]
    assert group.told("林晓")[0] == "尾号 2 的选民说引导得不对，要找人工。请联系；要重新登记，发“派 2 姓名”。"


async def test_nine_brings_a_person_days_later_and_from_the_group(group: Group) -> None:
    await group.tells("赵敏", SAID[Redirect.XINFANG])
    await group.waits(days=2)
    group.forgets()
    await group.says("赵敏", "9")
    assert group.told("林晓")[0] == "尾号 1 的选民说引导得不对，要找人工。请联系；要重新登记，发“派 1 姓名”。"


async def test_staff_check_the_sorting_but_never_see_an_accusation(group: Group) -> None:
    await group.tells("赵敏", ACCUSED)
    assert group.told("林晓") == []
    await group.tells("赵敏", SAID[Redirect.JUDICIAL])
    assert group.told("林晓") == [
        f"尾号 2 我按 R1（涉法涉诉）引导了：{SAID[Redirect.JUDICIAL]}\n"
        "请一个工作日内看一眼。引导得不对，发“派 2 姓名”重新登记。"
    ]


@pytest.mark.parametrize("said", [ACCUSED, f"/诉求 {ACCUSED}", f"/匿名诉求 {ACCUSED}"])
async def test_nothing_that_an_accusation_said_is_kept_anywhere(group: Group, said: str) -> None:
    message = await group.tells("赵敏", said)
    async with group.storage.begin() as work:
        kept = await work.messages.get(message)
        outgoing = [entry.outgoing.text for entry in await work.outbox.sent(limit=50)]
        lines = await work.audit.of(PETITION)
    petition = await stored(group)
    assert kept is not None
    assert kept.heard.text == ""
    assert (petition.text, petition.summary, petition.place, petition.attachments) == ("", "", None, ())
    assert not any("吃拿卡要" in text for text in [*outgoing, *(line.reason for line in lines)])


async def test_after_a_week_the_voter_is_asked_once_whether_the_door_was_found(group: Group) -> None:
    await group.tells("赵敏", SAID[Redirect.PRIVATE_DISPUTE])
    group.forgets()
    await group.waits(days=6)
    assert group.told("赵敏") == []
    await group.waits(days=9)
    assert group.told("赵敏") == ["上次那件事，您找到地方了吗？找到回 1，没找到回 2，我请工作人员帮您问。"]


async def test_who_has_not_found_the_door_gets_a_person(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", SAID[Redirect.XINFANG])
    await group.waits(days=7, hours=1.5)
    group.forgets()
    await group.tells("赵敏", "2")
    assert group.told("林晓")[0] == "尾号 2 的选民一周了还没找到地方。请帮着问一问，告诉选民该找谁。"
    assert group.told("赵敏") == ["好的，工作人员会在30分钟内联系您。现在着急可以打 0399-6000001。"]


async def test_who_found_the_door_is_left_in_peace(group: Group) -> None:
    await group.tells("赵敏", SAID[Redirect.XINFANG])
    await group.waits(days=7, hours=1.5)
    group.forgets()
    await group.tells("赵敏", "1")
    assert group.told("赵敏") == ["好的，找到就好。以后有事随时跟我说。"]
    assert group.told("林晓") == []


async def test_one_at_a_dispute_asks_for_a_deputy_at_the_mediation(group: Group) -> None:
    await group.tells("赵敏", SAID[Redirect.PRIVATE_DISPUTE])
    group.forgets()
    await group.tells("赵敏", "1")
    assert group.told("林晓") == [
        "尾号 1 的选民愿意调解，想请一位代表参加。请安排。\n联系了发“已联系 1”，后面可以加要告诉选民的话。"
    ]
    assert group.told("赵敏") == [f"好的，我请工作人员安排代表，定了告诉您。着急可以打 {STATION.phone}。"]


async def test_what_was_led_elsewhere_by_mistake_is_registered_after_all(group: Group) -> None:
    await group.tells("赵敏", SAID[Redirect.JUDICIAL])
    await group.tells("林晓", "派 1 张明远")
    assert (await stored(group)).state is State.TRIAGED


async def test_a_deputy_who_tells_of_a_case_is_asked_and_not_sent_away(group: Group) -> None:
    await group.says("张明远", SAID[Redirect.JUDICIAL])
    assert group.heard != [IN_GROUP]


async def kept_of(group: Group, message: MessageId) -> str:
    """Return what is still kept of a message and of what it quoted."""
    async with group.storage.begin() as work:
        kept = await work.messages.get(message)
    return "" if kept is None else f"{kept.heard.text}{'' if kept.heard.quote is None else kept.heard.quote.text}"


@pytest.mark.parametrize("name", ["张明远", "林晓", "何建平"])
async def test_a_deputys_or_staff_members_own_accusation_is_led_away_and_kept_nowhere(group: Group, name: str) -> None:
    message = await group.tells(name, ACCUSED)
    assert group.told(name) == [DOORS[Redirect.ACCUSATION]]
    assert await kept_of(group, message) == ""
    assert (await stored(group)).state is State.REDIRECTED


@pytest.mark.parametrize("said", ["登记", "登记 这位乡亲说的事", "帮他登记一下吧", "我也遇到"])
@pytest.mark.parametrize("name", ["张明远", "赵敏"])
async def test_a_quoted_accusation_is_led_away_whatever_is_said_beside_it(group: Group, name: str, said: str) -> None:
    message = await group.says(name, said, quote=Quote(text=ACCUSED, author="孙立"))
    assert group.heard == [IN_GROUP]
    assert await kept_of(group, message) == ""


async def test_what_staff_write_of_an_accusation_in_their_work_is_no_accusation(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "不登记 1 举报村主任的事请找纪委")
    assert DOORS[Redirect.ACCUSATION] not in group.told("林晓")
    assert "尾号 1" in group.told("林晓")[0]


@pytest.mark.parametrize("line", ["补充 1 村主任自己就不干净", "村主任自己就不干净"])
async def test_a_loose_accusation_in_a_supplement_or_an_answer_is_led_away_and_kept_nowhere(
    group: Group, line: str
) -> None:
    await registered(group)
    await group.tells("林晓", "补问 1 是哪几盏灯")
    group.forgets()
    message = await group.tells("赵敏", line)
    assert group.told("赵敏") == [DOORS[Redirect.ACCUSATION]]
    assert group.told("林晓") == []
    async with group.storage.begin() as work:
        (petition,) = await work.petitions.with_tail(STATION.id, 1)
        kept = await work.messages.get(message)
    assert petition.supplements == ()
    assert kept is not None
    assert kept.heard.text == ""


@pytest.mark.parametrize("said", ["村主任来看过，说电线有问题", "书记修的那条路有问题，灯杆也歪了"])
async def test_what_an_official_said_or_made_stays_in_a_supplement(group: Group, said: str) -> None:
    await registered(group)
    await group.tells("赵敏", f"补充 1 {said}")
    async with group.storage.begin() as work:
        (petition,) = await work.petitions.with_tail(STATION.id, 1)
    assert [one.text for one in petition.supplements] == [said]


LAMP: Final = "李村南头路灯坏了三天没人修"


async def tails(group: Group) -> list[tuple[str, State]]:
    """Return the words and states of all that was given a number."""
    async with group.storage.begin() as work:
        found = [one for tail in range(1, 6) for one in await work.petitions.with_tail(STATION.id, tail)]
    return [(one.text, one.state) for one in found]


async def test_after_an_accusation_another_matter_is_registered_like_any_other(group: Group) -> None:
    await group.tells("孙兰", ACCUSED)
    for said in (LAMP, "井盖也掉了", "自来水停了两天"):
        await group.tells("孙兰", said)
    assert [text for text, _ in await tails(group)][:2] == ["", LAMP]
    assert "没有保存" not in "".join(group.told("孙兰")[1:])


@pytest.mark.parametrize(
    "more", ["他还收了人家两万块", "王大宝还占了村里两亩地盖房", "鱼塘承包给他小舅子了", "李村的，有好几年了"]
)
async def test_more_of_an_accusation_is_not_kept_and_the_voter_hears_how_to_tell_another_matter(
    group: Group, more: str
) -> None:
    await group.tells("孙兰", ACCUSED)
    message = await group.tells("孙兰", more)
    assert group.told("孙兰")[-1] == (
        "这几句我也没有保存。请直接打 12388，由纪委监委受理，也能保护您。\n"
        "要是另外一件事，请前面加“诉求”再说一遍，例如：诉求 村口路灯不亮。"
    )
    assert await kept_of(group, message) == ""


@pytest.mark.parametrize("said", [f"村主任王大宝贪污低保款，还有{LAMP}", f"{LAMP}。另外村主任王大宝贪污低保款"])
async def test_what_stands_beside_an_accusation_is_registered_without_it(group: Group, said: str) -> None:
    message = await group.says("孙兰", said)
    assert await tails(group) == [("", State.REDIRECTED), (LAMP, State.REGISTERED)]
    assert await kept_of(group, message) == ""
    assert "查进度发“进度 2”" in "".join(group.told("孙兰"))
    assert "王大宝" not in "".join([*group.heard, *group.told("林晓")])


async def test_what_may_be_part_of_an_accusation_is_to_be_said_by_itself(group: Group) -> None:
    await group.tells("孙兰", "村主任王大宝贪污低保款，他家门口路灯坏了三天没人修")
    assert await tails(group) == [("", State.REDIRECTED)]
    assert group.told("孙兰")[-1] == "要是还有别的事，请单独再说一遍，我照样登记。"


async def test_what_stands_beside_an_anonymous_accusation_is_anonymous_too(group: Group) -> None:
    await group.tells("孙兰", f"/匿名诉求 村主任王大宝贪污低保款，还有{LAMP}")
    async with group.storage.begin() as work:
        (lamp,) = await work.petitions.with_tail(STATION.id, 2)
    assert not lamp.named


async def test_the_door_of_a_quoted_accusation_is_told_to_whoever_said_it(group: Group) -> None:
    await group.says("孙立", "你好")
    group.forgets()
    await group.says("张明远", "登记", quote=Quote(text=ACCUSED, author="孙立"))
    assert group.told("孙立") == [DOORS[Redirect.ACCUSATION]]
    assert group.told("张明远") == ["您引用的话有专门的办理渠道，我已经单独告诉说这话的人，这里没有保存。"]
    await group.waits(days=7, hours=1.5)
    assert group.told("孙立")[-1] == "上次那件事，您找到地方了吗？找到回 1，没找到回 2，我请工作人员帮您问。"


async def test_nobody_is_said_to_have_been_told_whom_the_platform_does_not_name(group: Group) -> None:
    await group.says("张明远", "登记", quote=Quote(text=ACCUSED))
    assert group.heard == [f"收到。这件事有专门的办理渠道，请这位乡亲扫码加我，或打 {STATION.phone}，我单独告诉您。"]
