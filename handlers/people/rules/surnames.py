"""The family name that a person is politely called by."""

import json
from importlib.resources import files
from typing import Final

_COMPOUND: Final[frozenset[str]] = frozenset(
    json.loads(files(__package__).joinpath("masking.json").read_text(encoding="utf-8"))["compound_surnames"]
)


def surname(name: str) -> str:
    """Return the family name: the first character of *name*, or the first two of a compound family name."""
    return name[:2] if name[:2] in _COMPOUND and len(name) > 2 else name[:1]
