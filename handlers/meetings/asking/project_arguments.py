"""The words after commands about livelihood projects -> typed values, or `NotUnderstood`."""

import re
from dataclasses import dataclass
from typing import Final

from handlers import words as spoken
from handlers.intake.rules.normalise import fold
from handlers.intake.rules.wordlist import any_of
from handlers.meetings.asking import words
from handlers.meetings.rules.livelihood import LivelihoodProject
from handlers.numerals import NUMERAL, number
from handlers.parse import Missing, NotUnderstood

_GAP: Final = f"[{re.escape(spoken.SEPARATORS)}]*"
_YEAR: Final = rf"(?:(?P<year>20[0-9]{{2}}){words.YEAR}?{_GAP})?"
_STEP: Final = re.compile(
    rf"{_GAP}{_YEAR}(?:(?P<list>{any_of(words.LIST)})|(?P<result>{any_of(words.RESULT)})|(?P<rating>{any_of(words.RATING)})){_GAP}"
)
_BETWEEN: Final = re.compile(f"[{words.BETWEEN}]+")
_NUMBER: Final = re.compile(
    rf"{_GAP}{words.ORDINAL}?(?P<number>[0-9]{{1,2}}|{NUMERAL}{{1,3}})[{words.PARTS}]?(?![0-9]){_GAP}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowProjects:
    """The lists there are, and how far each is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetList:
    """The projects of *year*, None where none was said."""

    year: int | None
    projects: tuple[LivelihoodProject, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRating:
    """The projects of *year* are to be rated; *rest* names the last day."""

    year: int | None
    rest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowResult:
    """What people said of the projects of *year*."""

    year: int | None


ProjectStep = ShowProjects | SetList | OpenRating | ShowResult


def project_step(rest: str) -> ProjectStep:
    """Return what is to be done with a year's list."""
    line = fold(rest)
    if not line.text.strip(spoken.CLOSING):
        return ShowProjects()
    found = _STEP.match(line.text)
    if found is None:
        raise NotUnderstood(Missing.NOTHING)
    year = int(found["year"]) if found["year"] else None
    behind = line.written(found.end()).strip()
    if found["result"]:
        return ShowResult(year=year)
    if found["rating"]:
        return OpenRating(year=year, rest=behind)
    projects = tuple(_project(one) for one in _BETWEEN.split(behind) if one.strip())
    if not projects:
        raise NotUnderstood(Missing.WORDS)
    return SetList(year=year, projects=projects)


def _project(text: str) -> LivelihoodProject:
    """Return a project; its last word is the unit where it has several."""
    name, _, unit = text.strip().rpartition(" ")
    return LivelihoodProject(name=name.strip() or unit, unit=unit if name else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What somebody says of project *number*, both empty where nothing was said."""

    number: int | None = None
    words: str = ""


def evaluation(rest: str) -> Evaluation:
    """Return which project is meant, and what is said of it."""
    line = fold(rest)
    if not line.text.strip(spoken.CLOSING):
        return Evaluation()
    found = _NUMBER.match(line.text)
    value = number(found["number"]) if found else None
    if found is None or value is None:
        raise NotUnderstood(Missing.TAIL)
    return Evaluation(number=value, words=line.written(found.end()).strip())
