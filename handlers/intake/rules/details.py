"""Where, since when and how widely, read from the words where they are said outright; and the matter in one line."""

import json
import re
import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from handlers.intake.rules.normalise import Folded, fold
from handlers.intake.rules.pattern import Pattern
from handlers.intake.rules.wordlist import any_of

_DATA: Final = json.loads(files(__package__).joinpath("details.json").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a text says of place, beginning and extent, in its own words; None is a thing to ask."""

    place: str | None
    since: str | None
    extent: str | None


_NAME: Final = rf"[^\W_{_DATA['never_in_places']}]"
_END: Final = f"(?:{any_of(_DATA['place_ends'])})(?![{_DATA['never_after_places']}])"
_BESIDE: Final = f"(?:{any_of(_DATA['beside'])})"
# A name that ends like a place, others after it, what lies beside; only where a phrase begins.
_PLACE: Final = Pattern(
    rf"(?:^|[\s,。:;!?]|{any_of(_DATA['before_place'])})"
    rf"(?P<place>(?:{_NAME}{{1,6}}?{_END}(?:{_NAME}{{0,4}}?{_END})*|{any_of(_DATA['landmarks'])}){_BESIDE}{{0,2}})"
)
_NUMBER: Final = f"(?<![{_DATA['numerals']}])[{_DATA['numerals']}]+"  # from its first digit, however many there are
_SINCE: Final = Pattern(
    rf"(?:{any_of(_DATA['days'])})(?:{any_of(_DATA['times_of_day'])})?"
    rf"|{_NUMBER}(?:{any_of(_DATA['spans'])})[{_DATA['about']}]?(?:{_DATA['so_far']}|(?=[\s,。;!{_DATA['without']}]|$))"
    rf"|[0-9]{{1,2}}{_DATA['month']}(?:[0-9]{{1,2}}[{_DATA['day_of_month']}])?"
)
_EXTENT: Final = Pattern(rf"{any_of(_DATA['extents'])}|{_NUMBER}(?:{any_of(_DATA['households'])})")
_PLACE_MARK: Final = Pattern(
    rf"{any_of((*_DATA['place_ends'], *_DATA['place_marks'], *_DATA['landmarks']))}|{_BESIDE}$"
)
_TIME_MARK: Final = Pattern(any_of((*_DATA["days"], *_DATA["time_marks"])))
_AROUND_TIMES: Final = Pattern(rf"{any_of(_DATA['around_times'])}|[\s,。!]")
_ASKING: Final = Pattern(any_of(_DATA["asking"]))
_PAUSE: Final = r"[\s,。:;!?、~…]"
# A short opening may be the head of a word: it counts only before a pause.
_OPENING: Final = Pattern(
    rf"(?:{any_of(opening for opening in _DATA['openings'] if len(opening) > 2)}"
    rf"|(?:{any_of(_DATA['openings'])})(?={_PAUSE})|{_PAUSE})+"
)
_CLOSING: Final = Pattern(rf"(?:{any_of(_DATA['closings'])}|{_PAUSE})+$")
_PHRASE_END: Final = Pattern(r"[\s,，。;；!！?？、]")
_ONE_WORD: Final = Pattern(r"[0-9A-Za-z]")


def details(text: str) -> Details:
    """Return what *text* says outright; what would have to be guessed stays None."""
    line = fold(text)
    return Details(
        place=_said(_PLACE.search(line.text), line, "place"),
        since=_said(_SINCE.search(line.text), line),
        extent=_said(_EXTENT.search(line.text), line),
    )


def tells_place(text: str) -> bool:
    """Return whether *text*, said to the question where, may be a place; chatter is none."""
    line = fold(text).text
    named = details(text).place is not None or bool(_PLACE_MARK.search(line))
    return named and len(line) <= _DATA["longest_place"]


def tells_since(text: str) -> bool:
    """Return whether *text*, said to the question since when, may be a time; chatter is none."""
    line = fold(text).text
    times = [found[0] for found in (_SINCE.search(line), _TIME_MARK.search(line)) if found]
    around = _AROUND_TIMES.sub("", line.replace(max(times, key=len), "", 1)) if times else line
    return bool(times) and len(around) <= _DATA["around_since"] and not _ASKING.search(line)


def summary(text: str, limit: int = 40) -> str:
    """Return the matter in one line of at most *limit* characters, in the speaker's words without the fillers around.

    What is too long ends with an ellipsis after a whole phrase, or else a whole character.
    """
    line = " ".join(text.split())
    folded = fold(line)
    opening = _OPENING.match(folded.text)
    start = opening.end() if opening else 0
    closing = _CLOSING.search(folded.text, start)
    inner = folded.written(start, closing.start() if closing else None) or line
    return inner if len(inner) <= limit else _cut(inner, limit - 1) + "…"


def _said(found: re.Match[str] | None, line: Folded, group: str | int = 0) -> str | None:
    return line.written(*found.span(group)) if found else None


def _cut(text: str, limit: int) -> str:
    ends = [end.start() for end in _PHRASE_END.finditer(text, limit // 2, limit + 1)]
    if ends:
        return text[: ends[-1]]
    while limit > 1 and _belong_together(text[limit - 1], text[limit]):
        limit -= 1
    return text[:limit]


def _belong_together(before: str, after: str) -> bool:
    """Return whether a cut between two characters would tear a sign, a number or a Latin word apart."""
    joined = "\u200d" in (before, after) or unicodedata.category(after) in {"Mn", "Me"}
    return joined or bool(_ONE_WORD.match(before) and _ONE_WORD.match(after))
