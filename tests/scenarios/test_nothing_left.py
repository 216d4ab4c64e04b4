"""Whatever way a voter told something, erasing reaches it wherever it was kept (domain §8.1, §8.3)."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

import pytest

from handlers.message import Quote
from tests.support.group import Group
from tests.support.memory import MemoryStorage
from tests.support.story import MONDAY
from tests.support.township import BOUND, STATION, TOWNSHIP

VOTER: Final = "欧阳慕华"
PHONE: Final = "13812345678"
HOME: Final = "村东三排五号"
CHILD: Final = "欧阳小满"
MARK: Final = "臭水沟"
PLANTED: Final = (VOTER, PHONE, HOME, CHILD, MARK)

Story = Callable[[Group], Awaitable[None]]


async def a_petition(group: Group) -> None:
    await group.says(VOTER, f"/诉求 {MARK}没人清，我叫{VOTER}，住{HOME}，电话{PHONE}")
    await group.tells(VOTER, "1")


async def supplements(group: Group) -> None:
    await a_petition(group)
    await group.tells(VOTER, f"补充 1 {CHILD}昨天掉进{MARK}")
    await group.tells("林晓", "派 1 张明远")
    await group.tells(VOTER, f"补充 1 就在{HOME}后面，电话{PHONE}")


async def details(group: Group) -> None:
    await group.says(VOTER, "/诉求 垃圾没人清")
    await group.tells(VOTER, "1")
    await group.tells(VOTER, f"{HOME}，{CHILD}家旁边的{MARK}")
    await group.tells("林晓", "补问 1 在哪一段")
    await group.tells(VOTER, f"{MARK}，{HOME}，打{PHONE}")


async def ratings(group: Group) -> None:
    await a_petition(group)
    await group.tells("林晓", "派 1 张明远")
    await group.tells("张明远", "答复 1 已清理")
    await group.tells(VOTER, f"不满意 1 {MARK}还在，{CHILD}又病了")
    await group.tells("张明远", "答复 1 又清了一遍")
    await group.tells(VOTER, "不满意")
    await group.tells(VOTER, f"{MARK}没清，去{HOME}看看")


async def sensitive(group: Group) -> None:
    await a_petition(group)
    await group.tells(VOTER, f"补充 1 我家{CHILD}得了白血病，{MARK}熏人")
    await group.tells(VOTER, "1")


async def enquiries(group: Group) -> None:
    await group.says(VOTER, f"请问{CHILD}上户口在哪办，我住{HOME}，电话{PHONE}？")
    await group.waits(days=1)
    await group.tells(VOTER, f"预约 想谈谈{MARK}的事，电话{PHONE}")
    await group.waits(days=1)


async def enquiry_answered(group: Group) -> None:
    await group.says(VOTER, f"请问{CHILD}上户口在哪办，我住{HOME}，电话{PHONE}？")
    await group.tells("林晓", "答问 1 到派出所")


async def thanks(group: Group) -> None:
    await group.tells(VOTER, f"谢谢张明远代表，把{HOME}的{MARK}清了")
    await group.tells(VOTER, f"人工 {VOTER} {PHONE}")


async def a_form(group: Group) -> None:
    await a_petition(group)
    await group.tells("林晓", "派 1 张明远")
    await group.tells("张明远", "1")
    await group.tells("张明远", "转建议 1 修一条排水渠")
    await group.tells("张明远", "1")
    await group.tells("林晓", "导出 1")
    await group.tells("张明远", "签 1")
    for _ in range(7):
        await group.tells("秦书敏", "1")
    await group.tells("秦书敏", "交办 1 供水站")


async def quoted(group: Group) -> None:
    matter = f"{HOME}旁边{MARK}没人清"
    await group.says("张明远", "登记", quote=Quote(text=matter, author=VOTER))
    await group.tells(VOTER, "1")
    card = next(text for text in group.told("林晓") if MARK in text)
    await group.tells("林晓", "派 1 张明远", quote=Quote(text=card, from_bot=True))


async def a_picture(group: Group) -> None:
    await group.tells(VOTER, f"{MARK}在{HOME}后面没人清，{CHILD}拍的", picture="fake:picture-of-the-ditch")


async def the_same_matter(group: Group) -> None:
    await group.says("赵敏", "/诉求 李村小学门口路灯不亮三天了")
    await group.tells("赵敏", "1")
    await group.tells("林晓", "派 1 张明远")
    await group.says(VOTER, f"/诉求 李村小学门口路灯坏了三天，{CHILD}家门口{MARK}看不见，住{HOME}，电话{PHONE}")
    await group.tells(VOTER, "1")
    await group.tells("何建平", "日报")
    await group.tells("林晓", "热点")
    await group.tells("林晓", "1")
    await group.tells(VOTER, "我的")
    await group.tells(VOTER, "我的信息 导出")


async def a_reception_ahead(group: Group) -> None:
    await a_petition(group)
    await group.tells("林晓", "派 1 张明远")
    await group.tells("张明远", "1")
    await group.waits(days=3, hours=10)  # the deputy was asked at six whether he comes, with what he has to answer


async def danger(group: Group) -> None:
    await group.says(VOTER, f"{HOME}后面{MARK}旁边电线掉地上冒火了，{CHILD}在那")
    await group.waits(minutes=30)


async def dispute(group: Group) -> None:
    await group.tells(VOTER, f"{HOME}邻居把{MARK}的墙砌到我家地里，吵起来了，{CHILD}被骂")
    await group.waits(days=8)


async def views(group: Group) -> None:
    await group.tells("何建平", "议题 路灯怎么装")
    await group.says(VOTER, f"议事 先清{MARK}，{HOME}那一段最臭")


STORIES: Final = (
    a_petition,
    supplements,
    details,
    ratings,
    sensitive,
    enquiries,
    enquiry_answered,
    thanks,
    a_form,
    quoted,
    a_picture,
    the_same_matter,
    a_reception_ahead,
    danger,
    dispute,
    views,
)


def a_group() -> tuple[Group, MemoryStorage]:
    storage = MemoryStorage(TOWNSHIP, bound=BOUND)
    return Group(storage, now=MONDAY), storage


def left(storage: MemoryStorage) -> str:
    """Return all that is kept, but for the account that words came from and the budget of its talk."""
    kept = storage.everything()
    for known in (f"chat='{VOTER}'", f"user='{VOTER}'", f"'{VOTER}': ("):
        kept = kept.replace(known, "")
    return kept


@pytest.mark.parametrize("story", STORIES)
async def test_who_has_everything_erased_leaves_no_word_anywhere(story: Story) -> None:
    group, storage = a_group()
    await story(group)
    assert any(one in storage.everything() for one in (CHILD, MARK)), "nothing was planted"
    await group.waits(days=1)
    await group.tells("何建平", "日报")
    await group.tells("林晓", "逾期")
    await group.tells(VOTER, "我的信息 删除")
    await group.tells(VOTER, "1")
    kept = left(storage)
    for planted in PLANTED:
        at = kept.find(planted)
        assert at < 0, kept[max(at - 400, 0) : at + 100]
        assert [text for text in group.platform.record.values() if planted in text] == []
    async with storage.begin() as work:
        assert await work.audit.verify() > 0


@pytest.mark.parametrize("story", [a_petition, supplements, sensitive, quoted, the_same_matter])
async def test_what_turns_out_to_be_an_accusation_leaves_no_word_anywhere(story: Story) -> None:
    group, storage = a_group()
    await story(group)
    await group.waits(days=1)
    await group.tells("何建平", "日报")
    tail = 2 if story is the_same_matter else 1
    await group.tells("林晓", f"引导 {tail} 2")
    await group.waits(minutes=1)
    kept = left(storage)
    for planted in (MARK, CHILD, HOME):
        at = kept.find(planted)
        assert at < 0, kept[max(at - 400, 0) : at + 100]
        assert [text for text in group.platform.record.values() if planted in text] == []


async def test_a_digest_keeps_number_and_kind_of_what_was_erased_and_all_else() -> None:
    group, storage = a_group()
    await group.says(VOTER, f"/诉求 李村村口垃圾堆成{MARK}")
    await group.says("赵敏", "/诉求 李村小学门口路灯不亮三天了")
    await group.waits(days=10)
    await group.tells("林晓", "引导 1 2")
    async with storage.begin() as work:
        told = [one.outgoing.text for one in await work.outbox.sent(limit=500)]
    lists = [text for text in told if "2 李村小学门口路灯不亮三天了（尾号 2）" in text]
    assert lists
    assert all("1 污水、排水、积水（尾号 1）" in text for text in lists), lists[0]


async def test_the_platforms_are_told_each_night_from_when_on_words_may_be_kept() -> None:
    group, _ = a_group()
    await group.waits(days=1)
    kept_from = MONDAY.replace(hour=0) + timedelta(days=2 - STATION.limits.raw_text_days)
    assert group.platform.forgotten_before == kept_from
