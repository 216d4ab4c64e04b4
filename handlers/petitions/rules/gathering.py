"""Which of somebody's words go on with what he said just before, and which tell of several matters (domain §6.1)."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.resources import files
from itertools import groupby
from typing import Final

from handlers.intake.rules.alarm import alarm
from handlers.intake.rules.details import details, tells_since
from handlers.intake.rules.model import Model
from handlers.intake.rules.normalise import fold
from handlers.intake.rules.pattern import Pattern
from handlers.intake.rules.recognise import Decision, Reading, SpeechKind, recognise
from handlers.intake.rules.redirect_signs import accuses_openly
from handlers.intake.rules.wordlist import any_of
from handlers.petitions.rules.categories import OTHER
from handlers.petitions.rules.petition import Petition
from handlers.petitions.rules.redirects import CATEGORY, Redirect

TOGETHER: Final = timedelta(minutes=5)
"""How long somebody goes on with the same matter, message by message."""
SHORTEST_MATTER: Final = 6

_DATA: Final = json.loads(files(__package__).joinpath("gathering.json").read_text(encoding="utf-8"))
_ANOTHER: Final = Pattern(rf"\W*(?:{any_of(_DATA['another'])})")
_SAME: Final = Pattern(rf"\W*(?:{any_of(_DATA['same'])})")
_JOINT: Final = Pattern(rf"[\s,，。;；!！]*(?:{any_of(_DATA['joints'])})[\s,，:：]*")
_HEAD: Final = Pattern(rf"\s*(?:{any_of(_DATA['heads'])})[\s,，:：]*")
_AROUND: Final = " \n,，。;；"
_CLAUSE: Final = Pattern(r"[^,。;!?\n]+")
_ALSO: Final = Pattern(rf"^(?:{any_of((*_DATA['joints'], *_DATA['also']))})[\s,，:：]*")
_SOMEBODY: Final = Pattern(any_of(_DATA["somebody"]))
_PUBLIC_WORKS: Final = tuple(_DATA["public_works"])


def goes_on(text: str, reading: Reading, earlier: Petition, at: datetime, model: Model) -> bool:
    """Return whether *text* is more of *earlier*, said just before by the same person, and no matter of its own.

    What may be a danger never is: it must not be lost in another matter.
    """
    if at - earlier.registered_at > TOGETHER or alarm(text) is not None:
        return False
    if reading.kind in {SpeechKind.ENQUIRY, SpeechKind.THANKS}:
        return False
    told = details(text)
    if earlier.category == CATEGORY[Redirect.ACCUSATION]:
        speaks = reading.decision is not Decision.NO or told.place is not None or tells_since(text)
        return _speaks_of_somebody(text) or (speaks and not _tells_of_public_works(reading))
    if _ANOTHER.match(fold(text).text):
        return False
    if _SAME.match(fold(text).text) and (told.place or told.since or reading.decision is not Decision.NO):
        return True
    if reading.decision is Decision.NO:
        return told.place is not None or told.extent is not None or tells_since(text)
    if told.place is not None and earlier.place is not None and told.place != earlier.place:
        return False
    before = recognise(earlier.text, model=model).category
    return OTHER in {reading.category, before} or reading.category == before


def beside_accusation(text: str, model: Model) -> tuple[str, bool]:
    """Return what *text*, an accusation, tells of public works alone and of nobody, and whether it may tell of more.

    Anything else of it may be part of the accusation, which must not be kept (domain §3.7).
    """
    told = [part for part in _parts(text) if _tells_of_public_works(recognise(part, model=model))]
    apart = [part for part in told if not _speaks_of_somebody(part)]
    return "，".join(apart), len(apart) < sum(not accuses_openly(part) for part in told)


def _parts(text: str) -> Iterator[str]:
    """Yield the clauses of *text*, joined where neighbours are alike: of nobody, of somebody, or accusing."""
    line = fold(text)
    clauses = (line.written(*found.span()) for found in _CLAUSE.finditer(line.text))
    for _, together in groupby(clauses, key=lambda clause: (accuses_openly(clause), _speaks_of_somebody(clause))):
        yield _ALSO.sub("", "，".join(together))


def _speaks_of_somebody(text: str) -> bool:
    """Return whether *text* may go on with an accusation: it accuses, or has a post, a “he” or a bribe in it."""
    return accuses_openly(text) or _SOMEBODY.search(text) is not None


def _tells_of_public_works(reading: Reading) -> bool:
    return reading.decision is Decision.REGISTER and reading.category.startswith(_PUBLIC_WORKS)


def matters(text: str, model: Model) -> tuple[str, ...]:
    """Return the several matters that *text* tells of, in its own words; just one, or none, where it is not clear."""
    line = fold(text)
    parts: list[str] = []
    head = _HEAD.match(line.text)
    start = head.end() if head else 0
    for joint in _JOINT.finditer(line.text, start):
        parts.append(line.written(start, joint.start()).strip(_AROUND))
        start = joint.end()
    parts.append(line.written(start).strip(_AROUND))
    parts = [part for part in parts if part]
    readings = [recognise(part, model=model) for part in parts]
    whole = all(
        len(part) >= SHORTEST_MATTER and reading.decision is Decision.REGISTER
        for part, reading in zip(parts, readings, strict=True)
    )
    topics = {reading.category for reading in readings}
    return tuple(parts) if whole and len(topics) == len(parts) else (text,)
