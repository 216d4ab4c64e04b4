"""The command a message begins with, however it was typed (domain 6.1, points 1 to 5)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from handlers import words
from handlers.intake.rules.normalise import Folded, fold
from handlers.words import Bare, Word

_SIGN: Final = re.compile(f"[{re.escape(words.SIGNS)}]{{1,2}}")
_LATIN: Final = re.compile("[a-z]+")
_TOKEN: Final = re.compile(rf"[^\s0-9{re.escape(words.SEPARATORS)}]+")
_SLASHES: Final = "/\\"
# Two Latin letters are an alias of their own; a misspelling is recognised in a whole syllable pair only.
_GUESSABLE_LATIN: Final = 4
_GUESSABLE: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A command word at the head of a message, and what follows it in the speaker's own wording.

    *certain*: the person surely meant the command, so an argument that is not understood is told. Otherwise the word
    had no sign before it and text behind it, or it was guessed from a misspelling: where the argument's parser raises
    `NotUnderstood`, the message is plain speech. *signed*: a sign stood before the word. Without one the message may
    rather answer an open question, and is plain speech where the person's role lacks the command.
    """

    word: Word
    rest: str
    signed: bool
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous:
    """A misspelling one character away from several commands; the person chooses by digit."""

    words: tuple[Word, ...]
    rest: str


class Vocabulary:
    """Command words to be found, looked up by any of their spellings."""

    def __init__(self, words: Iterable[Word]) -> None:
        """Raise `ValueError` where two words share a spelling."""
        self._words: dict[str, Word] = {}
        for word in words:
            for spelling in word.spellings:
                if self._words.setdefault(spelling, word) is not word:
                    raise ValueError(f"{spelling} stands for {self._words[spelling].ascii} and {word.ascii}")
        self._lengths = sorted({len(spelling) for spelling in self._words}, reverse=True)

    def at(self, line: str, start: int) -> tuple[Word, int] | None:
        """Return the longest word that stands in *line* at *start*, and where it ends."""
        if run := _LATIN.match(line, start):  # a whole run of letters, so that "jd" is not found in "jdr"
            word = self._words.get(run[0])
            return None if word is None else (word, run.end())
        for length in self._lengths:
            if word := self._words.get(line[start : start + length]):
                return word, start + length
        return None

    def near(self, token: str) -> tuple[Word, ...]:
        """Return the words with a spelling one character away from *token*, each once."""
        least = _GUESSABLE_LATIN if token.isascii() else _GUESSABLE
        if len(token) < least:
            return ()
        near = (
            word
            for spelling, word in self._words.items()
            if len(spelling) >= least and spelling.isascii() is token.isascii() and _one_apart(spelling, token)
        )
        return tuple(dict.fromkeys(near))


def find_command(text: str, vocabulary: Vocabulary, *, addressed: bool) -> Found | Ambiguous | None:
    """Return the command *text* begins with, or None where it is plain speech.

    *text* is free of mentions of the bot (`normalise.without_mentions`). *addressed* says that the bot was mentioned or
    the chat is private: only then may a word do without its sign. A misspelling is guessed only after a slash and where
    a gap follows it: a bare "hao de" (yes) lies one character from "wo de" (mine).
    """
    line = fold(text)
    start = len(line.text) - len(line.text.lstrip())
    if sign := _SIGN.match(line.text, start):
        if hit := vocabulary.at(line.text, sign.end()):
            word, end = hit
            return Found(word=word, rest=_rest(line, end), signed=True, certain=True)
        return _guess(line, sign.end(), vocabulary) if sign[0][-1] in _SLASHES else None
    if addressed and (hit := vocabulary.at(line.text, start)):
        word, end = hit
        if _may_stand_bare(word, line.text[end:]):
            rest = _rest(line, end)
            return Found(word=word, rest=rest, signed=False, certain=not rest)
    return None


def _guess(line: Folded, start: int, vocabulary: Vocabulary) -> Found | Ambiguous | None:
    token = _TOKEN.match(line.text, start)
    if token is None:
        return None
    near = vocabulary.near(token[0])
    rest = _rest(line, token.end())
    if len(near) > 1:
        return Ambiguous(words=near, rest=rest)
    return Found(word=near[0], rest=rest, signed=True, certain=False) if near else None


def _may_stand_bare(word: Word, behind: str) -> bool:
    if word.bare is Bare.NEVER:
        return False
    return (
        word.bare is Bare.JOINED
        or not behind.strip(words.CLOSING)
        or (word.bare is Bare.APART and behind[0] in words.GAPS)
    )


def _rest(line: Folded, end: int) -> str:
    behind = line.text[end:]
    if not behind.strip(words.CLOSING):
        return ""
    return line.written(end + len(behind) - len(behind.lstrip(words.SEPARATORS))).rstrip()


def _one_apart(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    same = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[same + (len(short) == len(long)) :] == long[same + 1 :]
