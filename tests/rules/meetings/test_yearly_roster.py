from collections import Counter
from datetime import date, time

from hypothesis import given
from hypothesis.strategies import SearchStrategy, builds, integers, lists, tuples

from handlers.meetings.rules.reception_days import ReceptionDate
from handlers.meetings.rules.station_days import StationDay
from handlers.meetings.rules.yearly_roster import Duty, allotted
from handlers.people.rules.roster import Deputy, DeputyLevel, PersonId, Reception
from tests.support.township import STATION

NAMES = tuple(PersonId(f"d{number}") for number in range(9))
DEPUTIES = {
    name: Deputy(person=name, name=name, levels=(DeputyLevel.COUNTY if number < 3 else DeputyLevel.TOWNSHIP,))
    for number, name in enumerate(NAMES)
}


def a_day(number: int, hour: int = 9, *, place: str = "station", seats: int = 2, deputies: int = 9) -> StationDay:
    reception = Reception(
        id=place,
        rule=STATION.receptions[0].rule,
        point=None,
        start=time(hour),
        end=time(hour + 2),
        deputies=NAMES[:deputies],
        per_day=seats,
    )
    on = date(2027, 1, 1).replace(month=1 + number // 28, day=1 + number % 28)
    return StationDay(reception=reception, day=ReceptionDate(nominal=on, date=on, moved=None, tentative=False))


def days() -> SearchStrategy[list[StationDay]]:
    """Draw days of several places, some of them on one date."""
    drawn = tuples(integers(0, 300), integers(8, 15), integers(1, 3), integers(0, 3))
    one = builds(lambda d: a_day(d[0], d[1], place=f"p{d[3]}", seats=d[2]), drawn)
    return lists(one, max_size=30)


@given(days=days())
def test_every_day_has_somebody_and_everybody_has_a_reserve(days: list[StationDay]) -> None:
    for duty in allotted(days, DEPUTIES, ()):
        everybody = (*duty.deputies, *duty.reserves)
        assert len(set(everybody)) == len(everybody)
        assert len(duty.deputies) <= duty.day.reception.per_day


@given(days=days())
def test_nobody_is_in_two_places_at_one_hour(days: list[StationDay]) -> None:
    made = allotted(days, DEPUTIES, ())
    for number, one in enumerate(made):
        for other in made[number + 1 :]:
            a, b = one.day, other.day
            if a.day.date == b.day.date and a.reception.start < b.reception.end and b.reception.start < a.reception.end:
                assert not set(one.deputies) & set(other.deputies)


@given(dates=lists(integers(0, 300), unique=True, max_size=60), seats=integers(1, 4))
def test_nobody_receives_two_times_more_often_than_another(dates: list[int], seats: int) -> None:
    made = allotted([a_day(number, seats=seats) for number in dates], DEPUTIES, ())
    served = Counter(person for duty in made for person in duty.deputies)
    assert max(served.values(), default=0) - min(served[name] for name in NAMES) <= 1


def test_a_day_has_deputies_of_more_than_one_level_where_it_costs_nobody_a_turn() -> None:
    (duty,) = allotted([a_day(0)], DEPUTIES, ())
    assert {level for person in duty.deputies for level in DEPUTIES[person].levels} == {
        DeputyLevel.COUNTY,
        DeputyLevel.TOWNSHIP,
    }


def test_on_one_date_two_places_have_different_deputies_while_there_are_enough() -> None:
    morning, afternoon = allotted([a_day(0, 9), a_day(0, 14, place="li")], DEPUTIES, ())
    assert not set(morning.deputies) & set(afternoon.deputies)


def test_a_deputy_who_is_alone_receives_at_two_places_on_one_date_at_different_hours() -> None:
    made = allotted([a_day(0, 9, seats=1, deputies=1), a_day(0, 14, place="li", seats=1, deputies=1)], DEPUTIES, ())
    assert [duty.deputies for duty in made] == [(NAMES[0],), (NAMES[0],)]


def test_on_one_date_the_place_with_fewer_to_choose_from_chooses_first() -> None:
    made = allotted([a_day(0, seats=2), a_day(0, place="li", seats=1, deputies=1)], DEPUTIES, ())
    assert {duty.day.reception.id: len(duty.deputies) for duty in made} == {"station": 2, "li": 1}


def test_what_is_settled_counts() -> None:
    settled = Duty(day=a_day(0), deputies=NAMES[:2], reserves=())
    (made,) = allotted([a_day(1)], DEPUTIES, [settled])
    assert not set(made.deputies) & set(NAMES[:2])


def test_a_deputy_who_left_the_list_is_not_asked() -> None:
    others = {name: deputy for name, deputy in DEPUTIES.items() if name != NAMES[0]}
    assert all(NAMES[0] not in duty.deputies for duty in allotted([a_day(n) for n in range(9)], others, ()))
