"""What each verb of `liaison-bot` does, by subject; a verb returns `DONE` or `REFUSED`, the command's exit status."""

import json
from typing import Final

DONE: Final = 0
REFUSED: Final = 1


def in_json(row: object) -> str:
    """Return one line of JSON, Chinese as it is."""
    return json.dumps(row, ensure_ascii=False)
