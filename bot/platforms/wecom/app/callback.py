"""A self-built app that is called; what it has to say it sends by itself, later."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Final

from bot.clock import Clock
from bot.platforms.base import Ear
from bot.platforms.wecom.app.wire import App, button_replaced, encrypted_in, passive, text_reply, told_by_callback
from bot.platforms.wecom.cipher import Cipher
from bot.platforms.wecom.media import IncomingMedia
from bot.platforms.wecom.told import Clicked, Disabling, Entered, Said
from bot.platforms.wecom.welcome_texts import WELCOME


class AppCallback:
    """One app at its address."""

    content_type: Final = "application/xml"

    def __init__(
        self, *, app: App, cipher: Cipher, media: IncomingMedia, clock: Clock, alarm: Callable[[str], None]
    ) -> None:
        """*alarm* is told that the platform is about to disable the app for want of use, or has done so."""
        self.cipher: Final = cipher
        self.counts: Final[Counter[str]] = Counter()
        """What came and was of no use, by kind."""
        self._app = app
        self._media = media
        self._clock = clock
        self._alarm = alarm
        self._welcomed: dict[str, date] = {}

    def encrypted_in(self, body: bytes) -> str:
        return encrypted_in(body)

    async def answer(self, message: bytes, nonce: str, ear: Ear) -> bytes:
        reply = await self._reply(message, ear)
        return b"" if reply is None else passive(reply, self.cipher, nonce=nonce, now=self._clock.now())

    async def _reply(self, message: bytes, ear: Ear) -> str | None:
        now = self._clock.now()
        match told := told_by_callback(message, self._app, now):
            case Said():
                if await ear.hear(told.heard):
                    self._media.take(told.heard, told.media, ear.miss)
            case Clicked():
                await ear.hear(told.heard)
                if told.chosen.label:
                    return button_replaced(told.chosen.label, to=told.heard.sender.user, app=self._app, now=now)
            case Entered() if self._welcomed.get(told.sender.user) != now.date():  # it is told at every turn
                self._welcomed[told.sender.user] = now.date()
                return text_reply(WELCOME, to=told.sender.user, app=self._app, now=now)
            case Entered():
                pass
            case Disabling():
                self._alarm(told.event)
            case _:
                self.counts["unknown"] += 1
        return None
