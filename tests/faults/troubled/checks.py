"""What is wrong once the trouble with the platform is over: broken promises, each with what broke it."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from aiohttp.log import server_logger

from handlers.message import MessageId, Scope
from handlers.people.rules.roster import GroupId
from handlers.ports import Delivery, Entry, Progress, StorageFailed, Withheld
from tests.faults.troubled.days import MATTER, NAMED, NUMBER, Aftermath
from tests.faults.troubled.stage import Shown
from tests.support.township import LI_VILLAGE, TOWNSHIP, WANG_VILLAGE

PART: Final = re.compile(r"(\(\d+/\d+\)\n)+")
LISTED: Final = {"has to be put right", "not subscribed"}
"""What is logged as an error because somebody has to do something about it."""

LAST_WORDS: Final = {"nothing can be kept any more", "not written down"}
"""What is logged as an error by a process that dies."""


class Promise(StrEnum):
    KEPT = "what was acknowledged is kept and handled"
    ANSWERED = "who spoke is answered, or staff can see why not"
    ONCE = "a matter is registered once"
    SHOWN = "what is booked as sent was shown"
    SHOWN_ONCE = "a post is shown once, unless nobody knows whether it was"
    POSTED = "each scheduled post goes to each group"
    PRIVATE = "nothing that points to a person is shown in a group, nor anybody's matter to another voter"
    ORDER = "a conversation keeps its order"
    SILENT = "nothing goes wrong inside"
    RULES = "the bot keeps the platform's rules"


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise, and what broke it."""

    promise: Promise
    by: str


def broken(after: Aftermath) -> list[Broken]:
    """Return every promise that was broken."""
    checks: Mapping[Promise, Callable[[Aftermath], Iterable[str]]] = {
        Promise.KEPT: _not_kept,
        Promise.ANSWERED: _not_answered,
        Promise.ONCE: _not_once,
        Promise.SHOWN: _not_shown,
        Promise.SHOWN_ONCE: _shown_again,
        Promise.POSTED: _not_posted,
        Promise.PRIVATE: _not_private,
        Promise.ORDER: _out_of_order,
        Promise.SILENT: _errors,
        Promise.RULES: lambda after: after.breaches,
    }
    return [Broken(promise, by) for promise, check in checks.items() for by in check(after)]


# --- what people said ---


def _not_kept(after: Aftermath) -> Iterator[str]:
    kept = {one.heard.id: one for one in after.kept}
    for said in after.said:
        if said.id in after.acknowledged and (said.id not in kept or kept[said.id].progress is not Progress.HANDLED):
            yield f"{said.id}: {said.text}"


def _not_answered(after: Aftermath) -> Iterator[str]:
    answered = {entry.outgoing.answers for entry in after.entries}
    kept = {one.heard.id for one in after.kept}
    yield from (f"{said.id}: {said.text}" for said in after.said if said.id in kept and said.id not in answered)
    done = Delivery.SENT, Delivery.GIVEN_UP
    for entry in after.entries:
        if entry.state not in done and not entry.is_for_later:
            yield f"{entry.number} is still {entry.state}"
    for entry in after.entries:
        if entry.state is Delivery.GIVEN_UP and not _is_told(entry, after.entries):
            yield f"{entry.number} was given up ({entry.error}), and nobody was told"


def _is_told(entry: Entry, entries: Sequence[Entry]) -> bool:
    """Return whether staff were told that day that something did not arrive, or the group was told in its place."""
    assert entry.done_at is not None
    day = f"{entry.outgoing.station}/{entry.done_at.date()}/"
    if entry.withheld is Withheld.GONE:
        gone = f"gone/{entry.outgoing.to.id}/{entry.done_at.date()}/"
        return any(other.outgoing.key.startswith(gone) for other in entries)
    told = (f"undelivered/{day}", f"uncertain/{day}", f"withheld/{day}", f"{entry.outgoing.key}/fallback")
    return any(other.outgoing.key.startswith(told) for other in entries)


def _not_once(after: Aftermath) -> Iterator[str]:
    """Yield matters registered more or less often than once; what was not acknowledged need not be."""
    registered = [petition.text for petition in after.petitions]
    for said in after.said:
        if said.text.startswith(MATTER):
            times = registered.count(said.text.removeprefix(MATTER))
            if times > 1 or (not times and said.id in after.acknowledged):
                yield f"{said.text}: {times} times"


# --- what people were shown ---


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def _by_chat(after: Aftermath) -> dict[str, list[Shown]]:
    chats: defaultdict[str, list[Shown]] = defaultdict(list)
    for shown in after.history:
        chats[shown.chat].append(shown)
    return chats


def _first_shown(entry: Entry, history: Sequence[Shown]) -> int | None:
    """Return when the words of an entry were first to be seen in its conversation, as its place in the history."""
    words = _plain(entry.outgoing.text)
    whole = next((place for place, shown in enumerate(history) if words in _plain(shown.text)), None)
    return _first_shown_in_parts(words, history) if whole is None else whole


def _first_shown_in_parts(words: str, history: Sequence[Shown]) -> int | None:
    """Return when the last of its parts was seen, one after the other, where it was cut."""
    for place, shown in enumerate(history):
        part = PART.match(shown.text)
        if part is not None:
            words = words.removeprefix(_plain(shown.text.removeprefix(part[0])))
            if not words:
                return place
    return None


def _not_shown(after: Aftermath) -> Iterator[str]:
    """Yield what nobody saw, save as many as the platform dropped in silence, and what is marked as uncertain.

    Of a stream whose acknowledgement was lost the platform may say that it is over: then it was shown, had the platform
    not lied. For anything but an answer there is no such excuse.
    """
    chats, history = after.chats, _by_chat(after)
    sent = [entry for entry in after.entries if entry.state is Delivery.SENT and not _is_over(entry, after)]
    missing = [entry for entry in sent if _first_shown(entry, history[chats[entry.outgoing.to.id]]) is None]
    in_groups = [entry for entry in missing if entry.outgoing.to.scope is Scope.GROUP]
    if in_groups or len(missing) > after.struck.get("dropped in silence", 0):
        yield from (f"{entry.number} ({entry.outgoing.key}): {entry.outgoing.text}" for entry in missing)


def _is_over(entry: Entry, after: Aftermath) -> bool:
    uncertain = entry.maybe_sent and entry.outgoing.answers is not None and not entry.outgoing.choices
    return uncertain and "stream expired" in after.struck


def _shown_again(after: Aftermath) -> Iterator[str]:
    """Yield what people saw twice."""
    chats, history = after.chats, _by_chat(after)
    for entry in _unlike_others(after):
        words = _plain(entry.outgoing.text)
        seen = defaultdict[str, int](int)
        for shown in history[chats[entry.outgoing.to.id]]:
            seen[shown.key] = max(seen[shown.key], _plain(shown.text).count(words))
        if sum(seen.values()) > 1 and not entry.maybe_sent:
            yield f"{entry.number} ({entry.outgoing.key}): {sum(seen.values())} times"


def _unlike_others(after: Aftermath) -> list[Entry]:
    """Return the entries whose words nothing else says in the same conversation."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    for entry in after.entries:
        said[after.chats[entry.outgoing.to.id]].append(_plain(entry.outgoing.text))
    return [
        entry
        for entry in after.entries
        if sum(_plain(entry.outgoing.text) in other for other in said[after.chats[entry.outgoing.to.id]]) == 1
    ]


def _not_posted(after: Aftermath) -> Iterator[str]:
    for post in ("topic", "announce"):
        for group in (LI_VILLAGE, WANG_VILLAGE):
            posts = [one for one in after.entries if one.outgoing.to.id == group and _is_post(one, post)]
            if len(posts) != 1:
                yield f"{post} in {group}: {len(posts)} times"


def _is_post(entry: Entry, post: str) -> bool:
    return entry.outgoing.slot is not None and post in entry.outgoing.key


def _not_private(after: Aftermath) -> Iterator[str]:
    whose = {said.text.removeprefix(MATTER): said.name for said in after.said if said.text.startswith(MATTER)}
    voters = set(whose.values())
    for shown in after.history:
        if GroupId(shown.chat) in TOWNSHIP.groups:
            secrets = [NAMED, NUMBER, *whose]
        else:
            secrets = [matter for matter, voter in whose.items() if shown.chat in voters - {voter}]
        if any(secret in shown.text for secret in secrets):
            yield f"{shown.chat}: {shown.text}"


def _out_of_order(after: Aftermath) -> Iterator[str]:
    """Yield what was said before what had been queued earlier, or handled before what had come earlier."""
    chats, history = after.chats, _by_chat(after)
    said: defaultdict[tuple[str, int], list[tuple[int, Entry]]] = defaultdict(list)
    for entry in _unlike_others(after):
        to = entry.outgoing.to.id
        place = _first_shown(entry, history[chats[to]])
        waited = entry.outgoing.not_before is not None or entry.held  # nothing waits for what waits by itself
        if place is not None and entry.state is Delivery.SENT and not waited:
            said[to, entry.outgoing.priority].append((place, entry))
    for told in said.values():
        for (before, first), (place, second) in pairwise(told):
            if place < before:
                yield f"{second.number} ({second.outgoing.key}) before {first.number} ({first.outgoing.key})"
    yield from _handled_out_of_order(after)


def _handled_out_of_order(after: Aftermath) -> Iterator[str]:
    first: dict[MessageId, int] = {}
    for entry in after.entries:
        if entry.outgoing.answers is not None:
            first.setdefault(entry.outgoing.answers, entry.number)
    newest: dict[str, int] = {}
    for kept in after.kept:
        number = first.get(kept.heard.id)
        chat = kept.heard.place.chat
        if number is not None and number < newest.get(chat, 0):
            yield f"{kept.heard.id} was handled before what came earlier"
        newest[chat] = max(number or 0, newest.get(chat, 0))


# --- inside ---


def _errors(after: Aftermath) -> Iterator[str]:
    """Yield what was logged as an error, save what is listed, what a process says that dies, and that a caller left."""
    for record in after.errors:
        error = record.exc_info[1] if record.exc_info else None
        dying = after.deaths and (isinstance(error, StorageFailed) or record.getMessage() in LAST_WORDS)
        left = record.name == server_logger.name and isinstance(error, ConnectionResetError)
        if record.getMessage() not in LISTED and not dying and not left:
            yield f"{record.name}: {record.getMessage()} {error!r}"
