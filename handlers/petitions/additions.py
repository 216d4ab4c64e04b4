"""What a voter types after the word for a supplement -> a typed value, or `NotUnderstood`."""

from dataclasses import dataclass

from handlers.parse import Missing, NotUnderstood, tail_and_words, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What a voter adds, and to which petition if the tail was said."""

    tail: int | None
    words: str


def addition(rest: str) -> Addition:
    """Return the tail, if there is one, and the words, which must not be missing."""
    try:
        told = tail_and_words(rest)
    except NotUnderstood as error:
        if error.kind is not Missing.TAIL:
            raise
        return Addition(tail=None, words=words(rest))
    return Addition(tail=told.tail, words=told.words)
