"""The example: it loads, and sets up what its comments say."""

from dataclasses import fields
from datetime import date, time

import pytest

from bot.config import Config, FileSecret, activities, load, summary
from bot.config.words import WEBCHAT
from bot.platforms.webchat.people import PLATFORM
from handlers.meetings.rules.nominal_days import MonthlyDay
from handlers.meetings.rules.reception_days import ReceptionRule
from handlers.message import Account
from handlers.people.rules.roster import DeputyLevel, GroupKind, Limits, PersonId, Role, Station, StationId, Topic
from tests.bot.config.example import EXAMPLE_FILE


@pytest.fixture(scope="module")
def config() -> Config:
    return load(EXAMPLE_FILE)


@pytest.fixture(scope="module")
def station(config: Config) -> Station:
    return config.roster.stations[StationId("qingshi")]


def test_data_lie_beside_the_file(config: Config) -> None:
    data = EXAMPLE_FILE.parent / "data"
    assert config.storage.url == f"tinydb:{data / 'station.db'}"
    assert config.storage.key == FileSecret(data / "contacts.key")


def test_the_web_chat_listens_on_this_machine_alone(config: Config) -> None:
    assert (config.webchat.enabled, config.webchat.host, config.webchat.port) == (True, "127.0.0.1", 8080)


def test_the_township_is_of_the_size_the_bot_was_asked_for(station: Station) -> None:
    assert (len(station.points), len(station.deputies), len(station.groups)) == (3, 12, 8)
    levels = {level for deputy in station.deputies for level in deputy.levels}
    assert levels == {DeputyLevel.TOWNSHIP, DeputyLevel.COUNTY, DeputyLevel.CITY}


def test_one_deputy_holds_two_mandates(station: Station) -> None:
    assert [deputy.name for deputy in station.deputies if len(deputy.levels) == 2] == ["李桂英"]


def test_every_role_of_a_station_is_filled(station: Station) -> None:
    roles = [member.role for member in station.staff]
    assert roles == [Role.STAFF, Role.STAFF, Role.HEAD, Role.PRESIDIUM]


def test_deputies_receive_on_the_20th_at_the_station_and_on_the_10th_at_every_point(station: Station) -> None:
    held = [(reception.point, reception.rule) for reception in station.receptions]
    tenth = ReceptionRule(days=MonthlyDay(day=10))
    assert held == [(None, ReceptionRule(days=MonthlyDay(day=20))), *((point.id, tenth) for point in station.points)]


def test_the_weekly_topic_is_talked_over_on_friday_afternoon(station: Station) -> None:
    assert station.topic == Topic(
        post_at=time(9), discussion_weekday=4, discussion_at=time(15), place="青石镇联络站会议室", nudge_below=3
    )


def test_the_written_limits_and_quiet_hours_are_those_that_hold_where_none_are_written(station: Station) -> None:
    assert station.limits == Limits()
    defaults = {field.name: field.default for field in fields(Station)}
    assert (station.quiet_from, station.quiet_to) == (defaults["quiet_from"], defaults["quiet_to"])


def test_a_local_holiday_is_a_date_with_a_name(station: Station) -> None:
    assert station.calendar.holiday_name(date(2026, 7, 15)) == "青石庙会"


def test_every_demo_voter_is_in_a_group_for_voters(config: Config) -> None:
    kinds = {config.roster.groups[group].kind for voter in config.webchat.voters for group in voter.groups}
    assert kinds == {GroupKind.VOTERS}
    assert [bool(voter.groups) for voter in config.webchat.voters] == [True] * 8


def test_everybody_on_the_roster_has_an_account_in_the_web_chat_and_no_voter_has(config: Config) -> None:
    head = PersonId("luo-zhengping")
    assert config.bound[Account(platform=PLATFORM, account=PLATFORM, user=head)] == head
    assert len(config.bound) == 16
    assert config.bound.keys().isdisjoint(
        Account(platform=PLATFORM, account=PLATFORM, user=voter.id) for voter in config.webchat.voters
    )


def test_groups_are_where_the_web_chat_looks_for_them(config: Config) -> None:
    assert WEBCHAT == PLATFORM
    assert {group.place.platform for group in config.roster.groups.values()} == {PLATFORM}


def test_only_the_phones_of_the_stations_and_their_doors_may_be_said_in_a_group(config: Config) -> None:
    of_doors = {f"0300-555014{number}" for number in range(1, 5)}
    assert config.public_phones == {"0300-5550120", "0300-5550131", "0300-5550132"} | of_doors


def test_a_sound_file_is_summed_up_in_one_line_a_station(config: Config) -> None:
    assert summary(config) == (
        "青石镇人大代表联络站（qingshi）：联络点 3 个，代表 12 位，站内人员 4 位，群 8 个，接待日 4 种，有周议事"
    )


def test_what_is_switched_on_is_told_with_its_next_day_and_whose_turn_it_is(config: Config) -> None:
    station = "青石镇人大代表联络站的"
    assert activities(config, date(2026, 2, 26)) == [
        f"{station}周议事：下一次2026年2月27日（周五）下午3点，青石镇联络站会议室",
        f"{station}集中视察：下一次2026年3月25日（周三）上午9点，镇政府门口，轮到“东岭村饮水管网”",
        f"{station}季联席会：下一次2026年3月26日（周四）下午2点半，青石镇政府二楼会议室",
        f"{station}宣传日：下一次2026年6月5日（周五），轮到“环境日”",
        f"{station}半年述职：下一次2026年6月18日（周四）上午9点，青石镇文化站",
    ]
