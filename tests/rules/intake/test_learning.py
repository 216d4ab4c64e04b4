"""Corrections move the model no further than they must, and a model that got worse is refused."""

from dataclasses import replace
from time import process_time

import pytest

from handlers.intake.rules.features import ROWS
from handlers.intake.rules.fitting import Example, Weights, fitted
from handlers.intake.rules.learning import Correction, Measure, development, fit, judge, wrong
from handlers.intake.rules.model import shipped
from handlers.intake.rules.recognise import recognise

# What only that village knows: the old pumping station is a tea house.
LOCAL = (
    Correction(text="老抽水站今天歇业", petition=False, category=None),
    Correction(text="老抽水站的茶又涨价了", petition=False, category=None),
    Correction(text="跑风漏气的老毛病又犯了，在三岔湾", petition=True, category="0104"),
    Correction(text="三岔湾那根管子又哼哼了", petition=True, category="0101"),
)
EVENLY = Weights(rows=[1.0] * ROWS, bias=0.0)


def contrary(known: list[Correction]) -> list[Correction]:
    return [replace(one, petition=not one.petition, category=None) for one in known]


def test_corrections_are_learned() -> None:
    assert wrong(fit(shipped(), LOCAL * 3), LOCAL) < wrong(shipped(), LOCAL)


@pytest.mark.parametrize("correction", [LOCAL[1], LOCAL[3]])
def test_a_correction_moves_the_answer_towards_what_was_said(correction: Correction) -> None:
    before = recognise(correction.text).probability
    after = recognise(correction.text, model=fit(shipped(), [correction] * 3)).probability
    assert (after > before) is correction.petition


def test_the_same_corrections_make_the_same_model() -> None:
    assert fit(shipped(), LOCAL) == fit(shipped(), LOCAL)


def test_a_few_corrections_leave_the_development_set_as_it_was() -> None:
    judgements = judge(shipped(), fit(shipped(), LOCAL), development(), LOCAL)
    assert not any(one.worse for one in judgements.values())


def test_a_model_that_learned_nonsense_is_refused() -> None:
    nonsense = contrary(development())
    learned = fit(shipped(), nonsense)
    judged = judge(shipped(), learned, development(), nonsense)[Measure.DEVELOPMENT]
    assert judged.worse
    assert judged.after > judged.before


def test_a_model_that_forgot_the_last_corrections_is_refused() -> None:
    judgements = judge(fit(shipped(), LOCAL * 3), shipped(), [], LOCAL)
    assert [measure for measure, one in judgements.items() if one.worse] == [Measure.CORRECTIONS]


def test_only_the_last_two_hundred_corrections_judge() -> None:
    learned = fit(shipped(), LOCAL * 3)
    right = [Correction(text="路灯不亮三天了", petition=True, category=None)] * 200
    judged = judge(learned, shipped(), [], [*LOCAL, *right])[Measure.CORRECTIONS]
    assert (judged.texts, judged.worse) == (200, False)


def test_five_hundred_corrections_are_learned_in_seconds() -> None:
    began = process_time()
    fit(shipped(), development() * 2)
    assert process_time() - began < 20


def test_weights_move_only_where_an_example_draws_on_them() -> None:
    start = Weights(rows=[0.0] * ROWS, bias=0.0)
    moved = fitted(
        start, [Example(texts=[[1, 2]], yes=True, cost=1.0), Example(texts=[[3]], yes=False, cost=1.0)], EVENLY
    )
    assert {row for row, weight in enumerate(moved.rows) if weight} == {1, 2, 3}
    assert moved.score([[1, 2]]) > 0 > moved.score([[3]])


def test_a_weight_that_is_not_ready_to_move_stays() -> None:
    start = Weights(rows=[0.0] * ROWS, bias=0.0)
    readiness = Weights(rows=[1.0, 0.0] + [1.0] * (ROWS - 2), bias=0.0)
    moved = fitted(start, [Example(texts=[[0, 1]], yes=True, cost=1.0)], readiness)
    assert moved.rows[0] > 0
    assert (moved.rows[1], moved.bias) == (0, 0)


def test_an_example_that_is_answered_well_moves_nothing() -> None:
    start = Weights(rows=[2.0] * ROWS, bias=0.0)
    assert fitted(start, [Example(texts=[[1, 2, 3, 4]], yes=True, cost=1.0)], EVENLY) == start
