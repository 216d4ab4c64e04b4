"""Which of somebody's words go on with what he said just before, and which tell of several matters (domain §6.1)."""

import json
import re
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Final

from handlers.intake.rules.alarm import alarm
from handlers.intake.rules.details import details, tells_since
from handlers.intake.rules.model import Model
from handlers.intake.rules.normalise import fold
from handlers.intake.rules.recognise import Decision, Reading, SpeechKind, recognise
from handlers.intake.rules.wordlist import any_of
from handlers.petitions.rules.categories import OTHER
from handlers.petitions.rules.petition import Petition

TOGETHER: Final = timedelta(minutes=5)
"""How long somebody goes on with the same matter, message by message."""
SHORTEST_MATTER: Final = 6

_DATA: Final = json.loads(files(__package__).joinpath("gathering.json").read_text(encoding="utf-8"))
_ANOTHER: Final = re.compile(rf"\W*(?:{any_of(_DATA['another'])})")
_SAME: Final = re.compile(rf"\W*(?:{any_of(_DATA['same'])})")
_JOINT: Final = re.compile(rf"[\s,，。;；!！]*(?:{any_of(_DATA['joints'])})[\s,，:：]*")
_HEAD: Final = re.compile(rf"\s*(?:{any_of(_DATA['heads'])})[\s,，:：]*")
_AROUND: Final = " \n,，。;；"


def goes_on(text: str, reading: Reading, earlier: Petition, at: datetime, model: Model) -> bool:
    """Return whether *text* is more of *earlier*, said just before by the same person, and no matter of its own.

    What may be a danger never is: it must not be lost in another matter.
    """
    if at - earlier.registered_at > TOGETHER or _ANOTHER.match(fold(text).text) or alarm(text) is not None:
        return False
    if reading.kind in {SpeechKind.ENQUIRY, SpeechKind.THANKS}:
        return False
    told = details(text)
    if _SAME.match(fold(text).text) and (told.place or told.since or reading.decision is not Decision.NO):
        return True
    if reading.decision is Decision.NO:
        return told.place is not None or told.extent is not None or tells_since(text)
    if told.place is not None and earlier.place is not None and told.place != earlier.place:
        return False
    before = recognise(earlier.text, model=model).category
    return OTHER in {reading.category, before} or reading.category == before


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
