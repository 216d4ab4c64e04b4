"""The web chat's pages: one page, its pictures and files, and the socket by which it lives."""

from collections.abc import Callable
from datetime import datetime
from importlib.resources import files
from pathlib import PurePath
from typing import Final
from urllib.parse import quote

from aiohttp import web

from bot.clock import Clock
from bot.pictures import NotAPicture, clean
from bot.platforms.webchat import wire
from bot.platforms.webchat.access import guard
from bot.platforms.webchat.adapter import WebChat
from bot.platforms.webchat.travel import FastForward, Travel
from bot.platforms.webchat.visitor import Visitor

PATH: Final = "/chat"
TYPES: Final = {".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml"}
PICTURE_BYTES: Final = 5 * 1024 * 1024
FRAME_BYTES: Final = 64 * 1024
HEARTBEAT: Final = 20.0  # seconds

NextAnnouncement = Callable[[datetime], datetime | None]
"""Returns the first moment after the given one at which a reception day is announced."""


def chat_pages(
    chat: WebChat,
    *,
    token: str,
    clock: Clock,
    fast_forward: FastForward | None,
    next_announcement: NextAnnouncement,
) -> web.Application:
    """Return the application to be mounted at `PATH`; without *fast_forward* the clock only shows the time."""
    pages = ChatPages(chat, clock, fast_forward, next_announcement)
    app = web.Application(middlewares=[guard(token)])
    app.router.add_get("", pages.page)
    app.router.add_get("/live", pages.live)
    app.router.add_get("/page/{name}", pages.part)
    app.router.add_get("/pictures/{name}", pages.picture)
    app.router.add_post("/pictures", pages.add_picture)
    app.router.add_get(r"/files/{line:\d{1,18}}", pages.file)
    app.on_shutdown.append(pages.close)
    return app


class ChatPages:
    """What is served below `PATH`."""

    def __init__(
        self, chat: WebChat, clock: Clock, fast_forward: FastForward | None, next_announcement: NextAnnouncement
    ) -> None:
        self._chat = chat
        self._clock = clock
        self._next_announcement = next_announcement
        self._visitors: set[Visitor] = set()
        self._travel = None if fast_forward is None else Travel(chat, clock, fast_forward, self._tell_time)
        self._parts = {
            part.name: (part.read_bytes(), TYPES[suffix])
            for part in files(__package__).joinpath("page").iterdir()
            if (suffix := PurePath(part.name).suffix) in TYPES
        }

    async def page(self, request: web.Request) -> web.Response:
        """Return the page itself."""
        return self._part("page.html")

    async def part(self, request: web.Request) -> web.Response:
        """Return a stylesheet, script or drawing of the page."""
        return self._part(request.match_info["name"])

    async def picture(self, request: web.Request) -> web.Response:
        """Return a picture somebody sent."""
        picture = await self._chat.history.picture(request.match_info["name"]) if self._chat.hears else None
        if picture is None:
            raise web.HTTPNotFound
        return web.Response(body=picture.content, content_type=picture.type)

    async def add_picture(self, request: web.Request) -> web.Response:
        """Keep a picture that is about to be said, and return its name."""
        if not self._chat.hears:
            raise web.HTTPServiceUnavailable
        content = bytearray()
        async for part in request.content.iter_any():
            content += part
            if len(content) > PICTURE_BYTES:
                raise web.HTTPRequestEntityTooLarge(max_size=PICTURE_BYTES, actual_size=len(content))
        try:
            picture = clean(bytes(content))
        except NotAPicture:
            raise web.HTTPUnsupportedMediaType from None
        await self._chat.history.add_picture(picture)
        return web.json_response({"picture": picture.name})

    async def file(self, request: web.Request) -> web.Response:
        """Return the file the bot sent with a line, to be saved under its name."""
        file = await self._chat.history.file(int(request.match_info["line"])) if self._chat.hears else None
        if file is None:
            raise web.HTTPNotFound
        saved_as = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
        return web.Response(body=file.content, headers={"Content-Disposition": saved_as})

    async def live(self, request: web.Request) -> web.WebSocketResponse:
        """Serve the socket of one browser until it leaves."""
        if not self._chat.hears:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=FRAME_BYTES)
        await socket.prepare(request)
        visitor = Visitor(socket, self._chat, self._travel, self._visitors)
        visitor.tell(self._time())
        await visitor.stay()
        return socket

    async def close(self, app: web.Application) -> None:
        """Send every browser away and break off a journey through time."""
        if self._travel is not None:
            await self._travel.stop()
        for visitor in tuple(self._visitors):
            await visitor.leave()

    def _part(self, name: str) -> web.Response:
        if name not in self._parts:
            raise web.HTTPNotFound
        content, kind = self._parts[name]
        return web.Response(body=content, content_type=kind, charset="utf-8")

    def _time(self) -> wire.Frame:
        now = self._clock.now()
        to = None if self._travel is None else self._travel.to
        return wire.clock(now, to=to, movable=self._travel is not None, announced=self._next_announcement(now))

    def _tell_time(self) -> None:
        frames = [self._time()]
        if self._travel is not None and self._travel.to is None:
            frames.append(wire.arrived(self._travel.came))
        for visitor in self._visitors:
            for frame in frames:
                visitor.tell(frame)
