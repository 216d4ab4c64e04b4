"""How alike two matters are, told from their words: the rare ones they share, the things they speak of, and where."""

import json
import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, pairwise
from typing import Final

from handlers.intake.rules.normalise import fold
from handlers.intake.rules.pattern import Pattern
from handlers.intake.rules.wordlist import WordList, any_of

ALIKE: Final = 0.1
"""From this likeness on two texts are taken for the same matter."""

Vector = Mapping[str, float]
"""What a text speaks of, each term with its weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """What a text says for comparing: its *terms* without villages, and by kind the places it names."""

    terms: frozenset[str]
    places: Mapping[str, frozenset[str]]


def _data(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


_WORDS: Final = json.loads(_data("alike.json"))
# Words for the same thing; the term for all of them is the thing's number.
_THINGS: Final = WordList[str](
    (word, f"#{n}") for n, words in enumerate(json.loads(_data("things.json"))) for word in words
)

_CHINESE: Final = Pattern(r"[\u4e00-\u9fff]+")
_LATIN: Final = Pattern(r"[a-z]+")
_NUMBERED: Final = Pattern(r"[0-9]+[\u4e00-\u9fff]")
_VILLAGE: Final = Pattern(
    rf"(?![{_WORDS['never_names']}])[\u4e00-\u9fff]{_WORDS['of_a_family']}?[{_WORDS['villages']}]"
)
_NUMBERED_PLACE: Final = Pattern(rf"(?P<number>[0-9]+)(?P<kind>{any_of(_WORDS['numbered'])})")


@lru_cache(maxsize=4096)  # the newest matters of a station are compared with each new one
def gist(text: str) -> Gist:
    """Return what *text* says for comparing."""
    line = fold(text).text
    return Gist(terms=frozenset(_terms(_VILLAGE.sub(" ", line))), places=_places(line))


def _terms(line: str) -> Iterator[str]:
    for run in _CHINESE.findall(line):
        yield from map("".join, pairwise(run))
    yield from _LATIN.findall(line)
    yield from _NUMBERED.findall(line)
    for _, _, thing in _THINGS.found_in(line):
        yield thing


def _places(line: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for village in _VILLAGE.findall(line):
        found.setdefault("village", set()).add(village)
    for place in _NUMBERED_PLACE.finditer(line):
        found.setdefault(place["kind"], set()).add(place["number"])
    return {kind: frozenset(names) for kind, names in found.items()}


@lru_cache(maxsize=4096)  # as `gist`
def names_village(text: str) -> bool:
    """Return whether *text* names a village."""
    return _VILLAGE.search(fold(text).text) is not None


def without_villages(text: str) -> str:
    """Return *text* for comparing with what is told of other villages."""
    return _VILLAGE.sub(" ", fold(text).text)


def elsewhere(one: Gist, other: Gist) -> bool:
    """Return whether both name places of a kind, and none of them is the same."""
    return any(one.places[kind].isdisjoint(other.places[kind]) for kind in one.places.keys() & other.places.keys())


# A pair of characters is worth the logarithm of its rarity, squared; less if it holds one that only frames a sentence.
_FRAME: Final = frozenset(_WORDS["frame"])
_WEIGHT_OF_FRAME: Final = 0.7
_WEIGHT_OF_THING: Final = 25.0
# What the texts at hand say over and over, the name of their town most of all, tells nothing apart among them.
_TOLD_HERE: Final = 0.1
_SO_MANY_AT_LEAST: Final = 200
# So much more weight than they have all texts are taken to have: two short ones agree by chance.
_MORE: Final = 30.0


class Weights:
    """What each term is worth among *gists*."""

    def __init__(self, gists: Collection[Gist]) -> None:
        here = Counter(chain.from_iterable(gist.terms for gist in gists))
        texts = max(len(gists), _SO_MANY_AT_LEAST)
        told_here = [_TOLD_HERE * count / texts for count in range(len(gists) + 1)]
        self._weights = dict(zip(here, map(_weight, here, map(told_here.__getitem__, here.values())), strict=True))

    def vector(self, gist: Gist) -> Vector:
        """Return what *gist*, one of those the weights were made for, speaks of: in all of length below 1."""
        weights = {term: self._weights[term] for term in gist.terms}
        length = math.hypot(*weights.values()) + _MORE
        return {term: weight / length for term, weight in weights.items()}

    def likeness(self, one: Vector, other: Gist) -> float:
        """Return how much two texts say the same, as `likeness` does, without making the other's vector."""
        weights = self._weights
        shared = sum([one[term] * weights[term] for term in other.terms & one.keys()])
        return shared / (math.hypot(*map(weights.__getitem__, other.terms)) + _MORE)


def likeness(one: Vector, other: Vector) -> float:
    """Return how much two texts say the same, from 0 to below 1."""
    less, more = sorted((one, other), key=len)
    return sum(weight * more[term] for term, weight in less.items() if term in more)


def likenesses(text: str, others: Sequence[str]) -> list[float]:
    """Return how much each of *others* says the same as *text*; nothing where they name different places."""
    own = gist(text)
    gists = list(map(gist, others))
    near = [not own.terms.isdisjoint(other.terms) and not elsewhere(own, other) for other in gists]
    if not any(near):
        return [0.0] * len(gists)
    weights = Weights([own, *gists])
    vector = weights.vector(own)
    return [weights.likeness(vector, other) if is_near else 0.0 for other, is_near in zip(gists, near, strict=True)]


@lru_cache(maxsize=16_384)  # the words of one place come again and again
def _weight(term: str, told_here: float) -> float:
    if term.startswith("#"):
        return _WEIGHT_OF_THING
    framing = sum(character in _FRAME for character in term)
    rarity = -math.log(min(_share(term) + told_here, 1.0)) * _WEIGHT_OF_FRAME**framing
    return rarity**2


def _share(term: str) -> float:
    """Return in which share of all texts *term* stands; `tests/bench/rarity.py` counted them."""
    seen, texts = _seen()
    return seen.get(term, _UNSEEN) / texts


_UNSEEN: Final = 8  # what is not in the table was seen in fewer than 24 texts


@cache
def _seen() -> tuple[Mapping[str, int], int]:
    table = json.loads(_data("rarity.json"))
    pairs = ((pairs[at : at + 2], int(seen)) for seen, pairs in table["seen"].items() for at in range(0, len(pairs), 2))
    return dict(pairs), table["texts"]
