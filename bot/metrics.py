"""Figures for whoever watches over the process, at /metrics: how it is, never what it was told."""

from datetime import datetime
from typing import Final

from prometheus_client import CollectorRegistry, Gauge, ProcessCollector

from handlers.ports import Storage


class Metrics:
    """The figures of one running bot, brought up to date each minute."""

    def __init__(self) -> None:
        self.registry: Final = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._ticked = Gauge("liaison_last_tick_seconds", "Unix time of the last tick", registry=self.registry)
        self._unhandled = Gauge(
            "liaison_messages_unhandled", "Messages kept and neither handled nor put aside", registry=self.registry
        )
        self._unsent_for = Gauge(
            "liaison_oldest_unsent_seconds", "Age of the oldest message that is ready to leave", registry=self.registry
        )

    async def update(self, now: datetime, storage: Storage) -> None:
        """Take the figures of this minute."""
        async with storage.begin() as work:
            unhandled = await work.messages.unhandled()
            ready_at = await work.outbox.next_ready()
        self._ticked.set(now.timestamp())
        self._unhandled.set(len(unhandled))
        self._unsent_for.set(0 if ready_at is None else max(0.0, (now - ready_at).total_seconds()))
