"""What petitions are about: the two levels of topics, by code (domain §9)."""

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A topic, first and second level."""

    code: str
    field: str
    topic: str


CATEGORIES: Final = {
    code: Category(code=code, field=field, topic=topic)
    for code, (field, topic) in json.loads(
        files(__package__).joinpath("categories.json").read_text(encoding="utf-8")
    ).items()
}
