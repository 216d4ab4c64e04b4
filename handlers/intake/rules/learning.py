"""What a station's corrections make of the shipped weights, and whether that is any better."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Final

from handlers.intake.rules.features import ROWS, RUNS, features
from handlers.intake.rules.fitting import Example, Weights, fitted
from handlers.intake.rules.model import FIFTEEN, PETITION, Model, packed
from handlers.intake.rules.recognise import recognise
from handlers.intake.rules.topics import CLASS_OF, FIFTEEN_CLASSES

# A person's word counts for more than a sentence that came with the program.
_COST: Final = 0.3
_COST_OF_SENTENCES: Final = 0.1
_LAST: Final = 200
# Only what a text says in its own characters is learned: word lists, and how much is taken for a petition, touch all.
_READINESS: Final = Weights(rows=[1.0] * RUNS + [0.0] * (ROWS - RUNS), bias=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person said a text is; *category* is a code of domain 9, None where nobody gave one."""

    text: str
    petition: bool
    category: str | None


class Measure(StrEnum):
    DEVELOPMENT = "development"
    CORRECTIONS = "corrections"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worse:
    """A new model gets more answers wrong than the old one, on what was measured."""

    measure: Measure
    before: int
    after: int


def fit(base: Model, corrections: Sequence[Correction]) -> Model:
    """Return the model nearest to *base* that agrees with *corrections* and the sentences that came with the program.

    These are learned again with every correction, so that nothing of them is forgotten over it.
    """
    weights = {name: base.weights(name) for name in base.lanes}
    known = ((_COST_OF_SENTENCES, _sentences("sentences.jsonl")), (_COST, corrections))
    told = [
        ([features(one.text).rows], one.petition, CLASS_OF.get(one.category or ""), cost)
        for cost, some in known
        for one in some
    ]
    petitions = [Example(texts=texts, yes=petition, cost=cost) for texts, petition, _, cost in told]
    weights[PETITION] = fitted(weights[PETITION], petitions, _READINESS)
    for name in FIFTEEN_CLASSES:
        classes = [Example(texts=texts, yes=right == name, cost=cost) for texts, _, right, cost in told if right]
        weights[FIFTEEN + name] = fitted(weights[FIFTEEN + name], classes, _READINESS)
    return packed(weights)


def judge(old: Model, new: Model, development: Sequence[Correction], corrections: Sequence[Correction]) -> Worse | None:
    """Return where *new* is worse than *old*, None where it may take its place; the newest corrections stand last."""
    measures = ((Measure.DEVELOPMENT, development), (Measure.CORRECTIONS, corrections[-_LAST:]))
    for measure, known in measures:
        before, after = wrong(old, known), wrong(new, known)
        if after > before:
            return Worse(measure=measure, before=before, after=after)
    return None


def wrong(model: Model, known: Sequence[Correction]) -> int:
    """Return how many answers of *model* are not those of *known*: petition or not, and the class of a petition."""
    return sum(_wrong(model, one) for one in known)


def _wrong(model: Model, known: Correction) -> int:
    reading = recognise(known.text, model=model)
    right = CLASS_OF.get(known.category or "")
    return (reading.petition != known.petition) + (right is not None and reading.group15 != right)


def development() -> list[Correction]:
    """Return the sentences that came with the program to judge by; no weights were ever fitted to them."""
    return _sentences("development.jsonl")


def _sentences(name: str) -> list[Correction]:
    lines = files("handlers.intake.model").joinpath(name).read_text(encoding="utf-8").splitlines()
    rows = map(json.loads, lines)
    return [Correction(text=row["text"], petition=row["petition"], category=row["category"]) for row in rows]
