"""The room that limits leave beside what was booked already, as both stores keep it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from storage.codec import Bookings
from storage.keys import microseconds

Limits = Sequence[tuple[int, timedelta]]

_MICROSECOND = timedelta(microseconds=1)


def free_at(booked: Bookings, limits: Limits, *, at: datetime, messages: int) -> datetime | None:
    """Return when there is room again for so many *messages*, None where there is now."""
    now = microseconds(at)
    waits = [
        timedelta(microseconds=booked.at[-others] - now) + window
        for count, window in limits
        if len(booked.at) >= (others := max(count - messages + 1, 1))
    ]
    longest = max(waits, default=timedelta(0))
    return at + longest if longest > timedelta(0) else None


def last_free(
    booked: Mapping[str, Bookings], limits: Mapping[str, Limits], *, at: datetime, messages: int
) -> tuple[str, datetime] | None:
    """Return which of *booked* has room again last, and when; None where there is room in all of them now."""
    waits = [(free_at(booked[name], own, at=at, messages=messages), name) for name, own in limits.items()]
    until, name = max(((until, name) for until, name in waits if until is not None), default=(None, ""))
    return None if until is None else (name, until)


def with_more(booked: Bookings, limits: Limits, *, at: datetime, messages: int) -> Bookings:
    """Return *booked* with so many *messages* more, and without what no limit counts any longer."""
    now = microseconds(at)
    oldest_that_counts = now - max((window // _MICROSECOND for _, window in limits), default=0)
    still_counting: Iterable[int] = (one for one in booked.at if one > oldest_that_counts)
    return Bookings(name=booked.name, at=tuple(sorted((*still_counting, *[now] * messages))))


def room(booked: Bookings, limits: Limits, *, at: datetime) -> int:
    """Return how many messages more there may be at once under every one of *limits*."""
    now = microseconds(at)
    return min(count - sum(one > now - window // _MICROSECOND for one in booked.at) for count, window in limits)
