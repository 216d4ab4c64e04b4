"""The words that show that a matter has a door of its own, beside what the recogniser takes it for (domain §3.7)."""

import json
import re
from importlib.resources import files
from typing import Final

from handlers.intake.rules.normalise import fold
from handlers.intake.rules.recognise import Reading
from handlers.intake.rules.wordlist import any_of
from handlers.petitions.rules.redirects import Redirect

_DATA: Final = json.loads(files(__package__).joinpath("redirect_signs.json").read_text(encoding="utf-8"))
_NEVER: Final = re.compile(any_of(_DATA["never"]))
_ASKS_WHERE: Final = re.compile(any_of(_DATA["asks_where"]))
# In the order they are looked for: an accusation is first, for its words must not be kept.
_SIGNS: Final = [
    (Redirect(one["kind"]), re.compile(any_of(one["signs"])), re.compile(any_of(one["with"]))) for one in _DATA["kinds"]
]


def redirect_of(text: str, reading: Reading) -> Redirect | None:
    """Return the kind of door *text* has, None where it is the station's own or only asks where a door is."""
    kind = shown_by_words(text) or (Redirect(reading.redirect) if reading.redirect else None)
    asks = kind is not Redirect.ACCUSATION and _ASKS_WHERE.search(fold(text).text)
    return None if asks else kind


def shown_by_words(text: str) -> Redirect | None:
    """Return the kind of door that the words of *text* show outright."""
    line = _NEVER.sub(" ", fold(text).text)
    return next((kind for kind, signs, beside in _SIGNS if signs.search(line) and beside.search(line)), None)
