"""What is typed after the words for a supplement and for an entry -> typed values, or `NotUnderstood`."""

import re
from dataclasses import dataclass
from typing import Final

from handlers.intake.rules.normalise import fold
from handlers.intake.words import WAYS_IN
from handlers.parse import Missing, NotUnderstood, tail_and_words, words
from handlers.petitions.rules.petition import Source
from handlers.words import SEPARATORS

_WAY_IN: Final = re.compile(rf"\s*(?P<way>{'|'.join(WAYS_IN)})[{re.escape(SEPARATORS)}]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What a voter adds, and to which petition if the tail was said."""

    tail: int | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What staff enter for somebody who has no account, and how it reached them."""

    words: str
    source: Source


def entry(rest: str) -> Entry:
    """Return the words without the way they came, which is the telephone unless it was said."""
    line = fold(rest)
    told = _WAY_IN.match(line.text)
    if told is None:
        return Entry(words=words(rest), source=Source.PHONE)
    return Entry(words=words(line.written(told.end())), source=WAYS_IN[told["way"]])


def addition(rest: str) -> Addition:
    """Return the tail, if there is one, and the words, which must not be missing."""
    try:
        told = tail_and_words(rest)
    except NotUnderstood as error:
        if error.kind is not Missing.TAIL:
            raise
        return Addition(tail=None, words=words(rest))
    return Addition(tail=told.tail, words=told.words)
