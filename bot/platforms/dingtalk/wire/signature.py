"""What shows that a call is DingTalk's, and what shows DingTalk that one is ours. No I/O.

None of these covers the body: who has seen one call can send any other for an hour.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.web.unreadable import FORGED, Unreadable

FRESH: Final = timedelta(hours=1)  # either way; open.dingtalk.com receive-message
MILLISECONDS: Final = re.compile(r"[0-9]{1,16}")


def check(headers: Mapping[str, str], secret: str, now: datetime) -> None:
    """Return where the headers of a robot's callback are made with the application's *secret*. Raise `Unreadable`."""
    timestamp = headers.get("timestamp", "")
    _check(timestamp, headers.get("sign", ""), sign, secret, now)


def check_click(headers: Mapping[str, str], secret: str, now: datetime) -> None:
    """Return where the headers of a card's callback are made with the *secret* it was registered with.

    Raise `Unreadable`.
    """
    timestamp = headers.get("x-ddpaas-signature-timestamp", "")
    _check(timestamp, headers.get("x-ddpaas-signature", ""), sign_click, secret, now)


def sign(secret: str, timestamp: str) -> str:
    """Return the signature of that moment, as a robot is called with it and a custom robot's address asks for it.

    In an address it still has to be percent-encoded, once.
    """
    return _signed(secret, f"{timestamp}\n{secret}")


def sign_click(secret: str, timestamp: str) -> str:
    """Return the signature of that moment, as a card's callback has it."""
    return _signed(secret, timestamp)


def milliseconds(moment: datetime) -> int:
    """Return *moment* as DingTalk writes it."""
    return round(moment.timestamp() * 1000)


def _check(timestamp: str, signature: str, signing: Callable[[str, str], str], secret: str, now: datetime) -> None:
    """Raise `Unreadable` where it is not genuine, as nothing is without a secret: anybody could sign with that."""
    is_genuine = hmac.compare_digest(signing(secret, timestamp).encode(), signature.encode(errors="replace"))
    if not secret or not is_genuine or MILLISECONDS.fullmatch(timestamp) is None:
        raise Unreadable(FORGED)
    if abs(milliseconds(now) - int(timestamp)) > FRESH.total_seconds() * 1000:
        raise Unreadable(FORGED)


def _signed(secret: str, message: str) -> str:
    digest = hmac.digest(secret.encode(), message.encode(errors="replace"), hashlib.sha256)
    return base64.b64encode(digest).decode()
