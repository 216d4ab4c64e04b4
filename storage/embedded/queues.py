"""Who may be spoken to now: the outbox's order, kept so that it costs the same however much waits."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice

from sortedcontainers import SortedList

from handlers.message import Priority, Recipient
from handlers.ports import Delivery, Entry

Urgency = tuple[Priority, int]
"""What goes first: the smaller priority, then the smaller number."""


class _Line:
    """What waits for one recipient, most urgent first, what is for later, and how much is being sent to it."""

    def __init__(self) -> None:
        self.waiting: SortedList[Urgency] = SortedList()
        self.later: set[Urgency] = set()
        self.sending = 0
        self.offered: frozenset[Urgency] = frozenset()

    def offers(self) -> frozenset[Urgency]:
        """Return what may leave once ready: every emergency, and while nothing is sent the first and what is later."""
        below = Priority.ANSWER, 0
        emergencies = (*self.waiting.irange(maximum=below), *(one for one in self.later if one < below))
        others = () if self.sending else (*self.waiting[:1], *self.later)
        return frozenset((*emergencies, *others))


class Queues:
    """All that is not done, by recipient; what each of them offers stands in the order of time and of urgency."""

    def __init__(self) -> None:
        self._lines: defaultdict[Recipient, _Line] = defaultdict(_Line)
        self._ready_at: dict[int, tuple[datetime, Recipient]] = {}
        self._by_time: SortedList[tuple[datetime, Urgency]] = SortedList()
        self._ready: SortedList[Urgency] = SortedList()
        self._reached: datetime | None = None

    def change(self, before: Entry | None, after: Entry | None) -> None:
        """Have *after* stand where *before* stood; done entries and None stand nowhere."""
        if before is not None:
            self._change(before, self._leave)
        if after is not None:
            self._change(after, self._enter)

    def take(self, now: datetime, limit: int) -> list[int]:
        """Return the numbers of what may be sent now, at most one a recipient, most urgent first."""
        self._reach(now)
        return [number for _, number in islice(self._first_of_each(now), limit)]

    def waiting(self, recipient: Recipient) -> list[int]:
        """Return the numbers of what waits for one recipient, newest first."""
        line = self._lines.get(recipient)
        return [] if line is None else sorted((number for _, number in (*line.waiting, *line.later)), reverse=True)

    def next_ready(self) -> datetime | None:
        """Return when something may next be sent, or None where nothing is offered."""
        return self._by_time[0][0] if self._by_time else None

    def _first_of_each(self, now: datetime) -> Iterator[Urgency]:
        served: set[Recipient] = set()
        for urgency in self._ready:
            ready_at, recipient = self._ready_at[urgency[1]]
            if recipient not in served and ready_at <= now:  # the clock may have been set back
                served.add(recipient)
                yield urgency

    def _reach(self, now: datetime) -> None:
        """Note as ready all that became so up to *now*."""
        if self._reached is None or self._reached < now:
            lowest = None if self._reached is None else (self._reached, (Priority.POST + 1, 0))
            self._ready.update(urgency for _, urgency in self._by_time.irange(lowest, (now, (Priority.POST + 1, 0))))
            self._reached = now

    def _change(self, entry: Entry, move: Callable[[_Line, Entry], None]) -> None:
        """Have *entry* enter or leave its line, and the line offer what comes first then."""
        line = self._lines[entry.outgoing.to]
        self._withdraw(line)
        move(line, entry)
        self._offer(line)
        if not line.waiting and not line.later and not line.sending:
            del self._lines[entry.outgoing.to]

    def _enter(self, line: _Line, entry: Entry) -> None:
        if entry.state is Delivery.WAITING:
            urgency = (entry.outgoing.priority, entry.number)
            if entry.is_for_later:
                line.later.add(urgency)
            else:
                line.waiting.add(urgency)
            self._ready_at[entry.number] = entry.ready_at, entry.outgoing.to
        elif entry.state is Delivery.SENDING:
            line.sending += 1

    def _leave(self, line: _Line, entry: Entry) -> None:
        if entry.state is Delivery.WAITING:
            urgency = (entry.outgoing.priority, entry.number)
            if entry.is_for_later:
                line.later.remove(urgency)
            else:
                line.waiting.remove(urgency)
            del self._ready_at[entry.number]
        elif entry.state is Delivery.SENDING:
            line.sending -= 1

    def _withdraw(self, line: _Line) -> None:
        for urgency in line.offered:
            self._by_time.remove((self._ready_at[urgency[1]][0], urgency))
            self._ready.discard(urgency)
        line.offered = frozenset()

    def _offer(self, line: _Line) -> None:
        line.offered = line.offers()
        for urgency in line.offered:
            ready_at, _ = self._ready_at[urgency[1]]
            self._by_time.add((ready_at, urgency))
            if self._reached is not None and ready_at <= self._reached:
                self._ready.add(urgency)
