"""The feed of a station's reception days, and what a running bot learns of imported holidays."""

import json
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.calendars import calendars
from bot.holidays import Holidays
from bot.web.feeds import PATH, calendar_feeds, feed_path
from bot.web.server import make_web
from handlers.dates.china_time import moment
from handlers.meetings.calendar_rows import rows_with_past
from handlers.meetings.rules.nominal_days import MonthlyDay
from handlers.meetings.rules.reception_days import ReceptionRule
from handlers.people.rules.roster import Roster, StationId
from tests.bot.config.example import EXAMPLE, loaded
from tests.bot.test_calendar_command import table
from tests.support.group import Group
from tests.support.memory import MemoryStorage
from tests.support.township import BOUND, STATION, TOWNSHIP

KEY = bytes(range(32))


@pytest.fixture
def group() -> Group:
    return Group(MemoryStorage(TOWNSHIP, bound=BOUND), now=moment(date(2026, 10, 12), time(12)))


def a_client(group: Group) -> TestClient[Any, Any]:
    feeds = calendar_feeds(group.storage, TOWNSHIP, key=KEY, clock=group.clock)
    return TestClient(TestServer(make_web(metrics=bytes, ready={}, parts={PATH: feeds})))


async def test_the_feed_is_a_calendar_with_what_was_decided_last(group: Group) -> None:
    path = feed_path(STATION.id, KEY)
    async with a_client(group) as client:
        before = await (await client.get(path)).text()
        await group.waits(minutes=1)
        await group.tells("林晓", "改期 10-20 10-23 大雪")
        response = await client.get(path)
        after = (await response.text()).replace("\r\n ", "")
    assert "DTSTART;TZID=Asia/Shanghai:20261020T090000" in before
    assert response.content_type == "text/calendar"
    assert "20261020T090000" not in after
    assert "DTSTART;TZID=Asia/Shanghai:20261023T090000" in after
    assert "原定10月20日，因大雪改到10月23日。" in after


async def test_nobody_finds_a_feed_without_its_key(group: Group) -> None:
    async with a_client(group) as client:
        for path in (feed_path(STATION.id, bytes(32)), f"{PATH}/{STATION.id}.ics", f"{PATH}/.ics"):
            assert (await client.get(path)).status == 404


def test_two_stations_have_addresses_that_tell_nothing_of_each_other() -> None:
    first, second = (feed_path(name, KEY) for name in (STATION.id, StationId("other")))
    assert first != second
    assert len(first) == len(f"{PATH}/") + 32 + len(".ics")


def test_a_running_bot_counts_with_a_table_as_soon_as_another_process_has_imported_it(tmp_path: Path) -> None:
    roster, holidays = Roster([STATION]), Holidays(tmp_path)
    holidays.teach(roster)
    assert not roster.stations[STATION.id].calendar.is_known(2027)
    Holidays(tmp_path).keep(json.dumps(table()))
    holidays.teach(roster)
    assert roster.stations[STATION.id].calendar.is_known(2027)


async def test_an_announced_day_that_new_holidays_move_is_told_and_no_other(tmp_path: Path) -> None:
    roster = Roster([STATION])
    group = Group(MemoryStorage(roster, bound=BOUND), now=moment(date(2027, 4, 1), time(12)), roster=roster)
    await group.waits_until(moment(date(2027, 4, 18), time(12)))
    group.forgets()
    days = {f"2027-{day}": name for day, name in (("04-20", "清明节"), ("05-20", "劳动节"))}
    other = table()["holidays"]
    assert isinstance(other, dict)
    Holidays(tmp_path).keep(json.dumps(table(holidays=other | days)))
    Holidays(tmp_path).teach(roster)
    await group.waits(minutes=1)
    assert group.heard == [
        "原定4月20日的接待，因清明放假改到4月21日（周三）上午9点到11点半，地点不变。给您添麻烦了，请相互转告。（原公告〔2027〕2号）"
    ]
    group.forgets()
    await group.waits(days=1)
    assert not any("改到" in text for text in group.heard)


# --- what is past ---


async def test_days_that_were_held_stay_when_the_rule_is_changed(group: Group) -> None:
    await group.waits_until(moment(date(2026, 11, 25), time(12)))
    first, *others = STATION.receptions
    changed = replace(STATION, receptions=(replace(first, rule=ReceptionRule(days=MonthlyDay(day=25))), *others))
    async with group.storage.begin() as work:
        kept = await work.meetings.receptions(STATION.id, date(2026, 1, 1), date(2026, 12, 31))
    rows = rows_with_past(changed, date(2026, 9, 1), date(2026, 12, 31), today=date(2026, 11, 25), kept=kept)
    assert [row["date"] for row in rows if row["point"] is None] == [
        "2026-09-28",  # before anything was kept
        "2026-10-20",
        "2026-11-20",
        "2026-11-25",
        "2026-12-25",
    ]


async def test_without_a_store_there_are_only_the_settings_and_none_is_made(tmp_path: Path) -> None:
    config = loaded(tmp_path, EXAMPLE)
    found = await calendars(config, date(2026, 1, 1), date(2026, 12, 31), date(2026, 6, 1), only=None)
    assert [one.kept for one in found] == [()]
    assert not (tmp_path / "data").exists()
