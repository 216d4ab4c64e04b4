"""The ways to a conversation, and the pieces in which a post goes over one of them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.platforms.base import File, Post
from bot.platforms.wecom import cards
from bot.platforms.wecom.parts import parts
from handlers.message import Scope


@dataclass(frozen=True, slots=True)
class Words:
    """What is said; no part of it means anything else on any way (see `literal`)."""

    text: str


@dataclass(frozen=True, slots=True)
class Buttons:
    """A card with the words and a button for each choice."""

    card: cards.Card


@dataclass(frozen=True, slots=True)
class Paper:
    file: File


Piece = Words | Buttons | Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to one conversation.

    *send* has a piece shown there, under a key that is the same at each try; it raises `DeliveryError`. *longest* is in
    bytes of UTF-8. A way that *streams* shows a repetition of a piece once; one that may be gone *once* carries one
    piece.
    """

    name: str
    send: Callable[[Piece, str], Awaitable[None]]
    longest: int
    cards: bool = False
    files: bool = True
    streams: bool = False
    once: bool = False

    def pieces(self, post: Post) -> tuple[Piece, ...]:
        """Return *post* as it goes over this way: a card, or its words in parts, then its file."""
        card = cards.card(post.key, post.text, post.choices) if self.cards and post.scope is Scope.DIRECT else None
        said = (Words(part) for part in parts(literal(post.text), self.longest)) if card is None else (Buttons(card),)
        return (*said, *(() if post.file is None else (Paper(post.file),)))

    def takes(self, post: Post) -> bool:
        """Return whether *post* can go over it at all."""
        return (self.files or post.file is None) and (not self.once or len(self.pieces(post)) == 1)


def literal(text: str) -> str:
    """Return *text* so that it reads as it was written, whoever wrote it.

    No part of it is taken for thinking (`<think>`), a tag, a mention (`<@…>`), or a link under words that hide where
    it leads, by HTML or by Markdown.
    """
    return text.replace("<", "＜").replace("](", "] (")
