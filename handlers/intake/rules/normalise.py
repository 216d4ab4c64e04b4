"""What a person typed, made comparable: widths, invisible characters, mentions, traditional characters."""

import json
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

_SIMPLIFIED: Final[dict[str, str]] = json.loads(
    files(__package__).joinpath("traditional.json").read_text(encoding="utf-8")
)
# Zero-width signs, marks drawn over another character (the box of a keycap digit), variation selectors.
_INVISIBLE_CATEGORIES: Final = frozenset({"Cf", "Me"})
_VARIATION_SELECTORS: Final = range(0xFE00, 0xFE10)
# All that may fold to something else; the rest is most of a text and need not be looked at one by one.
_ODD: Final = re.compile(rf"[^ -@\[-~\n\u4e00-\u9fff]|[{''.join(_SIMPLIFIED)}]")
_AT: Final = re.compile("[@\uff20\ufe6b]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A text for matching beside the text as it was written."""

    text: str
    original: str
    origins: Sequence[int]

    def written(self, start: int, end: int | None = None) -> str:
        """Return the original wording of `text[start:end]`."""
        if isinstance(self.origins, range):  # each sign folded to one
            return self.original[start:end]
        return self.original[self._origin(start) : self._origin(len(self.text) if end is None else end)]

    def _origin(self, index: int) -> int:
        return self.origins[index] if index < len(self.origins) else len(self.original)


@lru_cache(maxsize=64)  # one message is looked at from many sides, one after the other
def fold(text: str) -> Folded:
    """Return *text* in plain width, lower case and simplified characters, without what cannot be seen."""
    folded = {odd: _fold_character(odd) for odd in set(_ODD.findall(text))}
    if all(len(plain) == 1 for plain in folded.values()):
        plain_text = text
        for odd, plain in folded.items():  # one after the other: what is folded folds to itself
            if plain != odd:
                plain_text = plain_text.replace(odd, plain)
        return Folded(text=plain_text, original=text, origins=range(len(text)))
    pieces = [_fold_character(character) for character in text]
    origins = [index for index, piece in enumerate(pieces) for _ in piece]
    return Folded(text="".join(pieces), original=text, origins=origins)


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    if unicodedata.category(character) in _INVISIBLE_CATEGORIES or ord(character) in _VARIATION_SELECTORS:
        return ""
    if character.isspace():
        return "\n" if character in "\n\r\v\f\x85\u2028\u2029" else " "
    plain = unicodedata.normalize("NFKC", character).lower()
    return _SIMPLIFIED.get(plain, plain)


def without_mentions(text: str, names: Collection[str]) -> str:
    """Return *text* without the mentions of the bot, whether the platform or a person typed them; else as written."""
    if not names or not _AT.search(text):
        return text
    folded = fold(text)
    kept: list[str] = []
    end = 0
    for mention in _mentions(tuple(names)).finditer(folded.text):
        kept += (folded.written(end, mention.start()), _joint(mention[1] + mention[2]))
        end = mention.end()
    if not kept:
        return text
    return "".join((*kept, folded.written(end))).strip()


def mentions(text: str, names: Collection[str]) -> bool:
    """Return whether *text* addresses one of *names* with an at sign."""
    return bool(names and _AT.search(text) and _mentions(tuple(names)).search(fold(text).text))


@lru_cache(maxsize=256)
def _mentions(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted((fold(name).text for name in names), key=len, reverse=True)
    return re.compile(rf"(\s*)@ ?(?:{'|'.join(map(re.escape, longest_first))})(\s*)")


def _joint(around: str) -> str:
    # Two words that stood apart stay apart when the mention between them goes.
    return "\n" if "\n" in around else " " if around else ""
