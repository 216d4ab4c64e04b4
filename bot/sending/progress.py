"""How far each post has come, so that another try goes on where the last one ended."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.platforms.base import DeliveryError, NoWay, Post, Uncertain, Unreachable
from bot.sending.parts import parts
from bot.sending.reactions import TooLong
from bot.sending.ways import Paper, Piece, Way, Words
from handlers.message import Scope

REMEMBERED: Final = 1000  # posts that were begun and have not ended
DOUBTS: Final = 2
"""Tries whose outcome nobody knows, after which a stream is given up for another way, and what is for a group for good.

There everybody reads whatever is repeated; somebody who is told in private rather reads it twice than never.
"""

SHORTEST: Final = 1000  # bytes: what is refused as too long even so is not cut again

Sleep = Callable[[float], Awaitable[None]]
"""Returns after so many seconds."""


@dataclass(slots=True)
class _Begun:
    """What one way is still to be given of the *words* of *text*.

    *taken* pieces it has; the next may have been taken by *doubts* tries.
    """

    text: str
    words: Sequence[Piece]
    taken: int = 0
    doubts: int = 0


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
        begun = self._begun_on(way, post)
        if way.finished and begun.doubts >= DOUBTS:
            raise NoWay("not acknowledged")
        first = begun.taken
        while begun.words:
            if begun.taken > first:
                await self._sleep(way.apart)
            piece = begun.words[0]
            try:
                await _send(way, post, begun, piece)
            except TooLong:
                if not isinstance(piece, Words) or len(piece.text.encode()) < SHORTEST:
                    raise
                begun.words = (*_halved(piece), *begun.words[1:])
            else:
                begun.words = begun.words[1:]
        if post.file is not None:
            if begun.taken > first:
                await self._sleep(way.apart)
            await _send(way, post, begun, Paper(post.file))

    def _begun_on(self, way: Way, post: Post) -> _Begun:
        tried = self._begun[post.key]
        begun = tried.get(way.name)
        if begun is None or begun.text != post.text:  # words of it may have been erased meanwhile
            words = [piece for piece in way.pieces(post) if not isinstance(piece, Paper)]
            doubts = int(post.maybe_shown and not way.finished)
            begun = tried[way.name] = _Begun(text=post.text, words=words, doubts=doubts)
            if any(one.text == post.text and one.taken and not one.words for one in tried.values()):  # all is said
                begun.words, begun.taken = (), len(words)
        return begun

    def end(self, post: Post) -> None:
        """Forget *post*: it has arrived, or never will. What nobody ends is forgotten in the end, too."""
        self._begun.pop(post.key, None)
        while len(self._begun) > REMEMBERED:
            del self._begun[next(iter(self._begun))]


async def _send(way: Way, post: Post, begun: _Begun, piece: Piece) -> None:
    """Have *way* take the next piece. Raise `DeliveryError`."""
    try:
        await way.send(piece, f"{post.key}/{begun.taken}")
    except NoWay as refused:
        if not (begun.doubts and refused.code == way.finished and isinstance(piece, Words)):
            raise
        # The try that nobody acknowledged had been taken.
    except Unreachable as error:
        begun.doubts += error.maybe_taken
        if begun.doubts >= DOUBTS and post.scope is Scope.GROUP and not way.finished:
            raise Uncertain(error.code) from None
        raise
    begun.taken, begun.doubts = begun.taken + 1, 0


def _halved(words: Words) -> Iterable[Words]:
    """Return what a way found too long, in parts."""
    return map(Words, parts(words.text, len(words.text.encode()) // 2))
