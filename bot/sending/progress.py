"""How far each post has come, so that another try goes on where the last one ended."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from bot.platforms.base import DeliveryError, NoWay, Post, Uncertain, Unreachable
from bot.sending.ways import Way, Words
from handlers.message import Scope

REMEMBERED: Final = 1000  # posts that were begun and have not ended
DOUBTS: Final = 2
"""Tries whose outcome nobody knows, after which a stream is given up for another way, and what is for a group for good.

There everybody reads whatever is repeated; somebody who is told in private rather reads it twice than never.
"""

Sleep = Callable[[float], Awaitable[None]]
"""Returns after so many seconds."""


@dataclass(slots=True)
class _Begun:
    """How many pieces of *text* one way took; the next piece may have been taken by *doubts* tries.

    *said* tells that they are all its words: nothing but the file is left.
    """

    text: str
    taken: int = 0
    doubts: int = 0
    said: bool = False


class Progress:
    """The posts that are on their way, by their keys and by the ways they were tried on."""

    def __init__(self, *, sleep: Sleep = asyncio.sleep) -> None:
        self._sleep = sleep
        self._begun: defaultdict[str, dict[str, _Begun]] = defaultdict(dict)

    async def go_on(self, way: Way, post: Post) -> None:
        """Send what *way* has not taken of *post* yet, nor another way all words of. Raise `DeliveryError`."""
        try:
            await self._send_rest(way, post)
        except DeliveryError as error:
            error.begun = self.has_begun(post)
            raise

    def has_begun(self, post: Post) -> bool:
        """Return whether some of *post* was shown, on any way."""
        return any(one.taken for one in self._begun.get(post.key, {}).values())

    async def _send_rest(self, way: Way, post: Post) -> None:
        pieces = way.pieces(post)
        words = len(pieces) - (post.file is not None)
        tried = self._begun[post.key]
        begun = tried.get(way.name)
        if begun is None or begun.text != post.text:  # words of it may have been erased meanwhile
            said = any(other.said and other.text == post.text for other in tried.values())
            doubts = int(post.maybe_shown and not way.finished)
            begun = tried[way.name] = _Begun(text=post.text, taken=words if said else 0, doubts=doubts)
        if way.finished and begun.doubts >= DOUBTS:
            raise NoWay("not acknowledged")
        first = begun.taken
        for number, piece in enumerate(pieces[first:], start=first):
            if way.apart and number > first:
                await self._sleep(way.apart)
            try:
                await way.send(piece, f"{post.key}/{number}")
            except NoWay as refused:
                if not (begun.doubts and refused.code == way.finished and isinstance(piece, Words)):
                    raise
                # The try that nobody acknowledged had been taken.
            except Unreachable as error:
                begun.doubts += error.maybe_taken
                if begun.doubts >= DOUBTS and post.scope is Scope.GROUP and not way.finished:
                    raise Uncertain(error.code) from None
                raise
            begun.taken, begun.doubts, begun.said = number + 1, 0, number + 1 >= words

    def end(self, post: Post) -> None:
        """Forget *post*: it has arrived, or never will. What nobody ends is forgotten in the end, too."""
        self._begun.pop(post.key, None)
        while len(self._begun) > REMEMBERED:
            del self._begun[next(iter(self._begun))]
