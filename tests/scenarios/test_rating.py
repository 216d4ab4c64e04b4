"""What a voter says of an answer, and what follows from it."""

import pytest

from handlers.petitions.rules.petition import Petition, PetitionId, Rating, State, Timer
from tests.support.group import Group
from tests.support.story import surveyed, taken_up
from tests.support.township import STATION

COMPLAINT = "谢谢您直说。哪里不满意：1 没办 2 办得不好 3 答复听不懂 4 态度不好 5 别的。"


async def stored(group: Group) -> Petition:
    async with group.storage.begin() as work:
        return await work.petitions.get(PetitionId("QS2026-0001"))


async def surveyed_again(group: Group) -> None:
    """A voter was dissatisfied once, and has a second answer to rate."""
    await surveyed(group)
    await group.tells("赵敏", "4")
    await group.tells("赵敏", "2")
    await group.tells("林晓", "回复 1 A 又换了一次灯泡")
    await group.tells("张明远", "2")
    group.forgets()


@pytest.mark.parametrize(
    ("words", "rating"),
    [
        ("2", Rating.SATISFIED),
        ("3", Rating.FAIRLY),
        ("/评价 1 满意", Rating.SATISFIED),
        ("/评价 1 基本满意", Rating.FAIRLY),
        ("满意", Rating.SATISFIED),
        ("满意，谢谢大家", Rating.SATISFIED),
        ("基本满意吧", Rating.FAIRLY),
    ],
)
async def test_a_contented_voter_closes_the_matter(group: Group, words: str, rating: Rating) -> None:
    await surveyed(group)
    await group.tells("赵敏", words)
    assert group.told("赵敏") == ["尾号 1 已办结，谢谢您的评价。30天内有新情况还可以发“重办 1”。"]
    petition = await stored(group)
    assert (petition.state, petition.rating, petition.timer) == (State.CLOSED, rating, Timer.ARCHIVE)


async def test_who_has_rated_by_command_is_not_asked_any_more(group: Group) -> None:
    await surveyed(group)
    await group.tells("赵敏", "/评价 1 满意")
    await group.tells("赵敏", "2")
    assert group.told("赵敏")[-1].startswith("您说的是哪一件")


async def test_the_deputy_learns_the_rating(group: Group) -> None:
    await surveyed(group)
    await group.tells("赵敏", "3")
    assert group.told("张明远") == ["尾号 1 选民评价：基本满意。已办结。"]


async def test_the_formal_answer_is_shown_and_the_rating_asked_again(group: Group) -> None:
    await surveyed(group)
    await group.tells("赵敏", "1")
    assert group.told("赵敏") == ["尾号 1 的答复：三盏灯都换好了\n您觉得怎么样？满意回 2，基本满意回 3，不满意回 4。"]
    await group.tells("赵敏", "2")
    assert (await stored(group)).state is State.CLOSED


@pytest.mark.parametrize(
    ("reason", "told"), [("2", "办得不好"), ("只换了一盏，还有两盏不亮", "只换了一盏，还有两盏不亮")]
)
async def test_a_dissatisfied_voter_is_asked_why_and_it_is_handled_again(group: Group, reason: str, told: str) -> None:
    await surveyed(group)
    await group.tells("赵敏", "4")
    assert group.told("赵敏") == [COMPLAINT]
    await group.tells("赵敏", reason)
    assert group.told("赵敏")[-1] == f"您说不满意，尾号 1 重新办，5个工作日内再答复。您的意见：{told}"
    petition = await stored(group)
    assert (petition.state, petition.rating, petition.supplements[-1].text) == (
        State.REOPENED,
        Rating.UNSATISFIED,
        told,
    )
    assert group.told("张明远") == ["尾号 1 选民要求重新办理：没有细说", f"尾号 1 选民补充：{told}"]


async def test_who_is_dissatisfied_without_saying_why_is_not_forgotten(group: Group) -> None:
    await surveyed(group)
    await group.tells("赵敏", "4")
    await group.waits(days=10)
    assert (await stored(group)).state is State.REOPENED


@pytest.mark.parametrize("words", ["/评价 1 不满意 只换了一盏", "不满意，只换了一盏"])
async def test_dissatisfied_with_a_reason_is_not_asked_for_one(group: Group, words: str) -> None:
    await surveyed(group)
    await group.tells("赵敏", words)
    assert group.told("赵敏") == ["您说不满意，尾号 1 重新办，5个工作日内再答复。您的意见：只换了一盏"]


async def test_the_second_time_the_head_is_asked_to_confer(group: Group) -> None:
    await surveyed_again(group)
    await group.tells("赵敏", "/评价 1 不满意 还是不亮")
    assert group.told("赵敏") == ["您还是不满意，我已请站长把代表和供电所叫到一起再商量，3月30日（周一）前告诉您结果。"]
    assert group.told("何建平") == ["尾号 1 重新办过，选民仍不满意：还是不亮\n请会商，定了时间发“会商 1 时间”。"]
    await group.waits(days=9)
    petition = await stored(group)
    assert (petition.state, petition.timer) == (State.SURVEYING, None)


async def test_what_is_wrong_is_not_asked_any_more_once_a_conference_is_called(group: Group) -> None:
    await surveyed_again(group)
    await group.tells("赵敏", "4")
    await group.tells("何建平", "会商 1 周四下午")
    group.forgets()
    await group.tells("赵敏", "1")
    assert not any("重新办" in line for line in group.told("赵敏"))
    assert group.told("张明远") == []


async def test_no_conference_is_called_while_the_voter_has_the_answer_to_rate(group: Group) -> None:
    await surveyed_again(group)
    await group.tells("何建平", "会商 1 周四下午")
    assert group.told("何建平") == ["尾号 1 现在是“请您评价”，不能会商。"]
    await group.tells("赵敏", "2")
    assert (await stored(group)).state is State.CLOSED


async def test_a_matter_in_hand_cannot_be_rated(group: Group) -> None:
    await taken_up(group)
    await group.tells("赵敏", "/评价 1 满意")
    assert group.told("赵敏") == ["尾号 1 现在是“代表已看到”，不能评价。"]


async def test_a_closed_matter_is_handled_again_because_of_something_new(group: Group) -> None:
    await surveyed(group)
    await group.tells("赵敏", "2")
    await group.waits(days=29)
    group.forgets()
    await group.tells("赵敏", "重办1 又坏了")
    assert group.told("赵敏") == ["尾号 1 重新办，5个工作日内再答复。新情况：又坏了"]
    assert group.told("张明远") == ["尾号 1 选民要求重新办理：又坏了"]
    assert (await stored(group)).state is State.REOPENED


async def test_after_thirty_days_something_new_is_a_new_matter(group: Group) -> None:
    await surveyed(group)
    await group.tells("赵敏", "2")
    await group.waits(days=31)
    group.forgets()
    await group.tells("赵敏", "重办1 又坏了")
    assert group.told("赵敏") == ["尾号 1 办结已久，不能再重办。有新情况直接说，我给您登记新的。"]


async def test_a_matter_is_handled_again_once(group: Group) -> None:
    await surveyed_again(group)
    await group.tells("赵敏", "2")
    group.forgets()
    await group.tells("赵敏", "重办1 又坏了")
    assert group.told("赵敏") == [
        f"尾号 1 已经重新办过一次。答复是：又换了一次灯泡\n您要是还有意见，发“人工”，或打 {STATION.phone}。"
    ]


async def test_who_works_on_it_hears_that_it_is_handled_again_and_by_when(group: Group) -> None:
    await surveyed(group)
    await group.tells("赵敏", "不满意，只换了一盏")
    assert group.told("林晓") == ["尾号 1 选民不满意，重新办理，3月23日（周一）前再答复：只换了一盏"]


@pytest.mark.parametrize("said", ["重办1", "重办 1 路灯不亮三天了"])
async def test_without_anything_new_the_earlier_answer_is_shown(group: Group, said: str) -> None:
    await surveyed(group)
    await group.tells("赵敏", "2")
    group.forgets()
    await group.tells("赵敏", said)
    assert group.told("赵敏") == [
        "尾号 1 已经办结，答复是：三盏灯都换好了\n有新情况请说一句，例如：重办 1 昨晚又坏了。发照片也行。"
    ]
    assert (await stored(group)).state is State.CLOSED


async def test_a_picture_is_something_new(group: Group) -> None:
    await surveyed(group)
    await group.tells("赵敏", "2")
    await group.tells("赵敏", "重办1", picture="pic-1")
    assert (await stored(group)).state is State.REOPENED


async def test_after_a_conference_nothing_is_begun_anew_and_the_other_doors_are_shown(group: Group) -> None:
    await surveyed_again(group)
    await group.tells("赵敏", "/评价 1 不满意 还是不亮")
    await group.tells("何建平", "会商 1 周四下午")
    await group.tells("秦书敏", "上报 1 县城管局")
    await group.tells("秦书敏", "交办 1 县城管局")
    await group.tells("秦书敏", "回复 1 A 线路全换了，灯亮了")
    await group.tells("张明远", "2")
    group.forgets()
    await group.tells("赵敏", "4")
    assert group.told("赵敏") == [
        "尾号 1 重新办过，也会商过，您的不满意我如实记下了。答复是：线路全换了，灯亮了\n"
        f"还有意见可以打 12345 或 {STATION.phone}，接待日当面跟代表说也行。"
    ]
    assert group.told("张明远") == ["尾号 1 选民评价：不满意。已办结。"]
    petition = await stored(group)
    assert (petition.state, petition.rating) == (State.CLOSED, Rating.UNSATISFIED)


async def test_nobody_is_reminded_to_rate_more_than_once(group: Group) -> None:
    await surveyed(group)
    await group.waits(days=40)
    assert [text for text in group.told("赵敏") if "满意回 2" in text] == [
        "尾号 1 的结果您看了吗？满意回 2，基本满意回 3，不满意回 4。不回也没关系。"
    ]


async def test_ratings_are_counted(group: Group) -> None:
    await surveyed(group)
    await group.tells("赵敏", "2")
    today = group.clock.now().date()
    async with group.storage.begin() as work:
        figures = await work.figures.between(STATION.id, today, today)
    assert (figures["satisfied"], figures["close"]) == (1, 1)
