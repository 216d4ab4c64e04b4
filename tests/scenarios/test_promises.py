"""Who was promised a word alone that the platform lets nobody say is told in the group how to get it (domain §3.5)."""

from dataclasses import replace

import pytest

from bot import texts
from bot.promises import put_right
from handlers.message import Recipient
from handlers.people.rules.roster import PersonId
from handlers.people.texts import no_private_way
from tests.support.group import PHONE, Group
from tests.support.story import LAMP, a_group, private_talk

ALONE = "我单独发给您了。"
NOT_ALONE = no_private_way(PHONE)


@pytest.fixture
def group() -> Group:
    """Return the group, in which the bot may not speak to 赵敏 alone."""
    group = a_group(jobs=())
    group.platform.unreachable.add(private_talk("赵敏"))
    return group


async def test_who_was_promised_a_word_alone_that_is_refused_is_told_in_the_group_how_to_get_it(group: Group) -> None:
    await group.says("赵敏", "/我的")
    assert group.heard == [ALONE, NOT_ALONE]
    promised, put_right = (post.mention for post in group.platform.delivered[:2])
    assert put_right == promised


async def test_staff_are_told_once_a_day_that_something_did_not_arrive(group: Group) -> None:
    for _ in range(3):
        await group.says("赵敏", "/我的")
    assert group.told("林晓") == [texts.UNDELIVERED]


async def test_a_promise_is_put_right_once_however_much_could_not_be_said(group: Group) -> None:
    await group.says("赵敏", "/我的")
    async with group.storage.begin() as work:
        (refused,) = [entry.outgoing for entry in await work.outbox.sent(limit=9) if entry.outgoing.text == ALONE]
        await put_right(replace(refused, to=Recipient.person(PersonId(refused.about or ""))), group.clock.now(), work)
    await group.waits(minutes=1)
    assert group.heard == [ALONE, NOT_ALONE]


@pytest.mark.parametrize("text", ["诚招代理，加微信 abc，日赚千元，刷单返利", "嗯嗯好的呀"])
async def test_where_a_group_was_promised_nothing_it_hears_nothing(group: Group, text: str) -> None:
    await group.says("赵敏", text)
    assert NOT_ALONE not in group.heard


async def test_what_is_meant_for_one_person_goes_into_no_group_with_its_file() -> None:
    group = a_group(jobs=())
    await group.says("赵敏", f"/诉求 {LAMP}")
    await group.tells("赵敏", "1")
    group.forgets()
    group.platform.unreachable.add(private_talk("林晓"))
    await group.says("林晓", "/排班")
    assert group.heard == [ALONE, NOT_ALONE]
    assert all(post.file is None for post in group.platform.delivered)
