"""What was shown of late, so that it can be taken back."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.clock import Clock

WITHIN: Final = timedelta(hours=24)  # open.dingtalk.com batch-message-recall-chat; of groups nothing is told


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message as the platform knows it, in a *group* or one to one."""

    query_key: str
    group: str | None = None


class Recalls:
    """The messages of each post, by the post's key; forgotten once they can be taken back no more."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._shown: defaultdict[str, list[tuple[datetime, Shown]]] = defaultdict(list)

    def note(self, piece: str, shown: Shown) -> None:
        """Note what one piece of a post was shown as; the piece's key is the post's, a stroke, and its number."""
        now = self._clock.now()
        self._forget_before(now - WITHIN)
        self._shown[piece.rpartition("/")[0]].append((now, shown))

    def of(self, post: str) -> list[Shown]:
        """Return what can be taken back of a post."""
        since = self._clock.now() - WITHIN
        return [shown for at, shown in self._shown.get(post, ()) if at > since]

    def drop(self, post: str) -> None:
        """Forget what a post was shown as."""
        self._shown.pop(post, None)

    def _forget_before(self, moment: datetime) -> None:
        """Forget what was shown before *moment*: posts stand in the order of their first pieces."""
        while self._shown:
            oldest = next(iter(self._shown))
            if self._shown[oldest][-1][0] > moment:
                return
            del self._shown[oldest]
