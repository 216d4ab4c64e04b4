"""The day somebody names for what he promises."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis.strategies import text

from handlers.parse_date import promised_day

TODAY = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("3月20日换灯泡", date(2026, 3, 20)),
        ("路灯5月20日前装好", date(2026, 5, 20)),
        ("2027年5月底前把路修好", date(2027, 5, 31)),
        ("我们10月前装灯", date(2026, 10, 31)),
        ("已列入计划，明年6月", date(2027, 6, 30)),
        ("2月修", date(2027, 2, 28)),
        ("年底前完成", date(2026, 12, 31)),
        ("2027年年底前", date(2027, 12, 31)),
        ("修了三天", None),
        ("没有时间", None),
        ("13月", None),
    ],
)
def test_the_last_day_of_what_was_named_first_is_taken(said: str, day: date | None) -> None:
    assert promised_day(said, TODAY) == day


@given(said=text(alphabet="0123456789年月日号底前明今后天周一三十路灯 /-.", max_size=20))
def test_whatever_was_said_is_read_as_a_day_or_as_none(said: str) -> None:
    found = promised_day(said, TODAY)
    assert found is None or isinstance(found, date)
