"""The words that show that a matter has a door of its own, beside what the recogniser takes it for (domain §3.7)."""

import json
from importlib.resources import files
from typing import Final

from handlers.intake.rules.normalise import fold
from handlers.intake.rules.pattern import Pattern
from handlers.intake.rules.recognise import Reading
from handlers.intake.rules.wordlist import any_of
from handlers.petitions.rules.redirects import Redirect

_DATA: Final = json.loads(files(__package__).joinpath("redirect_signs.json").read_text(encoding="utf-8"))
_NEVER: Final = Pattern(any_of(_DATA["never"]))
_ASKS_WHERE: Final = Pattern(any_of(_DATA["asks_where"]))
_OUTRIGHT: Final = Pattern(any_of(_DATA["open"]["outright"]))
# Somebody is accused by the post behind the word; a post before it is whom one turned to, and may be but a place.
_ACCUSES_POST: Final = Pattern(
    rf"(?:{any_of(_DATA['open']['accusing'])})[^,。;!?\n]{{0,8}}"
    rf"(?:{any_of(_DATA['open']['posts'])})(?!{any_of(_DATA['open']['past_post'])})"
)
# A looser word accuses only who stands right before it: what an official said or made has troubles of its own, and whom
# one turned to is not accused.
_ACCUSES_LOOSELY: Final = Pattern(
    rf"(?P<turned_to>(?:{any_of(_DATA['open']['turned_to'])})[^,。;!?\n]{{0,4}}?)?"
    rf"(?:{any_of(_DATA['open']['posts'])})(?:{any_of(_DATA['open']['of_the_post'])}){{0,4}}"
    rf"(?:{any_of(_DATA['open']['loose'])})(?!{any_of(_DATA['open']['past_loose'])})"
)
# In the order they are looked for: an accusation is first, for its words must not be kept.
_SIGNS: Final = [
    (Redirect(one["kind"]), Pattern(any_of(one["signs"])), Pattern(any_of(one["with"]))) for one in _DATA["kinds"]
]


def redirect_of(text: str, reading: Reading) -> Redirect | None:
    """Return the kind of door *text* has, None where it is the station's own or only asks where a door is."""
    kind = shown_by_words(text) or (Redirect(reading.redirect) if reading.redirect else None)
    asks = kind is not Redirect.ACCUSATION and _ASKS_WHERE.search(fold(text).text)
    return None if asks else kind


def accuses_openly(text: str) -> bool:
    """Return whether *text* plainly accuses an official, so that even an answer or a supplement must not be kept."""
    line = _NEVER.sub(" ", fold(text).text)
    loosely = any(found["turned_to"] is None for found in _ACCUSES_LOOSELY.finditer(line))
    return loosely or bool(_OUTRIGHT.search(line) or _ACCUSES_POST.search(line))


def shown_by_words(text: str) -> Redirect | None:
    """Return the kind of door that the words of *text* show outright."""
    line = _NEVER.sub(" ", fold(text).text)
    return next((kind for kind, signs, beside in _SIGNS if signs.search(line) and beside.search(line)), None)
