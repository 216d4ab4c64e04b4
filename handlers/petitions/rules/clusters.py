"""Which of many texts speak of the same matter: joined two by two, the most alike first, by average likeness."""

import heapq
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handlers.petitions.rules.alike import ALIKE, Gist, Vector, Weights, elsewhere, gist, likeness

# Texts are compared if they share one of the terms that weigh most in both. Of those that share a common term each is
# compared with the next ones only: the work grows with the texts, not with their pairs.
_HEAVIEST: Final = 12
_NEXT: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cluster:
    """Texts taken for one matter; *told* is the sum of what each speaks of."""

    members: tuple[int, ...]
    gist: Gist
    told: Vector


def clusters(texts: Sequence[str], *, alike: float = ALIKE) -> list[tuple[int, ...]]:
    """Return the numbers of *texts* matter by matter, those of a matter in order, the matters by their first."""
    gists = [gist(text) for text in texts]
    weights = Weights(gists)
    vectors = [weights.vector(one) for one in gists]
    found = {n: _Cluster(members=(n,), gist=gists[n], told=vectors[n]) for n in range(len(texts))}
    beside = _beside(vectors)
    to_join: list[tuple[float, int, int]] = []

    def compare(one: int, other: int) -> None:
        average = _average(found[one], found[other])
        if average >= alike:
            heapq.heappush(to_join, (-average, one, other))

    for one, near in beside.items():
        for other in near:
            if one < other:
                compare(one, other)
    joined = len(texts)
    while to_join:
        _, one, other = heapq.heappop(to_join)
        if one not in found or other not in found:
            continue
        found[joined] = _joined(found.pop(one), found.pop(other))
        beside[joined] = (beside.pop(one) | beside.pop(other)) - {one, other}
        for neighbour in beside[joined]:
            beside[neighbour] -= {one, other}
            beside[neighbour].add(joined)
            compare(neighbour, joined)
        joined += 1
    return sorted(tuple(sorted(cluster.members)) for cluster in found.values())


def _beside(vectors: Sequence[Vector]) -> dict[int, set[int]]:
    """Return for each text those it is to be compared with."""
    sharing: defaultdict[str, list[int]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for term in heapq.nlargest(_HEAVIEST, vector, key=vector.__getitem__):
            sharing[term].append(number)
    beside: dict[int, set[int]] = {number: set() for number in range(len(vectors))}
    for numbers in sharing.values():
        for at, one in enumerate(numbers):
            for other in numbers[at + 1 : at + 1 + _NEXT]:
                beside[one].add(other)
                beside[other].add(one)
    return beside


def _average(one: _Cluster, other: _Cluster) -> float:
    """Return how alike texts of two clusters are on average; not at all where they name different places."""
    if elsewhere(one.gist, other.gist):
        return 0.0
    return likeness(one.told, other.told) / (len(one.members) * len(other.members))


def _joined(one: _Cluster, other: _Cluster) -> _Cluster:
    less, more = sorted((one.told, other.told), key=len)
    told = {**more, **{term: weight + more.get(term, 0.0) for term, weight in less.items()}}
    places = {
        kind: one.gist.places.get(kind, frozenset()) | other.gist.places.get(kind, frozenset())
        for kind in one.gist.places.keys() | other.gist.places.keys()
    }
    gist = Gist(terms=one.gist.terms | other.gist.terms, places=places)
    return _Cluster(members=(*one.members, *other.members), gist=gist, told=told)
