"""The form of the log: a fixed phrase with identifiers; no names, no numbers of people, no words of messages."""

import logging
import sys
import traceback
from datetime import datetime
from types import TracebackType
from typing import Final

from handlers.dates.china_time import CHINA_TIME

# Everything else that is passed in `extra` is left out, so that a slip in a call shows nothing.
FIELDS: Final = (
    "message_id", "platform", "fresh", "number", "tries", "entry", "code", "job", "key", "count", "refusal", "line",
    "hint", "bot", "end", "error", "reference", "why",
)  # fmt: skip


class Line(logging.Formatter):
    """One line a record: moment in China Standard Time, level, place in the program, phrase, identifiers.

    Of an error only its type and where it was raised are shown, and of a phrase its first line, below which asyncio
    shows the error: an error's text may hold what somebody wrote.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as a line, with the frames of its error under it."""
        phrase = record.getMessage().partition("\n")[0]
        facts = "".join(f" {name}={_joined(getattr(record, name))}" for name in FIELDS if hasattr(record, name))
        at = datetime.fromtimestamp(record.created, CHINA_TIME).isoformat(" ", "milliseconds")
        line = f"{at} {record.levelname} {record.name}: {phrase}{facts}"
        return line + self._frames(record.exc_info) if record.exc_info else line

    def _frames(
        self, error: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None] | bool
    ) -> str:
        if not isinstance(error, tuple) or error[0] is None:
            return ""
        frames = traceback.extract_tb(error[2])
        return (
            "".join(f"\n  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
            + f"\n  {error[0].__name__}"
        )


def _joined(value: object) -> str:
    return "_".join(str(value).split())  # identifiers come from outside: none may begin a line of its own


def set_up(level: int = logging.INFO) -> None:
    """Have everything logged to standard error in that form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Line())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("apscheduler", "aiohttp.access", "asyncio"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
