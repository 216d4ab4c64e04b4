"""Whom a matter concerns himself, or speaks against, is not told of it."""

from dataclasses import replace

import pytest

from handlers.people.rules.roster import PersonId, Role, Staff
from handlers.petitions.rules.assignment import proposed_deputy
from handlers.petitions.rules.interest import conflict_of, in_charge
from handlers.petitions.rules.petition import Conflict
from handlers.petitions.rules.sensitive import sharing_of
from tests.support.records import a_petition
from tests.support.township import LI_VILLAGE, STATION

COUNTY = Staff(person=PersonId("county"), name="县人大代表工委", role=Role.COUNTY)
COUNTY_STATION = replace(STATION, staff=(*STATION.staff, COUNTY))
PETITION = replace(a_petition(), group=LI_VILLAGE)


def conflict(words: str) -> Conflict | None:
    return conflict_of(replace(PETITION, text=words), STATION)


@pytest.mark.parametrize(
    ("words", "concerned"),
    [
        ("我要投诉张明远，修路的事问了三次都不回", "zhang"),
        ("张代表从来不露面，村里的事他不管", "zhang"),
        ("我们代表不管事，水管坏了半个月", "zhang"),
        ("周国栋代表态度恶劣", "zhou"),
        ("站长骂人，去了两次都被轰出来", "he"),
        ("联络站工作人员态度不好", "lin"),
        ("举报林晓收礼", "lin"),
    ],
)
def test_words_against_somebody_of_the_station_are_a_complaint_about_that_one(words: str, concerned: str) -> None:
    assert conflict(words) == Conflict(persons=(PersonId(concerned),), complaint=True)


@pytest.mark.parametrize(
    "words", ["张明远家盖房占了村里的路", "我是张代表的侄子，我家门口积水", "张代表他弟弟的砖厂夜里吵"]
)
def test_the_matter_of_a_deputys_house_or_kin_is_kept_from_him_without_being_a_complaint(words: str) -> None:
    assert conflict(words) == Conflict(persons=(PersonId("zhang"),), complaint=False)


@pytest.mark.parametrize(
    "words",
    [
        "请张代表帮忙催一下，路灯还没修",
        "请张代表管管供电所，态度差得很",
        "谢谢张明远代表，路修好了",
        "供电所工作人员态度不好",
        "人大代表选举在哪投票",
        "李村小学门口路灯不亮三天了",
    ],
)
def test_who_is_only_asked_for_help_or_thanked_is_kept_from_nothing(words: str) -> None:
    assert conflict(words) is None


def test_a_deputy_who_registers_a_matter_of_his_own_does_not_handle_it() -> None:
    own = replace(PETITION, voter=PersonId("zhang"))
    own = replace(own, conflict=conflict_of(own, STATION))
    assert own.conflict == Conflict(persons=(PersonId("zhang"),), complaint=False)
    assert proposed_deputy(own, STATION) is None
    assert proposed_deputy(PETITION, STATION) == STATION.deputies[0]


@pytest.mark.parametrize(
    ("persons", "told"),
    [
        (("zhang",), ("qin",)),
        (("lin",), ("county",)),
        (("he",), ("county",)),
        (("zhang", "qin"), ("county",)),
        (("lin", "county"), ("qin",)),
        (("lin", "county", "qin", "he"), ()),
    ],
)
def test_a_complaint_goes_above_those_it_speaks_against(persons: tuple[str, ...], told: tuple[str, ...]) -> None:
    against = Conflict(persons=tuple(map(PersonId, persons)), complaint=True)
    assert in_charge(replace(PETITION, conflict=against), COUNTY_STATION) == told


def test_a_matter_of_ones_own_stays_with_the_others_on_duty() -> None:
    own = Conflict(persons=(PersonId("lin"),), complaint=False)
    assert in_charge(PETITION, STATION) == (PersonId("lin"),)
    assert in_charge(replace(PETITION, conflict=own), STATION) == (PersonId("he"),)


@pytest.mark.parametrize(
    "words",
    [
        "我老伴瘫在床上，低保一直没批下来",
        "我爸得了癌症，报销的事问谁",
        "孩子今年7岁，上学没有校车",
        "我家十三岁的娃在路口被狗咬了",
        "把我的身份证号发给你们",
    ],
)
def test_words_on_health_purse_or_a_child_are_for_staff_until_the_voter_agrees(words: str) -> None:
    assert sharing_of(words) == "unasked"


@pytest.mark.parametrize(
    "words",
    [
        "李村小学门口路灯不亮三天了，孩子放学看不见路",
        "我们村卫生室没有糖尿病药",
        "路口没有残疾人坡道",
        "六十岁以上老人办公交卡在哪",
    ],
)
def test_a_matter_of_the_village_is_nobodys_secret(words: str) -> None:
    assert sharing_of(words) == "ordinary"


DOUBTFUL = (
    "张明远代表说了半个月了，根本不管，还骂人",
    "张明远代表从来不接电话，反映的事一个都不管",
    "张明远不办事",
    "张代表推三阻四，光说不练",
    "张代表根本不管我们死活",
    "找张明远好几次了，他都躲着不见",
    "找张明远代表好几次了，他都躲着不见，李村小学门口的路灯还是坏的",
    "张明远这个代表当得太差劲了",
    "林晓态度很差",
    "联络站的小林对人爱搭不理",
    "林晓说话太难听了",
    "何建平耍官威，训了我一顿",
    "何站长不讲理",
    "我对张明远代表不满意",
    "张明远代表说话不算数",
    "张明远偏心，只管他本家",
    "张代表收了我两条烟也没办",
    "陈玉兰代表骗人，说好的路没修",
    "要换代表，张明远不行",
    "明远代表啥也不干",
    "张明元代表骂人",
    "问张代表，他叫我滚",
    "张代表我对你有意见",
    "周代表一年见不着一回",
    "林晓登记的时候冲我嚷嚷",
    "何建平把我的材料扔了",
    "张明远包了村里的工程",
    "陈玉兰代表来了一趟拍个照就跑",
    "秦书敏办事看人下菜碟",
    "林晓嫌我话多",
    "张代表眼里没有我们老百姓",
    "林晓把电话挂了",
    "张明远代表净说大话",
    "陈代表当选以后就没进过村",
    "去找何建平他门都不让我进",
    "跟林晓说了八遍她记都不记",
    "张明远代表的车堵在我家门口",
    "周国栋光会照相",
    "我看张明远就是不想干",
    "小林干事太厉害了我不敢去",
    "张代表说三天修好，都三个月了",
    "陈玉蓝代表不给我签字",
)
FRIENDLY = (
    "请张代表帮忙看看",
    "谢谢张代表",
    "谢谢张明远代表，路修好了",
    "张代表您好，我家门口路灯坏了三天",
    "张代表，李村桥头栏杆断了没人修",
    "张代表我们村停水两天了",
    "麻烦张代表催一下供水站",
    "能不能让张明远代表来看看",
    "想问张代表什么时候来村里",
    "张代表电话多少",
    "跟张明远代表反映一下，垃圾没人收",
    "希望陈玉兰代表关注一下村里的路",
    "张代表上次来看过，路还没修",
    "请转告张代表，灯又坏了",
    "李村路灯不亮三天了，张明远代表",
    "张明远代表帮我们跑下来的低保，谢谢",
    "林晓帮我登记的路灯修好了吗",
    "请林晓同志给我回个电话",
    "小林村路口路灯坏了",
    "公交站长期没人打扫",
    "张代表辛苦了，修路的事有进展吗",
    "我找张代表反映路灯的事",
    "上次张代表说会修，现在还没动静",
    "周国栋代表知道这个情况",
    "何站长您好，村里想开个会",
    "请何站长协调一下供电所",
    "陈代表能来看一下我们村的井吗",
    "张代表接待日是哪天",
    "张代表建议修的那条路又坏了",
    "开村代表大会讨论一下垃圾的事",
    "张代表我跟你说个事啊村头的井坏了",
    "张代表在吗",
    "给张明远代表说一声，水来了",
    "张代表费心了",
    "我们村的张明远代表是个热心人",
    "想见见陈玉兰代表，孩子上学的事",
    "听张代表说今年要修路，啥时候开工",
    "林晓昨天给我打过电话，我补充一下，是东边那盏灯",
    "张代表开会的时候提了修桥的事，有下文吗",
    "何站长，村里路灯不亮",
    "张明远代表村里的路坑坑洼洼",
    "代我谢谢林晓",
)


@pytest.mark.parametrize("words", DOUBTFUL)
def test_whoever_is_named_and_neither_asked_nor_thanked_may_be_spoken_against(words: str) -> None:
    found = conflict(words)
    assert found is not None
    assert found.complaint


@pytest.mark.parametrize("words", FRIENDLY)
def test_whoever_is_asked_thanked_or_spoken_to_is_spoken_against_by_nobody(words: str) -> None:
    assert conflict(words) is None
