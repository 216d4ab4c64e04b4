"""Answers that grow: a callback opens a stream, and what is said meanwhile goes out when the platform asks for more."""

import asyncio
from dataclasses import dataclass, field
from typing import Final

from bot.platforms.base import Unreachable
from bot.platforms.wecom.aibot.frames import CONTENT_BYTES
from bot.platforms.wecom.welcome_texts import STILL_AT_IT

GOOD_FOR: Final = 330.0  # seconds; the platform asks for six minutes; developer.work.weixin.qq.com 101031
QUIET: Final = 3.0  # seconds without another word, after which a stream is finished
SILENT: Final = 60.0  # seconds without any word, after which the speaker reads that it takes longer
TAKEN_WITHIN: Final = 10.0  # seconds; the platform asks about once a second
BETWEEN: Final = "\n\n"


@dataclass(slots=True)
class _Stream:
    """What one stream says, by the keys of its posts; who waits for a word to go out, and to have gone out."""

    opened_at: float
    quiet_since: float
    words: dict[str, str] = field(default_factory=dict)
    to_go: tuple[asyncio.Future[None], ...] = ()
    gone: tuple[asyncio.Future[None], ...] = ()
    finished: bool = False

    @property
    def content(self) -> str:
        return BETWEEN.join(self.words.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a stream shows from now on; *finish* says that there will be no more."""

    text: str
    finish: bool


class Streams:
    """The streams of one bot, as long as the platform asks for them."""

    def __init__(self) -> None:
        self._streams: dict[str, _Stream] = {}  # the oldest first

    def asked(self, id: str) -> Content:
        """Return what the stream *id* shows now; it is opened where it is new.

        Whoever asks again has taken what he was told before.
        """
        now = asyncio.get_running_loop().time()
        stream = self._streams.get(id) or self._open(id, now)
        if stream.gone:
            stream.quiet_since = now
        for waiting in stream.gone:
            if not waiting.done():
                waiting.set_result(None)
        stream.gone, stream.to_go = stream.to_go, ()
        if not stream.words and now - stream.opened_at >= SILENT:
            stream.words[id] = STILL_AT_IT
        stream.finished = stream.finished or (
            bool(stream.words) and not stream.gone and now - stream.quiet_since >= QUIET
        )
        return Content(text=stream.content, finish=stream.finished)

    async def say(self, id: str, key: str, text: str) -> bool:
        """Add *text* to the stream *id*, once for each *key*, and return True once the platform has taken it.

        Return False where the stream cannot take it. Raise `Unreachable` where it may have.
        """
        now = asyncio.get_running_loop().time()
        stream = self._streams.get(id)
        if stream is None or stream.finished or now - stream.opened_at > GOOD_FOR:
            return False
        before = stream.words.get(key)
        stream.words[key] = text
        if len(stream.content.encode()) > CONTENT_BYTES:
            del stream.words[key]
            return False
        stream.quiet_since = now
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        stream.to_go += (waiting,)
        try:
            async with asyncio.timeout(TAKEN_WITHIN):
                await waiting
        except TimeoutError:
            if waiting not in stream.to_go or before is not None:
                raise Unreachable("stream not asked for", maybe_taken=True) from None
            stream.to_go = tuple(one for one in stream.to_go if one is not waiting)
            del stream.words[key]
            return False
        return True

    def _open(self, id: str, now: float) -> _Stream:
        while self._streams and now - next(iter(self._streams.values())).opened_at > GOOD_FOR:
            del self._streams[next(iter(self._streams))]
        stream = self._streams[id] = _Stream(opened_at=now, quiet_since=now)
        return stream
