"""Reading config.toml: any file at all is either taken or told what is wrong with it."""

import json
import re
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.config import ConfigErrors, EnvSecret, describe, load
from bot.config.texts import unforeseen
from handlers.dates.weeks import Weekday
from handlers.intake.rules.recognise import Thresholds
from handlers.meetings.rules.nominal_days import (
    ByAppointment,
    EverySecondWeek,
    LunarDays,
    MonthlyDays,
    NominalDays,
    NthWeekday,
    OddMonthsDay,
    Weekly,
)
from handlers.meetings.rules.reception_days import ReceptionRule, RestDayPolicy
from handlers.people.rules.roster import DayChange, PersonId
from tests.bot.config.example import EXAMPLE, changed, loaded, said_of


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            "a = “青石”",
            '第 1 行：等号后面的值写法不对：文字要加英文引号 ""，不能用中文引号，方括号要配对；改好后再查其余各处',
        ),
        ('[web]\nhost = "127.0.0.1\n', "第 2 行：引号或括号没有配对，请检查这一行和上一行；改好后再查其余各处"),
        ("a = [\n1 2]\n", "第 2 行：引号或括号没有配对，请检查这一行和上一行；改好后再查其余各处"),
        ("[web]\n\n[web]\n", "第 3 行：这一段或这一项写了两遍，请删去一遍；改好后再查其余各处"),
        ("[web]\nport = 1\nport = 2\n", "第 3 行：这一段或这一项写了两遍，请删去一遍；改好后再查其余各处"),
        ("[web]\n端口 = 1\n", "第 2 行：这一行不合 TOML 写法，应当写成 名称 = 值；改好后再查其余各处"),
    ],
)
def test_a_file_that_is_not_toml_is_told_with_its_first_wrong_line(source: str, said: str, tmp_path: Path) -> None:
    assert said_of(tmp_path, source) == [f"config.toml {said}"]


def test_an_empty_file_lacks_what_every_file_needs(tmp_path: Path) -> None:
    assert said_of(tmp_path, "") == [
        "config.toml 第 1 行 installation：缺了这一项，请补上，例如 [installation]",
        "config.toml 第 1 行 storage：缺了这一项，请补上，例如 [storage]",
        "config.toml 第 1 行 stations：缺了这一项，请补上，例如 [[stations]]",
    ]


def test_a_file_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ConfigErrors) as refused:
        load(tmp_path / "config.toml")
    assert describe(refused.value) == (
        "config.toml：没有这个文件，请把 config.example.toml 复制过来再改（cp config.example.toml config.toml）"
    )


def test_a_folder_is_no_file_to_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigErrors) as refused:
        load(tmp_path)
    assert describe(refused.value) == f"{tmp_path.name}：打不开这个文件，请核对路径和读取权限"


def test_a_file_in_another_encoding_is_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(EXAMPLE.encode("gbk"))
    with pytest.raises(ConfigErrors) as refused:
        load(path)
    assert describe(refused.value) == "config.toml：文件不是 UTF-8 编码，请用“另存为”选 UTF-8 再存一次"


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert loaded(tmp_path, f"\ufeff{EXAMPLE}").name == "云川县人大代表联络站小助手"


def test_a_secret_written_in_the_open_is_never_repeated(tmp_path: Path) -> None:
    source = changed(
        ("file:data/contacts.key", "hunter2"),
        ("[web]", '[[wecom.aibots]]\nsecret = "hunter2"\n[web]\ntoken = "hunter2"'),
        ("enabled = true", 'sercet = "hunter2"'),
    )
    assert "hunter2" not in "".join(said_of(tmp_path, source))


def test_a_secret_in_the_environment_stays_out_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_CONTACTS_KEY", "hunter2")
    config = loaded(tmp_path, changed(("file:data/contacts.key", "env:LIAISON_CONTACTS_KEY")))
    assert config.storage.key == EnvSecret("LIAISON_CONTACTS_KEY")
    assert "hunter2" not in repr(config)
    assert config.storage.key.read() == "hunter2"


def test_a_weekday_rule_takes_chinese_words(tmp_path: Path) -> None:
    rule = 'rule = "nth_weekday"\nnth = 1\nweekday = "周五"\nfirst_week = true #'
    source = changed(
        ('rule = "monthly_day"\nday = 20', rule),
        ('on_weekend = "postpone_next_workday"', 'on_weekend = "取消"'),
        ('on_holiday = "postpone_next_workday"', 'on_holiday = "下周同一天"'),
    )
    (station,) = loaded(tmp_path, source).roster.stations.values()
    assert station.receptions[0].rule == ReceptionRule(
        days=NthWeekday(nth=1, weekday=Weekday.FRI, first_week=True),
        on_weekend=RestDayPolicy.SKIP,
        on_holiday=RestDayPolicy.NEXT_SAME_WEEKDAY,
    )


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        ('rule = "monthly_days"\ndays = [9, 19]', MonthlyDays(days=(9, 19))),
        ('rule = "odd_months_day"\nday = 15', OddMonthsDay(day=15)),
        ('rule = "weekly"\nweekday = "周一"', Weekly(weekday=Weekday.MON)),
        ('rule = "every_second_week"\nanchor = 2026-01-07', EverySecondWeek(anchor=date(2026, 1, 7))),
        ('rule = "by_appointment"', ByAppointment()),
    ],
)
def test_every_kind_of_rule_is_read(lines: str, days: NominalDays, tmp_path: Path) -> None:
    (station,) = loaded(tmp_path, changed(('rule = "monthly_day"\nday = 20', f"{lines} #"))).roster.stations.values()
    assert station.receptions[0].rule == ReceptionRule(days=days)


def test_market_days_are_kept_unless_something_else_is_said(tmp_path: Path) -> None:
    market = 'rule = "lunar_days"\ndays = [2, 5, 8] #'
    source = changed(
        ('rule = "monthly_day"\nday = 20', market),
        ('on_weekend = "postpone_next_workday"', 'on_weekend = "顺延"'),
        ('on_holiday = "postpone_next_workday"', ""),
    )
    (station,) = loaded(tmp_path, source).roster.stations.values()
    assert station.receptions[0].rule == ReceptionRule(
        days=LunarDays(endings=(2, 5, 8)),
        on_weekend=RestDayPolicy.POSTPONE_NEXT_WORKDAY,
        on_holiday=RestDayPolicy.KEEP,
    )


def test_an_exception_for_one_day_says_where_when_and_by_whom(tmp_path: Path) -> None:
    following = '[[stations.receptions]]\nid = "xinqiao-10"'
    exceptions = """[[stations.receptions.exceptions]]
on = 2026-05-20
to = 2026-05-22
place = "镇文化站"
deputies = ["gao-wenyuan"]
reason = "换届选举"

[[stations.receptions.exceptions]]
on = 2026-06-20
held = false
reason = "防汛"
"""
    (station,) = loaded(tmp_path, changed((following, f"{exceptions}\n{following}"))).roster.stations.values()
    assert station.receptions[0].changes == (
        DayChange(
            nominal=date(2026, 5, 20),
            to=date(2026, 5, 22),
            place="镇文化站",
            deputies=(PersonId("gao-wenyuan"),),
            reason="换届选举",
        ),
        DayChange(nominal=date(2026, 6, 20), held=False, reason="防汛"),
    )


def test_a_rule_for_saturdays_cannot_wait_for_the_next_one(tmp_path: Path) -> None:
    source = changed(
        ('rule = "monthly_day"\nday = 20', 'rule = "nth_weekday"\nnth = 1\nweekday = "sat" #'),
        ('on_weekend = "postpone_next_workday"', 'on_weekend = "next_same_weekday"'),
    )
    (said,) = said_of(tmp_path, source)
    assert '[[stations.receptions]] weekday = "sat"：下周同一天还是周末，周末请写' in said


def test_a_time_without_quotes_is_a_time(tmp_path: Path) -> None:
    config = loaded(tmp_path, changed(('start = "09:00"', "start = 08:15:00")))
    (station,) = config.roster.stations.values()
    assert station.receptions[0].start == time(8, 15)


# --- whatever stands in the file ---

ROWS = EXAMPLE.splitlines()
VALUES = [number for number, row in enumerate(ROWS) if re.match(r"[a-z0-9][\w-]* = (?!\[ )", row)]
HEADERS = [number for number, row in enumerate(ROWS) if row.startswith("[")]
GARBAGE = st.sampled_from(
    [
        '""', '"garbage"', '" "', r'"\u0000"', "-1", "0", "10000000000000000000000", "1.5", "nan", "true", "[]", "[[]]",
        "{}", "[{}]", "[1, 'a']", "{ id = 1 }", "[{ id = 'a' }, 'b']", "2026-01-01", "09:00:00", "2026-01-01T09:00:00Z",
        '"postgresql:"', '"env:"', '"file:"', '"::1"', "'''\na\nb'''", "garbage", "",
    ]
)  # fmt: skip
NEW_HEADERS = st.sampled_from(["[garbage]", "[[garbage]]", "[stations]", "[web.garbage]", "[stations.limits.x]", ""])


def mistakes_in(folder: Path, source: str) -> str | None:
    """What is said of *source*, None where nothing is wrong; anything but `ConfigErrors` gets through."""
    try:
        loaded(folder, source)
    except ConfigErrors as errors:
        return describe(errors)
    return None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.dictionaries(st.sampled_from(VALUES), GARBAGE, max_size=6),
       headers=st.dictionaries(st.sampled_from(HEADERS), NEW_HEADERS, max_size=1))  # fmt: skip
def test_garbage_is_taken_or_told_in_words_of_its_own(
    values: dict[int, str], headers: dict[int, str], tmp_path: Path
) -> None:
    rows = list(ROWS)
    for number, value in values.items():
        rows[number] = f"{rows[number].split(' = ')[0]} = {value}"
    for number, header in headers.items():
        rows[number] = header
    said = mistakes_in(tmp_path, "\n".join(rows))
    assert said is None or unforeseen({}) not in said


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.sampled_from(VALUES), value=st.text(st.characters(codec="utf-8"), max_size=20))
def test_any_text_for_a_value_is_taken_or_told_on_its_line(number: int, value: str, tmp_path: Path) -> None:
    rows = list(ROWS)
    rows[number] = f"{rows[number].split(' = ')[0]} = {json.dumps(value)}"
    said = mistakes_in(tmp_path, "\n".join(rows))
    assert said is None or f"第 {number + 1} 行" in said or "没有登记过这个 id" in said


def test_the_thresholds_of_a_station_are_its_own(tmp_path: Path) -> None:
    config = loaded(tmp_path, changed(("registers_from = 0.75", "registers_from = 0.9")))
    (station,) = config.roster.stations.values()
    assert station.thresholds == Thresholds(registers_from=0.9, asks_from=0.25)


def test_nothing_is_registered_below_what_is_asked_about(tmp_path: Path) -> None:
    (said,) = said_of(tmp_path, changed(("registers_from = 0.75", "registers_from = 0.2")))
    assert said.endswith("registers_from = 0.2：登记的门槛不能低于问一句的门槛（0.25）")


def test_a_secret_that_is_empty_in_the_environment_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_PASSWORD", " ")
    url = 'url = "postgresql://bot@db/station"\npassword = "env:LIAISON_PASSWORD"'
    (line,) = said_of(tmp_path, changed(('url = "tinydb:data/station.db"', url)))
    assert line.endswith("[storage] password：密钥是空的，请把它写进那个文件（一行）或环境变量")
