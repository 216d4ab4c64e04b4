"""What is typed after the words for a supplement and for an entry."""

import pytest

from handlers.parse import Missing, NotUnderstood
from handlers.petitions.rules.petition import Source
from handlers.petitions.voters.additions import Addition, Entry, addition, entry


@pytest.mark.parametrize(
    ("rest", "tail", "words"),
    [("12 昨晚又停了", 12, "昨晚又停了"), ("昨晚又停了", None, "昨晚又停了"), ("3天了还没修", None, "3天了还没修")],
)
def test_a_supplement_may_leave_out_the_tail(rest: str, tail: int | None, words: str) -> None:
    assert addition(rest) == Addition(tail=tail, words=words)


@pytest.mark.parametrize("rest", ["", "12"])
def test_a_supplement_without_words_is_asked_for_them(rest: str) -> None:
    with pytest.raises(NotUnderstood) as error:
        addition(rest)
    assert error.value.kind is Missing.WORDS


@pytest.mark.parametrize(
    ("rest", "words", "source"),
    [
        ("电话 王庄 垃圾没人收", "王庄 垃圾没人收", Source.PHONE),
        ("来访：王庄垃圾没人收", "王庄垃圾没人收", Source.MEETING),
        ("电话线垂到路上", "电话线垂到路上", Source.PHONE),
        ("当面说好的路没修", "当面说好的路没修", Source.PHONE),
    ],
)
def test_an_entry_says_how_it_came_or_came_by_telephone(rest: str, words: str, source: Source) -> None:
    assert entry(rest) == Entry(words=words, source=source)
