"""The ways to a conversation, and the pieces in which a post goes over one of them."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.platforms.base import File, Post
from bot.sending.parts import parts
from handlers.message import Choice, Scope


@dataclass(frozen=True, slots=True)
class Words:
    """What is said; no part of it means anything else on this way (see `Way.literal`)."""

    text: str


@dataclass(frozen=True, slots=True)
class Buttons:
    """The whole of what is asked, with a button for each choice; *key* is the post's."""

    key: str
    text: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Paper:
    file: File


Piece = Words | Buttons | Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to one conversation.

    *send* has a piece shown there, under a key that is the same at each try; it raises `DeliveryError`. *longest* is in
    bytes of UTF-8. *literal* returns words so that they read as they were written, whoever wrote them. *fits* tells
    whether a card can ask that, with those choices; a way without it has no cards. *finished* is the code with which a
    stream refuses more words; a stream shows a repetition of a piece once. A way that may be gone *once* carries one
    piece. *apart* is how many seconds lie between two pieces of one post.
    """

    name: str
    send: Callable[[Piece, str], Awaitable[None]]
    longest: int
    literal: Callable[[str], str]
    fits: Callable[[str, Sequence[Choice]], bool] | None = None
    files: bool = True
    finished: str = ""
    once: bool = False
    apart: float = 0.0

    def pieces(self, post: Post) -> tuple[Piece, ...]:
        """Return *post* as it goes over this way: a card, or its words in parts, then its file."""
        said: Iterable[Piece]
        if self.fits is not None and post.scope is Scope.DIRECT and self.fits(post.text, post.choices):
            said = (Buttons(post.key, post.text, post.choices),)
        else:
            said = (Words(part) for part in parts(self.literal(post.text), self.longest))
        return (*said, *(() if post.file is None else (Paper(post.file),)))

    def takes(self, post: Post) -> bool:
        """Return whether *post* can go over it at all."""
        return (self.files or post.file is None) and (not self.once or len(self.pieces(post)) == 1)
