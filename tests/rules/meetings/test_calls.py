"""What was said to a call, as the table puts it together."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.meetings.rules.calls import Call, CallKind, Item, Speaker, View, opinions, without_views_of
from handlers.people.rules.roster import PersonId
from tests.support.records import NOON, STATION

PEOPLE = st.integers(1, 5).map(lambda number: PersonId(f"p_{number}"))
VIEWS = st.lists(
    st.builds(
        View,
        id=st.uuids().map(str),
        by=PEOPLE,
        speaker=st.sampled_from(Speaker),
        at=st.just(NOON),
        about=st.sampled_from(["第12条", "第18条", ""]),
        text=st.sampled_from(["", "每月贴出来", "要业主同意"]),
    ),
    max_size=12,
).map(tuple)


def a_call(views: tuple[View, ...]) -> Call:
    return Call(
        station=STATION,
        number=1,
        kind=CallKind.DRAFT,
        title="物业管理条例",
        closes=NOON.date(),
        opened_by=PersonId("lin"),
        opened_at=NOON,
        items=(Item(label="第12条"), Item(label="第18条")),
        views=views,
    )


@given(views=VIEWS)
def test_every_word_that_is_kept_stands_in_the_table_once_with_all_who_said_it(views: tuple[View, ...]) -> None:
    rows = {(one.about, one.text): one.people for one in opinions(a_call(views))}
    said = {(view.about, view.text) for view in views if view.text}
    assert rows == {key: len({v.by for v in views if (v.about, v.text) == key}) for key in said}


@given(views=VIEWS, person=PEOPLE)
def test_who_is_forgotten_is_told_of_nothing(views: tuple[View, ...], person: PersonId) -> None:
    left = a_call(without_views_of(person, views))
    assert all(person not in left.speakers_on(label) for label in ("第12条", "第18条", ""))
