"""Danger to life, safety or property in what was said, heard before anything else (domain 3.8)."""

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Final

from handlers.intake.rules.normalise import fold
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
_PHRASE: Final = re.compile(any_of((*_SURE, *_UNSURE)))
_MISSPELT: Final[dict[str, str]] = _DATA["misspelt"]
_TORN: Final = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")
_IDIOM: Final = re.compile(any_of(_DATA["idioms"]))
_BEFORE: Final = re.compile(any_of(_DATA["before"]))
_AFTER: Final = re.compile(any_of(_DATA["after"]))
_DENIALS: Final = tuple(_DATA["denials"])
_HEARSAY: Final = re.compile(any_of(_DATA["hearsay"]))
_DATED: Final = re.compile(_DATA["dated"])
_NOW: Final = re.compile(any_of(_DATA["now"]))
_LASTING: Final = tuple(_DATA["lasting"])
_CLAUSE_END: Final = re.compile(r"[,。;!\n]+")
_GRAVEST_FIRST: Final = {kind: place for place, kind in enumerate(DangerKind)}


def alarm(text: str) -> Danger | Unsure | None:
    """Return the gravest danger told of in *text*, None where it is an idiom, past, or only feared.

    A wish to die is never passed over: hearsay of it is believed, and what takes another danger away leaves it in
    doubt.
    """
    line = _as_meant(text)
    if not _PHRASE.search(line):
        return None
    clauses = _CLAUSE_END.split(_IDIOM.sub(" ", line))
    dated = bool(_DATED.search(line)) and not _NOW.search(line)
    found = [
        danger
        for clause in clauses
        for phrase in _PHRASE.finditer(clause)
        if (danger := _danger(phrase, clause)) and not (dated and _is_over(phrase[0], danger.kind))
    ]
    return min(found, key=lambda danger: (isinstance(danger, Unsure), _GRAVEST_FIRST[danger.kind]), default=None)


def _as_meant(text: str) -> str:
    """Return *text* folded, without the spaces that tear its words and the slips of who types in haste."""
    line = _TORN.sub("", fold(text).text)
    for slip, word in _MISSPELT.items():
        line = line.replace(slip, word)
    return line


def _is_over(phrase: str, kind: DangerKind) -> bool:
    """Return whether a danger that is told with its date is over: an assault is, a missing child or a leak is not."""
    return kind is not DangerKind.DESPAIR and not phrase.startswith(_LASTING) and not phrase.endswith(_LASTING)


def _danger(phrase: re.Match[str], clause: str) -> Danger | Unsure | None:
    kind = _SURE.get(phrase[0]) or _UNSURE[phrase[0]]
    if _is_set_aside(clause[: phrase.start()], clause[phrase.end() :]):
        return Unsure(kind=kind) if kind is DangerKind.DESPAIR else None
    believed = kind is DangerKind.DESPAIR or not _HEARSAY.search(clause)
    return Danger(kind=kind) if phrase[0] in _SURE and believed else Unsure(kind=kind)


def _is_set_aside(before: str, after: str) -> bool:
    """Return whether the words around a danger place it in the past, deny it or only fear it."""
    return before.endswith(_DENIALS) or bool(_BEFORE.search(before) or _AFTER.search(after))
