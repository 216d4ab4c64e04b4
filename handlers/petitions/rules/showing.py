"""Which of a voter's words others may read (domain §8.1, §8.2)."""

from typing import Final

from handlers.people.rules.masking import Filter, mask
from handlers.petitions.rules.petition import Petition

_NUMBERS: Final = Filter(allowed=())


def impersonal(words: str) -> str:
    """Return *words* without telephone, identity and card numbers."""
    return mask(words, _NUMBERS.findings(words))


def shown(petition: Petition, words: str | None = None) -> str:
    """Return the matter, or *words* told about it, for deputy and staff: whole only where its voter agreed to that."""
    told = petition.summary if words is None else words
    return told if petition.named else impersonal(told)
