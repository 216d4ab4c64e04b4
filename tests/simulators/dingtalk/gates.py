"""How calls by HTTP are taken: broken lines, tokens, frequency, quotas, and a body of JSON whatever happens."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Final

from aiohttp import web

from tests.simulators.dingtalk.answers import Body, Code, Refused
from tests.simulators.dingtalk.apps import HEARD, App, Credentials
from tests.simulators.dingtalk.bodies import json_object
from tests.simulators.dingtalk.fault_table import Point
from tests.simulators.dingtalk.quota import Spent
from tests.simulators.dingtalk.world import World
from tests.simulators.windows import Cap

PER_API: Final = Cap(20, 1)  # per application; D44, D50
PER_ADDRESS: Final = Cap(10_000, 20)  # D50
BANNED_FOR: Final = 300  # seconds; D50
STALLED: Final = 30  # seconds
ON_ITS_WAY: Final = 10  # seconds for which other calls may still come with a token that was just refused
SKEW: Final = timedelta(minutes=5)
PAGE: Final = "<html><head><title>Service Unavailable</title></head><body>Tengine</body></html>"
BANNED: Final = '{"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"xxx"}'
TOKEN: Final = "x-acs-dingtalk-access-token"
NOT_WORKED_ON: Final = {
    "banned, a page with 200": (200, PAGE),
    "banned, a page with 403": (403, PAGE),
    "banned, status 1111": (200, BANNED),
    "HTTP 503": (503, ""),
    "HTTP 503 with a page": (503, PAGE),
    "HTTP 504, not done": (504, ""),
}
NOT_HEARD: Final = {
    "HTTP 504, done",
    "answer after 30 s",
    "reset before the answer",
    "reset within the answer",
    "answer cut off",
}
LATE: Final[dict[str, Code]] = {"time-out 15, done": 15, "time-out 88, done": "88/"}

Answer = Body | web.Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of an application: with what it was called."""

    app: App
    query: dict[str, str]
    body: Body
    request: web.Request


Handler = Callable[[web.Request], Awaitable[Answer]]
AppHandler = Callable[[Call], Awaitable[Answer]]


class Gate:
    """What every call of one of the two hosts passes before and after it is worked on."""

    def __init__(self, world: World, credentials: Credentials, host: Point) -> None:
        self._world = world
        self._credentials = credentials
        self._host = host
        self._banned_until = world.now

    @property
    def _new(self) -> bool:
        return self._host is Point.NEW

    def open(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Return a handler that answers refusals as JSON, and breaks where a fault says so."""

        async def handle(request: web.Request) -> web.StreamResponse:
            response = await self._answered(request, handler)
            if not response.prepared:
                response.headers.setdefault("Date", _stamp(self._world.now))
            return response

        return handle

    async def _answered(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        fault = self._world.faults.strike(Point.HTTP, self._host)
        name = "" if fault is None else fault.name
        if not self._world.windows.take("address", PER_ADDRESS):
            self._world.breach("more than 10 000 calls in 20 seconds from one address")
            self._banned_until = self._world.now + timedelta(seconds=BANNED_FOR)
        if self._world.now < self._banned_until:
            name = "banned, status 1111"
        if name in NOT_WORKED_ON:
            status, text = NOT_WORKED_ON[name]
            kind = "text/html" if text == PAGE else "application/json"
            return web.Response(status=status, text=text, content_type=kind)
        request[HEARD] = name not in NOT_HEARD
        try:
            if fault is not None and fault.code is not None:
                raise Refused(fault.code)
            answer = await handler(request)
            if name in LATE:
                raise Refused(LATE[name])
        except Refused as refused:
            body = refused.body(self._world.new_id(""))
            answer = _json(body, refused.status)
        return await self._spoilt(name, request, answer)

    async def _spoilt(self, name: str, request: web.Request, answer: Answer) -> web.StreamResponse:
        """Return the answer to what was worked on, or what is left of it."""
        if name == "errcode as a string" and isinstance(answer, dict):
            answer = answer | {"errcode": str(answer["errcode"])}
        response = answer if isinstance(answer, web.Response) else _json(answer, 200)
        match name:
            case "HTTP 504, done":
                return web.Response(status=504)
            case "answer after 30 s":
                await self._world.sleep(STALLED)
            case "answer cut off":
                response.text = (response.text or "")[:-5]
            case "gzip" if response.body is not None:
                response.enable_compression(web.ContentCoding.gzip)
            case "reset before the answer" if request.transport is not None:
                request.transport.abort()
            case "reset within the answer":
                return await self._broken_off(request, response)
            case "clock 5 minutes ahead":
                response.headers["Date"] = _stamp(self._world.now + SKEW)
            case "clock 5 minutes behind":
                response.headers["Date"] = _stamp(self._world.now - SKEW)
        return response

    async def _broken_off(self, request: web.Request, whole: web.Response) -> web.StreamResponse:
        content = (whole.text or "").encode()
        response = web.StreamResponse(status=whole.status, headers={"Content-Type": "application/json"})
        response.content_length = len(content)
        await response.prepare(request)
        await response.write(content[: len(content) // 2])
        if request.transport is not None:
            request.transport.close()
        return response

    def for_apps(self, handler: AppHandler, *, counted: bool = True) -> Handler:
        """Return a handler behind the access token, the frequency of one API, and the month's quota."""

        async def handle(request: web.Request) -> Answer:
            app = self._app(self._token(request), request)
            if not self._world.windows.take(("api", app.client_id, self._api(request)), PER_API):
                self._world.breach(f"more than 20 calls a second: {request.path}")
                raise Refused("Forbidden.AccessDenied.QpsLimitForAppkeyAndApi" if self._new else 90018)
            if counted and not self._world.quota.take(Spent.API):
                raise Refused("Forbidden.AccessDenied.ApiCountLimitForOrg" if self._new else 90020)
            body: Body = {}
            if request.method not in {"GET", "DELETE"} and not request.content_type.startswith("multipart/"):
                if request.content_type != "application/json":
                    self._world.breach(f"Content-Type of {request.path} is {request.content_type}")
                code: Code = "invalidParameter.param.invalid" if self._new else 400002
                body = json_object(self._world, request.path, await request.read(), code)
            return await handler(Call(app=app, query=dict(request.query), body=body, request=request))

        return handle

    @staticmethod
    def _api(request: web.Request) -> str:
        """Return what is one API, whatever ids stand in the path."""
        resource = request.match_info.route.resource
        return request.path if resource is None else resource.canonical

    def _token(self, request: web.Request) -> str:
        """Return the token of a call; note one that stands in the wrong place."""
        in_header, in_query = request.headers.get(TOKEN, ""), request.query.get("access_token", "")
        if in_query if self._new else in_header:
            self._world.breach(f"the token of {request.path} stands in the wrong place")
        return in_header if self._new else in_query

    def _app(self, token: str, request: web.Request) -> App:
        """Return whose token that is."""
        if not token:
            self._world.breach(f"{request.path} is called without a token")
            raise Refused("AuthenticationFailed.MissingParameter" if self._new else "88/40000")
        app = next((app for app in self._credentials.apps.values() if app.takes(token)), None)
        if app is None:
            self._note_misuse(token, heard=request[HEARD])
            raise Refused("InvalidAuthentication" if self._new else "88/40014")
        fault = self._world.faults.strike(Point.NEW_APP if self._new else Point.OLD_APP)
        if fault is not None and fault.code is not None:
            if fault.row <= 3:
                app.drop_token()
                if request[HEARD]:
                    app.refused[token] = self._world.now
            raise Refused(fault.code)
        return app

    def _note_misuse(self, token: str, *, heard: bool) -> None:
        """Note a token that was refused before, or that nobody was given; one that expired may be tried once."""
        for app in self._credentials.apps.values():
            if token == app.token or token in app.dead:
                since = app.refused.get(token, self._world.now)
                if heard:
                    app.refused[token] = since
                if self._world.older_than(since, ON_ITS_WAY):
                    self._world.breach("a token is used again that was refused")
                return
        self._world.breach("a token is used that nobody was given")


def _json(body: Body, status: int) -> web.Response:
    return web.Response(status=status, text=json.dumps(body, ensure_ascii=False), content_type="application/json")


def _stamp(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)
