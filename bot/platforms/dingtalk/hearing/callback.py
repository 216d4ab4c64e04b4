"""The addresses that DingTalk calls: what is genuine is kept, and answered in time."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from aiohttp import web

from bot.clock import Clock
from bot.platforms.base import Ear
from bot.platforms.dingtalk.hearing.ears import Hearing, card_after
from bot.platforms.dingtalk.wire.clicks import clicked_by_callback
from bot.platforms.dingtalk.wire.robot import told_by_callback
from bot.platforms.dingtalk.wire.signature import check, check_click
from bot.web.calls import NOT_NOW, guarded

PATH: Final = "/dingtalk"


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
            app.router.add_post(f"/robot/{name}", guarded(partial(self._hear, called), self.refused))
            app.router.add_post(f"/card/{name}", guarded(partial(self._click, called), self.refused))
        return app

    async def _hear(self, called: Called, request: web.Request) -> web.Response:
        ear = self._ear
        if ear is None:
            return web.Response(status=NOT_NOW)
        now = self._clock.now()
        check(request.headers, called.secret, now)
        told = told_by_callback(await request.read(), called.hearing.robot, now)
        await called.hearing.hear(told, ear)
        return web.Response()

    async def _click(self, called: Called, request: web.Request) -> web.Response:
        ear = self._ear
        if ear is None:
            return web.Response(status=NOT_NOW)
        now = self._clock.now()
        check_click(request.headers, called.secret, now)
        clicked = clicked_by_callback(await request.read(), called.hearing.robot, now)
        await called.hearing.hear(clicked, ear)
        return web.json_response(card_after(clicked))
