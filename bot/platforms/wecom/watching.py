"""How WeChat Work's entries are, for whoever watches the process: nothing of what was said, nobody's account."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from bot.clock import Clock
from bot.metrics import Figure
from bot.platforms.wecom.entries import Entries


def ready(entries: Entries) -> Mapping[str, Callable[[], bool]]:
    """Return what tells of each entry whether it can work."""
    standing = {f"wecom aibot {name}": partial(getattr, one, "well") for name, one in entries.sockets.items()}
    others = (
        *(f"aibot {name}" for name in entries.called),
        *(f"app {name}" for name in entries.apps),
        *(f"webhook {name}" for name in entries.webhooks),
    )
    return {**standing, **{f"wecom {entry}": partial(_is_sound, entries, entry) for entry in others}}


def _is_sound(entries: Entries, entry: str) -> bool:
    return entry not in entries.judge.wrong


def figures(entries: Entries, clock: Clock) -> Iterator[Figure]:
    """Yield the figures of this moment."""
    for name, socket in entries.sockets.items():
        bot = {"bot": name}
        yield Figure("liaison_wecom_connected", "Whether the long connection stands", float(socket.connected), bot)
        if socket.heard_at is not None:
            about = "Seconds since the last frame of the long connection"
            yield Figure(
                "liaison_wecom_last_frame_seconds", about, (clock.now() - socket.heard_at).total_seconds(), bot
            )
        for kind, count in socket.counts.items():
            yield Figure("liaison_wecom_unused", "What came and was of no use", count, {**bot, "kind": kind})
    for name, called in entries.called.items():
        for kind, count in called.counts.items():
            yield Figure("liaison_wecom_unused", "What came and was of no use", count, {"bot": name, "kind": kind})
    for status, count in entries.callbacks.refused.items():
        yield Figure("liaison_wecom_calls_refused", "Callbacks that were refused", count, {"status": str(status)})
    for name, app in entries.apps.items():
        if app.token.age is not None:
            yield Figure(
                "liaison_wecom_token_seconds", "Age of the access token", app.token.age.total_seconds(), {"app": name}
            )
    for (entry, code), count in entries.judge.refused.items():
        about = "Posts and calls that the platform refused"
        yield Figure("liaison_wecom_refused", about, count, {"entry": entry, "code": code})
