"""`liaison-bot calendar` and `holidays import`, judged by the table of domain §7.4."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Component

from bot.cli import main
from handlers.dates.china_time import CHINA_TIME
from tests.bot.config.example import EXAMPLE

RECEPTIONS = """
[[stations.receptions]]
id = "r{number}"
{rule}
point = {point}
start = "09:00"
end = "11:00"
deputies = ["li-guiying"]
per_day = 1
"""
DAY_5, DAY_10, DAY_20 = (f'rule = "monthly_day"\nday = {day}' for day in (5, 10, 20))
FIRST_FRIDAY = 'rule = "nth_weekday"\nnth = 1\nweekday = "fri"'


def settings(folder: Path, *rules: str) -> str:
    """Write settings whose station has one reception a rule, each in its own place as far as there are points."""
    head, rest = EXAMPLE.split("# 接待日。rule", 1)
    groups = rest[rest.index("# 群。kind") :]
    places = ['"xinqiao"', '"liuwan"', '"dongling"']
    receptions = "".join(
        RECEPTIONS.format(number=number, rule=rule, point=place).replace("point = \n", "")
        for number, (rule, place) in enumerate(zip(rules, (*places, ""), strict=False))
    )
    path = folder / "config.toml"
    path.write_text(head + receptions + groups, "utf-8")
    return str(path)


def rows(
    capsys: pytest.CaptureFixture[str], config: str, start: str, end: str, *more: str
) -> list[dict[str, str | None]]:
    assert main(["calendar", "--config", config, "--from", start, "--to", end, "--json", *more]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    ("rule", "nominal", "held", "told"),
    [
        (DAY_5, "2025-01-05", "2025-01-06", "2025-01-03"),
        (DAY_5, "2025-04-05", "2025-04-07", "2025-04-04"),
        (FIRST_FRIDAY, "2025-04-04", "2025-04-07", "2025-04-04"),
        (DAY_20, "2025-04-20", "2025-04-21", "2025-04-18"),
        (DAY_5, "2025-05-05", "2025-05-06", "2025-05-03"),
        (FIRST_FRIDAY, "2025-05-02", "2025-05-06", "2025-05-03"),
        (DAY_5, "2025-10-05", "2025-10-09", "2025-10-06"),
        (FIRST_FRIDAY, "2025-10-03", "2025-10-09", "2025-10-06"),
        (DAY_20, "2025-12-20", "2025-12-22", "2025-12-19"),
        (FIRST_FRIDAY, "2026-01-02", "2026-01-04", "2026-01-01"),
        (f'{FIRST_FRIDAY}\non_holiday = "avoid_makeup"', "2026-01-02", "2026-01-05", "2026-01-02"),
        (f'{FIRST_FRIDAY}\non_holiday = "next_same_weekday"', "2026-01-02", "2026-01-09", "2026-01-06"),
        (DAY_20, "2026-02-20", "2026-02-24", "2026-02-21"),
        (DAY_5, "2026-04-05", "2026-04-07", "2026-04-04"),
        (DAY_5, "2026-05-05", "2026-05-06", "2026-05-03"),
        (FIRST_FRIDAY, "2026-05-01", "2026-05-06", "2026-05-03"),
        (DAY_20, "2026-06-20", "2026-06-22", "2026-06-19"),
        (DAY_20, "2026-09-20", "2026-09-20", "2026-09-17"),
        (f'{DAY_20}\non_weekend = "avoid_makeup"', "2026-09-20", "2026-09-21", "2026-09-18"),
        (DAY_5, "2026-10-05", "2026-10-08", "2026-10-05"),
        (DAY_10, "2026-10-10", "2026-10-10", "2026-10-07"),
        (DAY_20, "2026-12-20", "2026-12-21", "2026-12-18"),
    ],
)
def test_the_command_gives_the_dates_of_the_domains_table(
    rule: str, nominal: str, held: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (row,) = rows(capsys, settings(tmp_path, rule), held, held)
    assert row.keys() == {
        "station", "point", "rule", "nominal", "date", "moved_because", "notice_deputies", "announce", "reminder",
    }  # fmt: skip
    assert (row["nominal"], row["date"], row["announce"]) == (nominal, held, told)
    assert (row["moved_because"] is None) == (nominal == held)


def test_the_week_before_spring_festival_asks_deputies_on_the_makeup_saturday(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (row,) = rows(capsys, settings(tmp_path, DAY_20), "2026-02-20", "2026-02-28")
    assert row["notice_deputies"] == "2026-02-14"
    assert row["moved_because"] == "原定2月20日，因春节放假顺延至2月24日"


def test_eleven_of_36_dates_move_each_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = settings(tmp_path, DAY_5, DAY_10, DAY_20)
    for year in (2025, 2026):
        found = rows(capsys, config, f"{year}-01-01", f"{year}-12-31")
        assert len(found) == 36
        assert sum(row["moved_because"] is not None for row in found) == 11


def test_market_days_are_kept_whatever_day_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, settings(tmp_path, 'rule = "lunar_days"\ndays = [2, 5, 8]'), "2026-02-17", "2026-03-18")
    assert [row["date"] for row in found] == [
        "2026-02-18", "2026-02-21", "2026-02-24", "2026-02-28", "2026-03-03", "2026-03-06", "2026-03-10", "2026-03-13",
        "2026-03-16",
    ]  # fmt: skip
    assert {row["rule"] for row in found} == {"lunar_days(2,5,8)"}


def test_a_year_not_yet_announced_is_marked_and_said_aside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = settings(tmp_path, DAY_20)
    assert main(["calendar", "--config", config, "--from", "2026-12-01", "--to", "2027-01-31", "--json"]) == 0
    said = capsys.readouterr()
    assert [json.loads(line).get("note") for line in said.out.splitlines()] == [None, "节假日安排未公布，日期可能调整"]
    assert said.err == "2027年节假日安排未公布，日期可能调整。公布后请用 liaison-bot holidays import 导入。\n"


def test_what_is_not_held_and_what_is_by_appointment_is_said_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    skipping = f'{DAY_5}\non_holiday = "skip"'
    config = settings(tmp_path, skipping, 'rule = "by_appointment"')
    assert main(["calendar", "--config", config, "--from", "2026-10-01", "--to", "2026-11-30"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2026-11-05 周四 qingshi/xinqiao：2026-10-29 问代表，2026-11-02 公告，2026-11-04 提醒",
        "2026-10-05 qingshi/xinqiao（因国庆放假不办）",
        "预约 qingshi/liuwan：预约接待，没有固定日期，09:00—11:00",
    ]
    assert len(rows(capsys, config, "2026-10-01", "2026-11-30")) == 1


# --- for phones ---


def calendar_in(file: Path) -> Component:
    return Component.from_ical(file.read_bytes())


def moment_of(event: Component, name: str) -> datetime:
    found = event.decoded(name)
    assert isinstance(found, datetime)
    return found


def test_the_file_for_phones_shows_day_place_reason_and_an_alarm_the_evening_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changes = '[[stations.receptions.exceptions]]\non = 2026-11-20\nheld = false\nreason = "换届选举"\n'
    config = settings(tmp_path, DAY_20)
    path = Path(config)
    path.write_text(path.read_text("utf-8").replace("per_day = 1\n", f"per_day = 1\n{changes}"), "utf-8")
    file = tmp_path / "dates.ics"
    options = ["calendar", "--config", config, "--from", "2026-06-01", "--to", "2026-11-30", "--ics", str(file)]
    assert main(options) == 0
    calendar = calendar_in(file)
    moved, *_, called_off = calendar.walk("VEVENT")
    assert moment_of(moved, "dtstart") == datetime(2026, 6, 22, 9, tzinfo=CHINA_TIME)
    assert moment_of(moved, "dtend") == datetime(2026, 6, 22, 11, tzinfo=CHINA_TIME)
    assert str(moved["location"]) == "新桥社区服务中心二楼"
    assert str(moved["description"]) == "原定6月20日，因端午放假顺延至6月22日。\n电话 0300-5550120"
    (alarm,) = moved.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(hours=-15)
    assert (str(called_off["status"]), str(called_off["summary"])) == ("CANCELLED", "选民接待日（因换届选举不办）")
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    assert "http://127.0.0.1:8081/calendar/" in capsys.readouterr().out


def test_an_event_keeps_its_name_when_it_moves(tmp_path: Path) -> None:
    names = []
    for number, rule in enumerate((DAY_20, f'{DAY_20}\non_weekend = "advance_prev_workday"')):
        folder = tmp_path / str(number)
        folder.mkdir()
        file = folder / "dates.ics"
        start, end = "2026-12-01", "2026-12-31"
        assert (
            main(["calendar", "--config", settings(folder, rule), "--from", start, "--to", end, "--ics", str(file)])
            == 0
        )
        (event,) = calendar_in(file).walk("VEVENT")
        names.append((str(event["uid"]), moment_of(event, "dtstart").date()))
    assert names[0][0] == names[1][0]
    assert [day for _, day in names] == [date(2026, 12, 21), date(2026, 12, 18)]


# --- holidays ---

FESTIVALS = {
    "元旦": ["01-01", "01-02", "01-03"],
    "春节": ["02-05", "02-06", "02-07", "02-08", "02-09", "02-10", "02-11"],
    "清明节": ["04-03", "04-04", "04-05"],
    "劳动节": ["05-01", "05-02", "05-03", "05-04", "05-05"],
    "端午节": ["06-07", "06-08", "06-09"],
    "中秋节": ["09-15", "09-16", "09-17"],
    "国庆节": ["10-01", "10-02", "10-03", "10-04", "10-05", "10-06", "10-07"],
}


def table(**changed: object) -> dict[str, object]:
    """A table for 2027 as it might be: invented, no notice of it is out."""
    return {
        "year": 2027,
        "notice": {"title": "关于2027年部分节假日安排的通知", "number": "国办发明电〔2026〕1号", "date": "2026-11-05"},
        "holidays": {f"2027-{day}": name for name, days in FESTIVALS.items() for day in days},
        "makeup_workdays": ["2027-01-30", "2027-02-20"],
        **changed,
    }


def imported(folder: Path, config: str, text: str) -> int:
    file = folder / "2027.json"
    file.write_text(text, "utf-8")
    return main(["holidays", "import", str(file), "--config", config])


def test_an_imported_year_moves_its_days_and_is_no_longer_marked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = settings(tmp_path, DAY_5, DAY_20)
    assert imported(tmp_path, config, json.dumps(table())) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2027年的节假日安排已导入：放假 31 天，调休上班 2 天。",
        "依据：关于2027年部分节假日安排的通知（国办发明电〔2026〕1号，2026-11-05）",
        "小助手正在运行的，一分钟内按它重新推算；已经告诉过人的日子真变了，才再通知。",
        "新桥社区联络点：2月5日（周五）的接待改到2月12日（周五）",
        "柳湾村联络点：2月22日（周一）的接待改到2月20日（周六）",
        "新桥社区联络点：4月5日（周一）的接待改到4月6日（周二）",
        "新桥社区联络点：5月5日（周三）的接待改到5月6日（周四）",
        "新桥社区联络点：6月7日（周一）的接待改到6月10日（周四）",
        "新桥社区联络点：10月5日（周二）的接待改到10月8日（周五）",
    ]
    (row,) = rows(capsys, config, "2027-10-08", "2027-10-08")
    assert row["moved_because"] == "原定10月5日，因国庆放假顺延至10月8日"
    assert "note" not in row
    assert (tmp_path / "data" / "holidays" / "2027.json").exists()


def test_all_that_is_wrong_with_a_table_is_said_at_once_and_nothing_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    holidays = {f"2027-{day}": name for name, days in FESTIVALS.items() for day in days if name != "端午节"}
    del holidays["2027-10-01"]
    wrong = table(
        notice={"title": "", "date": "11月5日"},
        holidays=holidays | {"2027-02-30": "春节", "2028-05-01": "劳动节", "2027-12-24": "圣诞节"},
        makeup_workdays=["2027-02-20", "2027-02-20", "2027-02-22", "2027-02-06"],
        extra=1,
    )
    config = settings(tmp_path, DAY_5)
    assert imported(tmp_path, config, json.dumps(wrong)) == 1
    assert capsys.readouterr().err.splitlines() == [
        "有 12 处要改，还没有导入：",
        "extra：没有这一项，请删去",
        "notice.number：缺了这一项",
        "notice.title：应当是文字，不能空着",
        'notice.date：没有“11月5日”这一天，请写成 "2027-10-01" 这样',
        'holidays：没有“2027-02-30”这一天，请写成 "2027-10-01" 这样',
        "2028-05-01：不是2027年的日子，请核对年份",
        "holidays：没有端午节，请补上",
        "holidays：没有“圣诞节”这个节日，请写元旦、春节、清明节、劳动节、端午节、中秋节、国庆节；两节相连的写“国庆节、中秋节”",
        "holidays：2027-10-01 应当是国庆节，请核对",
        "2027-02-20：写了两遍，请删去一遍",
        "makeup_workdays：2027-02-22（2月22日（周一））不是周末，不会是调休上班日",
        "2027-02-06：又放假又调休上班，请去掉一处",
    ]
    assert not (tmp_path / "data" / "holidays").exists()


@pytest.mark.parametrize("text", ["", "[]", "2027", "{"])
def test_what_is_no_table_at_all_is_refused(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(tmp_path, settings(tmp_path, DAY_5), text) == 1
    assert "不是 JSON 的一个对象" in capsys.readouterr().err


def test_a_day_written_twice_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = json.dumps(table()).replace('"2027-10-02"', '"2027-10-03"')
    assert imported(tmp_path, settings(tmp_path, DAY_5), text) == 1
    assert "2027-10-03：写了两遍，请删去一遍" in capsys.readouterr().err


def test_a_table_that_was_damaged_later_is_not_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = settings(tmp_path, DAY_5)
    assert imported(tmp_path, config, json.dumps(table())) == 0
    (tmp_path / "data" / "holidays" / "2027.json").write_text("{", "utf-8")
    capsys.readouterr()
    (row,) = rows(capsys, config, "2027-10-05", "2027-10-08")
    assert (row["date"], "note" in row) == ("2027-10-05", True)


def test_an_amended_notice_goes_before_the_one_that_came_with_the_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    amended = {f"2026-{day}": name for name, days in FESTIVALS.items() for day in days} | {"2026-02-17": "春节"}
    text = json.dumps(table(year=2026, holidays=amended, makeup_workdays=[]))
    config = settings(tmp_path, DAY_20)
    assert imported(tmp_path, config, text) == 0
    capsys.readouterr()
    (row,) = rows(capsys, config, "2026-02-15", "2026-02-28")
    assert row["date"] == "2026-02-20"
