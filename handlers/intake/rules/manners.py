"""Whether talk abuses somebody or advertises something (domain §3.6); neither is held against the matter in it."""

import json
from importlib.resources import files
from typing import Final

from handlers.intake.rules.normalise import fold
from handlers.intake.rules.pattern import Pattern
from handlers.intake.rules.wordlist import any_of

_DATA: Final = json.loads(files(__package__).joinpath("manners.json").read_text(encoding="utf-8"))
_ABUSE: Final = Pattern(any_of(_DATA["abuse"]))
_OFFERS: Final = Pattern(any_of(_DATA["advertising"]["offers"]))
_TERMS: Final = Pattern(any_of(_DATA["advertising"]["terms"]))
_COMPLAINTS: Final = Pattern(any_of(_DATA["advertising"]["complaints"]))
_PRICE: Final = Pattern(f"[0-9{_DATA['advertising']['numerals']}] ?(?:{any_of(_DATA['advertising']['units'])})")
_LINK: Final = r"https?://|www\.|[a-z0-9]\.(?:com|cn)\b"
_PHONE: Final = r"(?<![0-9])(?:1[3-9][0-9]{9}|400[0-9-]{7,9}|0[0-9]{2,3}-?[0-9]{7,8})(?![0-9])"
_WAYS: Final = Pattern(f"{any_of(_DATA['advertising']['ways'])}|{_LINK}|{_PHONE}")


def abuses(text: str) -> bool:
    """Return whether *text* calls somebody names."""
    return _ABUSE.search(fold(text).text) is not None


def advertises(text: str) -> bool:
    """Return whether *text* offers several things, or one with its price or its terms or how to come by it.

    One of these alone stands in many a complaint; terms with a way to come by them speak of something on offer.
    """
    line = fold(text).text
    if _COMPLAINTS.search(line):
        return False
    offers = set(_OFFERS.findall(line))
    terms, way = _TERMS.search(line), _WAYS.search(line)
    return len(offers) > 1 or bool(offers and (terms or way or _PRICE.search(line))) or bool(terms and way)
