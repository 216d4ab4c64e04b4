"""A reception that a deputy has agreed to stands in his calendar, wherever it is moved to."""

from datetime import date, datetime, time
from pathlib import Path

from handlers.dates.china_time import moment
from tests.bot.dingtalk.duties.stage import Deputies, deputies
from tests.simulators.dingtalk.record import Door

HALL = "青石镇政府一楼"
EVENT = ("接待选民", "2026-10-20T09:00:00+08:00", HALL)


def october(day: int, hour: int) -> datetime:
    return moment(date(2026, 10, day), time(hour))


async def are_asked(group: Deputies) -> None:
    """Go to when the deputies of the 20th have been asked."""
    await group.waits_until(october(13, 10))


async def test_what_a_deputy_agrees_to_stands_in_his_calendar_and_nobody_elses(tmp_path: Path) -> None:
    async with deputies(tmp_path, october(12, 12)) as group:
        await are_asked(group)
        assert group.made(Door.CALENDAR) == 0
        await group.tells("张明远", "1")
        await group.catches_up()
        assert [group.events(name) for name in ("张明远", "周国栋", "林晓")] == [[EVENT], [], []]


async def test_what_he_declines_after_all_is_gone(tmp_path: Path) -> None:
    async with deputies(tmp_path, october(12, 12)) as group:
        await are_asked(group)
        await group.tells("张明远", "1")
        await group.catches_up()
        await group.tells("张明远", "请假 10月20日")
        await group.catches_up()
        assert group.events("张明远") == []
        assert await group.entered() == []


async def test_another_place_is_shown_in_the_same_entry(tmp_path: Path) -> None:
    async with deputies(tmp_path, october(12, 12)) as group:
        await are_asked(group)
        await group.tells("张明远", "1")
        await group.catches_up()
        await group.tells("林晓", "换地点 10-20 镇文化站 会议室维修")
        await group.catches_up()
        assert group.events("张明远") == [(*EVENT[:2], "镇文化站")]
        assert group.made(Door.CALENDAR) == 1


async def test_another_day_stands_there_once_he_has_agreed_to_it(tmp_path: Path) -> None:
    async with deputies(tmp_path, october(12, 12)) as group:
        await are_asked(group)
        await group.tells("张明远", "1")
        await group.catches_up()
        await group.tells("林晓", "改期 10-20 10-23 大雪")
        await group.catches_up()
        assert group.events("张明远") == []
        await group.tells("张明远", "1")
        await group.catches_up()
        assert group.events("张明远") == [(EVENT[0], "2026-10-23T09:00:00+08:00", HALL)]


async def test_what_is_over_stays_where_it_was_and_costs_nothing_more(tmp_path: Path) -> None:
    async with deputies(tmp_path, october(12, 12), page="") as group:
        await are_asked(group)
        await group.tells("张明远", "1")
        await group.catches_up()
        await group.waits_until(october(20, 13))
        await group.catches_up()
        assert group.events("张明远") == [EVENT]
        assert await group.entered() == []


async def test_nothing_stands_in_calendars_unless_the_settings_say_so(tmp_path: Path) -> None:
    async with deputies(tmp_path, october(12, 12), calendar=False) as group:
        await are_asked(group)
        await group.tells("张明远", "1")
        await group.catches_up()
        assert group.made(Door.CALENDAR) == 0
