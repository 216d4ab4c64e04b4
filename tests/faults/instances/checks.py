"""The promises of several instances, and what of all that was seen breaks one."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from handlers.message import Scope
from handlers.people.rules.roster import PersonId
from handlers.ports import Delivery, Entry, Progress
from tests.faults.instances.people import MATTER
from tests.faults.instances.processes import Blow
from tests.faults.instances.seen import Seen, Shown

UNDER_WAY: Final = timedelta(seconds=2)
"""How long before it was seen something may have left whoever has said it."""


CALENDAR: Final = "reception/"
"""How the keys begin of what the clock sets off there."""
INSTEAD: Final = "/fallback"
"""How they end of what is said where somebody could not be told."""


class Promise(StrEnum):
    KEPT = "what was acknowledged is kept, and handled in the end"
    SAID = "what was to be said is said in the end, or staff can see why not"
    REGISTERED_ONCE = "a matter becomes one petition"
    QUEUED_ONCE = "what the clock sets off is queued once, as by one instance alone"
    SHOWN_ONCE = "nothing is shown twice, but once more for each death of whoever was sending it"
    IN_ORDER = "a conversation keeps its order"
    ONE_HOLDER = "nobody takes the long connection from an instance that lives"
    LIVING = "an instance ends only when it is killed"


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise, and what broke it."""

    promise: Promise
    by: str


def broken(seen: Seen) -> list[Broken]:
    """Return every promise that was broken."""
    checks: Mapping[Promise, Callable[[Seen], Iterable[str]]] = {
        Promise.KEPT: _not_kept,
        Promise.SAID: _not_said,
        Promise.REGISTERED_ONCE: _not_registered_once,
        Promise.QUEUED_ONCE: _not_queued_once,
        Promise.SHOWN_ONCE: _shown_again,
        Promise.IN_ORDER: _out_of_order,
        Promise.ONE_HOLDER: _duels,
        Promise.LIVING: _ends,
    }
    return [Broken(promise, by) for promise, check in checks.items() for by in check(seen)]


def _not_kept(seen: Seen) -> Iterator[str]:
    handled = {one.heard.id for one in seen.kept if one.progress is Progress.HANDLED}
    yield from sorted(set(seen.acknowledged) - handled)
    yield from (f"{one.heard.id} is {one.progress}" for one in seen.kept if one.progress is not Progress.HANDLED)


def _not_said(seen: Seen) -> Iterator[str]:
    for entry in seen.entries:
        if entry.state not in (Delivery.SENT, Delivery.GIVEN_UP) and not entry.is_for_later:
            yield f"{entry.number} ({entry.outgoing.key}) is still {entry.state}"
    history = _by_chat(seen)
    for entry in seen.entries:
        if entry.state is Delivery.SENT and not _showings(entry, history[_chat(entry, seen)]):
            yield f"{entry.number} ({entry.outgoing.key}) is booked as sent, and nobody saw it"


def _not_registered_once(seen: Seen) -> Iterator[str]:
    times = Counter(petition.text for petition in seen.petitions)
    for said in seen.said:
        if said.text.startswith(MATTER):
            registered = times[said.text.removeprefix(MATTER)]
            if registered > 1 or (not registered and said.id in seen.acknowledged):
                yield f"{said.text}: {registered} times"


def _not_queued_once(seen: Seen) -> Iterator[str]:
    queued = Counter(entry.outgoing.key for entry in seen.entries)
    yield from (f"{key}: {queued[key]} times" for key in seen.due if queued[key] != 1)
    calendar = {key for key in queued if key.startswith(CALENDAR) and not key.endswith(INSTEAD)}
    yield from (f"{key} would not be due" for key in calendar.difference(seen.due))


def _shown_again(seen: Seen) -> Iterator[str]:
    history = _by_chat(seen)
    for entry in _unlike_others(seen):
        showings = _showings(entry, history[_chat(entry, seen)])
        if len(showings) > 1 and len(showings) - 1 > _deaths(seen, showings[0].at - UNDER_WAY, showings[-1].at):
            yield f"{entry.number} ({entry.outgoing.key}): {[one.at.time() for one in showings]}"


def _deaths(seen: Seen, since: datetime, until: datetime) -> int:
    """Return how many instances died, or stood still so that they could not hear an answer."""
    return sum(since <= one.at <= until for one in seen.suffered)


def _out_of_order(seen: Seen) -> Iterator[str]:
    """Yield what was shown before what had been queued earlier."""
    history = _by_chat(seen)
    lines: defaultdict[tuple[str, int], list[tuple[int, Entry]]] = defaultdict(list)
    for entry in _unlike_others(seen):
        chat = _chat(entry, seen)
        showings = _showings(entry, history[chat])
        if showings and entry.state is Delivery.SENT and entry.outgoing.not_before is None:
            lines[chat, entry.outgoing.priority].append((history[chat].index(showings[0]), entry))
    for line in lines.values():
        for (before, first), (place, second) in pairwise(line):
            if place < before:
                yield f"{second.number} ({second.outgoing.key}) before {first.number} ({first.outgoing.key})"


def _duels(seen: Seen) -> Iterator[str]:
    frozen = [one for one in seen.suffered if one.blow is Blow.FROZEN]
    for at in seen.cut_off:
        if not any(one.at <= at <= one.until for one in frozen):
            yield f"cut off at {at.time()}"


def _ends(seen: Seen) -> Iterator[str]:
    yield from (f"{one.instance} at {one.at.time()}" for one in seen.suffered if one.blow is Blow.ENDED)


# --- what people saw ---


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def _chat(entry: Entry, seen: Seen) -> str:
    to = entry.outgoing.to
    return to.id if to.scope is Scope.GROUP else seen.chats[PersonId(to.id)]


def _by_chat(seen: Seen) -> defaultdict[str, list[Shown]]:
    chats: defaultdict[str, list[Shown]] = defaultdict(list)
    for shown in seen.shown:
        chats[shown.chat].append(shown)
    return chats


def _showings(entry: Entry, history: Sequence[Shown]) -> list[Shown]:
    """Return the messages that say the words of an entry, each as it was when it first did."""
    words = _plain(entry.outgoing.text)
    first: dict[tuple[str, int], Shown] = {}
    for shown in history:
        for time in range(_plain(shown.text).count(words)):
            first.setdefault((shown.key, time), shown)
    return list(first.values())


def _unlike_others(seen: Seen) -> list[Entry]:
    """Return the entries whose words nothing else says in the same conversation, as they were queued."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    for entry in seen.entries:
        said[_chat(entry, seen)].append(_plain(entry.outgoing.text))
    return [
        entry
        for entry in seen.entries
        if sum(_plain(entry.outgoing.text) in other for other in said[_chat(entry, seen)]) == 1
    ]
