"""What groups, head and record are told of one reception never contradicts itself."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dates.china_time import moment
from handlers.meetings import brought_texts, record_texts
from handlers.meetings.matters import Brought, Matters
from handlers.meetings.reception_day import Held, fresh
from handlers.meetings.rules.notices import MORNING
from handlers.meetings.rules.records import Counts
from handlers.meetings.rules.station_days import station_days
from handlers.petitions.rules.petition import State
from tests.support.township import STATION

DAY = date(2026, 10, 20)
NUMBER = re.compile(r"\d+")


def a_day(counts: Counts | None) -> Held:
    (planned,) = station_days(STATION, STATION.calendar, DAY, DAY)
    return Held(station=STATION, planned=planned, kept=replace(fresh(STATION, planned, ()), counts=counts))


@st.composite
def numbers(draw: st.DrawFn) -> Counts:
    matters = draw(st.integers(0, 9))
    return Counts(people=draw(st.integers(1, 9)), matters=matters, answered=draw(st.integers(0, matters)))


@st.composite
def receptions(draw: st.DrawFn) -> Brought:
    """What may have been told and entered; no matter is both answered there, handed over and led elsewhere."""
    entered = draw(numbers())
    rest = entered.matters - entered.answered
    redirected = draw(st.integers(0, rest))
    return Brought(
        told=draw(numbers() | st.just(entered)),
        entered=entered,
        redirected=redirected,
        handed_over=draw(st.integers(0, rest - redirected)),
    )


def said(text: str, words: str) -> int:
    """The number that stands behind *words* in *text*."""
    (number,) = re.findall(rf"{words}(\d+)", text)
    return int(number)


@given(brought=receptions())
def test_groups_head_and_record_are_told_the_same_numbers(brought: Brought) -> None:
    day, nothing = a_day(brought.told), Matters(petitions=())
    group, head = brought_texts.ended(brought, None), record_texts.told(day, brought, nothing)
    paper = record_texts.record(day, brought, nothing, lambda _: None, moment(DAY, MORNING))
    cells = {cell.label: cell.value for row in paper.rows for cell in row}
    people, matters, answered = (int(number) for number in NUMBER.findall(group)[:3])
    assert (people, matters, answered) == (said(head, "来"), said(head, "人，"), said(head, "当场答复"))
    assert f"{people}人" == cells["来访人数"]
    assert all(part in head for part in cells["记下事项"].split("，"))


@given(brought=receptions())
def test_where_told_and_entered_differ_the_head_reads_both(brought: Brought) -> None:
    head = record_texts.told(a_day(brought.told), brought, Matters(petitions=()))
    assert brought.told is not None
    assert (f"（登记了{brought.entered.matters}件）" in head) == (brought.told.matters != brought.entered.matters)
    assert (f"（登记了{brought.entered.answered}）" in head) == (brought.told.answered != brought.entered.answered)


@given(brought=receptions())
def test_a_group_never_hears_of_more_matters_than_there_were_nor_of_a_number_that_none_has(brought: Brought) -> None:
    group = brought_texts.ended(brought, None)
    led = said(group, "告诉去处") if "告诉去处" in group else 0
    rest = brought.counts.matters - brought.counts.answered - led
    assert rest >= 0
    if "已编号" in group:
        assert rest > 0
        assert brought.counts.matters <= brought.entered.matters


@given(states=st.lists(st.sampled_from(State), min_size=1, max_size=12))
def test_a_week_later_every_matter_is_told_of_once(states: list[State]) -> None:
    text = brought_texts.outcome(DAY, states).split("：")[1]
    assert sum(int(number) for number in NUMBER.findall(text)) == len(states)


@pytest.mark.parametrize("state", State)
def test_only_what_is_in_hand_is_said_to_be_in_hand(state: State) -> None:
    in_hand = {State.IN_PROGRESS, State.EXTENDED, State.REOPENED, State.CONFERRED}
    assert ("正在办" in brought_texts.outcome(DAY, [state])) == (state in in_hand)
