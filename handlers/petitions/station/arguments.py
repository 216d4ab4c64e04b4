"""What deputies, staff and units type after a petition's tail -> typed values, or `NotUnderstood`."""

import re
from dataclasses import dataclass
from typing import Final

from handlers.intake.rules.normalise import fold
from handlers.intake.rules.wordlist import any_of
from handlers.numerals import NUMERAL, number
from handlers.parse import Missing, NotUnderstood, TailAndWords, tail, tail_and_optional_words, tail_and_words, words
from handlers.petitions.rules.categories import CATEGORIES, Category
from handlers.petitions.rules.petition import Authority, ResultClass
from handlers.petitions.rules.redirects import Redirect
from handlers.petitions.rules.suggestion_form import Changes
from handlers.petitions.station import words as spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """A petition's topic, and its level if one was given."""

    tail: int
    category: Category
    authority: Authority | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirected:
    """The kind of door a petition is led to; None where it is a matter of another place."""

    tail: int
    kind: Redirect | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Who is to handle a petition, in the speaker's words, and within how many working days if that was said.

    *hard* says that it was called so: a hard one is given its unit for longer.
    """

    tail: int
    unit: str
    days: int | None = None
    hard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifted:
    """The petition to be made a suggestion, and what its form is to say."""

    tail: int
    changes: Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A unit's word on its work; *planned* says that it begins with the date the matter is planned for."""

    tail: int
    words: str
    planned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied:
    """A unit's answer with its class, None where that was left out."""

    tail: int
    result: ResultClass | None
    words: str


_CODE: Final = re.compile(r"(?P<code>[0-9]{4})\s*(?P<level>\S*)")
_KIND: Final = re.compile(r"r?\s*(?P<number>[1-6])")
_LIMIT: Final = re.compile(rf"\s*(?P<days>[0-9]{{1,3}}|{NUMERAL}+)\s*(?:{'|'.join(spoken.DAYS)})(?:{spoken.WITHIN})?$")
_HARD: Final = re.compile(rf"\s+(?:{'|'.join(spoken.HARD)})$")
_GAP: Final = f"[{re.escape(spoken.FIELD_GAPS)}]"
_PUBLIC: Final = rf"(?P<no>{spoken.NOT})?{spoken.PUBLIC}(?={_GAP}|$)"
_FIELD: Final = re.compile(rf"(?:^|(?<={_GAP}))(?:(?P<label>{any_of(spoken.FORM_FIELDS)}):|{_PUBLIC})")
_RESULT: Final = re.compile(rf"(?P<result>[abcd])(?:{'|'.join(spoken.CLASS_AFTER)})?(?![a-z])[\s:,、]*")
_PLANNED: Final = re.compile(rf"(?:{'|'.join(spoken.PLANNED)})[\s:,、]*")


def classified(rest: str) -> Classified:
    """Return the tail, a known topic's code and the level."""
    told = tail_and_words(rest)
    found = _CODE.fullmatch(fold(told.words).text.strip())
    category = None if found is None else CATEGORIES.get(found["code"])
    if found is None or category is None or (found["level"] and found["level"] not in spoken.LEVELS):
        raise NotUnderstood(Missing.WORDS)
    return Classified(tail=told.tail, category=category, authority=spoken.LEVELS.get(found["level"]))


def redirected(rest: str) -> Redirected:
    """Return the tail and the kind: "R3", just "3", or that it is of another place."""
    told = tail_and_words(rest)
    kind = fold(told.words).text.strip()
    if kind in spoken.ELSEWHERE:
        return Redirected(tail=told.tail, kind=None)
    found = _KIND.fullmatch(kind)
    if found is None:
        raise NotUnderstood(Missing.WORDS)
    return Redirected(tail=told.tail, kind=Redirect(f"R{found['number']}"))


def hand_over(rest: str) -> HandOver:
    """Return the tail, the unit and what is said of its limit at the end: so many days, or that it is a hard one."""
    told = tail_and_words(rest)
    line = fold(told.words)
    if (limit := _LIMIT.search(line.text)) is not None:
        unit = line.written(0, limit.start()).strip()
        return HandOver(tail=told.tail, unit=unit, days=number(limit["days"]) or None)
    if (hard := _HARD.search(line.text)) is not None:
        return HandOver(tail=told.tail, unit=line.written(0, hard.start()).strip(), hard=True)
    return HandOver(tail=told.tail, unit=told.words)


def lifted(rest: str) -> Lifted:
    """Return the tail and what the form is to say: fields by their names, and before them what is proposed."""
    told = tail_and_optional_words(rest)
    line = fold(told.words)
    marks = list(_FIELD.finditer(line.text))
    starts = [mark.start() for mark in marks] + [len(line.text)]
    said = {"proposal": line.written(0, starts[0]).strip(spoken.FIELD_GAPS)}
    public: bool | None = None
    for mark, end in zip(marks, starts[1:], strict=True):
        if mark["label"] is None:
            public = mark["no"] is None
        else:
            said[spoken.FORM_FIELDS[mark["label"]]] = line.written(mark.end(), end).strip(spoken.FIELD_GAPS)
    return Lifted(
        tail=told.tail,
        changes=Changes(
            title=said.get("title", ""),
            facts=said.get("facts", ""),
            analysis=said.get("analysis", ""),
            proposal=said["proposal"],
            suggested_unit=said.get("suggested_unit", ""),
            may_publish=public,
            co_signers=said.get("co_signers", ""),
        ),
    )


def exported(rest: str) -> int:
    """Return the tail of the petition whose form is wanted; the form is named before it."""
    line = fold(rest)
    if not line.text.startswith(spoken.FORM):
        raise NotUnderstood(Missing.WORDS)
    return tail(line.written(len(spoken.FORM)))


def progress(rest: str) -> Progress:
    """Return the tail and a unit's word on its work."""
    told = tail_and_words(rest)
    line = fold(told.words)
    planned = _PLANNED.match(line.text)
    if planned is None:
        return Progress(tail=told.tail, words=told.words, planned=False)
    return Progress(tail=told.tail, words=line.written(planned.end()), planned=True)


def replied(rest: str) -> Replied:
    """Return the tail, the class A to D if it was given, and the answer in plain words."""
    told = tail_and_words(rest)
    line = fold(told.words)
    found = _RESULT.match(line.text)
    if found is None:
        return Replied(tail=told.tail, result=None, words=told.words)
    return Replied(tail=told.tail, result=ResultClass(found["result"].upper()), words=words(line.written(found.end())))


def emergency(rest: str) -> TailAndWords:
    """Return the tail of an emergency, with or without its letter, and what came of it."""
    line = fold(rest)
    start = len(line.text) - len(line.text.lstrip())
    return tail_and_optional_words(line.written(start + line.text.startswith(spoken.EMERGENCY, start)))
