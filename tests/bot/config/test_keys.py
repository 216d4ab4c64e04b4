"""Reading tables by their declarations: whole, or with everything that is wrong in them."""

import pytest

from bot.config.keys import Earlier, Reader, Table, Wrong, entries, listed, optional, required, wrong
from bot.config.lines import Path


def even(value: object) -> int:
    if not isinstance(value, int) or value % 2:
        raise wrong("odd", value=value)
    return value


def word(value: object) -> str:
    if not isinstance(value, str) or not value.isalpha():
        raise wrong("no word")
    return value


def above_low(high: int, earlier: Earlier) -> None:
    low = earlier.get("low")
    if isinstance(low, int) and high <= low:
        raise wrong("not above")


class Span(Table):
    low: int = required(even)
    high: int = optional(even, above_low, default=2)


class Ruler(Table):
    name: str = required(word)
    spans: tuple[Span, ...] = optional(listed(Span.read), default=())
    sizes: tuple[tuple[str, int], ...] = optional(entries(word, even), default=())


def found(read: Reader[object], value: object) -> list[tuple[Path, str]]:
    with pytest.raises(Wrong) as refused:
        read(value)
    return [(one.path, one.code) for one in refused.value.findings]


def test_a_sound_table_is_read_whole_and_what_is_left_out_has_its_default() -> None:
    value = {"name": "a", "spans": [{"low": 0}, {"low": 2, "high": 4}], "sizes": {"s": 2}}
    ruler = Ruler.read(value)
    assert (ruler.name, ruler.sizes) == ("a", (("s", 2),))
    assert [(span.low, span.high) for span in ruler.spans] == [(0, 2), (2, 4)]
    assert vars(Ruler.read({"name": "a"})) == {"name": "a", "spans": (), "sizes": ()}


def test_a_table_made_by_hand_has_the_same_defaults() -> None:
    assert vars(Ruler(name="a")) == vars(Ruler.read({"name": "a"}))


def test_every_mistake_is_found_at_its_own_path() -> None:
    value = {
        "nmae": "a",
        "spans": [{"low": 1, "hihg": 4}, 7, {"low": 0, "high": 3}],
        "sizes": {"s": 1, "?": 2},
    }
    assert found(Ruler.read, value) == [
        (("name",), "missing"),
        (("spans", 0, "low"), "odd"),
        (("spans", 0, "hihg"), "unknown"),
        (("spans", 1), "table"),
        (("spans", 2, "high"), "odd"),
        (("sizes", "s"), "odd"),
        (("sizes", "?"), "no word"),
        (("nmae",), "unknown"),
    ]


def test_a_check_sees_the_keys_declared_earlier_wherever_they_are_written() -> None:
    assert found(Span.read, {"high": 2, "low": 4}) == [(("high",), "not above")]


def test_a_check_does_without_what_could_not_be_read() -> None:
    assert found(Span.read, {"low": 3, "high": 2}) == [(("low",), "odd")]


def test_a_default_that_does_not_go_with_the_rest_is_a_mistake() -> None:
    assert found(Span.read, {"low": 2}) == [(("high",), "not above")]


@pytest.mark.parametrize("value", [None, 1, "a", [], [{}]])
def test_only_a_table_is_a_table(value: object) -> None:
    assert found(Span.read, value) == found(entries(word, even), value) == [((), "table")]


@pytest.mark.parametrize("value", [None, 1, "a", {}])
def test_only_a_list_is_a_list(value: object) -> None:
    assert found(listed(even), value) == [((), "list")]
