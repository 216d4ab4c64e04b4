"""What somebody chose on a card, and how its buttons carry that. No I/O.

A click may come weeks later, with nothing but what its button carries, and must answer what was asked then.
"""

from dataclasses import dataclass

from handlers.message import Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a click says: a digit, or the words that an administrator put on a menu; *question* is what was asked."""

    words: str
    label: str = ""
    question: str = ""

    @property
    def key(self) -> str:
        """How a button carries it."""
        return "\n".join((self.words, self.label, self.question))

    @property
    def quote(self) -> Quote | None:
        """The question as what the click answers."""
        return Quote(text=self.question, from_bot=True) if self.question else None


def chosen_by(key: str) -> Chosen:
    """Return what the button with that key says."""
    words, _, rest = key.partition("\n")
    label, _, question = rest.partition("\n")
    return Chosen(words=words, label=label, question=question)
