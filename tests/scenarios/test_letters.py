"""The lead deputy of a suggestion rates the unit's letter: its manner, its result, and why not (MSG-T7)."""

import pytest

from handlers.petitions.rules.petition import LetterRating, Petition, PetitionId, Rating, State
from tests.support.group import Group
from tests.support.papers import filled_in
from tests.support.story import LAMP, checked, surveyed

PLEASE_RATE = f"《关于{LAMP}的答复》请您评价，3月30日（周一）前。先说办理态度：满意回 1，基本满意回 2，不满意回 3。"
ASK_RESULT = "记下了。办理结果呢？满意回 1，基本满意回 2，不满意回 3。"
ASK_REASON = "哪里不满意？请说一句，我转给办理的单位。"
AGAIN = "记下了，尾号 1 重新办，1个月内再答复。"


async def answered(group: Group) -> None:
    """The unit's letter on a suggestion has come, and the deputy has the bot tell the voter."""
    await checked(group)
    await group.tells("秦书敏", "交办 1 供电所")
    await group.tells("林晓", "回复 1 A 供电所3月16日已装好两盏太阳能路灯")
    await group.tells("张明远", "2")


async def stored(group: Group) -> Petition:
    async with group.storage.begin() as work:
        return await work.petitions.get(PetitionId("QS2026-0001"))


async def test_the_deputy_is_asked_for_manner_and_result_apart(group: Group) -> None:
    await answered(group)
    assert PLEASE_RATE in group.told("张明远")
    group.forgets()
    await group.tells("张明远", "1")
    await group.tells("张明远", "2")
    assert group.told("张明远") == [ASK_RESULT, "谢谢，尾号 1 答复的评价记下了。"]
    assert group.told("林晓") == ["尾号 1 张明远代表评价答复：态度满意，结果基本满意。"]
    assert group.told("赵敏") == []
    assert (await stored(group)).letter == LetterRating(attitude=Rating.SATISFIED, result=Rating.FAIRLY)
    assert (await stored(group)).state is State.SURVEYING


async def test_a_result_that_is_not_good_enough_is_handled_again_with_the_reason(group: Group) -> None:
    await answered(group)
    group.forgets()
    for said in ("1", "3", "只装了两盏，说好四盏"):
        await group.tells("张明远", said)
    assert group.told("张明远") == [ASK_RESULT, ASK_REASON, AGAIN]
    assert group.told("赵敏") == ["尾号 1：张代表看了答复不满意，重新办，1个月内再答复。"]
    assert "尾号 1 张明远代表评价答复：态度满意，结果不满意：只装了两盏，说好四盏。" in group.told("林晓")
    assert (await stored(group)).state is State.REOPENED


async def test_a_manner_that_is_not_good_enough_is_noted_and_nothing_begun_anew(group: Group) -> None:
    await answered(group)
    group.forgets()
    for said in ("3", "1", "没和我沟通"):
        await group.tells("张明远", said)
    assert group.told("林晓") == ["尾号 1 张明远代表评价答复：态度不满意，结果满意：没和我沟通。"]
    assert (await stored(group)).state is State.SURVEYING


async def test_one_command_rates_both(group: Group) -> None:
    await answered(group)
    group.forgets()
    await group.tells("张明远", "/不满意 1 没看现场")
    assert group.told("张明远") == [AGAIN]
    assert (await stored(group)).letter == LetterRating(
        attitude=Rating.UNSATISFIED, result=Rating.UNSATISFIED, reason="没看现场"
    )


async def test_what_was_handled_again_once_is_for_the_head(group: Group) -> None:
    await answered(group)
    await group.tells("张明远", "/不满意 1 没看现场")
    await group.tells("林晓", "回复 1 A 供电所3月16日又装好两盏太阳能路灯")
    await group.tells("张明远", "2")
    assert (await stored(group)).letter is None
    group.forgets()
    await group.tells("张明远", "/不满意 1 还是暗")
    assert group.told("林晓") == [
        "尾号 1 张明远代表评价答复：态度不满意，结果不满意：还是暗。"
        "这件已经重新办过一次，要不要会商请站长定，发“会商 1 时间”。"
    ]
    assert (await stored(group)).state is State.SURVEYING


async def test_the_form_shows_the_rating(group: Group) -> None:
    await answered(group)
    await group.tells("张明远", "/满意 1")
    group.forgets()
    await group.tells("林晓", "导出 登记表 1")
    assert filled_in(group.files("林晓")[0].content)["代表评价"] == "态度：满意　　结果：满意\n意见："


@pytest.mark.parametrize(("said", "state"), [("/满意 1", State.CLOSED), ("/不满意 1 还有一盏不亮", State.REOPENED)])
async def test_the_same_command_is_a_voters_rating(group: Group, said: str, state: State) -> None:
    await surveyed(group)
    await group.tells("赵敏", said)
    assert (await stored(group)).state is state


async def test_a_service_has_no_letter_to_rate(group: Group) -> None:
    await surveyed(group)
    assert not any("请您评价" in text for text in group.told("张明远"))


async def test_nothing_is_rated_before_it_was_answered(group: Group) -> None:
    await checked(group)
    await group.tells("张明远", "/满意 1")
    assert group.told("张明远") == ["尾号 1 现在没有要您评价的答复。"]
