"""Nobody who spoke waits in silence: what arrived counts, staff see the rest, and what takes long says that it goes on."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from handlers.dates.china_time import moment
from handlers.jobs import JOBS
from handlers.petitions.rules.petition import Petition, PetitionId, State, Track
from handlers.petitions.rules.silence import last_word
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.story import LAMP, MONDAY, a_group, handed_over, private_talk, registered
from tests.support.township import BOUND, TOWNSHIP

MORNINGS = tuple(job for job in JOBS if job.name in {"tell of silence", "say it goes on"})
DIGEST = tuple(job for job in JOBS if job.name == "daily digest")
PETITION = PetitionId("QS2026-0001")


def day(month: int, number: int, hour: int = 23) -> datetime:
    return moment(date(2026, month, number), time(hour))


@pytest.fixture
def group() -> Group:
    return a_group(jobs=MORNINGS)


async def petition(group: Group) -> Petition:
    async with group.storage.begin() as work:
        return await work.petitions.get(PETITION)


async def is_suggestion(group: Group) -> None:
    async with group.storage.begin() as work:
        await work.petitions.save(replace(await work.petitions.get(PETITION), track=Track.SUGGESTION))


async def test_a_word_counts_only_once_the_platform_took_it(group: Group) -> None:
    await handed_over(group)
    group.platform.unreachable.add(private_talk("赵敏"))
    await group.waits_until(day(3, 18, 9))
    await group.tells("林晓", "办理 1 已派人去看")
    assert last_word(await petition(group)) == MONDAY
    group.platform.unreachable.clear()
    await group.tells("林晓", "办理 1 灯杆已换")
    assert last_word(await petition(group)) == day(3, 18, 9)


async def test_a_word_to_somebody_else_does_not_count(group: Group) -> None:
    await handed_over(group)
    await group.waits_until(day(3, 18, 9))
    await group.tells("张明远", "催 1")
    assert last_word(await petition(group)) == MONDAY


async def test_each_working_morning_staff_see_who_has_heard_nothing_for_too_long(group: Group) -> None:
    await handed_over(group)
    await group.waits_until(day(3, 23))
    assert group.told("林晓") == []
    await group.waits_until(day(3, 24))
    silent = (
        "【该回话了】1件，最久8天没给乡亲消息\n"
        f"1 {LAMP}（尾号 1）：8天没消息，现在到“已交供电所办”，还没答复。有进展发“办理 1 情况”，办好发“回复 1 A 结果”\n"
        "看哪件回前面的数字。"
    )
    assert group.told("林晓") == [silent]
    group.forgets()
    await group.tells("林晓", "1")
    assert group.told("林晓")[0].startswith(f"尾号 1 {LAMP}\n编号 QS2026-0001，3月16日登记")
    await group.tells("林晓", "办理 1 已派人去看")
    group.forgets()
    await group.waits_until(day(3, 29))
    assert group.told("林晓") == []


async def test_somebody_without_an_account_is_told_by_telephone_and_staff_note_it(group: Group) -> None:
    await group.tells("林晓", "新增 王庄垃圾没人收")
    group.forgets()
    await group.waits_until(day(3, 24))
    assert group.told("林晓")[0].splitlines()[1] == (
        "1 王庄垃圾没人收（尾号 1）：8天没消息，联系不上（没有账号）。请打电话或上门说，说完发“告知 1”"
    )
    await group.tells("林晓", "告知 1 打过电话了")
    assert group.told("林晓")[-1] == "尾号 1 已记下：乡亲知道办到哪一步了。"
    group.forgets()
    await group.waits_until(day(3, 30))
    assert group.told("林晓") == []


async def test_whom_no_message_reaches_is_told_apart(group: Group) -> None:
    await handed_over(group)
    group.platform.unreachable.add(private_talk("赵敏"))
    await group.tells("林晓", "办理 1 已派人去看")
    group.forgets()
    await group.waits_until(day(3, 24))
    assert "联系不上（消息没送到）" in group.told("林晓")[-1].splitlines()[1]


async def test_a_suggestion_says_every_thirty_days_that_it_goes_on(group: Group) -> None:
    await handed_over(group)
    await is_suggestion(group)
    goes_on = "尾号 1 还在办，现在到“已交供电所办”这一步，没有忘记。"
    await group.waits_until(day(4, 15, 9))
    assert group.told("赵敏") == []
    await group.waits_until(day(4, 15))
    assert group.told("赵敏") == [goes_on]
    await group.waits_until(day(5, 14))
    assert group.told("赵敏") == [goes_on]
    await group.waits_until(day(5, 15))
    assert group.told("赵敏") == [goes_on, goes_on]
    assert group.told("林晓") == []


async def test_one_that_cannot_be_reached_is_not_told_again_each_day(group: Group) -> None:
    await handed_over(group)
    await is_suggestion(group)
    group.platform.unreachable.add(private_talk("赵敏"))
    await group.waits_until(day(4, 30))
    async with group.storage.begin() as work:
        said = [one.outgoing.text for one in await work.outbox.about(PETITION)]
    assert sum(text.startswith("尾号 1 还在办") for text in said) == 1


async def test_ninety_days_without_a_word_are_red_on_the_heads_digest() -> None:
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=day(3, 16, 9), jobs=DIGEST)
    await registered(group)
    await group.waits_until(day(6, 12))
    assert all("🔴" not in text for text in group.told("何建平"))
    group.forgets()
    await group.waits_until(day(6, 15))
    assert (await petition(group)).state is State.REGISTERED
    assert group.told("何建平")[-1].splitlines()[1] == (f"🔴 一直没给乡亲回话：1 件（最久 91 天）：1 {LAMP}（尾号 1）")
