import json
from datetime import date
from typing import Final

import pytest

from handlers.dates.holiday_tables import read_table

NOTICE: Final = {"title": "关于2031年部分节假日安排的通知", "number": "国办发明电〔2030〕1号", "date": "2030-11-05"}


def written(holidays: dict[str, str], makeup_workdays: list[str]) -> str:
    return json.dumps({"year": 2031, "notice": NOTICE, "holidays": holidays, "makeup_workdays": makeup_workdays})


def test_a_table_may_reach_into_the_year_before() -> None:
    table = read_table(written({"2030-12-31": "元旦", "2031-01-01": "元旦"}, ["2030-12-28"]))
    assert table.year == 2031
    assert table.holidays[date(2030, 12, 31)] == "元旦"
    assert table.makeup_workdays == {date(2030, 12, 28)}


def test_a_table_without_days_is_refused() -> None:
    with pytest.raises(ValueError, match="2031 has no days"):
        read_table(written({}, []))


@pytest.mark.parametrize("day", ["2031-01-06", "2031-01-04"])
def test_a_makeup_workday_is_a_weekend_day_that_is_no_holiday(day: str) -> None:
    with pytest.raises(ValueError, match=day):
        read_table(written({"2031-01-04": "元旦"}, [day]))
