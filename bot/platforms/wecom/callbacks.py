"""The addresses that WeChat Work calls: what is signed and sealed is opened, kept, and answered in time."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Final, Protocol

from aiohttp import web

from bot.clock import Clock
from bot.platforms.base import Ear
from bot.platforms.wecom.cipher import Cipher, OutOfTime
from bot.web.calls import NOT_NOW, guarded
from bot.web.unreadable import MALFORMED, Unreadable

PATH: Final = "/wecom"
ECHO: Final = re.compile(rb"[^{}<>]{1,256}")  # some twenty digits; a message is longer, and never without brackets


class Called(Protocol):
    """Who answers at one address."""

    @property
    def cipher(self) -> Cipher: ...

    @property
    def content_type(self) -> str:
        """What its answers are."""
        ...

    def encrypted_in(self, body: bytes) -> str:
        """Return what is encrypted in a call. Raise `Unreadable`."""
        ...

    async def answer(self, message: bytes, nonce: str, ear: Ear) -> bytes:
        """Return what answers *message*, or nothing; what was said is durable then. Raise `Unreadable`."""
        ...


class Callbacks:
    """Every address of an installation; while nobody listens, who calls is asked to call again."""

    def __init__(self, called: Mapping[str, Called], clock: Clock) -> None:
        """*called* are at their names below `PATH`: `aibot/main`."""
        self._called = called
        self._clock = clock
        self._ear: Ear | None = None
        self.refused: Final[Counter[int]] = Counter()
        """How many calls were refused, by the status they were told."""
        self.clock_is_wrong = False
        """Whether calls are refused only for the time at which they were made, and none has come in time since."""
        self._out_of_time = ""

    def start(self, ear: Ear) -> None:
        """Have *ear* hear what is said from now on."""
        self._ear = ear

    def stop(self) -> None:
        """Hear nothing any more."""
        self._ear = None

    def application(self) -> web.Application:
        """Return the application to be mounted at `PATH`."""
        app = web.Application()
        for name, called in self._called.items():
            address = app.router.add_resource(f"/{name}")
            address.add_route("GET", guarded(partial(self._verify, called), self.refused))
            address.add_route("POST", guarded(partial(self._hear, called), self.refused))
        return app

    async def _verify(self, called: Called, request: web.Request) -> web.Response:
        """Show the platform that this address is the bot's; a message that somebody overheard is not shown to him."""
        echo = request.query.get("echostr", "").replace(" ", "+")  # a plus that was not escaped is read as a space
        plain = self._open(called, request, echo)
        if ECHO.fullmatch(plain) is None:
            raise Unreadable(MALFORMED)
        return web.Response(body=plain, content_type="text/plain")

    async def _hear(self, called: Called, request: web.Request) -> web.Response:
        encrypted = called.encrypted_in(await request.read())
        message = self._open(called, request, encrypted)
        if self._ear is None:
            return web.Response(status=NOT_NOW)
        answer = await called.answer(message, request.query["nonce"], self._ear)
        return web.Response(body=answer, content_type=called.content_type if answer else None)

    def _open(self, called: Called, request: web.Request, encrypted: str) -> bytes:
        """Return the message in *encrypted*. Raise `Unreadable`.

        One call that is out of time may be a repetition by whoever has overheard it, however its time is written; two
        different ones with nothing in time between them are the clock's doing.
        """
        try:
            message = called.cipher.open(request.query, encrypted, self._clock.now())
        except OutOfTime:
            self.clock_is_wrong |= self._out_of_time not in {"", encrypted}
            self._out_of_time = encrypted
            raise
        self.clock_is_wrong, self._out_of_time = False, ""
        return message
