"""How large and how deep a call may be; looked at before anything parses it."""

import re
from typing import Final

from bot.platforms.wecom.cipher import MALFORMED, Unreadable

LARGEST: Final = 1024 * 1024  # bytes; what the platform sends is a few KB
DEEPEST: Final = 32
TOO_LARGE: Final = 413

_BRACKET: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]', re.DOTALL)  # strings are passed over


def check_size(data: bytes) -> None:
    """Raise `Unreadable` where *data* is larger than any call."""
    if len(data) > LARGEST:
        raise Unreadable(TOO_LARGE)


def check_json(data: bytes) -> None:
    """Raise `Unreadable` where *data* is larger than any call, or nests deeper."""
    check_size(data)
    if data.count(b"{") + data.count(b"[") <= DEEPEST:
        return
    depth = 0
    for match in _BRACKET.finditer(data):
        sign = match[0][:1]
        depth += (sign in b"[{") - (sign in b"]}")
        if depth > DEEPEST:
            raise Unreadable(MALFORMED)
