"""Danger to life, safety or property in what was said, heard before anything else (domain 3.8)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Final

from handlers.intake.rules.normalise import fold
from handlers.intake.rules.pattern import Pattern
from handlers.intake.rules.sayings import Said, Sayings, without_innocent
from handlers.intake.rules.wordlist import any_of


class DangerKind(StrEnum):
    DESPAIR = "despair"
    MEDICAL = "medical"
    FIRE = "fire"
    ELECTRIC = "electric"
    CRIME = "crime"
    TRAFFIC = "traffic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger:
    """A danger that is there now."""

    kind: DangerKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """Words that may mean a danger: only the first and last line of the emergency answer are said."""

    kind: DangerKind


_DATA: Final = json.loads(files(__package__).joinpath("alarm.json").read_text(encoding="utf-8"))
_SURE: Final = {word: DangerKind(kind) for kind, words in _DATA["dangers"].items() for word in words["sure"]}
_UNSURE: Final = {word: DangerKind(kind) for kind, words in _DATA["dangers"].items() for word in words["unsure"]}
_PHRASE: Final = Pattern(any_of((*_SURE, *_UNSURE)))
_SAYINGS: Final = Sayings(
    ((DangerKind(kind), sure), saying)
    for kind, words in _DATA["dangers"].items()
    for sure, told in ((True, "sure_sayings"), (False, "unsure_sayings"))
    for saying in words.get(told, ())
)
_MISSPELT: Final[dict[str, str]] = _DATA["misspelt"]
_TORN: Final = Pattern(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")
_IDIOM: Final = Pattern(any_of(_DATA["idioms"]))
_BEFORE: Final = Pattern(any_of(_DATA["before"]))
_HABIT: Final = Pattern(any_of(_DATA["habit"]))
_AFTER: Final = Pattern(any_of(_DATA["after"]))
_DENIALS: Final = tuple(_DATA["denials"])
_HEARSAY: Final = Pattern(any_of(_DATA["hearsay"]))
_DATED: Final = Pattern(_DATA["dated"])
_NOW: Final = Pattern(any_of(_DATA["now"]))
_LASTING: Final = tuple(_DATA["lasting"])
_CLAUSE_END: Final = Pattern(r"[,。;!\n]+")
_GRAVEST_FIRST: Final = {kind: place for place, kind in enumerate(DangerKind)}


@lru_cache(maxsize=64)  # one message is looked at from many sides, one after the other
def alarm(text: str) -> Danger | Unsure | None:
    """Return the gravest danger told of in *text*, None where it is an idiom, past, or only feared.

    A wish to die is never passed over: hearsay of it is believed, and what takes another danger away leaves it in
    doubt.
    """
    line = _IDIOM.sub(" ", _as_meant(text))
    dated = bool(_DATED.search(line)) and not _NOW.search(line)
    found = [
        danger
        for kind, sure, said in (*_by_phrase(line), *_by_saying(line))
        if (danger := _danger(kind, said, sure=sure)) and not (dated and _is_over(said.word, kind))
    ]
    return min(found, key=lambda danger: (isinstance(danger, Unsure), _GRAVEST_FIRST[danger.kind]), default=None)


def _by_phrase(line: str) -> Iterator[tuple[DangerKind, bool, Said]]:
    """Yield the kind of each danger that one phrase names, and whether it is surely meant."""
    for clause in _CLAUSE_END.split(line) if _PHRASE.search(line) else ():
        for found in _PHRASE.finditer(clause):
            word = found[0]
            said = Said(before=clause[: found.start()], word=word, after=clause[found.end() :])
            yield _SURE.get(word) or _UNSURE[word], word in _SURE, said


def _by_saying(line: str) -> Iterator[tuple[DangerKind, bool, Said]]:
    """Yield the same of each danger that is told by what happened to whom."""
    return ((kind, sure, said) for (kind, sure), said in _SAYINGS.found_in(without_innocent(line)))


def _as_meant(text: str) -> str:
    """Return *text* folded, without the spaces that tear its words and the slips of who types in haste."""
    line = _TORN.sub("", fold(text).text)
    for slip, word in _MISSPELT.items():
        line = line.replace(slip, word)
    return line


def _is_over(phrase: str, kind: DangerKind) -> bool:
    """Return whether a danger that is told with its date is over: an assault is, a missing child or a leak is not."""
    return kind is not DangerKind.DESPAIR and not phrase.startswith(_LASTING) and not phrase.endswith(_LASTING)


def _danger(kind: DangerKind, said: Said, *, sure: bool) -> Danger | Unsure | None:
    despair = kind is DangerKind.DESPAIR
    if _is_set_aside(said, kind):
        return Unsure(kind=kind) if despair else None
    believed = despair or not _HEARSAY.search(f"{said.before}{said.word}{said.after}")
    return Danger(kind=kind) if sure and believed else Unsure(kind=kind)


def _is_set_aside(said: Said, kind: DangerKind) -> bool:
    """Return whether the words around a danger place it in the past, deny it, only fear it or tell of a habit.

    Somebody who is beaten again and again is in danger all the same.
    """
    habit = kind is not DangerKind.CRIME and _HABIT.search(said.before)
    return said.before.endswith(_DENIALS) or bool(habit or _BEFORE.search(said.before) or _AFTER.search(said.after))
