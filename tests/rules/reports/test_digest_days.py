from datetime import date, time, timedelta

from hypothesis import given
from hypothesis.strategies import dates

from handlers.dates.china_time import moment
from handlers.dates.lunar import is_silent
from handlers.dates.weeks import ONE_WEEK, monday_of
from handlers.reports.plan import monthly_digests, weekly_digests
from tests.support.township import STATION


def given_in_week_of(monday: date) -> list[date]:
    """Return the days of a week on which the weekly digest is given."""
    start = moment(monday, time())
    return [one.due.date() for one in weekly_digests(STATION, start, start + ONE_WEEK)]


def test_the_weekly_digest_waits_for_the_first_workday() -> None:
    assert given_in_week_of(date(2026, 4, 6)) == [date(2026, 4, 7)]  # Tomb-Sweeping Day is a Monday off


def test_a_week_without_a_workday_has_no_digest() -> None:
    assert given_in_week_of(date(2026, 2, 16)) == []


def test_the_weekly_digest_is_not_given_at_a_festival_whose_days_off_are_not_known() -> None:
    assert given_in_week_of(date(2027, 2, 8)) == [date(2027, 2, 9)]  # the third day of Spring Festival is a Monday


@given(day=dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_a_week_has_one_weekly_digest_at_most_on_a_workday_and_it_is_named_by_its_monday(day: date) -> None:
    monday = monday_of(day)
    start = moment(monday, time())
    digests = list(weekly_digests(STATION, start, start + ONE_WEEK))
    assert len(digests) <= 1
    for one in digests:
        assert one.subject == monday.isoformat()
        assert timedelta(0) <= one.due.date() - monday < ONE_WEEK
        assert STATION.calendar.is_workday(one.due.date())
        assert not is_silent(one.due.date())


def test_the_monthly_digest_is_not_given_on_a_festivals_own_days_where_holidays_are_not_known() -> None:
    start = moment(date(2027, 10, 1), time())
    given = [one.due.date() for one in monthly_digests(STATION, start, start + ONE_WEEK)]
    assert given == [date(2027, 10, 4)]  # National Day's own are the first three, from a Friday on
