"""Which of a voter's words others may read (domain §8.1, §8.2)."""

from handlers.people.rules.masking import masked
from handlers.petitions.rules.petition import Petition


def impersonal(words: str) -> str:
    """Return *words* without telephone, identity and card numbers."""
    return masked(words)


def shown(petition: Petition, words: str | None = None) -> str:
    """Return the matter, or *words* told about it, for deputy and staff: whole only where its voter agreed to that."""
    told = petition.summary if words is None else words
    return told if petition.named else impersonal(told)
