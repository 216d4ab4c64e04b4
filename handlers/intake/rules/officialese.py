"""Whether somebody passes on an official paper, a notice or a reply, in place of words of his own."""

import json
from importlib.resources import files
from typing import Final

from handlers.intake.rules.normalise import fold
from handlers.intake.rules.pattern import Pattern
from handlers.intake.rules.wordlist import any_of

_DATA: Final = json.loads(files(__package__).joinpath("officialese.json").read_text(encoding="utf-8"))
_PAPERS: Final = any_of(_DATA["papers"])
_TO: Final = any_of(_DATA["to"])
_PASSED_ON: Final = any_of(_DATA["passed_on"])
_ABOUT, _OF = _DATA["title"]
_NUMBER_SIGN, _NUMBER_WORD = _DATA["number"]
_OWN_WORDS: Final = Pattern(any_of(_DATA["own_words"]))
# A paper's name in brackets or as a heading, its number on a line by itself, whom it is for with a colon, its close.
_OUTRIGHT: Final = Pattern(
    rf"^(?:{_PASSED_ON})?[:,\s]*[【\[<(][^】\]>)\n]{{0,12}}(?:{_PAPERS})[】\]>)]"
    rf"|^[^,。;!?\n]{{0,10}}(?:{_PAPERS}) ?[:\n]"
    rf"|^(?:{_PASSED_ON})?[:,\s]*(?:[^,。;!?\n]{{0,20}}){_ABOUT}[^,。;!?\n]{{2,40}}{_OF}(?:{_PAPERS}) ?(?:[:\n]|$)"
    rf"|(?:^|\n)(?:{_TO})[^。;!?\n]{{0,30}}:"
    rf"|(?:^|\n)[^,。;!?\n]{{0,12}}[〔\[(]20[0-9]{{2}}[〕\])] ?{_NUMBER_SIGN}?[0-9]+ ?{_NUMBER_WORD} ?(?:\n|$)"
    rf"|{any_of(_DATA['outright'])}"
)
_PHRASES: Final = Pattern(f"{any_of(_DATA['phrases'])}|{_TO}")
PHRASES: Final = 2
"""One such turn stands in many a petition that tells what was answered."""


def is_official(text: str) -> bool:
    """Return whether *text* has the form of an official paper, or its turns of phrase, and no word of one's own."""
    line = fold(text).text
    if _OWN_WORDS.search(line):
        return False
    return _OUTRIGHT.search(line) is not None or len(set(_PHRASES.findall(line))) >= PHRASES
