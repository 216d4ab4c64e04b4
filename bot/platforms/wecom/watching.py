"""How WeChat Work's entries are, for whoever watches the process: nothing of what was said, nobody's account."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from bot.clock import Clock
from bot.metrics import Figure
from bot.platforms.wecom.entries import Entries
from bot.platforms.wecom.remedies_texts import CLOCK, trouble
from bot.platforms.wecom.told import PLATFORM
from bot.sending import watching


def ready(entries: Entries) -> Mapping[str, Callable[[], bool]]:
    """Return what tells of each entry whether it can work."""
    standing = {f"{PLATFORM} aibot {name}": partial(getattr, one, "well") for name, one in entries.sockets.items()}
    others = (
        *(f"aibot {name}" for name in entries.called),
        *(f"app {name}" for name in entries.apps),
        *(f"webhook {name}" for name in entries.webhooks),
    )
    return {**standing, **watching.sound(PLATFORM, others, entries.judge)}


def troubles(entries: Entries) -> Mapping[str, str]:
    """Return what somebody has to put right, by a key for each, in words for staff."""
    judge = entries.judge
    wrong = watching.wrong(PLATFORM, judge, partial(trouble, seen_from=judge.seen_from))
    return {**wrong, **({f"{PLATFORM}/clock": CLOCK} if entries.callbacks.clock_is_wrong else {})}


def figures(entries: Entries, clock: Clock) -> Iterator[Figure]:
    """Yield the figures of this moment."""
    for name, socket in entries.sockets.items():
        bot = {"bot": name}
        yield Figure("liaison_wecom_connected", "Whether the long connection stands", float(socket.connected), bot)
        if socket.heard_at is not None:
            about, silent = "Seconds since the last frame of the long connection", clock.now() - socket.heard_at
            yield Figure("liaison_wecom_last_frame_seconds", about, silent.total_seconds(), bot)
    by_socket = {name: one.counts for name, one in entries.sockets.items()}
    by_callback = {name: one.counts for name, one in entries.called.items()}
    yield from watching.unused(PLATFORM, "bot", {**by_socket, **by_callback})
    yield from watching.ages(PLATFORM, "app", {name: app.token for name, app in entries.apps.items()})
    yield from watching.refusals(PLATFORM, entries.callbacks.refused, entries.judge)
