from hypothesis import given
from hypothesis.strategies import lists, sampled_from

from handlers.meetings.rules.naming import called, named, spoken_of
from handlers.people.rules.roster import Deputy, DeputyLevel, PersonId

LEVELS = (DeputyLevel.TOWNSHIP,)
LI = Deputy(person=PersonId("wei-li"), name="张伟", levels=LEVELS, villages=("李村",))
WANG = Deputy(person=PersonId("wei-wang"), name="张伟", levels=LEVELS, villages=("王庄",))
NOWHERE = Deputy(person=PersonId("wei-3"), name="张伟", levels=LEVELS)
CHEN = Deputy(person=PersonId("chen"), name="陈玉兰", levels=(*LEVELS, DeputyLevel.COUNTY))
ALL = (LI, CHEN, WANG, NOWHERE)


def test_namesakes_are_told_apart_by_village_or_else_by_id() -> None:
    assert [called(one, ALL) for one in ALL] == ["张伟（李村）", "陈玉兰", "张伟（王庄）", "张伟（wei-3）"]


@given(deputies=lists(sampled_from(ALL), unique_by=lambda one: one.person))
def test_whoever_is_called_is_the_one_who_is_meant(deputies: list[Deputy]) -> None:
    assert all(named(called(one, deputies), deputies) == (one,) for one in deputies)


def test_a_bare_name_may_mean_several() -> None:
    assert named("张伟", ALL) == (LI, WANG, NOWHERE)
    assert named("张伟(王庄)", ALL) == (WANG,)
    assert named("王刚", ALL) == ()


def test_deputies_are_found_in_the_order_they_are_spoken_of() -> None:
    assert spoken_of("陈玉兰 换成 张伟（李村）", ALL) == (CHEN, LI)
    assert spoken_of("张伟", ALL) == ()
