"""Whether talk abuses somebody or advertises something (domain §3.6); neither is held against the matter in it."""

import json
import re
from importlib.resources import files
from typing import Final

from handlers.intake.rules.normalise import fold
from handlers.intake.rules.wordlist import any_of

_DATA: Final = json.loads(files(__package__).joinpath("manners.json").read_text(encoding="utf-8"))
_ABUSE: Final = re.compile(any_of(_DATA["abuse"]))
_ADVERTISING: Final = re.compile(any_of(_DATA["advertising"]))
SIGNS_OF_ADVERTISING: Final = 2
"""One such word stands in many a complaint about what was advertised."""


def abuses(text: str) -> bool:
    """Return whether *text* calls somebody names."""
    return _ABUSE.search(fold(text).text) is not None


def advertises(text: str) -> bool:
    """Return whether *text* praises goods or money on offer."""
    return len(set(_ADVERTISING.findall(fold(text).text))) >= SIGNS_OF_ADVERTISING
