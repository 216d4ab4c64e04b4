"""The form of a suggestion: who signs what, and what the presidium has looked at."""

from hypothesis import given
from hypothesis.strategies import booleans, builds, integers, lists, none, sampled_from, text

from handlers.people.rules.roster import PersonId
from handlers.petitions.rules.suggestion_form import (
    CHECKS,
    Changes,
    Check,
    SuggestionForm,
    answered,
    changed,
    checked,
    signed,
    what_is_signed,
    with_co_signers,
)
from handlers.petitions.station.arguments import lifted
from tests.rules.petitions.some_petition import MORNING

PEOPLE = [PersonId("chen"), PersonId("zhou"), PersonId("wu")]
WORDS = sampled_from(["", "装灯", "线路老化", "路太黑"])
CHANGES = builds(
    Changes,
    title=WORDS,
    facts=WORDS,
    analysis=WORDS,
    proposal=WORDS,
    suggested_unit=WORDS,
    may_publish=none() | booleans(),
)


def a_form() -> SuggestionForm:
    return with_co_signers(SuggestionForm(title="路灯", facts="不亮"), tuple(PEOPLE[:2]))


@given(changes=lists(CHANGES, max_size=5), agree=lists(booleans(), min_size=2, max_size=2))
def test_nobody_is_shown_to_agree_to_words_he_did_not_read(changes: list[Changes], agree: list[bool]) -> None:
    form = a_form()
    for person, agreed in zip(PEOPLE[:2], agree, strict=True):
        form = answered(form, person, agreed=agreed, at=MORNING)
    read = what_is_signed(form)
    for change in changes:
        form = changed(form, change)
        if what_is_signed(form) != read:
            assert not any(one.agreed for one in form.co_signers)
            break
    assert {one.person for one in form.co_signers if one.agreed is False} <= {
        person for person, agreed in zip(PEOPLE[:2], agree, strict=True) if not agreed
    }


@given(asked=lists(sampled_from(PEOPLE), max_size=4))
def test_each_co_signer_is_asked_once_and_keeps_his_answer(asked: list[PersonId]) -> None:
    form = answered(a_form(), PEOPLE[0], agreed=True, at=MORNING)
    form = with_co_signers(form, tuple(dict.fromkeys(asked)))
    people = [one.person for one in form.co_signers]
    assert len(people) == len(set(people))
    assert form.co_signers[0].agreed is True


@given(points=lists(sampled_from(Check)))
def test_points_are_asked_in_turn_until_none_is_left(points: list[Check]) -> None:
    form = a_form()
    for point in points:
        form = checked(form, point)
    left = [point for point in CHECKS if point not in points]
    assert form.next_check == (left[0] if left else None)
    assert signed(form, MORNING).next_check == CHECKS[0]


@given(tail=integers(1, 999), said=text(alphabet="原因建议：:单位 公开不附，。x", max_size=30))
def test_whatever_is_typed_makes_changes_without_losing_the_tail(tail: int, said: str) -> None:
    assert lifted(f"尾号{tail} {said}").tail == tail


def test_fields_are_told_by_their_names_and_what_stands_first_is_proposed() -> None:
    told = lifted("12 加装两盏灯，原因：线路老化；单位：供电所，附议：陈玉兰、周国栋 公开").changes
    assert told == Changes(
        proposal="加装两盏灯",
        analysis="线路老化",
        suggested_unit="供电所",
        co_signers="陈玉兰、周国栋",
        may_publish=True,
    )
    assert lifted("12").changes == Changes()
    assert lifted("12 建议公开透明，单位：村里").changes == Changes(proposal="建议公开透明", suggested_unit="村里")
