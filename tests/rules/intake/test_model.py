"""The shipped model is small, whole, and as good on the development set as it was when it was fitted."""

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.intake.rules.features import ROWS, features
from handlers.intake.rules.fitting import Weights
from handlers.intake.rules.learning import development
from handlers.intake.rules.model import BadModel, packed, read, shipped, written
from handlers.intake.rules.recognise import recognise
from handlers.intake.rules.topics import CLASS_OF, FIFTEEN_CLASSES, SEVEN_CLASSES

TABLES = ("handlers.intake.model", "handlers.intake.rules")


def test_all_that_the_recogniser_reads_is_below_a_megabyte() -> None:
    tables = [file for folder in TABLES for file in files(folder).iterdir() if file.name.endswith((".bin", ".json"))]
    assert sum(len(file.read_bytes()) for file in tables) < 1_000_000


def test_a_model_is_read_as_it_was_written() -> None:
    assert read(written(shipped())) == shipped()


@pytest.mark.parametrize("content", [b"", b"{}", b"[]\0", b'{"petition": [0, 1]}\0' + b"\1" * 7, b"\xff\0"])
def test_what_is_no_model_of_this_shape_is_refused(content: bytes) -> None:
    with pytest.raises(BadModel):
        read(content)


@given(text=st.text(max_size=80), peak=st.floats(0.01, 100), bias=st.floats(-5, 5))
def test_a_packed_lane_answers_as_its_weights_do_but_for_the_rounding(text: str, peak: float, bias: float) -> None:
    weights = Weights(rows=[peak * ((row * 37 % 201) - 100) / 100 for row in range(ROWS)], bias=bias)
    rows = features(text).rows
    rounding = 0.5 * peak / 127 * len(rows) ** 0.5
    assert packed({"petition": weights}).answers(rows)["petition"] == pytest.approx(
        weights.score([rows]), abs=rounding + 1e-6
    )


@given(st.text(max_size=400))
def test_every_text_bears_rows_of_the_table_and_none_twice(text: str) -> None:
    rows = features(text).rows
    assert rows
    assert len(set(rows)) == len(rows)
    assert 0 <= min(rows) <= max(rows) < ROWS


def test_every_topic_of_the_word_lists_has_a_class() -> None:
    assert set(SEVEN_CLASSES) < set(FIFTEEN_CLASSES)
    assert {name for name in features("路灯水电桥学校医院").lists if name.isdigit()} <= set(CLASS_OF)


def test_petitions_of_the_development_set_are_found() -> None:
    told = development()
    taken = [recognise(one.text).petition for one in told]
    right = sum(one.petition and found for one, found in zip(told, taken, strict=True))
    assert right / sum(taken) >= 0.88
    assert right / sum(one.petition for one in told) >= 0.88


def test_classes_of_the_development_set_are_told() -> None:
    told = [(one.text, CLASS_OF[one.category]) for one in development() if one.category is not None]
    assert sum(recognise(text).group15 == right for text, right in told) / len(told) >= 0.66
