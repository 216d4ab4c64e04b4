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
