"""The weights of the recogniser: one question a lane, one byte a weight."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import exp, sqrt
from typing import Final

from handlers.intake.rules.features import ROWS
from handlers.intake.rules.fitting import Weights
from handlers.intake.rules.topics import FIFTEEN_CLASSES, SEVEN_CLASSES

PETITION: Final = "petition"
URGENT: Final = "urgent"
ENQUIRY: Final = "enquiry"
REDIRECTS: Final = ("R1", "R2", "R3", "R6")
SEVEN: Final = "7 "
FIFTEEN: Final = "15 "
LANES: Final = (
    *(PETITION, ENQUIRY, URGENT, *REDIRECTS),
    *(SEVEN + name for name in SEVEN_CLASSES),
    *(FIFTEEN + name for name in FIFTEEN_CLASSES),
)

# A weight is kept as a byte; this one stands for nothing.
_ZERO: Final = 128
_LARGEST: Final = 127
_END_OF_LANES: Final = b"\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One question: where its answer begins, and what one step of its weights adds. The sum is the log of the odds."""

    bias: float
    step: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The lanes in their order, and the table: a row of bytes, one for each lane, for everything a text may bear."""

    lanes: Mapping[str, Lane]
    table: bytes

    def answers(self, rows: Sequence[int], body: Sequence[int] = ()) -> dict[str, float]:
        """Return the log odds of every lane for a text that bears *rows*.

        Those of a *body* help to tell the seven classes, what is urgent, and what belongs to another channel.
        """
        added = self._added(rows)
        answers = {name: lane.bias + add for (name, lane), add in zip(self.lanes.items(), added, strict=True)}
        if body:
            for name, add in zip(self.lanes, self._added(body), strict=True):
                if name.startswith(SEVEN) or name == URGENT or name in REDIRECTS:
                    answers[name] += add
        return answers

    def weights(self, name: str) -> Weights:
        """Return the weights of one lane, to fit it further."""
        number, lane = [*self.lanes].index(name), self.lanes[name]
        steps = self.table[number :: len(self.lanes)]
        return Weights(rows=[(step - _ZERO) * lane.step for step in steps], bias=lane.bias)

    def _added(self, rows: Sequence[int]) -> list[float]:
        """Return what *rows* add to each lane."""
        width, table = len(self.lanes), self.table
        sums = map(sum, zip(*[table[row * width : (row + 1) * width] for row in rows], strict=True))
        nothing, length = _ZERO * len(rows), sqrt(len(rows))
        return [(total - nothing) * lane.step / length for lane, total in zip(self.lanes.values(), sums, strict=True)]


class BadModel(Exception):
    """The bytes are no model of this program's shape."""


def packed(weights: Mapping[str, Weights]) -> Model:
    """Return the model of *weights*, each rounded to a byte."""
    lanes = {
        name: Lane(bias=lane.bias, step=max(map(abs, lane.rows), default=0) / _LARGEST or 1.0)
        for name, lane in weights.items()
    }
    table = bytearray(ROWS * len(lanes))
    for number, (name, lane) in enumerate(lanes.items()):
        table[number :: len(lanes)] = bytes(_ZERO + round(weight / lane.step) for weight in weights[name].rows)
    return Model(lanes=lanes, table=bytes(table))


def written(model: Model) -> bytes:
    """Return *model* as a file holds it: the lanes in JSON, then the table."""
    lanes = {name: [lane.bias, lane.step] for name, lane in model.lanes.items()}
    return json.dumps(lanes, ensure_ascii=False).encode() + _END_OF_LANES + model.table


def read(content: bytes) -> Model:
    """Return the model that *content* holds. Raise `BadModel`."""
    head, _, table = content.partition(_END_OF_LANES)
    try:
        lanes = {name: Lane(bias=bias, step=step) for name, (bias, step) in json.loads(head).items()}
    except (ValueError, AttributeError, TypeError):
        raise BadModel from None
    if tuple(lanes) != LANES or len(table) != ROWS * len(lanes):
        raise BadModel
    return Model(lanes=lanes, table=table)


@lru_cache(maxsize=1)
def shipped() -> Model:
    """Return the model that came with the program, read when it is first needed."""
    return read(files("handlers.intake.model").joinpath("weights.bin").read_bytes())


def probability(log_odds: float) -> float:
    """Return the probability that *log_odds* stand for."""
    return 1 / (1 + exp(-max(-30.0, min(log_odds, 30.0))))
