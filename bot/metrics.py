"""Figures for whoever watches over the process, at /metrics: how it is, never what it was told."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from handlers.ports import Connections, Entry, Storage

LOOKED_AT: Final = 1000  # of what waits: what got stuck was queued before the rest

Limits = Sequence[tuple[int, timedelta]]
"""So many messages in each window of such a length."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a platform, told apart by its labels from others of its name."""

    name: str
    about: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


def of_database(connections: Connections) -> Iterator[Figure]:
    """Yield how the connections to the database fare."""
    yield Figure("liaison_database_waiting", "Units of work that wait for their turn", connections.waiting)
    yield Figure("liaison_database_turned_away", "Units of work that had no turn in time", connections.turned_away)
    yield Figure("liaison_database_lost", "Connections that broke", connections.lost)
    yield Figure("liaison_database_busy_seconds", "Seconds that units of work took", connections.busy)
    for lease in connections.leases:
        yield Figure("liaison_lease_held", "What this process alone does for now", 1.0, {"lease": lease})


class Metrics:
    """The figures of one running bot, brought up to date each minute."""

    def __init__(self, more: Callable[[], Iterable[Figure]] = tuple) -> None:
        """*more* returns the figures of this moment that are others' to tell."""
        self._more = more
        self._ticked_at = 0.0
        self._unhandled = 0
        self._unsent_for = 0.0
        self._budget_left = math.inf

    async def update(self, now: datetime, storage: Storage, budgets: Mapping[str, Limits]) -> None:
        """Take the figures of this minute; *budgets* are the limits that groups have, by what is counted."""
        async with storage.begin() as work:
            unhandled = await work.messages.unhandled()
            unsent = await work.outbox.undone(now, limit=LOOKED_AT)
            budget_left = await work.budgets.least_left(budgets, at=now)
        self._budget_left = budget_left
        self._ticked_at = now.timestamp()
        self._unhandled = len(unhandled)
        self._unsent_for = max([0.0, *((now - _late_since(entry)).total_seconds() for entry in unsent)])

    def exposition(self) -> bytes:
        """Return the figures of the last minute in Prometheus' text format 0.0.4."""
        # Imported for whoever asks: most stations have no Prometheus, and it takes a megabyte.
        from prometheus_client import CollectorRegistry, Gauge, ProcessCollector, generate_latest

        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        for name, about, value in (
            ("liaison_last_tick_seconds", "Unix time of the last tick", self._ticked_at),
            ("liaison_messages_unhandled", "Messages kept and neither handled nor put aside", self._unhandled),
            ("liaison_oldest_unsent_seconds", "Seconds since the oldest unsent message was due", self._unsent_for),
            ("liaison_budget_left", "Messages that the group nearest to a limit may have now", self._budget_left),
        ):
            Gauge(name, about, registry=registry).set(value)
        gauges: dict[str, Gauge] = {}
        for one in self._more():
            if one.name not in gauges:
                gauges[one.name] = Gauge(one.name, one.about, tuple(one.labels), registry=registry)
            gauges[one.name].labels(**one.labels).set(one.value)
        return generate_latest(registry)


def _late_since(entry: Entry) -> datetime:
    """Return when *entry* was due; what nobody has tried to say is due when it may leave, in the morning or in turn."""
    if not entry.tries and entry.only_by is None:
        return entry.ready_at
    return entry.due_at
