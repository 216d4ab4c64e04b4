"""Activities in the feed, in the file for phones and in the plain calendar."""

from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from icalendar import Component

from bot.cli import main
from bot.web.feeds import PATH, calendar_feeds, feed_path
from bot.web.server import make_web
from handlers.dates.china_time import moment
from handlers.meetings.rules.nominal_days import MonthlyDay
from handlers.meetings.rules.reception_days import ReceptionRule
from handlers.people.rules.roster import Activity, Roster
from tests.bot.config.example import EXAMPLE
from tests.support.group import Group
from tests.support.memory import MemoryStorage
from tests.support.township import BOUND, STATION

KEY = bytes(range(32))
INSPECTION = Activity(
    kind="monthly_inspection", rule=ReceptionRule(days=MonthlyDay(day=15)), start=time(9), place="镇政府门口"
)
ROSTER = Roster([replace(STATION, activities=(INSPECTION,))])
NAME = "qs/monthly_inspection/2026-10-15@liaison-bot"


def on(day: int, hour: int) -> datetime:
    return moment(date(2026, 10, day), time(hour))


@pytest.fixture
def group() -> Group:
    return Group(MemoryStorage(ROSTER, bound=BOUND), now=on(12, 12), roster=ROSTER)


async def events(group: Group) -> dict[str, Component]:
    """Return the events of the feed by what they are called."""
    feeds = calendar_feeds(group.storage, ROSTER, key=KEY, clock=group.clock)
    client = TestClient[Any, Any](TestServer(make_web(metrics=bytes, ready={}, parts={PATH: feeds})))
    async with client:
        body = await (await client.get(feed_path(STATION.id, KEY))).read()
    found = {str(event["uid"]): event for event in Component.from_ical(body).walk("VEVENT")}
    assert not any(event.errors for event in found.values())
    return found


def lines(event: Component) -> dict[str, str]:
    """Return the properties of an event as they stand in the file, without its alarm."""
    text = event.to_ical().decode().replace("\r\n ", "").split("BEGIN:VALARM")[0]
    return dict(line.split(":", 1) for line in text.splitlines() if ":" in line)


async def test_an_activity_is_in_the_feed_with_its_subject_place_and_an_alarm(group: Group) -> None:
    event = (await events(group))[NAME]
    assert lines(event) == {
        "BEGIN": "VEVENT",
        "UID": NAME,
        "DTSTAMP": "20261012T040000Z",
        "DTSTART;TZID=Asia/Shanghai": "20261015T090000",
        "SUMMARY": "集中视察“民生实事”",
        "LOCATION": "镇政府门口",
        "DESCRIPTION": "电话 0399-6000001",
        "STATUS": "CONFIRMED",
        "TRANSP": "TRANSPARENT",
    }
    assert len(event.walk("VALARM")) == 1


async def test_the_subject_the_head_sets_stands_in_the_feed(group: Group) -> None:
    await group.tells("何建平", "活动 集中视察 议题 东街路灯")
    assert lines((await events(group))[NAME])["SUMMARY"] == "集中视察“东街路灯”"


async def test_a_moved_activity_keeps_its_name_and_says_how_often_and_when_it_was_moved(group: Group) -> None:
    await group.tells("何建平", "活动 集中视察 改到 10月21日 大雪")
    await group.waits(hours=1)
    await group.tells("何建平", "活动 集中视察 改到 10月22日 会议冲突")
    event = lines((await events(group))[NAME])
    assert event["DTSTART;TZID=Asia/Shanghai"] == "20261022T090000"
    assert (event["SEQUENCE"], event["LAST-MODIFIED"]) == ("2", "20261012T050000Z")
    assert event["DESCRIPTION"].startswith("原定10月15日")
    assert event["STATUS"] == "CONFIRMED"


async def test_an_activity_that_is_called_off_is_shown_as_that(group: Group) -> None:
    await group.tells("何建平", "活动 集中视察 取消 防汛")
    event = (await events(group))[NAME]
    said = lines(event)
    assert (said["STATUS"], said["SUMMARY"]) == ("CANCELLED", "集中视察“民生实事”（因防汛不办）")
    assert (said["DTSTART;TZID=Asia/Shanghai"], said["SEQUENCE"]) == ("20261015T090000", "1")
    assert event.walk("VALARM") == []


async def test_a_topic_is_talked_over_in_the_feed_only_once_it_was_posted(group: Group) -> None:
    talks = [name for name in await events(group) if "/weekly_topic/" in name]
    assert talks == []
    await group.tells("何建平", "议题 东街路灯")
    await group.waits(days=8)
    assert [one["SUMMARY"] for name, one in (await events(group)).items() if "/weekly_topic/" in name] == [
        "周议事“东街路灯”"
    ]


@pytest.mark.parametrize(
    ("said", "revisions"), [(["改期 10-20 10-23 大雪"], "1"), (["改期 10-20 10-23 大雪", "改期 10-23 10-26 会议"], "2")]
)
async def test_a_reception_says_how_often_it_was_moved(group: Group, said: list[str], revisions: str) -> None:
    for line in said:
        await group.tells("林晓", line)
    assert lines((await events(group))["qs/station-20/2026-10-20@liaison-bot"])["SEQUENCE"] == revisions


async def test_a_reception_called_off_after_it_was_moved_is_newer_than_both(group: Group) -> None:
    await group.tells("林晓", "改期 10-20 10-23 大雪")
    await group.waits(hours=1)
    await group.tells("林晓", "取消接待 10-23 防汛")
    event = lines((await events(group))["qs/station-20/2026-10-20@liaison-bot"])
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", "2")
    assert event["LAST-MODIFIED"] == "20261012T050000Z"


def test_the_plain_calendar_lists_activities_among_the_receptions_by_date(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(EXAMPLE, "utf-8")
    options = ["calendar", "--config", str(config), "--from", "2026-10-01", "--to", "2026-10-31"]
    assert main(options) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [line for line in printed if "集中视察" in line] == [
        "2026-10-26 周一 qingshi 集中视察“新桥社区老旧小区改造”（原定10月25日，因逢周末顺延至10月26日）：09:00，镇政府门口"
    ]
    dates = [line[:10] for line in printed]
    assert dates == sorted(dates)
    assert main([*options, "--json"]) == 0
    assert "集中视察" not in capsys.readouterr().out
