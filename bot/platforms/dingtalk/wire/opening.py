"""How a robot's stream is opened. No I/O."""

from collections.abc import Collection
from typing import Final

import msgspec
from yarl import URL

from bot.platforms.dingtalk.wire.fields import fields_in, text_at, written_in
from bot.platforms.dingtalk.wire.frames import CLICKS, LARGEST, MESSAGES
from bot.web.unreadable import MALFORMED, Unreadable

PATH: Final = "/v1.0/gateway/connections/open"
CLIENT: Final = "liaison-bot-python/1"


def opening(client_id: str, client_secret: str) -> bytes:
    """Return what asks for a way in."""
    return msgspec.json.encode(
        {
            "clientId": client_id,
            "clientSecret": client_secret,
            "subscriptions": [{"type": "CALLBACK", "topic": topic} for topic in (MESSAGES, CLICKS)],
            "ua": CLIENT,
        }
    )


def way_in(answer: bytes, hosts: Collection[str]) -> URL:
    """Return the address to connect to, good for one connection within 90 s, and as secret as a password.

    *hosts* are like `*.dingtalk.com`, asked over TLS, and stand-ins written with their scheme and port. Raise
    `Unreadable` where the answer names no address, or another's.
    """
    fields = fields_in(written_in(answer, LARGEST))
    endpoint, ticket = text_at(fields, "endpoint"), text_at(fields, "ticket")
    try:
        address = URL(endpoint)
        known = address.absolute and any(_is_at(host, address) for host in hosts)
    except ValueError:
        known = False
    if not known or not ticket:
        raise Unreadable(MALFORMED)
    return address.update_query(ticket=ticket)


def _is_at(host: str, address: URL) -> bool:
    if "://" in host:
        return URL(host).origin() == address.origin()
    name = address.host or ""
    named = name.endswith(host[1:]) if host.startswith("*.") else name == host
    return named and (address.scheme, address.port) == ("wss", 443)
