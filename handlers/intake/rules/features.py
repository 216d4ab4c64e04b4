"""What a text bears that tells its kind: runs of one to three characters, and the word lists it draws from."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import combinations, pairwise
from typing import Final

from handlers.intake.rules.normalise import fold
from handlers.intake.rules.wordlist import WordList


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """The rows of the table of weights that a text draws on, and its word lists, each with the weight of its words.

    Longer words say more: a word weighs its length squared.
    """

    rows: Sequence[int]
    lists: Mapping[str, int]


_LEXICON: Final = json.loads(files(__package__).joinpath("lexicon.json").read_text(encoding="utf-8"))
SPEECH: Final = tuple(_LEXICON["speech"])
_LISTS: Final[Mapping[str, Sequence[str]]] = _LEXICON["speech"] | _LEXICON["topics"]


def _lists_of_words() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for name, words in _LISTS.items():
        for word in dict.fromkeys(words):
            found.setdefault(word, []).append(name)
    return found


_WORDS: Final = WordList(_lists_of_words().items())

# A prime: the remainder then spreads the runs evenly over the rows.
RUNS: Final = 27917
_FIRST, _SECOND, _THIRD = 1_000_003, 7_368_787, 15_485_863
_ROW: Final = {name: number for number, name in enumerate(_LISTS, start=RUNS)}
# A lamp that is out and thanks for a lamp that burns again draw on the same list, beside others: pairs of them count.
_PAIR_ROW: Final = {pair: number for number, pair in enumerate(combinations(SPEECH, 2), start=RUNS + len(_LISTS))}
ROWS: Final = RUNS + len(_LISTS) + len(_PAIR_ROW)

_EDGE: Final = "\n"
_DIGIT: Final = re.compile("[0-9]")
# A long letter repeats itself: its head decides.
_HEAD: Final = 300


def features(text: str) -> Features:
    """Return what *text* bears; width, traditional characters and which digits stand in it make no difference."""
    line = _DIGIT.sub("0", fold(text[:_HEAD]).text)
    lists: dict[str, int] = {}
    for _, word, names in _WORDS.found_in(line):
        for name in names:
            lists[name] = lists.get(name, 0) + len(word) ** 2
    speech = [name for name in SPEECH if name in lists]
    listed = [*map(_ROW.__getitem__, lists), *map(_PAIR_ROW.__getitem__, combinations(speech, 2))]
    return Features(rows=[*_runs(line), *listed], lists=lists)


def _runs(line: str) -> set[int]:
    codes = [*map(ord, f"{_EDGE}{line}{_EDGE}")]
    rows = {code * _FIRST % RUNS for code in codes}
    rows.update([(a * _FIRST + b * _SECOND) % RUNS for a, b in pairwise(codes)])
    triples = zip(codes, codes[1:], codes[2:], strict=False)
    rows.update([(a * _FIRST + b * _SECOND + c * _THIRD) % RUNS for a, b, c in triples])
    return rows
