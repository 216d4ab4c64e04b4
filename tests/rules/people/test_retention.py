"""Nothing is kept longer than people were told, nor erased before its day."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis.strategies import dates, datetimes, integers, just

from handlers.dates.china_time import CHINA_TIME, moment
from handlers.people.rules.retention import NIGHT, contacts_kept_from, words_kept_from, words_kept_until
from handlers.people.rules.roster import Limits

SAID = datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2027, 1, 1), timezones=just(CHINA_TIME))  # noqa: DTZ001


@given(said=SAID, days=integers(1, 400), night=integers(0, 500))
def test_the_nightly_job_erases_words_just_when_their_time_is_over(said: datetime, days: int, night: int) -> None:
    limits = replace(Limits(), raw_text_days=days)
    today = said.date() + timedelta(days=night)
    assert (said < words_kept_from(today, limits)) is (moment(today, NIGHT) >= words_kept_until(said, limits))


@given(said=SAID, days=integers(1, 400))
def test_words_are_gone_on_the_last_day_they_may_be_kept(said: datetime, days: int) -> None:
    until = words_kept_until(said, replace(Limits(), raw_text_days=days))
    assert until.date() - said.date() == timedelta(days=days)


@given(today=dates(date(2025, 1, 1), date(2040, 1, 1)), years=integers(1, 5))
def test_a_contact_is_kept_until_the_years_are_over_and_no_longer(today: date, years: int) -> None:
    first = contacts_kept_from(today, replace(Limits(), contact_years=years))
    assert timedelta(days=-1) <= (today - first) - timedelta(days=365 * years) <= timedelta()
