"""A text in numbered parts says what the whole text says, and each part fits."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sending.parts import parts

LINES = st.lists(st.text("路灯坏了三天 aé😀", max_size=60), max_size=40).map("\n".join)
NUMBER = re.compile(r"\((\d+)/(\d+)\)\n")


def without_numbers(cut: tuple[str, ...]) -> list[str]:
    return [NUMBER.sub("", part, count=1) for part in cut] if len(cut) > 1 else list(cut)


@given(text=LINES, most=st.integers(64, 400))
def test_each_part_fits(text: str, most: int) -> None:
    assert all(len(part.encode()) <= most for part in parts(text, most))


@given(text=LINES, most=st.integers(64, 400))
def test_no_word_is_lost_and_none_said_twice(text: str, most: int) -> None:
    whole = "".join(without_numbers(parts(text, most)))
    assert "".join(whole.split()) == "".join(text.split())


@given(text=LINES, most=st.integers(64, 400))
def test_parts_are_numbered_and_none_is_blank(text: str, most: int) -> None:
    cut = parts(text, most)
    if len(cut) > 1:
        numbers = [NUMBER.match(part) for part in cut]
        assert [found and (int(found[1]), int(found[2])) for found in numbers] == [
            (n, len(cut)) for n in range(1, len(cut) + 1)
        ]
        assert all(part.strip() for part in without_numbers(cut))


@given(text=LINES, most=st.integers(64, 400))
def test_no_line_that_fits_is_broken(text: str, most: int) -> None:
    pieces = {line for part in without_numbers(parts(text, most)) for line in part.split("\n")}
    assert all(
        line in pieces for line in text.split("\n") if line.strip() and len(line.encode()) <= most - len("(100/100)\n")
    )


def test_a_text_that_fits_has_no_number() -> None:
    assert parts("路灯坏了\n三天", 64) == ("路灯坏了\n三天",)


def test_a_long_line_is_cut_between_characters() -> None:
    assert parts("灯" * 30, 64) == ("(1/2)\n" + "灯" * 19, "(2/2)\n" + "灯" * 11)


def test_a_cut_at_a_line_break_takes_the_break_away() -> None:
    assert parts(f"{'灯' * 15}\n{'路' * 15}", 64) == ("(1/2)\n" + "灯" * 15, "(2/2)\n" + "路" * 15)


@pytest.mark.parametrize("count", [9, 10, 99, 100])
def test_more_digits_in_the_numbers_are_allowed_for(count: int) -> None:
    cut = parts("灯" * 19 * count, 64)
    assert len(cut) >= count
    assert all(len(part.encode()) <= 64 for part in cut)
