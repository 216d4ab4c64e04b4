from datetime import date, timedelta

import pytest

from handlers.dates.lunar import is_silent, spring_festival
from handlers.dates.weeks import days_between


@pytest.mark.parametrize(
    "first",
    [date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6), date(2033, 1, 31), date(2034, 2, 19)],
)
def test_spring_festival_is_the_first_day_of_the_lunar_year(first: date) -> None:
    assert spring_festival(first.year) == first


def test_the_silence_lasts_from_the_eve_to_the_third_day() -> None:
    silent = [day for day in days_between(date(2026, 1, 1), date(2026, 12, 31)) if is_silent(day)]
    assert silent == [date(2026, 2, 16) + timedelta(days=n) for n in range(4)]
