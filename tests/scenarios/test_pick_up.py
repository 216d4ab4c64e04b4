"""News for who has no private way: the group hears the tail and how to fetch, the code gives the rest to one person."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.people.rules.roster import PersonId
from handlers.petitions.rules.pick_up import CODES, GOOD_FOR, MOST_WRONG_GUESSES, used, with_code, written
from tests.support.group import Group
from tests.support.records import NOON, a_petition
from tests.support.story import LAMP, a_group, private_talk, replied
from tests.support.township import STATION

WRONG = "尾号或取件码不对，或者过期了。请打站里电话，核对后再给您一个。"
ANSWER = "三盏灯都换好了"
ME, ANOTHER = PersonId("p_me"), PersonId("p_another")


@pytest.fixture
def group() -> Group:
    return a_group(jobs=())


async def unreachable(group: Group) -> str:
    """An answer could not be told its voter, and staff, who were called, have given out a code; return it."""
    await replied(group)
    group.platform.unreachable.add(private_talk("赵敏"))
    await group.tells("张明远", "2")
    await group.tells("林晓", "取件码 1")
    code = re.search(r"取件码：([0-9]{6})，7天内有效，只能一个人用。", group.told("林晓")[-1])
    assert code is not None
    return code[1]


async def test_the_group_hears_the_tail_and_how_to_fetch_and_neither_matter_nor_code(group: Group) -> None:
    code = await unreachable(group)
    assert group.heard == ["尾号 1 有新消息。请这位乡亲加我，或打 0399-6000001，我单独告诉您。"]
    assert code not in "".join(group.heard)


async def test_against_the_code_the_answer_is_told_in_private_from_any_account(group: Group) -> None:
    code = await unreachable(group)
    await group.tells("赵敏家的手机", f"取件 1 {code}")
    told = group.told("赵敏家的手机")[0]
    assert told.startswith(f"尾号 1：{LAMP}\n")
    assert f"尾号 1 有结果了：{ANSWER}" in told


async def test_a_code_serves_one_person_only(group: Group) -> None:
    code = await unreachable(group)
    await group.tells("赵敏家的手机", f"取件 1 {code}")
    await group.tells("钱伟", f"取件 1 {code}")
    await group.tells("赵敏家的手机", f"取件 1 {code}")
    assert group.told("钱伟") == [WRONG]
    assert ANSWER in group.told("赵敏家的手机")[1]


async def test_after_some_wrong_guesses_even_the_right_code_is_wrong(group: Group) -> None:
    code = await unreachable(group)
    for number in range(MOST_WRONG_GUESSES):
        await group.tells("钱伟", f"取件 1 {(int(code) + 1 + number) % CODES:06}")
    await group.tells("赵敏家的手机", f"取件 1 {code}")
    assert group.told("赵敏家的手机") == [WRONG]


async def test_a_code_goes_off(group: Group) -> None:
    code = await unreachable(group)
    await group.waits(days=7)
    await group.tells("赵敏家的手机", f"取件 1 {code}")
    assert group.told("赵敏家的手机") == [WRONG]


async def test_a_matter_without_a_code_is_answered_as_one_that_does_not_exist(group: Group) -> None:
    await replied(group)
    await group.tells("钱伟", "取件 1 123456")
    await group.tells("钱伟", "取件 99 123456")
    assert group.told("钱伟") == [WRONG, WRONG]


async def test_a_code_shown_in_the_group_is_a_code_no_more(group: Group) -> None:
    code = await unreachable(group)
    group.platform.unreachable.clear()
    group.forgets()
    await group.says("赵敏", f"取件 1 {code}")
    await group.tells("钱伟", f"取件 1 {code}")
    assert group.told("赵敏") == ["取件码发在群里，别人也看到了，这个已经作废。请打站里电话再要一个，单独发给我。"]
    assert group.told("钱伟") == [WRONG]
    assert group.heard == ["我单独发给您了。"]


async def test_a_new_code_takes_the_place_of_the_one_before(group: Group) -> None:
    first = await unreachable(group)
    await group.tells("林晓", "取件码 1")
    second = re.search(r"[0-9]{6}", group.told("林晓")[-1])
    assert second is not None
    await group.tells("赵敏家的手机", f"取件 1 {first}")
    assert second[0] == first or group.told("赵敏家的手机") == [WRONG]


async def test_every_code_given_out_and_used_stands_on_the_trail_without_the_code(group: Group) -> None:
    code = await unreachable(group)
    await group.tells("赵敏家的手机", f"取件 1 {code}")
    async with group.storage.begin() as work:
        (petition,) = await work.petitions.with_tail(STATION.id, 1)
        lines = await work.audit.of(petition.id)
    assert [line.event for line in lines][-2:] == ["pick_up_code", "picked_up"]
    assert code not in repr(lines)
    assert code not in repr(petition)


@given(code=st.integers(0, CODES - 1), guess=st.integers(0, CODES - 1), later=st.timedeltas(timedelta(0), 2 * GOOD_FOR))
def test_only_the_code_itself_fits_and_only_in_its_time(code: int, guess: int, later: timedelta) -> None:
    coded = with_code(a_petition(), code, NOON)
    _, fits = used(coded, written(guess), by=ME, at=NOON + later)
    assert fits == (guess == code and later < GOOD_FOR)


@given(guesses=st.lists(st.integers(0, 3), max_size=12))
def test_no_more_wrong_guesses_are_heard_than_are_allowed(guesses: list[int]) -> None:
    petition = with_code(a_petition(), 3, NOON)
    wrong = 0
    for guess in guesses:
        petition, fits = used(petition, written(guess), by=ME, at=NOON)
        assert fits == (guess == 3 and wrong < MOST_WRONG_GUESSES)
        wrong += guess != 3
    stranger, fits = used(replace(petition, voter=None), written(3), by=ANOTHER, at=NOON)
    assert not fits or (stranger.pick_up is not None and stranger.pick_up.by == ANOTHER)
