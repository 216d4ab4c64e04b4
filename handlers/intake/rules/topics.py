"""What a matter is about: the codes of domain 9, and the seven and fifteen classes of the hotline platforms."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

_DATA: Final = json.loads(files(__package__).joinpath("topics.json").read_text(encoding="utf-8"))
SEVEN_CLASSES: Final = tuple(_DATA["seven"])
CLASS_OF: Final[Mapping[str, str]] = {code: name for name, codes in _DATA["fifteen"].items() for code in codes}
FIFTEEN_CLASSES: Final = tuple(_DATA["fifteen"])
OTHER: Final = "9900"
# How far the class of the whole sentence outweighs the words that name a topic.
_TRUST_IN_CLASS: Final = 2.0


def category(lists: Mapping[str, int], classes: Mapping[str, float]) -> str:
    """Return the code whose words weigh most in a text and whose class, by its odds, fits; without any word, other."""
    weights = {code: lists[code] + _TRUST_IN_CLASS * classes[CLASS_OF[code]] for code in CLASS_OF if code in lists}
    return max(weights, key=weights.__getitem__, default=OTHER)
