"""Fitting one lane of weights to examples: a linear support vector machine with squared hinge loss.

Solved in the dual, one example at a time (Hsieh et al., ICML 2008). It ends at the weights nearest to those it starts
from, which is what a station's few corrections to a shipped model need.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

_ROUNDS: Final = 12
_STILL: Final = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each row adds to the score of a text, and the score to begin with."""

    rows: Sequence[float]
    bias: float

    def score(self, texts: Sequence[Sequence[int]]) -> float:
        """Return the score of texts that belong together, by their rows; a long one says no more than a short one."""
        return self.bias + sum(sum(map(self.rows.__getitem__, rows)) / sqrt(len(rows)) for rows in texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Texts that belong together, given by their rows; whether the answer is yes; and the cost of a wrong one."""

    texts: Sequence[Sequence[int]]
    yes: bool
    cost: float


def fitted(start: Weights, examples: Sequence[Example], readiness: Weights) -> Weights:
    """Return the weights nearest to *start* that fit *examples*; always the same for the same examples.

    *readiness* is how easily each weight gives way, none where it is zero.
    """
    rows, bias = list(start.rows), start.bias
    lengths = [_length(example.texts, readiness) for example in examples]
    shares = [0.0] * len(examples)
    order = list(range(len(examples)))
    shuffle = random.Random(0).shuffle
    for _ in range(_ROUNDS):
        shuffle(order)
        for number in order:
            example, share, slack = examples[number], shares[number], 0.5 / examples[number].cost
            sign = 1 if example.yes else -1
            score = bias + sum([sum(map(rows.__getitem__, text)) / sqrt(len(text)) for text in example.texts])
            shares[number] = max(share - (sign * score - 1 + slack * share) / (lengths[number] + slack), 0.0)
            step = sign * (shares[number] - share)
            if abs(step) < _STILL:
                continue
            bias += step * readiness.bias
            for text in example.texts:
                move = step / sqrt(len(text))
                for row in text:
                    rows[row] += move * readiness.rows[row]
    return Weights(rows=rows, bias=bias)


def _length(texts: Sequence[Sequence[int]], readiness: Weights) -> float:
    """Return the square of the length of the vector that an example is."""
    return readiness.bias + sum(sum(map(readiness.rows.__getitem__, rows)) / len(rows) for rows in texts)
