"""How DingTalk's entries are, for whoever watches the process: nothing of what was said, nobody's account."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Final

from bot.clock import Clock
from bot.metrics import Figure
from bot.platforms.dingtalk.entries import Entries
from bot.platforms.dingtalk.hearing.stream import Stream
from bot.platforms.dingtalk.remedies_texts import CLOCK, trouble
from bot.platforms.dingtalk.wire.told import PLATFORM
from bot.sending import watching
from handlers.reports.rules.quotas import at_this_pace

ASTRAY: Final = timedelta(minutes=2)  # an hour off, no signature is good any more (protocol §2.1, §4.4)


def ready(entries: Entries) -> Mapping[str, Callable[[], bool]]:
    """Return what tells of each entry whether it can work; whether a connection stands, for those that have some."""
    standing = {f"{PLATFORM} robot {name}": partial(_stands, one) for name, one in entries.streams.items()}
    others = (
        *(f"robot {name}" for name in entries.speakers if name not in entries.streams),
        *(f"webhook {name}" for name in entries.webhooks),
    )
    return {**standing, **watching.sound(PLATFORM, others, entries.judge)}


def troubles(entries: Entries) -> Mapping[str, str]:
    """Return what somebody has to put right, by a key for each, in words for staff."""
    wrong = watching.wrong(PLATFORM, entries.judge, trouble)
    astray = {f"{PLATFORM}/clock": CLOCK} if abs(entries.api.ahead) > ASTRAY else {}
    return {**wrong, **astray, **entries.book.troubles()}


def figures(entries: Entries, clock: Clock) -> Iterator[Figure]:
    """Yield the figures of this moment."""
    now = clock.now()
    for name, stream in entries.streams.items():
        robot = {"robot": name}
        yield Figure("liaison_dingtalk_connections", "Connections that stand", stream.standing, robot)
        if stream.heard_at is not None:
            silent = (now - stream.heard_at).total_seconds()
            yield Figure("liaison_dingtalk_last_frame_seconds", "Seconds since the last frame", silent, robot)
    yield from watching.unused(PLATFORM, "robot", {name: one.counts for name, one in entries.hearings.items()})
    yield from watching.ages(PLATFORM, "robot", {name: one.application.token for name, one in entries.speakers.items()})
    yield from watching.refusals(PLATFORM, entries.callbacks.refused, entries.judge)
    for organisation, kind, quota in entries.book.of_this_month():
        of = {"organisation": organisation, "kind": kind.value}
        yield Figure("liaison_dingtalk_quota_spent", "Spent this month", quota.spent, of)
        yield Figure("liaison_dingtalk_quota", "What may be spent in a month", quota.most, of)
        expected = at_this_pace(quota, now.date())
        yield Figure("liaison_dingtalk_quota_expected", "Spent by the end of the month at this pace", expected, of)


def _stands(stream: Stream) -> bool:
    return stream.standing > 0
