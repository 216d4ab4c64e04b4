"""What is said to the bot in a group and is no matter: goods on offer, official papers passed on (domain §3.6, §5.12)."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from handlers.people.rules.roster import Roster
from handlers.petitions.rules.petition import Petition
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.story import LAMP, MONDAY
from tests.support.township import BOUND, STATION

NO_ADVERTISING = "这个群只说和联络站有关的事，广告请收回，谢谢。"
TOLD_OWNER = "李村群有人发广告，没有登记，已单独请他收回。请您看一下。"
PAPER = "看着像是一份通知（公文），我没有登记。您自己有事要反映，请用自己的话说：在哪里、什么事。"
SALES = [
    "低息贷款，当天放款，加微信有优惠",
    "出售土鸡蛋，一块二一个",
    "房屋补漏、外墙清洗，电话同微信",
    "免费试学一节课，电话13900000000",
    "旺铺招租，位置好，有意者联系我",
]
PAPERS = [
    "关于做好2026年城乡居民医保缴费工作的通知\n各村（居）委会：\n请于12月底前完成参保登记。",
    "【停水通知】因管道抢修，李村明天8点到18点停水，请提前储水。",
    "转发：各位村民，明天上午村委会打疫苗，请带身份证，谢谢配合。",
    "青石政发〔2026〕12号\n青石镇人民政府关于秋季森林防火的通告",
    "您所反映的路灯问题已收悉，我镇高度重视，经核实，该路段路灯已列入明年计划。",
]


async def kept(group: Group) -> Sequence[Petition]:
    async with group.storage.begin() as work:
        return await work.petitions.registered(STATION.id, MONDAY, group.clock.now())


@pytest.mark.parametrize("said", SALES)
async def test_who_advertises_is_asked_in_private_to_take_it_back(group: Group, said: str) -> None:
    await group.says("孙伟", said)
    assert group.told("孙伟") == [NO_ADVERTISING]
    assert group.heard == []
    assert await kept(group) == []


async def test_the_deputy_of_the_group_hears_of_advertising_and_not_what_was_advertised(group: Group) -> None:
    await group.says("孙伟", SALES[0])
    assert group.told("张明远") == [TOLD_OWNER]
    assert group.told("林晓") == []


async def test_of_a_group_without_a_deputy_the_staff_hear_of_advertising() -> None:
    roster = Roster([replace(STATION, groups=tuple(replace(one, deputy=None) for one in STATION.groups))])
    group = Group(a_storage(roster, bound=BOUND), now=MONDAY, roster=roster)
    await group.says("孙伟", SALES[0])
    assert group.told("林晓") == [TOLD_OWNER]
    assert group.told("张明远") == []


async def test_many_advertisements_within_an_hour_are_one_word_to_the_deputy(group: Group) -> None:
    for name, said in zip(("孙伟", "孙伟", "钱伟", "孙伟"), SALES, strict=False):
        await group.says(name, said)
    assert group.told("张明远") == [TOLD_OWNER]
    assert group.told("孙伟") == group.told("钱伟") == [NO_ADVERTISING]


async def test_an_advertisement_an_hour_later_is_told_again(group: Group) -> None:
    await group.says("孙伟", SALES[0])
    await group.waits(hours=1)
    await group.says("孙伟", SALES[1])
    assert group.told("张明远").count(TOLD_OWNER) == 2


@pytest.mark.parametrize(
    "said",
    [
        "公积金贷款批了三个月没放款",
        "超市搞店庆打折，喇叭从早放到晚，吵得孩子没法写作业",
        "村口出租屋收费乱，一度电两块钱",
    ],
)
async def test_a_complaint_about_what_was_offered_is_heard(group: Group, said: str) -> None:
    await group.says("赵敏", said)
    assert NO_ADVERTISING not in group.told("赵敏")
    assert group.heard != []


@pytest.mark.parametrize("said", PAPERS)
async def test_an_official_paper_is_not_registered_and_the_group_hears_nothing(group: Group, said: str) -> None:
    await group.says("赵敏", said)
    assert group.told("赵敏") == [PAPER]
    assert group.heard == []
    assert await kept(group) == []


async def test_an_official_paper_is_none_of_a_deputys_matters_either(group: Group) -> None:
    await group.says("张明远", PAPERS[1])
    assert group.told("张明远") == [PAPER]


@pytest.mark.parametrize(
    "said",
    [
        "村里贴了停水通知，可都三天了还没来水",
        "停水通知上说昨天来水，李村到现在还没来水",
        "镇里答复说路灯列入计划了，我们村到现在一盏没装",
    ],
)
async def test_who_speaks_of_a_paper_in_words_of_his_own_is_heard(group: Group, said: str) -> None:
    await group.says("赵敏", said)
    assert PAPER not in group.told("赵敏")
    assert group.heard != []


async def test_a_paper_is_registered_for_who_asks_for_it(group: Group) -> None:
    await group.says("赵敏", f"/诉求 {PAPERS[1]}")
    assert len(await kept(group)) == 1


async def test_a_rumour_that_is_passed_on_is_for_a_person(group: Group) -> None:
    await group.says("赵敏", "【通知】银行要倒了，大家快去取钱")
    assert group.told("赵敏") != [PAPER]
    assert any("【请人工联系】" in text for text in group.told("林晓"))


async def test_plain_words_of_a_matter_are_registered_as_before(group: Group) -> None:
    await group.says("赵敏", LAMP)
    assert [one.text for one in await kept(group)] == [LAMP]
