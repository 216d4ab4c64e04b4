"""Which texts of a file speak of the same matter, and how well that is told where people have told it before."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from handlers.petitions.rules.clusters import clusters


class Clustered(TypedDict):
    """A text's id, and the id of the first text that speaks of the same matter."""

    id: str | int
    cluster: str | int


class NoText(ValueError):
    """A line is no JSON object with what is asked for; *number* counts lines from 1."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A text to be put to others like it; *cluster* is where people put it, if they did."""

    id: str | int
    text: str
    cluster: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How well found clusters agree with those people made, by B-cubed (Bagga and Baldwin 1998)."""

    texts: int
    precision: float
    recall: float

    @property
    def f(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def read(lines: Iterable[bytes], *, labelled: bool = False) -> list[Line]:
    """Return what stands in *lines*, one JSON object each, empty ones left out. Raise `NoText`."""
    read = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            read.append(Line(id=row["id"], text=row["text"], cluster=row["cluster"] if labelled else None))
        except (ValueError, KeyError, TypeError):
            raise NoText(number) from None
        if not isinstance(read[-1].text, str):
            raise NoText(number)
    return read


def clustered(lines: Sequence[Line]) -> list[Clustered]:
    """Return where each of *lines* belongs, in their order."""
    first = {number: members[0] for members in clusters([line.text for line in lines]) for number in members}
    return [Clustered(id=line.id, cluster=lines[first[number]].id) for number, line in enumerate(lines)]


def agreement(lines: Sequence[Line], *, with_company: bool = False) -> Agreement:
    """Return how well the clusters found agree with those of *lines*; nothing is wrong where there is nothing.

    *with_company* counts only the texts that people put together with others.
    """
    pairs = [(row["cluster"], line.cluster) for row, line in zip(clustered(lines), lines, strict=True)]
    together = Counter(pairs)
    found, told = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    counted = [(one, other) for one, other in pairs if told[other] > 1 or not with_company]
    if not counted:
        return Agreement(texts=0, precision=1.0, recall=1.0)
    return Agreement(
        texts=len(counted),
        precision=sum(together[pair] / found[pair[0]] for pair in counted) / len(counted),
        recall=sum(together[pair] / told[pair[1]] for pair in counted) / len(counted),
    )
