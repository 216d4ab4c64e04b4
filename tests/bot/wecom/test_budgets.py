"""No limit of the platform is ever reached: what would be dropped in silence never leaves."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery import DeliveryRun
from bot.platforms.base import Limit
from handlers.message import Account, Outgoing, Priority, Recipient
from handlers.people.rules.roster import PersonId, Place, Roster
from handlers.ports import Storage
from tests.bot.wecom.stage import BY_APP, GROUP, IN_GROUP, IN_PRIVATE, VOTER, Stage, a_roster, on_stage
from tests.support.memory import MemoryStorage
from tests.support.township import LI_VILLAGE, STATION

DEPUTY = PersonId("zhang")
MINUTE = timedelta(minutes=1)
NOWHERE = Place(platform="wecom", account="", chat="li-village")


async def queue(storage: Storage, stage: Stage, texts: list[str], to: Recipient) -> None:
    async with storage.begin() as work:
        for number, text in enumerate(texts):
            key = f"news/{number}"
            news = Outgoing(key=key, to=to, station=STATION.id, text=text, priority=Priority.ANSWER)
            await work.outbox.add(news, at=stage.time.now())


async def delivered(storage: Storage, stage: Stage, minutes: int) -> None:
    """Deliver for so many minutes, each by a process of its own."""
    for _ in range(minutes):
        delivery = DeliveryRun(storage, {stage.platform.name: stage.platform}, stage.time)
        for _ in range(2):
            await delivery.drain()
            await stage.time.passes(seconds=30)


async def test_row_10_a_member_has_everything_that_was_said_to_him_by_an_app(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        storage = MemoryStorage(a_roster(), bound={Account(platform="wecom", account="office", user=VOTER): DEPUTY})
        texts = [f"第{number}条" for number in range(70)]
        await queue(storage, stage, texts, Recipient.person(DEPUTY))
        await delivered(storage, stage, 4)
        assert stage.shown(VOTER) == texts


async def test_the_parts_of_long_texts_count_each(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        storage = MemoryStorage(a_roster(), bound={Account(platform="wecom", account="office", user=VOTER): DEPUTY})
        texts = [f"第{number}条" + "清理河道" * 400 for number in range(20)]
        await queue(storage, stage, texts, Recipient.person(DEPUTY))
        await delivered(storage, stage, 4)
        shown = stage.simulator.shown(VOTER)
        assert len(shown) == 60
        assert max(Counter(one.at.replace(second=0) for one in shown).values()) <= 30


@pytest.mark.parametrize(("roster", "most"), [(a_roster(), 20), (a_roster(NOWHERE), 20), (a_roster(webhook=""), 30)])
async def test_row_22_a_group_has_its_news_in_order_and_no_minute_more_than_the_platform_takes(
    roster: Roster, most: int, tmp_path: Path
) -> None:
    async with on_stage(tmp_path, roster=roster) as stage:
        await stage.answer_to("@小助手 你好", chat=GROUP)
        storage = MemoryStorage(roster)
        texts = [f"第{number}条" for number in range(50)]
        await queue(storage, stage, texts, Recipient.group(LI_VILLAGE))
        await delivered(storage, stage, 4)
        assert stage.shown(GROUP) == texts
        assert max(Counter(one.at.replace(second=0) for one in stage.simulator.shown(GROUP)).values()) <= most
        assert not [one for one in stage.platform.figures() if one.name == "liaison_wecom_refused"]


async def test_limits_are_those_of_every_way_a_post_may_go(tmp_path: Path) -> None:
    conversation = (Limit(count=30, window=MINUTE), Limit(count=1000, window=timedelta(hours=1)))
    robot = (Limit(count=20, window=MINUTE),)
    async with on_stage(tmp_path) as stage:
        limits = stage.platform.limits
        assert limits(IN_GROUP) == {"wecom/webhook/li": robot, f"wecom/main/{GROUP}": conversation}
        assert limits(IN_PRIVATE) == {f"wecom/main/{VOTER}": conversation, f"wecom/office/{VOTER}": conversation}
        assert limits(BY_APP) == {f"wecom/office/{VOTER}": conversation}
        assert limits(Place(platform="wecom", account="gone", chat="x")) == {}
