"""A unit's answer: its class, whether it is one, and what becomes of what was promised in it."""

from datetime import date, time

import pytest

from handlers.dates.china_time import moment
from handlers.petitions.rules.commitments import Ending
from handlers.petitions.rules.petition import Petition, PetitionId, ResultClass, State
from tests.support.group import PHONE, Group
from tests.support.story import handed_over
from tests.support.township import STATION

PROMISE = "供电所2027年5月底前装三盏太阳能灯"
ASKED = f"尾号 1 供电所答应的“{PROMISE}”（2027年5月31日前），现在怎么样？\n办好了回 1，还在办回 2，办不了回 3。"
SEEN = "您看到的情况一样吗？一样回 1，不一样回 2。"


async def stored(group: Group) -> Petition:
    async with group.storage.begin() as work:
        return await work.petitions.get(PetitionId("QS2026-0001"))


async def promised(group: Group) -> None:
    """A voter was content with a promise for the next year."""
    await handed_over(group)
    await group.tells("林晓", f"回复 1 B {PROMISE}")
    await group.tells("张明远", "2")
    await group.tells("赵敏", "满意")
    group.forgets()


# --- is it an answer? ---


async def test_an_answer_without_its_class_is_asked_for_it(group: Group) -> None:
    await handed_over(group)
    await group.tells("林晓", "/回复 1 三盏灯都换好了")
    assert group.told("林晓") == [
        "尾号 1 的答复是哪一类？已解决或基本解决回 1，正在解决或列入计划回 2，以后解决回 3，留作参考回 4。"
    ]
    assert (await stored(group)).state is State.DISPATCHED
    await group.tells("林晓", "1")
    assert group.told("林晓")[-1] == "尾号 1 的答复记下了（A类，已解决或基本解决）。先请张代表告诉选民。"
    assert (await stored(group)).result is ResultClass.A


async def test_what_a_voter_would_miss_is_shown_to_whoever_typed_it_and_nobody_else(group: Group) -> None:
    await handed_over(group)
    await group.tells("林晓", "回复 1 B 高度重视，按规定办理")
    assert group.told("林晓") == [
        "尾号 1 的答复还没发，选民看了可能不明白：\n"
        "- 没提到选民问的事\n"
        "- 没说谁来办\n"
        "- 没说什么时候办好\n"
        "- “高度重视”、“按规定办理”是空话，换成做了什么、哪天做\n"
        "照样发回 1，改一改回 2。"
    ]
    assert group.told("张明远") == group.told("赵敏") == []
    assert (await stored(group)).state is State.DISPATCHED


async def test_a_person_may_have_it_told_all_the_same(group: Group) -> None:
    await handed_over(group)
    await group.tells("林晓", "回复 1 A 已修好")
    await group.tells("林晓", "1")
    assert group.told("张明远") == ["尾号 1 答复来了：已修好。您亲自告诉选民更好，说完回 1；请我转达回 2。"]
    assert (await stored(group)).answer == "已修好"


async def test_or_say_it_otherwise(group: Group) -> None:
    await handed_over(group)
    await group.tells("林晓", "回复 1 A 已修好")
    await group.tells("林晓", "2")
    assert group.told("林晓")[-1] == "好的，尾号 1 没有发。改好后发“回复 1 A 内容”。"
    assert (await stored(group)).state is State.DISPATCHED
    await group.tells("林晓", "回复 1 A 三盏灯都换好了")
    assert (await stored(group)).state is State.REPLIED


async def test_an_answer_that_came_meanwhile_is_not_given_a_second_time(group: Group) -> None:
    await handed_over(group)
    await group.tells("林晓", "回复 1 A 已修好")
    await group.tells("秦书敏", "回复 1 A 三盏灯都换好了")
    await group.tells("林晓", "1")
    assert group.told("林晓")[-1] == "尾号 1 现在是“已答复，请您评价”，不能回复。"
    assert (await stored(group)).answer == "三盏灯都换好了"


async def test_done_by_the_unit_and_solved_for_the_voter_are_counted_apart(group: Group) -> None:
    await handed_over(group)
    await group.tells("林晓", "回复 1 A 三盏灯都换好了")
    await group.tells("张明远", "2")
    await group.tells("赵敏", "不满意，还有一盏不亮")
    await group.tells("林晓", "回复 1 A 第四盏灯也换好了")
    await group.tells("张明远", "2")
    today = group.clock.now().date()
    async with group.storage.begin() as work:
        figures = await work.figures.between(STATION.id, today, today)
    assert (figures["finished_by_unit"], figures.get("solved_for_voter", 0), figures["A"]) == (1, 0, 2)
    await group.tells("赵敏", "基本满意")
    async with group.storage.begin() as work:
        figures = await work.figures.between(STATION.id, today, today)
    assert (figures["finished_by_unit"], figures["solved_for_voter"]) == (1, 1)


# --- what was promised ---


async def test_an_answer_of_class_b_is_a_promise_with_its_day(group: Group) -> None:
    await promised(group)
    commitment = (await stored(group)).commitment
    assert commitment is not None
    assert (commitment.words, commitment.until, commitment.is_open) == (PROMISE, date(2027, 5, 31), True)


async def test_a_promise_is_asked_after_each_quarter_and_never_twice_in_one(group: Group) -> None:
    await promised(group)
    await group.waits_until(moment(date(2026, 4, 30), time(9)))
    assert group.told("林晓").count(ASKED) == 1
    await group.waits_until(moment(date(2026, 7, 31), time(9)))
    assert group.told("林晓").count(ASKED) == 2


async def test_a_promise_that_is_being_worked_on_is_told_so(group: Group) -> None:
    await promised(group)
    await group.waits_until(moment(date(2026, 4, 1), time(11)))
    group.forgets()
    await group.tells("林晓", "2")
    assert group.told("林晓") == ["尾号 1 记下了。已告诉选民。"]
    assert group.told("赵敏") == [f"尾号 1 答应的“{PROMISE}”还在办，预计2027年5月31日前。我会记着。"]


async def test_a_promise_kept_is_for_the_voter_to_see_long_after_the_matter_was_put_away(group: Group) -> None:
    await promised(group)
    await group.waits_until(moment(date(2027, 4, 1), time(11)))
    assert (await stored(group)).state is State.ARCHIVED
    group.forgets()
    await group.tells("林晓", "1")
    assert group.told("赵敏") == [f"去年答应的“{PROMISE}”，供电所4月1日说已经办好。{SEEN}"]
    await group.tells("赵敏", "1")
    assert group.told("赵敏")[-1] == "好的，谢谢您告诉我。"
    commitment = (await stored(group)).commitment
    assert commitment is not None
    assert (commitment.ended, commitment.agreed) == (Ending.KEPT, True)
    group.forgets()
    await group.waits_until(moment(date(2027, 7, 31), time(9)))
    assert ASKED not in group.told("林晓")


async def test_a_voter_who_sees_it_otherwise_keeps_the_promise_open(group: Group) -> None:
    await promised(group)
    await group.waits_until(moment(date(2026, 4, 1), time(11)))
    await group.tells("林晓", "1")
    group.forgets()
    await group.tells("赵敏", "2")
    assert group.told("赵敏") == ["记下了，尾号 1 我告诉代表和工作人员，接着催。"]
    told = f"尾号 1 答应的“{PROMISE}”，选民看到的和供电所说的不一样，请核实。"
    assert group.told("林晓") == group.told("张明远") == [told]
    await group.waits_until(moment(date(2026, 7, 2), time(9)))
    assert ASKED in group.told("林晓")


async def test_a_promise_is_given_up_only_with_a_reason_and_the_voter_hears_it(group: Group) -> None:
    await promised(group)
    await group.waits_until(moment(date(2026, 4, 1), time(11)))
    group.forgets()
    await group.tells("林晓", "3")
    assert group.told("林晓") == ["尾号 1 为什么办不了？说一句，我告诉选民。"]
    assert group.told("赵敏") == []
    await group.tells("林晓", "村口要修路，灯等路修好再装")
    assert group.told("赵敏") == [
        f"尾号 1 原来答应的“{PROMISE}”，供电所说办不了：村口要修路，灯等路修好再装\n您有意见发“人工”，或打 {PHONE}。"
    ]
    commitment = (await stored(group)).commitment
    assert commitment is not None
    assert commitment.ended is Ending.WITHDRAWN


async def test_in_the_last_quarter_voters_say_whether_they_see_it_alike(group: Group) -> None:
    await promised(group)
    await group.waits_until(moment(date(2026, 10, 8), time(11)))
    await group.tells("林晓", "2")
    await group.waits_until(moment(date(2026, 11, 3), time(9)))
    assert group.told("赵敏")[-1] == f"今年答应的“{PROMISE}”，供电所10月8日说还在办。{SEEN}"


async def test_what_no_unit_has_said_is_not_told_as_its_word(group: Group) -> None:
    await promised(group)
    await group.waits_until(moment(date(2026, 11, 3), time(9)))
    asked = f"今年答应的“{PROMISE}”，供电所还没有说办得怎么样，我在催。您看到办了吗？办了回 1，没办回 2。"
    assert group.told("赵敏")[-1] == asked
    await group.tells("赵敏", "没办")
    told = f"尾号 1 供电所答应的“{PROMISE}”，单位没有回话，选民说没办，请核实。"
    assert group.told("林晓")[-1] == told


async def test_a_question_that_no_unit_answers_goes_up(group: Group) -> None:
    await promised(group)
    silent = f"尾号 1 供电所答应的“{PROMISE}”，4月1日问过，到现在没有回话。请催一催；有了回话发“回复 1”加类别和内容。"
    await group.waits_until(moment(date(2026, 4, 7), time(11)))
    assert silent in group.told("林晓")
    assert silent not in group.told("何建平")
    await group.waits_until(moment(date(2026, 4, 17), time(11)))
    assert silent in group.told("何建平")


async def test_one_that_is_answered_does_not(group: Group) -> None:
    await promised(group)
    await group.waits_until(moment(date(2026, 4, 1), time(11)))
    await group.tells("林晓", "2")
    await group.waits_until(moment(date(2026, 4, 20), time(11)))
    assert not any("到现在没有回话" in line for line in group.told("林晓") + group.told("何建平"))


@pytest.mark.parametrize(
    ("said", "ended"),
    [("回复 1 A 三盏太阳能灯都装好了", Ending.KEPT), ("回复 1 C 因为修路，灯先不装", Ending.WITHDRAWN)],
)
async def test_a_unit_may_say_so_without_being_asked(group: Group, said: str, ended: Ending) -> None:
    await promised(group)
    await group.waits(days=60)
    await group.tells("林晓", said)
    petition = await stored(group)
    assert petition.commitment is not None
    assert (petition.state, petition.commitment.ended) == (State.ARCHIVED, ended)


async def test_what_is_handled_again_is_pressed_for_an_answer_and_not_for_a_promise(group: Group) -> None:
    await handed_over(group)
    await group.tells("林晓", f"回复 1 B {PROMISE}")
    await group.tells("张明远", "2")
    await group.tells("赵敏", "不满意，太久了")
    group.forgets()
    await group.waits_until(moment(date(2026, 4, 2), time(9)))
    assert ASKED not in group.told("林晓")


# --- planned ---

PLANNED = "办理 1 列入计划 2027年5月20日 和修路一起做"


async def test_a_plan_past_every_limit_wants_a_second_person(group: Group) -> None:
    await handed_over(group)
    await group.tells("林晓", PLANNED)
    assert group.told("林晓") == ["尾号 1 列入计划的日子超过最长期限，已报秦书敏，同意了才算数，定了告诉您。"]
    assert group.told("赵敏") == []
    await group.tells("秦书敏", "不同意")
    assert (await stored(group)).state is State.IN_PROGRESS
    assert group.told("林晓")[-1].startswith("尾号 1 没有同意列入计划")


async def test_it_is_a_promise_asked_after_each_quarter_and_its_reason_is_told(group: Group) -> None:
    await handed_over(group)
    await group.tells("林晓", PLANNED)
    await group.tells("秦书敏", "1")
    assert group.told("赵敏") == [
        "尾号 1：已列入2027年计划，预计5月20日（周四）。原因：和修路一起做。\n我会记着，到时再告诉您。"
    ]
    commitment = (await stored(group)).commitment
    assert commitment is not None
    assert commitment.until == date(2027, 5, 20)
    await group.waits_until(moment(date(2026, 4, 1), time(11)))
    assert any("现在怎么样？" in line for line in group.told("林晓"))


async def test_a_plan_within_the_limit_needs_nobody_else(group: Group) -> None:
    await handed_over(group)
    await group.tells("林晓", "办理 1 列入计划 3月27日 等灯泡到货")
    assert (await stored(group)).state is State.PLANNED


async def test_an_empty_reason_is_not_told_to_the_voter(group: Group) -> None:
    await handed_over(group)
    await group.tells("林晓", "办理 1 列入计划 3月27日 高度重视")
    assert group.told("林晓") == [
        "尾号 1 的原因要原样告诉选民，请换成平常话再发一次：\n- “高度重视”是空话，换成做了什么、哪天做"
    ]
    assert (await stored(group)).state is State.DISPATCHED
