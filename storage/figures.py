"""The sums of figures over days, as both stores give them."""

from collections import Counter
from collections.abc import Mapping
from datetime import date


def summed(by_day: Mapping[date, Mapping[str, int]]) -> Mapping[str, int]:
    """Return the sum of each figure over all days."""
    sums: Counter[str] = Counter()
    for figures in by_day.values():
        sums.update(figures)
    return dict(sums)
