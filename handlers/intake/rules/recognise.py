"""Whether plain speech is a petition, and of what kind: word lists with weights, until a learned model takes over."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Final

from handlers.intake.rules.alarm import Danger, alarm
from handlers.intake.rules.normalise import fold
from handlers.intake.rules.wordlist import WordList


class Decision(StrEnum):
    """What to do with what was said: register it, ask the speaker first, or let it be."""

    REGISTER = "register"
    ASK = "ask"
    NO = "no"


class SpeechKind(StrEnum):
    """The kind of speech, kept beside the topic (domain 9)."""

    HELP = "help"
    COMPLAINT = "complaint"
    REPORT = "report"
    SUGGESTION_IDEA = "suggestion_idea"
    ENQUIRY = "enquiry"
    THANKS = "thanks"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a text was taken for; *category* is a code of domain 9, *redirect* one of 3.7 (not read from words yet)."""

    decision: Decision
    probability: float
    kind: SpeechKind
    category: str | None
    urgent: bool
    redirect: str | None = None


_LEXICON: Final = json.loads(files(__package__).joinpath("lexicon.json").read_text(encoding="utf-8"))
_BIAS: Final[float] = _LEXICON["bias"]
_WEIGHTS: Final[Mapping[str, float]] = {group: entry["weight"] for group, entry in _LEXICON["groups"].items()}
_GROUPS: Final = WordList[str]((word, group) for group, entry in _LEXICON["groups"].items() for word in entry["words"])
_CATEGORIES: Final = WordList[Sequence[str]](
    (word, [code for code, words in _LEXICON["categories"].items() if word in words])
    for words in _LEXICON["categories"].values()
    for word in words
)
_KINDS: Final[Mapping[str, tuple[str, ...]]] = {kind: tuple(words) for kind, words in _LEXICON["kinds"].items()}
_URGENT: Final[tuple[str, ...]] = tuple(_LEXICON["urgent"])


# Asking costs one digit, ignoring costs trust: the band in which the speaker is asked is wide.
REGISTERS_FROM: Final = 0.75
ASKS_FROM: Final = 0.3
# A long letter repeats itself: its head decides, and a word said often counts no more than thrice.
_HEAD: Final = 120
_COUNTS_AT_MOST: Final = 3


def recognise(text: str) -> Reading:
    """Return what *text* is taken for, mentions of the bot taken out before."""
    line = fold(text[:_HEAD]).text
    counts = _counts(line)
    score = _BIAS + sum(_WEIGHTS[group] * min(count, _COUNTS_AT_MOST) for group, count in counts.items())
    probability = 1 / (1 + math.exp(-score))
    decision = _decide(probability)
    return Reading(
        decision=decision,
        probability=probability,
        kind=_kind(line, counts, decision),
        category=None if decision is Decision.NO else category(line),
        urgent=isinstance(alarm(line), Danger) or any(word in line for word in _URGENT),
    )


def category(line: str) -> str | None:
    """Return the topic code whose words weigh most in *line*; longer words say more."""
    weights: dict[str, int] = {}
    for _, word, codes in _CATEGORIES.found_in(line):
        for code in codes:
            weights[code] = weights.get(code, 0) + len(word) ** 2
    return max(weights, key=weights.__getitem__) if weights else None


def _decide(probability: float) -> Decision:
    if probability >= REGISTERS_FROM:
        return Decision.REGISTER
    return Decision.ASK if probability >= ASKS_FROM else Decision.NO


def _counts(line: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for _, _, group in _GROUPS.found_in(line):
        counts[group] = counts.get(group, 0) + 1
    return counts


def _kind(line: str, counts: Mapping[str, int], decision: Decision) -> SpeechKind:
    if decision is Decision.NO:
        if "thanks" in counts:
            return SpeechKind.THANKS
        return SpeechKind.ENQUIRY if "enquiry" in counts else SpeechKind.OTHER
    for kind, words in _KINDS.items():
        if any(word in line for word in words):
            return SpeechKind(kind)
    return SpeechKind.HELP
