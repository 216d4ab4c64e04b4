"""How far each post has come, so that another try goes on where the last one ended."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from bot.platforms.base import NoWay, Post, Unreachable
from bot.sending.ways import Way, Words

REMEMBERED: Final = 1000  # posts that were begun and have not ended
DOUBTS: Final = 2  # tries whose outcome nobody knows, after which a stream is given up for another way


@dataclass(slots=True)
class _Begun:
    """How many pieces of *text* one way took; the next piece may have been taken by *doubts* tries."""

    text: str
    taken: int = 0
    doubts: int = 0


class Progress:
    """The posts that are on their way, by their keys and by the ways they were tried on."""

    def __init__(self) -> None:
        self._begun: defaultdict[str, dict[str, _Begun]] = defaultdict(dict)

    async def go_on(self, way: Way, post: Post) -> None:
        """Send what *way* has not taken of *post* yet. Raise `DeliveryError`."""
        begun = self._begun[post.key].get(way.name)
        if begun is None or begun.text != post.text:  # words of it may have been erased meanwhile
            begun = self._begun[post.key][way.name] = _Begun(text=post.text)
        if way.finished and begun.doubts >= DOUBTS:
            raise NoWay("not acknowledged")
        for number, piece in enumerate(way.pieces(post)[begun.taken :], start=begun.taken):
            try:
                await way.send(piece, f"{post.key}/{number}")
            except NoWay as refused:
                if not (begun.doubts and refused.code == way.finished and isinstance(piece, Words)):
                    raise
                # The try that nobody acknowledged had been taken.
            except Unreachable as error:
                begun.doubts += error.maybe_taken
                raise
            begun.taken, begun.doubts = number + 1, 0

    def end(self, post: Post) -> None:
        """Forget *post*: it has arrived, or never will. What nobody ends is forgotten in the end, too."""
        self._begun.pop(post.key, None)
        while len(self._begun) > REMEMBERED:
            del self._begun[next(iter(self._begun))]
