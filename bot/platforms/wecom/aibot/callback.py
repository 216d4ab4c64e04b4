"""An AI bot that is called: each message opens a stream, in which its answer appears as the platform asks for it.

The platform asks whichever process its call reaches, and a stream is in the memory of one of them: where there may be
several none is opened, and answers go another way.
"""

from collections import Counter
from typing import Final

from bot.clock import Clock
from bot.platforms.base import Ear
from bot.platforms.wecom.aibot import frames
from bot.platforms.wecom.aibot.streams import Streams
from bot.platforms.wecom.aibot.wire import Robot, encrypted_in, told_by_callback
from bot.platforms.wecom.cards import settled
from bot.platforms.wecom.cipher import Cipher
from bot.platforms.wecom.media import IncomingMedia
from bot.platforms.wecom.told import Clicked, Entered, Refreshing, Said
from bot.platforms.wecom.welcome_texts import WELCOME


class AibotCallback:
    """One bot at its address."""

    content_type: Final = "application/json"

    def __init__(self, *, robot: Robot, cipher: Cipher, media: IncomingMedia, clock: Clock, alone: bool = True) -> None:
        """*alone* says that no other process is ever called for the bot."""
        self.cipher: Final = cipher
        self.streams: Final = Streams() if alone else None
        self.counts: Final[Counter[str]] = Counter()
        """What came and was of no use, by kind."""
        self._robot = robot
        self._media = media
        self._clock = clock

    def encrypted_in(self, body: bytes) -> str:
        return encrypted_in(body)

    async def answer(self, message: bytes, nonce: str, ear: Ear) -> bytes:
        body = await self._body(message, ear)
        return b"" if body is None else frames.passive(body, self.cipher, nonce=nonce, now=self._clock.now())

    async def _body(self, message: bytes, ear: Ear) -> frames.Body | None:
        match told := told_by_callback(message, self._robot, self._clock.now()):
            case Said():
                if await ear.hear(told.heard):
                    self._media.take(told.heard, told.media, ear.miss, key=self.cipher.key)
                return self._stream(told.stream)
            case Clicked():
                await ear.hear(told.heard)
                return frames.updated_card(settled(told.task_id, told.chosen)) if told.chosen.label else None
            case Entered():
                return frames.welcome_text(WELCOME)
            case Refreshing():
                return self._stream(told.stream)
            case _:
                self.counts["unknown"] += 1
                return None

    def _stream(self, id: str) -> frames.Body | None:
        if self.streams is None:
            return None
        content = self.streams.asked(id)
        return frames.stream(id, content.text, finish=content.finish)
