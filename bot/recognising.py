"""What the texts of a file are taken for, and how often that is right where people have said what they are."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final, TypedDict

from bot.clustering import NoText
from handlers.intake.rules.alarm import Danger, alarm
from handlers.intake.rules.features import features
from handlers.intake.rules.model import URGENT, probability, shipped
from handlers.intake.rules.recognise import Decision, Reading, reading_of, recognise
from handlers.intake.rules.redirect_signs import redirect_of

THRESHOLDS: Final = tuple(step / 20 for step in range(2, 20))
CHAT: Final = "group-chat"
URGENT_FROM: Final = 0.65  # where precision and recall balance on texts that no weights were fitted to


class Recognised(TypedDict):
    """One line of the answer."""

    id: str | int
    petition: bool
    probability: float
    decision: str
    category: str
    group7: str
    group15: str
    redirect: str | None
    urgent: bool
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A text with what people said it is, where they did: the fields of the labelled files, by their names there."""

    text: str
    detail: str = ""
    id: str | int = ""
    label: str | int | None = None
    style: str | None = None
    scheme: str | None = None
    urgent: int | None = None
    redirect: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How many of those taken for something are it, and how many of those that are it were taken for it."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.recall else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """Petitions found among *texts* texts, at each threshold, and the share of each decision at the usual ones."""

    style: str | None
    texts: int
    accuracy: Accuracy
    at: Mapping[float, Accuracy]
    shares: Mapping[Decision, float]
    lost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """Classes told rightly among *texts* texts: the share, and the mean F1 of the classes."""

    scheme: str
    texts: int
    right: float
    macro_f1: float


_FIELDS: Final = frozenset(field.name for field in fields(Row))


def read(lines: Iterable[bytes], *, labelled: bool = False) -> list[Row]:
    """Return what stands in *lines*, one JSON object each, empty ones left out. Raise `NoText`."""
    return [_row(line, number, labelled) for number, line in enumerate(lines, start=1) if line.strip()]


def _row(line: bytes, number: int, labelled: bool) -> Row:
    try:
        known = {name: value for name, value in json.loads(line).items() if name in _FIELDS and value is not None}
        row = Row(**known)
    except (ValueError, TypeError, AttributeError):
        raise NoText(number) from None
    told = row.label is not None or row.redirect is not None if labelled else row.id != ""
    if not told or {type(row.text), type(row.detail)} != {str}:
        raise NoText(number)
    return row


def recognised(row: Row) -> Recognised:
    """Return what a text is taken for."""
    reading, urgent = _read(row)
    return Recognised(
        id=row.id,
        petition=reading.petition,
        probability=round(reading.probability, 4),
        decision=reading.decision,
        category=reading.category,
        group7=reading.group7,
        group15=reading.group15,
        redirect=redirect_of(row.text, reading),
        urgent=urgent,
        kind=reading.kind,
    )


def _read(row: Row) -> tuple[Reading, bool]:
    """Return what a text is taken for, and whether it is urgent: nothing the bot does hangs on that, dangers apart."""
    said = features(row.text)
    answers = shipped().answers(said.rows, features(row.detail).rows if row.detail else ())
    urgent = probability(answers[URGENT]) >= URGENT_FROM or isinstance(alarm(row.text), Danger)
    return reading_of(said, answers), urgent


def accuracy(taken: Sequence[bool], told: Sequence[bool]) -> Accuracy:
    """Return how well *taken* agrees with *told*; nothing is wrong where there is nothing."""
    right = sum(one and other for one, other in zip(taken, told, strict=True))
    return Accuracy(precision=right / sum(taken) if any(taken) else 1.0, recall=right / sum(told) if any(told) else 1.0)


def detections(rows: Sequence[Row]) -> list[Detection]:
    """Return how well petitions are found: among all texts, then among the messages of groups."""
    labelled = [row for row in rows if row.scheme is None and row.label is not None]
    chat = [row for row in labelled if row.style == CHAT]
    return [_detection(style, some) for style, some in ((None, labelled), (CHAT, chat)) if some]


def _detection(style: str | None, rows: Sequence[Row]) -> Detection:
    readings = [recognise(row.text) for row in rows]
    told = [bool(row.label) for row in rows]
    petitions = sum(told) or 1
    return Detection(
        style=style,
        texts=len(rows),
        accuracy=accuracy([reading.petition for reading in readings], told),
        at={limit: accuracy([reading.probability >= limit for reading in readings], told) for limit in THRESHOLDS},
        shares={
            decision: sum(reading.decision is decision for reading in readings) / len(rows) for decision in Decision
        },
        lost=sum(one.decision is Decision.NO and is_one for one, is_one in zip(readings, told, strict=True))
        / petitions,
    )


def topics(rows: Sequence[Row]) -> list[Topics]:
    """Return how well the seven and the fifteen classes are told."""
    by_scheme: dict[str, Callable[[Reading], str]] = {
        "7": lambda reading: reading.group7,
        "15": lambda reading: reading.group15,
    }
    found = []
    for scheme, of in by_scheme.items():
        some = [row for row in rows if row.scheme == scheme]
        if not some:
            continue
        taken = [of(recognise(row.text, row.detail)) for row in some]
        told = [str(row.label) for row in some]
        each = [accuracy([one == name for one in taken], [one == name for one in told]).f1 for name in set(told)]
        right = sum(one == other for one, other in zip(taken, told, strict=True)) / len(some)
        found.append(Topics(scheme=scheme, texts=len(some), right=right, macro_f1=sum(each) / len(each)))
    return found


# The labels of the flags files, and the codes of domain 3.7 they stand for; the codes of crime and lawsuit are one.
CHANNELS: Final[Mapping[str, str]] = {
    "litigation": "R1",
    "crime": "R1",
    "discipline": "R2",
    "labor": "R3",
    "private": "R6",
}
GRAVE: Final = frozenset({"R1", "R2"})


def flags(rows: Sequence[Row]) -> Mapping[str, Accuracy]:
    """Return how well urgency and the other channels are told, by what is told."""
    labelled = [row for row in rows if row.redirect is not None and row.urgent is not None]
    if not labelled:
        return {}
    readings = [_read(row) for row in labelled]
    codes = [CHANNELS.get(row.redirect or "") for row in labelled]
    taken = [redirect_of(row.text, reading) for row, (reading, _) in zip(labelled, readings, strict=True)]
    told = {"urgent": accuracy([urgent for _, urgent in readings], [bool(row.urgent) for row in labelled])}
    told["R1+R2"] = accuracy([code in GRAVE for code in taken], [code in GRAVE for code in codes])
    for channel in sorted(set(CHANNELS.values())):
        told[channel] = accuracy([code == channel for code in taken], [code == channel for code in codes])
    return told
