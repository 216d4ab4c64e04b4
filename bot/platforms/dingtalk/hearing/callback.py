"""The addresses that DingTalk calls: what is genuine is kept, and answered in time."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from bot.clock import Clock
from bot.platforms.base import Ear
from bot.platforms.dingtalk.hearing.ears import Hearing, card_after
from bot.platforms.dingtalk.wire.clicks import clicked_by_callback
from bot.platforms.dingtalk.wire.fields import Unreadable
from bot.platforms.dingtalk.wire.robot import told_by_callback
from bot.platforms.dingtalk.wire.signature import check, check_click
from handlers.ports import StorageFailed

PATH: Final = "/dingtalk"
NOT_NOW: Final = 503  # anything but 200 has the platform call again


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A robot that is called, and the *secret* with which its calls are signed."""

    hearing: Hearing
    secret: str


class Callbacks:
    """Every address of an installation; while nobody listens, who calls is asked to call again."""

    def __init__(self, called: Mapping[str, Called], clock: Clock) -> None:
        """*called* are robots by their names, which end their addresses."""
        self._called = called
        self._clock = clock
        self._ear: Ear | None = None
        self.refused: Final[Counter[int]] = Counter()
        """How many calls were refused, by the status they were told."""

    def start(self, ear: Ear) -> None:
        """Have *ear* hear what is said from now on."""
        self._ear = ear

    async def stop(self) -> None:
        """Hear nothing any more, and return once nothing is said either."""
        self._ear = None
        for called in self._called.values():
            await called.hearing.stop()

    def application(self) -> web.Application:
        """Return the application to be mounted at `PATH`."""
        app = web.Application()
        for name, called in self._called.items():
            app.router.add_post(f"/robot/{name}", self._guarded(called, self._hear))
            app.router.add_post(f"/card/{name}", self._guarded(called, self._click))
        return app

    def _guarded(
        self, called: Called, page: Callable[[Called, web.Request, Ear], Awaitable[web.Response]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Return *page* for *called*; who is refused is told a status, and nothing else."""

        async def guarded(request: web.Request) -> web.Response:
            if self._ear is None:
                return web.Response(status=NOT_NOW)
            try:
                return await page(called, request, self._ear)
            except (Unreadable, web.HTTPRequestEntityTooLarge) as error:
                self.refused[error.status] += 1
                return web.Response(status=error.status)
            except StorageFailed:
                return web.Response(status=NOT_NOW)

        return guarded

    async def _hear(self, called: Called, request: web.Request, ear: Ear) -> web.Response:
        now = self._clock.now()
        check(request.headers, called.secret, now)
        told = told_by_callback(await request.read(), called.hearing.robot, now)
        await called.hearing.hear(told, ear)
        return web.Response()

    async def _click(self, called: Called, request: web.Request, ear: Ear) -> web.Response:
        now = self._clock.now()
        check_click(request.headers, called.secret, now)
        clicked = clicked_by_callback(await request.read(), called.hearing.robot, now)
        await called.hearing.hear(clicked, ear)
        return web.json_response(card_after(clicked))
