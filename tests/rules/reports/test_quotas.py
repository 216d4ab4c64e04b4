"""What may be spent in a month: what is left, and whether it will last."""

from calendar import monthrange
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from handlers.reports.rules.quotas import LEVELS, Quota, at_this_pace, level, month_of, reached, will_not_last

MARCH = date(2026, 3, 1)


def march(day: int) -> date:
    return MARCH.replace(day=day)


def spent(days: dict[int, int], *, most: int = 1000) -> Quota:
    return Quota(name="calls", called="接口调用", month=MARCH, most=most, days=days)


@st.composite
def months(draw: st.DrawFn) -> tuple[Quota, date]:
    """A quota in some month, and a day of it up to which something was spent."""
    month = month_of(draw(st.dates(date(2025, 1, 1), date(2030, 12, 31))))
    today = draw(st.integers(1, monthrange(month.year, month.month)[1]))
    days = draw(st.dictionaries(st.integers(1, today), st.integers(0, 400)))
    quota = Quota(name="calls", called="接口调用", month=month, most=draw(st.integers(1, 5000)), days=days)
    return quota, month.replace(day=today)


@given(month=months(), count=st.integers(0, 100))
def test_what_is_spent_adds_up(month: tuple[Quota, date], count: int) -> None:
    quota, today = month
    assert quota.plus(count, today).spent == quota.spent + count


@given(month=months())
def test_the_pace_of_a_whole_month_is_what_was_spent_in_it(month: tuple[Quota, date]) -> None:
    quota, _ = month
    last = quota.month.replace(day=monthrange(quota.month.year, quota.month.month)[1])
    assert at_this_pace(quota, last) == quota.spent


@given(month=months())
def test_no_less_is_spent_by_the_end_than_up_to_now(month: tuple[Quota, date]) -> None:
    quota, today = month
    assert at_this_pace(quota, today) >= quota.spent


@given(month=months())
def test_each_level_is_first_reached_on_one_day(month: tuple[Quota, date]) -> None:
    quota, today = month
    told: list[int] = []
    so_far = spent({}, most=quota.most)
    for day in range(1, today.day + 1):
        on = quota.month.replace(day=day)
        so_far = so_far.plus(quota.days.get(day, 0), on)
        if one := reached(so_far, on):
            told.append(one)
    assert told == sorted(set(told))
    assert (told[-1] if told else 0) == level(quota)


def test_the_level_is_told_on_the_day_it_is_reached_and_not_again() -> None:
    assert [reached(spent({1: 650, 9: 50}), march(day)) for day in (9, 10)] == [70, 0]
    assert reached(spent({1: 650, 9: 400}), march(9)) == LEVELS[-1]


def test_a_month_that_goes_on_like_this_and_ends_before_the_quota_does_needs_no_saving() -> None:
    assert at_this_pace(spent({1: 310}), march(10)) == 961
    assert at_this_pace(spent({1: 700}), march(24)) == 904
    assert will_not_last(spent({1: 700}), march(24))
    assert not will_not_last(spent({1: 700}), march(25))


def test_a_busy_beginning_is_no_reason_to_save_yet() -> None:
    assert not will_not_last(spent({1: 499}), march(1))
    assert will_not_last(spent({1: 500}), march(2))
