"""Where a platform has to save, what waits for one person is said to him as one message."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.gate import Drop, Leave, Wait
from handlers.message import Priority, Scope
from handlers.ports import Entry, UnitOfWork

MOST: Final = 10
LONGEST: Final = 1800  # bytes: whichever way takes it takes it in one piece

Decide = Callable[[Entry, datetime, UnitOfWork], Awaitable[Leave | Wait | Drop]]


async def joined(first: Entry, leave: Leave, look: Decide, now: datetime, work: UnitOfWork) -> Leave:
    """Return how *first* leaves, together with as much as can leave behind it; it stays alone where nobody saves.

    What leaves with it goes on waiting until that is booked, marked as if it had been shown: behind an entry that is
    being sent nothing is taken. It needs no room of its own: together they are one message.
    """
    if not (_is_plain(first) and leave.platform.saves(leave.post)):
        return leave
    text, others = leave.post.text, list[Entry]()
    for entry in await work.outbox.behind(first, limit=MOST):
        if entry.is_for_later and entry.ready_at > now:
            continue
        if entry.ready_at > now or not _is_plain(entry) or entry.outgoing.priority != first.outgoing.priority:
            break
        also = await look(entry, now, work)
        if not isinstance(also, Leave) or also.post.place != leave.post.place:
            break
        if also.post.answer is not None and leave.post.answer is None:  # it may have a way that costs less
            break
        if len(f"{text}\n\n{also.post.text}".encode()) > LONGEST:
            break
        text = f"{text}\n\n{also.post.text}"
        others.append(entry)
    for other in others:
        await work.outbox.book(replace(other, maybe_sent=True))
    return replace(leave, post=replace(leave.post, text=text, joins=1 + len(others)), others=tuple(others))


def _is_plain(entry: Entry) -> bool:
    """Return whether it is nothing but words for one person, and no emergency."""
    outgoing = entry.outgoing
    is_wordy = not outgoing.choices and outgoing.document is None
    return is_wordy and outgoing.to.scope is Scope.DIRECT and outgoing.priority is not Priority.EMERGENCY
