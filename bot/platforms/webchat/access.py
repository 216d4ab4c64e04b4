"""Who may open the web chat: whoever has the printed address, on this machine, in a page of our own."""

import secrets
from hmac import compare_digest
from pathlib import Path
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from yarl import URL

COOKIE: Final = "liaison_chat"
OURS: Final = frozenset({"127.0.0.1", "localhost", "::1"})
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def kept_token(path: Path) -> str:
    """Return the token in that file, made for its owner's eyes only if it is new.

    It outlives a restart, so that an open page finds its way back and the printed address stays the same.
    """
    path.touch(mode=0o600)
    if not path.stat().st_size:
        path.write_text(secrets.token_urlsafe(32), "ascii")
    return path.read_text("ascii")


def guard(token: str) -> Middleware:
    """Return the middleware that lets in who knows *token*, by query once and by cookie from then on.

    Another site's page can neither reach us under a name of its own (Host) nor make a browser that has the cookie
    speak for it (Origin, SameSite).
    """

    @web.middleware
    async def let_in(request: web.Request, handler: Handler) -> web.StreamResponse:
        by_query = _matches(request.query.get("token"), token)
        if not _is_ours(request) or not (by_query or _matches(request.cookies.get(COOKIE), token)):
            raise web.HTTPForbidden(headers=HEADERS)
        try:
            response = await handler(request)
        except web.HTTPException as refusal:
            refusal.headers.update(HEADERS)
            raise
        if not response.prepared:
            response.headers.update(HEADERS)
            if by_query:
                response.set_cookie(COOKIE, token, path="/chat", httponly=True, samesite="Strict")
        return response

    return let_in


def _matches(given: str | None, token: str) -> bool:
    # Headers may hold bytes that are no UTF-8; aiohttp hands them on as surrogates.
    return given is not None and compare_digest(given.encode(errors="surrogateescape"), token.encode())


def _is_ours(request: web.Request) -> bool:
    try:
        host = URL(f"http://{request.host}")
    except ValueError:
        return False
    origin = request.headers.get("Origin")
    asks_only = request.method in {"GET", "HEAD"} and "Upgrade" not in request.headers
    return host.host in OURS and (origin == f"http://{request.host}" or (origin is None and asks_only))
