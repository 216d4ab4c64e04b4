"""What a station's corrections make of the shipped weights, and whether that is any better."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from math import sqrt
from typing import Final

from handlers.intake.rules.features import ROWS, RUNS, features
from handlers.intake.rules.fitting import Example, Weights, fitted
from handlers.intake.rules.model import FIFTEEN, PETITION, Model, packed
from handlers.intake.rules.recognise import Decision, recognise
from handlers.intake.rules.topics import CLASS_OF, FIFTEEN_CLASSES

# A person's word counts for more than a sentence that came with the program.
_COST: Final = 1.0
_COST_OF_SENTENCES: Final = 0.1
_LAST: Final = 200


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
class Judgement:
    """How many answers about *texts* texts the old model gets wrong, and how many the new one."""

    texts: int
    before: int
    after: int

    @property
    def worse(self) -> bool:
        return self.after > self.before


def fit(base: Model, corrections: Sequence[Correction]) -> Model:
    """Return the model nearest to *base* that agrees with *corrections* and the sentences that came with the program.

    These are learned again with every correction, so that nothing of them is forgotten over it.
    """
    weights = {name: base.weights(name) for name in base.lanes}
    sentences = _sentences("sentences.jsonl")
    known = ((_COST_OF_SENTENCES, sentences), (_COST, corrections))
    told = [
        ([features(one.text).rows], one.petition, CLASS_OF.get(one.category or ""), cost)
        for cost, some in known
        for one in some
    ]
    readiness = _readiness(sentences)
    petitions = [Example(texts=texts, yes=petition, cost=cost) for texts, petition, _, cost in told]
    weights[PETITION] = fitted(weights[PETITION], petitions, readiness)
    # Where nobody corrected a class the classes stay as they are.
    corrected = any(one.category in CLASS_OF for one in corrections)
    for name in FIFTEEN_CLASSES if corrected else ():
        classes = [Example(texts=texts, yes=right == name, cost=cost) for texts, _, right, cost in told if right]
        weights[FIFTEEN + name] = fitted(weights[FIFTEEN + name], classes, readiness)
    return packed(weights)


def _readiness(sentences: Sequence[Correction]) -> Weights:
    """Return how easily each weight gives way: the less, the more of *sentences* draw on it.

    So what is learned is what only this station says. Word lists, and how much is taken for a petition, touch all
    texts and stay as they are.
    """
    drawn = Counter(row for one in sentences for row in features(one.text).rows)
    return Weights(rows=[1 / sqrt(1 + drawn[row]) for row in range(RUNS)] + [0.0] * (ROWS - RUNS), bias=0.0)


def judge(
    old: Model, new: Model, development: Sequence[Correction], corrections: Sequence[Correction]
) -> Mapping[Measure, Judgement]:
    """Return how *new* does beside *old*, which it may replace where it is worse nowhere; newest corrections last."""
    measures = {Measure.DEVELOPMENT: development, Measure.CORRECTIONS: corrections[-_LAST:]}
    return {
        measure: Judgement(texts=len(known), before=wrong(old, known), after=wrong(new, known))
        for measure, known in measures.items()
    }


def wrong(model: Model, known: Sequence[Correction]) -> int:
    """Return how often *model* registers what is none, passes over a petition, or takes it for another class.

    To ask is never wrong.
    """
    return sum(_wrong(model, one) for one in known)


def _wrong(model: Model, known: Correction) -> int:
    reading = recognise(known.text, model=model)
    right = CLASS_OF.get(known.category or "")
    opposite = Decision.NO if known.petition else Decision.REGISTER
    return (reading.decision is opposite) + (right is not None and reading.group15 != right)


def development() -> list[Correction]:
    """Return the sentences that came with the program to judge by; no weights were ever fitted to them."""
    return _sentences("development.jsonl")


def _sentences(name: str) -> list[Correction]:
    lines = files("handlers.intake.model").joinpath(name).read_text(encoding="utf-8").splitlines()
    rows = map(json.loads, lines)
    return [Correction(text=row["text"], petition=row["petition"], category=row["category"]) for row in rows]
