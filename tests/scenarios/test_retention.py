"""What people said, and who they are, is kept no longer than they were told."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from handlers.jobs import JOBS
from handlers.message import Account
from handlers.people.rules.roster import PersonId
from handlers.petitions.rules.petition import Petition, State
from tests.support.group import Group
from tests.support.memory import MemoryStorage
from tests.support.story import MONDAY
from tests.support.township import BOUND, PLATFORM, ROBOT, STATION, TOWNSHIP

NIGHTLY = [job for job in JOBS if job.name == "erase what is old"]  # no reception day speaks in between
WORDS = "隔壁老邱家的狗又叫了一夜"
MATTER = f"李村小学门口路灯不亮三天了，孩子放学看不见路，老人晚上也不敢出门散步，还有{WORDS}，请快点派人来看看"
SUMMARY = "李村小学门口路灯不亮三天了，孩子放学看不见路，老人晚上也不敢出门散步…"

Story = Callable[[Group], Awaitable[None]]


@pytest.fixture
def storage() -> MemoryStorage:
    return MemoryStorage(TOWNSHIP, bound=BOUND)


@pytest.fixture
def group(storage: MemoryStorage) -> Group:
    return Group(storage, now=MONDAY, jobs=NIGHTLY)


async def petition(group: Group) -> Petition:
    async with group.storage.begin() as work:
        (found,) = await work.petitions.with_tail(STATION.id, 1)
    return found


async def told(group: Group) -> None:
    """A voter has told a matter in many words, agreed to be named, and said them once more."""
    await group.says("赵敏", f"/诉求 {MATTER}")
    await group.tells("赵敏", "1")
    await group.tells("赵敏", f"补充 1 昨天{WORDS}")


async def closed(group: Group) -> None:
    await told(group)
    await group.tells("林晓", "派 1 张明远")
    await group.tells("张明远", "答复 1 已和电工去看过")
    await group.tells("赵敏", f"评价 1 不满意 {WORDS}")
    await group.tells("林晓", "回复 1 A 路灯已修好")
    await group.tells("张明远", "2")
    await group.tells("赵敏", "满意")
    assert (await petition(group)).state is State.CLOSED


async def redirected(group: Group) -> None:
    await told(group)
    await group.tells("林晓", "引导 1 R3")


async def declined(group: Group) -> None:
    await told(group)
    await group.tells("林晓", "不登记 1 这是邻里的事")


async def withdrawn(group: Group) -> None:
    await told(group)
    await group.tells("赵敏", "撤回 1")
    await group.tells("赵敏", "1")


@pytest.mark.parametrize("story", [closed, redirected, declined, withdrawn])
async def test_180_days_after_the_end_no_word_is_left_and_the_summary_stays(
    group: Group, storage: MemoryStorage, story: Story
) -> None:
    await story(group)
    await group.waits(days=179)
    assert (await petition(group)).text == MATTER
    await group.waits(days=1)
    assert WORDS not in storage.everything()
    left = await petition(group)
    assert (left.state, left.summary, left.timer) == (State.ARCHIVED, SUMMARY, None)
    assert left.voter is not None


async def test_of_a_matter_still_open_only_its_own_words_stay(group: Group, storage: MemoryStorage) -> None:
    await told(group)
    await group.waits(days=180)
    kept = await petition(group)
    assert kept.text == MATTER
    async with storage.begin() as work:
        await work.petitions.save(replace(kept, text="", supplements=()))
    assert WORDS not in storage.everything()


async def test_thanks_go_180_days_later_too(group: Group, storage: MemoryStorage) -> None:
    thanks = "谢谢你们帮忙，邱家门口的灯修好了"
    await group.tells("赵敏", thanks)
    await group.waits(days=179)
    assert thanks in storage.everything()
    await group.waits(days=1)
    assert thanks not in storage.everything()


async def test_views_on_a_topic_go_and_the_topic_stays(storage: MemoryStorage) -> None:
    group = Group(storage, now=MONDAY, jobs=JOBS)
    await group.tells("何建平", "/议题 停车难")
    await group.waits(days=1)
    await group.says("赵敏", f"/议事 {WORDS}")
    assert group.heard[-1] == "谢谢，您的意见记下了，结果告诉大家。"
    await group.waits(days=179)
    assert WORDS in storage.everything()
    await group.waits(days=4)  # the moderator was given them on Friday
    assert WORDS not in storage.everything()
    assert "停车难" in storage.everything()


async def test_the_trail_says_when_words_went_and_how_many_messages(group: Group) -> None:
    await withdrawn(group)
    await group.waits(days=200)
    async with group.storage.begin() as work:
        assert [line.event for line in await work.audit.of("QS2026-0001")][-2:] == ["archive", "erase_words"]
        (inbox,) = await work.audit.of("messages")
        assert (inbox.event, inbox.after, inbox.actor, inbox.via) == ("erase", "5", None, "timer")


async def test_a_voter_not_heard_of_for_two_years_is_no_longer_known(group: Group, storage: MemoryStorage) -> None:
    await closed(group)
    await group.waits(days=729)
    assert "赵敏" in await names(storage)
    await group.waits(days=1)
    assert await names(storage) == set()
    group.forgets()
    await group.tells("赵敏", "/诉求 王庄路灯不亮三天了")
    assert "同意请回 1" in group.told("赵敏")[-1]


async def test_a_voter_is_known_for_two_years_after_the_last_word(group: Group, storage: MemoryStorage) -> None:
    await closed(group)
    await group.waits(days=700)
    await group.tells("赵敏", "站点")
    await group.waits(days=700)
    assert "赵敏" in await names(storage)


async def test_as_long_as_a_matter_is_open_its_voter_can_be_told(group: Group, storage: MemoryStorage) -> None:
    await told(group)
    await group.waits(days=800)
    assert "赵敏" in await names(storage)
    group.forgets()
    await group.tells("林晓", "不登记 1 已经拆了")
    assert group.told("赵敏")
    await group.waits(days=729)
    assert "赵敏" in await names(storage)
    await group.waits(days=2)
    assert await names(storage) == set()


async def test_whoever_works_here_is_reached_however_long_he_is_silent(group: Group, storage: MemoryStorage) -> None:
    phone = Account(platform=PLATFORM, account=ROBOT, user="张明远的手机")
    deputy = PersonId("zhang")
    async with storage.begin() as work:
        await work.voters.bind(phone, deputy)
        await work.voters.recognise(phone, name="", on=MONDAY.date())
    await group.waits(days=800)
    async with storage.begin() as work:
        assert phone in await work.voters.ways(deputy)


async def test_an_emergency_is_nobodys_a_year_after_its_end(group: Group) -> None:
    await group.tells("赵敏", "李村小学门口电线掉下来冒火了")
    await group.tells("林晓", "接警 1 电工已到")
    await group.tells("林晓", "不登记 1 已处理")
    voter = (await petition(group)).voter
    await group.waits(days=364)
    assert (await petition(group)).voter == voter is not None
    assert (await petition(group)).text == ""
    await group.waits(days=1)
    left = await petition(group)
    assert (left.voter, left.timer, left.named) == (None, None, False)


async def names(storage: MemoryStorage) -> set[str]:
    async with storage.begin() as work:
        return set(await work.voters.names())
