"""How calls by HTTP are taken: broken lines, tokens, frequency, and a body of JSON whatever happens."""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from tests.simulators.wecom.app import App
from tests.simulators.wecom.fault_table import Point
from tests.simulators.wecom.refusals import Body, Refused, refusal
from tests.simulators.wecom.world import World
from tests.simulators.windows import HOUR, MINUTE, Cap

PER_API: Final = (Cap(10_000, MINUTE), Cap(150_000, HOUR))  # per corporation; 90312
STALLED: Final = 20  # seconds
FOR_EVER: Final = 24 * HOUR
ESCAPE: Final = re.compile(rb"\\u[0-9a-fA-F]{4}")
PAGE: Final = "<html><head><title>Bad Gateway</title></head><body>nginx</body></html>"

Answer = Body | web.StreamResponse


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of an app: with what it was called."""

    app: App
    query: dict[str, str]
    body: Body
    request: web.Request


Handler = Callable[[web.Request], Awaitable[Answer]]
AppHandler = Callable[[Call], Awaitable[Answer]]


class Gate:
    """What every call passes before and after it is worked on."""

    def __init__(self, world: World, apps: list[App]) -> None:
        self._world = world
        self._apps = apps
        self._dead: dict[str, int] = {}

    def open(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Return a handler that answers refusals as JSON, and breaks where a fault says so."""

        async def handle(request: web.Request) -> web.StreamResponse:
            fault = self._world.faults.strike(Point.HTTP)
            name = "" if fault is None else fault.name
            match name:
                case "HTTP 500" | "HTTP 504":
                    return web.Response(status=int(name[-3:]))
                case "HTTP 502 with a page":
                    return web.Response(status=502, text=PAGE, content_type="text/html")
                case "no answer":
                    await self._world.sleep(FOR_EVER)
            try:
                answer = await handler(request)
            except Refused as refused:
                answer = refusal(refused.errcode, self._world.now, self._world.random)
            return await self._after(name, request, answer)

        return handle

    async def _after(self, name: str, request: web.Request, answer: Answer) -> web.StreamResponse:
        """Return the answer to what was worked on, or what is left of it."""
        match name:
            case "answer after 20 s":
                await self._world.sleep(STALLED)
            case "reset after processing" if request.transport is not None:
                request.transport.abort()
            case "answer {}":
                answer = {}
        if isinstance(answer, web.StreamResponse):
            return answer
        text = json.dumps(answer, ensure_ascii=False)
        if name == "answer cut off":
            text = text[:-5]
        return web.Response(text=text, content_type="application/json")

    def for_apps(self, handler: AppHandler) -> Handler:
        """Return a handler behind the access_token, the frequency of one API, and JSON without escapes."""

        async def handle(request: web.Request) -> Answer:
            app = self._app_of(request.query.get("access_token"))
            if not self._world.windows.take(("api", app.corp_id, request.path), *PER_API):
                raise Refused(45009)
            body: Body = {}
            if request.method == "POST" and not request.content_type.startswith("multipart/"):
                content = await request.read()
                if ESCAPE.search(content):
                    raise Refused(40033)
                body = json_object(content)
            return await handler(Call(app=app, query=dict(request.query), body=body, request=request))

        return handle

    def _app_of(self, token: str | None) -> App:
        """Return whose token that is."""
        if not token:
            raise Refused(41001)
        if token in self._dead:
            raise Refused(self._dead[token])
        app = next((app for app in self._apps if app.token == token), None)
        if app is None:
            raise Refused(40014)
        if app.token_is_old:
            raise Refused(42001)
        try:
            self._world.refuse_if_struck(Point.APP)
        except Refused as refused:
            if refused.errcode in (42001, 40014):
                self._dead[token], app.token = refused.errcode, None
            raise
        return app


def json_object(content: bytes) -> Body:
    """Return a body of JSON; refuse what is none."""
    try:
        body = json.loads(content)
    except ValueError:
        raise Refused(40058) from None
    if not isinstance(body, dict):
        raise Refused(40058)
    return body
