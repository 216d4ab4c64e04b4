"""Numbers as people write them in Chinese characters."""

import re
from typing import Final

from handlers.words import HUNDRED, NUMERALS, TEN, THOUSAND

NUMERAL: Final = f"[{''.join((*NUMERALS, TEN, HUNDRED, THOUSAND))}]"  # for regular expressions
_ZERO: Final = f"[{''.join(numeral for numeral, value in NUMERALS.items() if value == 0)}]"
_DIGIT: Final = f"[{''.join(numeral for numeral, value in NUMERALS.items() if value > 0)}]"
_ONE_BY_ONE: Final = re.compile(f"[{''.join(NUMERALS)}]{{1,4}}")
_BY_PLACES: Final = re.compile(
    f"(?:({_DIGIT}){THOUSAND})?(?:{_ZERO}?({_DIGIT}){HUNDRED})?(?:{_ZERO}?({_DIGIT}?){TEN})?(?:({_ZERO})?({_DIGIT}))?"
)


def number(text: str) -> int | None:
    """Return the whole number *text* is, in figures or, up to 9999, in characters; None if it is none.

    Characters are read one by one like a telephone number, or by their places, of which the last may go unsaid (three
    thousand five is 3500).
    """
    if text.isascii() and text.isdecimal():
        return int(text)
    if _ONE_BY_ONE.fullmatch(text):
        return int("".join(str(NUMERALS[digit]) for digit in text))
    places = _BY_PLACES.fullmatch(text)
    if not text or places is None:
        return None
    thousands, hundreds, tens, zero, last = places.groups()
    value = 1000 * _value(thousands) + 100 * _value(hundreds) + 10 * _value(tens, unsaid=1)
    if last and tens is None and zero is None:
        return value + _value(last) * (10 if hundreds else 100)
    return value + _value(last)


def _value(digit: str | None, *, unsaid: int = 0) -> int:
    if digit is None:
        return 0
    return NUMERALS[digit] if digit else unsaid
