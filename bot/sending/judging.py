"""A platform's code -> how sending failed, with what went before: waits grow, and nobody knocks at a closed door."""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.clock import Clock
from bot.platforms.base import DeliveryError, Gone, NoWay, Rejected, Throttled, Unreachable
from bot.sending.reactions import PATIENT, WAITS, MediaGone, Reaction, SetUpWrong, Spent, TooLong

log = logging.getLogger(__name__)

TAKEN: Final = "0"
BELIEVED: Final = timedelta(hours=1)
"""How long an entry counts as out of work: that it was put right shows only when it is used again."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A way on which something was refused *times* in a row for one reason, shut *until* then."""

    code: str
    reaction: Reaction
    times: int
    until: datetime


class Judge:
    """What became of the calls of each way; a way is named by its entry in the settings and what it leads to."""

    def __init__(self, platform: str, reaction_to: Callable[[str], Reaction], clock: Clock) -> None:
        self._platform = platform
        self._reaction_to = reaction_to
        self._clock = clock
        self._closed: dict[tuple[str, str], Closed] = {}
        self.wrong: Final[dict[str, str]] = {}
        """The entries that somebody has to put right, and why; an entry that works again is left out."""
        self._alarmed_at: dict[str, datetime] = {}
        self.refused: Final[Counter[tuple[str, str]]] = Counter()
        """How many calls were refused, by entry and code."""

    def check(self, entry: str, leads_to: str = "") -> None:
        """Raise `Throttled` where the platform has asked to wait and it is not time yet."""
        closed = self._closed.get((entry, leads_to))
        now = self._clock.now()
        if closed is not None and now < closed.until:
            raise Throttled(closed.code, wait=closed.until - now)

    def judge(self, code: str, entry: str, leads_to: str = "", *, hint: str = "") -> None:
        """Return where *code* says that it was taken; otherwise raise what it means.

        *hint* is what the platform's own support asks for.
        """
        if code == TAKEN:
            self._closed.pop((entry, leads_to), None)
            self.settle(entry)
            return
        log.warning("refused", extra={"platform": self._platform, "code": code, "hint": hint})
        self.refused[entry, code] += 1
        error = self._error(code, (entry, leads_to))
        if isinstance(error, SetUpWrong):
            self.alarm(entry, error.code)
        raise error

    def alarm(self, entry: str, why: str) -> None:
        """Have it known that somebody must put *entry* right; *why* is a code, or a word that `texts` explains."""
        if self.wrong.get(entry) != why:
            log.error("has to be put right", extra={"platform": self._platform, "key": entry, "code": why})
        self.wrong[entry] = why
        self._alarmed_at[entry] = self._clock.now()

    def settle(self, entry: str) -> None:
        """Have it known that *entry* works."""
        self.wrong.pop(entry, None)

    def can_work(self, entry: str) -> bool:
        """Return whether nothing was wrong with *entry* of late, as far as anybody knows."""
        return entry not in self.wrong or self._clock.now() - self._alarmed_at[entry] >= BELIEVED

    def _error(self, code: str, way: tuple[str, str]) -> DeliveryError:
        match reaction := self._reaction_to(code):
            case Reaction.ELSEWHERE:
                return NoWay(code)
            case Reaction.GONE:
                return Gone(code)
            case Reaction.UPLOAD:
                return MediaGone(code)
            case Reaction.TOO_LONG:
                return TooLong(code)
            case Reaction.REFUSED:
                return Rejected(code)
            case Reaction.DOUBTFUL:
                return Unreachable(code, maybe_taken=True)
            case Reaction.SET_UP:
                return SetUpWrong(code)
            case Reaction.SPENT:
                return Spent(code)
        return self._wait(code, reaction, way)

    def _wait(self, code: str, reaction: Reaction, way: tuple[str, str]) -> DeliveryError:
        """Return how long that way is shut; calls that were under way together count as one."""
        now = self._clock.now()
        before = self._closed.get(way)
        if before is not None and now < before.until:
            return Throttled(code, wait=before.until - now)
        waits = WAITS[reaction]
        times = before.times + 1 if before is not None and before.reaction is reaction else 0
        if times >= len(waits) and reaction not in PATIENT:
            del self._closed[way]
            return Unreachable(code)
        wait = waits[min(times, len(waits) - 1)]
        if reaction is Reaction.LATER:
            wait = max(wait, timedelta(seconds=60 - now.second, microseconds=-now.microsecond))
        self._closed[way] = Closed(code=code, reaction=reaction, times=times, until=now + wait)
        return Throttled(code, wait=wait)
