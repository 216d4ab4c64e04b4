"""Activities in config.toml: what each kind takes, and what is told of mistakes."""

from pathlib import Path

from handlers.meetings.rules.activity_kinds import KINDS, WEEKLY_TOPIC
from handlers.meetings.rules.nominal_days import MonthlyDay, NthWeekday
from handlers.meetings.rules.reception_days import RestDayPolicy
from tests.bot.config.example import EXAMPLE, loaded, said_of

BEFORE, _, _ = EXAMPLE.partition("# 别的活动")
AFTER = EXAMPLE[EXAMPLE.index("# 群。kind") :]


def with_activities(written: str) -> str:
    """Return the example with these activities in the place of its own."""
    return f"{BEFORE}{written}\n{AFTER}"


def complaints(tmp_path: Path, written: str) -> list[str]:
    """Return what is said of a file with these activities, without file and line."""
    return [line.split(" 行 ")[1] for line in said_of(tmp_path, with_activities(written))]


def test_every_kind_may_be_switched_on_by_either_of_its_names(tmp_path: Path) -> None:
    tables = "\n".join(
        f'[[stations.activities]]\nkind = "{word}"\n'
        + ("" if kind.dates else 'day = 5\nstart = "09:00"\nplace = "站里"')
        for kind in KINDS.values()
        if kind.id != WEEKLY_TOPIC
        for word in (kind.name if kind.id in {"forum", "study"} else kind.id,)
    )
    (station,) = loaded(tmp_path, with_activities(tables)).roster.stations.values()
    assert {one.kind for one in station.activities} == set(KINDS) - {WEEKLY_TOPIC}


def test_days_are_named_by_date_or_by_weekday_and_a_day_of_rest_is_put_off(tmp_path: Path) -> None:
    (station,) = loaded(tmp_path, EXAMPLE).roster.stations.values()
    rules = {one.kind: one.rule for one in station.activities}
    inspection, meeting = rules["monthly_inspection"], rules["joint_meeting"]
    assert inspection is not None
    assert meeting is not None
    assert (inspection.days, inspection.on_holiday) == (MonthlyDay(day=25), RestDayPolicy.POSTPONE_NEXT_WORKDAY)
    assert isinstance(meeting.days, NthWeekday)
    assert rules["publicity"] is None


def test_publicity_days_are_the_usual_ones_unless_others_are_named(tmp_path: Path) -> None:
    (station,) = loaded(
        tmp_path, with_activities('[[stations.activities]]\nkind = "publicity"')
    ).roster.stations.values()
    assert station.activities[0].dates == {"06-05": "环境日", "06-25": "土地日", "12-04": "宪法日"}


def test_a_forum_needs_no_place_where_villages_take_turns(tmp_path: Path) -> None:
    forum = '[[stations.activities]]\nkind = "forum"\nday = 6\nstart = "15:00"\n'
    loaded(tmp_path, with_activities(f'{forum}rotation = ["上河村"]'))
    assert complaints(tmp_path, forum) == [
        '[[stations.activities]] place：缺了这一项，请补上，例如 place = "镇联络站会议室"'
    ]


def test_every_mistake_is_told(tmp_path: Path) -> None:
    written = """
[[stations.activities]]
kind = "forun"

[[stations.activities]]
kind = "study"
start = "九点"
place = "站里"

[[stations.activities]]
kind = "publicity"
day = 5

[stations.activities.dates]
02-30 = "没有的日子"

[[stations.activities]]
kind = "exchange"
day = 5
start = "09:00"
place = "站里"
on_rest_day = "next_same_weekday"
"""
    assert complaints(tmp_path, written) == [
        '[[stations.activities]] kind = "forun"：没有这种活动，请写 "forum" 或 "头雁论坛"',
        "[[stations.activities]] day：缺了这一项，请补上，例如 day = 20",
        '[[stations.activities]] start = "九点"：没有这个时刻，请写成 "09:00" 这样',
        "[[stations.activities]] day：这种 rule 用不着这一项，请删去",
        '[stations.activities.dates] 02-30 = "没有的日子"：没有这一天，请写成 "06-05" 这样',
        '[[stations.activities]] on_rest_day = "next_same_weekday"：'
        '下周同一天还是周末，周末请写 "postpone_next_workday"、"skip" 或 "keep"',
    ]


def test_a_kind_is_switched_on_once(tmp_path: Path) -> None:
    forum = '[[stations.activities]]\nkind = "{}"\nday = 6\nstart = "15:00"\nplace = "站里"\n'
    assert complaints(tmp_path, forum.format("forum") + forum.format("头雁论坛")) == [
        '[[stations.activities]] kind = "头雁论坛"：“头雁论坛”写了两遍，请删去一个'
    ]
