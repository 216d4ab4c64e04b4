"""What was shown of late, so that it can be taken back."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import msgspec

from bot.clock import Clock
from handlers.ports import Storage

WITHIN: Final = timedelta(hours=24)  # open.dingtalk.com batch-message-recall-chat; of groups nothing is told


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message as the platform knows it, shown by that *robot* in a *group*, or one to one to so many *people*."""

    robot: str
    query_key: str
    at: datetime
    group: str | None = None
    people: int = 1


_SHOWN: Final = msgspec.json.Decoder(list[Shown])


class Recalls:
    """The messages of each post of one robot, by the post's key; forgotten once they can be taken back no more.

    Which of the people who were told the same by one call are to see it no more stands in the *storage*: one process
    may learn it of some of them, and another of the rest.
    """

    def __init__(self, robot: str, clock: Clock, storage: Storage) -> None:
        self._robot = robot
        self._clock = clock
        self._storage = storage
        self._shown: defaultdict[str, list[Shown]] = defaultdict(list)

    def note(self, piece: str, query_key: str, *, group: str | None = None, people: int = 1) -> None:
        """Note what one piece of a post was shown as; the piece's key is the post's, a stroke, and its number.

        What the platform gave no key for cannot be taken back, and is not noted.
        """
        if not query_key:
            return
        now = self._clock.now()
        self._forget_before(now - WITHIN)
        shown = Shown(robot=self._robot, query_key=query_key, at=now, group=group, people=people)
        self._shown[piece.rpartition("/")[0]].append(shown)

    def shown_as(self, post: str, *, posts: int = 1) -> str | None:
        """Return what is to be kept of a post, so that another process can take it back; None where nobody can.

        It says so many *posts*, and is taken back once none of them is to be seen any more.
        """
        if post not in self._shown:
            return None
        self._shown[post] = [replace(one, people=one.people * posts) for one in self._shown[post]]
        return msgspec.json.encode(self._shown[post]).decode()

    async def unwanted(self, post: str, shown_as: str | None = None) -> Sequence[Shown]:
        """Note that *post* is to be seen no more; return what can be taken back of it, of which that was kept.

        What several people were told by one call disappears from all their screens at once: it is taken back when
        none of them is to see it any more.
        """
        since = self._clock.now() - WITHIN
        kept = [] if shown_as is None else _SHOWN.decode(shown_as)
        mine = [one for one in self._shown.get(post, kept) if one.robot == self._robot and one.at > since]
        return [one for one in mine if one.people == 1 or await self._is_wanted_by_nobody(one, post)]

    def drop(self, post: str) -> None:
        """Forget what a post was shown as."""
        self._shown.pop(post, None)

    async def _is_wanted_by_nobody(self, shown: Shown, post: str) -> bool:
        """Note that *post* is to be seen no more; return whether that is so of all that were told by one call.

        Each post takes the first number that is free: once the last one is taken, nobody is left.
        """
        recall, now = f"unwanted/{shown.query_key}", self._clock.now()
        async with self._storage.begin() as work:
            number = 0
            if await work.occurrences.claim(f"{recall}/{post}", at=now):
                while number < shown.people and not await work.occurrences.claim(f"{recall}/#{number}", at=now):
                    number += 1
            return await work.occurrences.is_claimed(f"{recall}/#{shown.people - 1}")

    def _forget_before(self, moment: datetime) -> None:
        """Forget what was shown before *moment*: posts stand in the order of their first pieces."""
        while self._shown:
            oldest = next(iter(self._shown))
            if self._shown[oldest][-1].at > moment:
                return
            del self._shown[oldest]
