"""How large a call may be; looked at before anything parses it."""

from typing import Final

from bot.web.unreadable import Unreadable

LARGEST: Final = 1024 * 1024  # bytes; what the platform sends is a few KB
TOO_LARGE: Final = 413


def check_size(data: bytes) -> None:
    """Raise `Unreadable` where *data* is larger than any call."""
    if len(data) > LARGEST:
        raise Unreadable(TOO_LARGE)
