"""Posts that people set off wait for a day with room, and nothing else waits for them."""

from datetime import date, time

from handlers.dates.china_time import moment
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND, TOWNSHIP

CALL = "/征集 青石镇政府《旧村改造方案》 4月10日 先建新房再拆旧房"


async def a_busy_group() -> Group:
    """A week with a topic, in which a call finds room only on the last day of March."""
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=moment(date(2026, 3, 21), time(12)))
    await group.waits(minutes=1)
    await group.tells("何建平", "/议题 停车难")
    await group.waits_until(moment(date(2026, 3, 23), time(8)))
    await group.tells("林晓", CALL)
    return group


def openings(group: Group) -> list[str]:
    return [text[:5] for text in group.heard]


async def test_a_post_that_waits_holds_up_no_other() -> None:
    group = await a_busy_group()
    await group.waits_until(moment(date(2026, 3, 26), time(12)))
    assert openings(group) == ["这周议事说", "“停车难”"]


async def test_a_post_whose_day_was_missed_is_told_on_the_next_free_one() -> None:
    group = await a_busy_group()
    group.clock.move_to(moment(date(2026, 4, 1), time(8)))
    await group.waits_until(moment(date(2026, 4, 2), time(20)))
    assert any("旧村改造方案" in text for text in group.heard)


async def test_a_post_that_comes_too_late_is_dropped_and_staff_are_told() -> None:
    group = await a_busy_group()
    group.clock.move_to(moment(date(2026, 4, 11), time(8)))
    await group.waits(hours=3)
    assert not any("旧村改造方案" in text for text in group.heard)
    assert "“青石镇政府在起草《旧村改造方案》，想听听……”有2个群没能发出，已过了日子，不再补发。" in group.told("林晓")
