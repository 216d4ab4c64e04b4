"""What was promised not to be kept stands nowhere any more: not in the inbox, the outbox, a question or the trail."""

from collections.abc import Awaitable, Callable

import pytest

from handlers.message import Quote
from handlers.petitions.rules.petition import State
from tests.support.group import Group
from tests.support.memory import MemoryStorage
from tests.support.story import LAMP, MONDAY, registered, taken_up
from tests.support.township import BOUND, TOWNSHIP

DITCH = "臭水沟"
MATTER = f"村东{DITCH}没人清，我叫欧阳慕华，电话13812345678"
UNSURE = f"{DITCH}总这样也不是办法"

Story = Callable[[Group], Awaitable[None]]


async def named(group: Group) -> None:
    """A voter has registered the matter, agreed to be named and added something; a deputy has it."""
    await group.says("欧阳慕华", f"/诉求 {MATTER}")
    await group.tells("欧阳慕华", "1")
    await group.tells("欧阳慕华", f"补充 1 {DITCH}更臭了")
    await group.tells("林晓", "派 1 张明远")


async def accusation(group: Group) -> None:
    await group.says("欧阳慕华", f"/诉求 {MATTER}")
    await group.tells("林晓", "补问 1 在哪一段")
    await group.tells("欧阳慕华", f"{DITCH}在桥下")
    await group.tells("林晓", "派 1 张明远")
    await group.tells("张明远", "2")
    await group.tells("林晓", "引导 1 R2")


async def accusation_confirmed_late(group: Group) -> None:
    await group.says("欧阳慕华", UNSURE)
    await group.waits(hours=3)
    await group.says("欧阳慕华", "1")
    await group.tells("林晓", "引导 1 R2")


async def accusation_quoted(group: Group) -> None:
    await group.says("张明远", "登记", quote=Quote(text=MATTER, author="欧阳慕华"))
    await group.tells("欧阳慕华", "1")
    await group.tells("林晓", "引导 1 R2")


async def accusation_by_telephone(group: Group) -> None:
    await group.tells("林晓", f"/新增 电话 {MATTER}")
    await group.tells("林晓", "引导 1 R2")


async def accusation_at_night(group: Group) -> None:
    await group.waits(hours=14)
    await group.tells("欧阳慕华", f"/诉求 {MATTER}")
    await group.tells("林晓", "引导 1 R2")
    await group.waits(hours=12)


async def not_registered(group: Group) -> None:
    await group.says("欧阳慕华", f"/诉求 {MATTER}")
    await group.tells("欧阳慕华", "3")


async def draft_declined(group: Group) -> None:
    await group.says("欧阳慕华", UNSURE)
    await group.says("欧阳慕华", "2")


async def draft_left_alone(group: Group) -> None:
    await group.says("欧阳慕华", UNSURE)
    await group.waits(hours=25)


async def draft_recalled(group: Group) -> None:
    await group.recalls(await group.says("欧阳慕华", UNSURE))


async def recalled(group: Group) -> None:
    await group.recalls(await group.says("欧阳慕华", f"/诉求 {MATTER}"))
    await group.tells("欧阳慕华", "2")


async def recalled_after_it_was_confirmed(group: Group) -> None:
    said = await group.says("欧阳慕华", UNSURE)
    await group.waits(minutes=1)
    await group.says("欧阳慕华", "1")
    await group.recalls(said)
    await group.tells("欧阳慕华", "2")


@pytest.mark.parametrize(
    "story",
    [
        accusation,
        accusation_confirmed_late,
        accusation_quoted,
        accusation_by_telephone,
        accusation_at_night,
        not_registered,
        draft_declined,
        draft_left_alone,
        draft_recalled,
        recalled,
        recalled_after_it_was_confirmed,
    ],
)
async def test_no_word_is_left_of_what_was_promised_not_to_be_kept(story: Story) -> None:
    storage = MemoryStorage(TOWNSHIP, bound=BOUND)
    await story(Group(storage, now=MONDAY, jobs=()))
    kept = storage.everything()
    assert DITCH not in kept
    assert "13812345678" not in kept


CONSENT = "要登记您这件事，需要记下您的联系方式，只给您的代表和工作人员看。\n同意请回 1；不留名字请回 2；不登记请回 3。"
CANCER = "我得了癌症"


async def not_registered_after_the_answer(group: Group) -> None:
    await group.says("赵敏", f"/诉求 {MATTER}")
    await group.tells("林晓", "派 1 张明远")
    await group.tells("张明远", "答复 1 已清理")
    await group.tells("赵敏", "3", quote=Quote(text=CONSENT, from_bot=True))


async def sensitive_words_not_kept_after_closing(group: Group) -> None:
    await taken_up(group)
    await group.tells("张明远", "答复 1 已换灯泡")
    await group.tells("赵敏", f"满意 1 {CANCER}，{DITCH}还在")
    await group.tells("赵敏", "3")


async def sensitive_words_not_kept_after_it_was_declined(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", f"补充 1 {CANCER}，{DITCH}过不去")
    await group.tells("林晓", "不登记 1 灯是好的")
    await group.tells("赵敏", "3")


@pytest.mark.parametrize(
    "story",
    [
        not_registered_after_the_answer,
        sensitive_words_not_kept_after_closing,
        sensitive_words_not_kept_after_it_was_declined,
    ],
)
async def test_words_go_at_once_even_where_it_is_too_late_to_withdraw_the_matter(story: Story) -> None:
    storage = MemoryStorage(TOWNSHIP, bound=BOUND)
    group = Group(storage, now=MONDAY, jobs=())
    await story(group)
    assert group.told("赵敏")[-1] == "尾号 1 您说的内容都删了，只留编号和办到哪一步。"
    kept = storage.everything()
    assert DITCH not in kept
    assert CANCER not in kept
    assert LAMP not in kept


ACCUSED = "举报村支书欧阳德厚贪污低保款"


async def accused_in_person(group: Group) -> None:
    await group.tells("赵敏", ACCUSED)


async def accused_by_telephone(group: Group) -> None:
    await group.tells("林晓", f"新增 电话 {ACCUSED}")


async def accused_before_a_deputy(group: Group) -> None:
    await group.tells("张明远", f"登记 李村 {ACCUSED}")


async def accused_in_a_quote(group: Group) -> None:
    await group.says("张明远", "登记", quote=Quote(text=ACCUSED, author="赵敏"))


async def accused_in_a_supplement(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", f"补充 1 {ACCUSED}")


async def accused_when_asked_back(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "补问 1 在哪一段")
    await group.tells("赵敏", ACCUSED)


async def accused_in_a_rating(group: Group) -> None:
    await taken_up(group)
    await group.tells("张明远", "答复 1 已换灯泡")
    await group.tells("赵敏", f"不满意，{ACCUSED}")


async def accused_as_a_reason(group: Group) -> None:
    await taken_up(group)
    await group.tells("张明远", "答复 1 已换灯泡")
    await group.tells("赵敏", "不满意")
    await group.tells("赵敏", ACCUSED)


async def accused_to_a_person(group: Group) -> None:
    await group.tells("赵敏", f"人工 {ACCUSED}")


async def accused_in_a_view(group: Group) -> None:
    await group.tells("赵敏", f"议事 {ACCUSED}")


async def accused_asking_where(group: Group) -> None:
    await group.tells("赵敏", f"去哪办 {ACCUSED}")


@pytest.mark.parametrize(
    ("story", "speaker"),
    [
        (accused_in_person, "赵敏"),
        (accused_by_telephone, "林晓"),
        (accused_before_a_deputy, "张明远"),
        (accused_in_a_quote, "张明远"),
        (accused_in_a_supplement, "赵敏"),
        (accused_when_asked_back, "赵敏"),
        (accused_in_a_rating, "赵敏"),
        (accused_as_a_reason, "赵敏"),
        (accused_to_a_person, "赵敏"),
        (accused_in_a_view, "赵敏"),
        (accused_asking_where, "赵敏"),
    ],
)
async def test_no_word_of_an_open_accusation_is_kept_by_whatever_way_it_came(story: Story, speaker: str) -> None:
    storage = MemoryStorage(TOWNSHIP, bound=BOUND)
    group = Group(storage, now=MONDAY, jobs=())
    await story(group)
    assert "欧阳德厚" not in storage.everything()
    assert "贪污" not in storage.everything()
    assert "没有保存。" in group.told(speaker)[-1]


async def test_what_a_deputy_answers_is_no_accusation(group: Group) -> None:
    await taken_up(group)
    await group.tells("张明远", "答复 1 账目已公开，查无侵吞")
    async with group.storage.begin() as work:
        (petition,) = await work.petitions.with_tail(next(iter(TOWNSHIP.stations)), 1)
    assert petition.state is State.SURVEYING


async def test_who_has_everything_erased_is_named_nowhere_and_found_by_no_number() -> None:
    storage = MemoryStorage(TOWNSHIP, bound=BOUND)
    group = Group(storage, now=MONDAY, jobs=())
    await named(group)
    await group.says("欧阳慕华", "垃圾清运收费标准怎么查？我电话13812345678")
    await group.tells("欧阳慕华", "我的")
    await group.tells("欧阳慕华", "人工")
    await group.tells("欧阳慕华", "我的信息 删除")
    await group.tells("欧阳慕华", "1")
    assert group.told("欧阳慕华")[-1] == "已经删掉了。登记过的事只留编号、类别和办到哪一步。以后有事，随时再跟我说。"
    kept = storage.everything().replace("chat='欧阳慕华'", "").replace("user='欧阳慕华'", "")
    assert "13812345678" not in kept
    assert kept.count("欧阳慕华") == 1  # the account's message budget


async def test_the_wish_to_be_forgotten_is_no_answer_to_another_question(group: Group) -> None:
    await group.tells("赵敏", "/诉求 路灯不亮")
    await group.tells("赵敏", "1")
    group.forgets()
    await group.tells("赵敏", "我的信息 删除")
    assert group.told("赵敏")[0].startswith("确定删掉您的信息吗？")


async def test_a_voters_words_do_not_stand_on_the_trail_that_cannot_be_erased(group: Group) -> None:
    await named(group)
    await group.tells("张明远", "接手 1")
    await group.tells("张明远", "答复 1 已清")
    await group.tells("欧阳慕华", f"不满意，{DITCH}还在")
    await group.tells("欧阳慕华", f"重办 1 {DITCH}还在")
    async with group.storage.begin() as work:
        (petition,) = await work.petitions.with_tail(next(iter(TOWNSHIP.stations)), 1)
        assert petition.history[-1].reason == f"{DITCH}还在"
        assert all(DITCH not in line.reason for line in await work.audit.of(petition.id))
