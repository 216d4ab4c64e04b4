"""Answers that grow: a callback opens a stream, and what is said meanwhile goes out when the platform asks for more."""

import asyncio
from collections import OrderedDict
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


NOTHING_YET: Final = Content(text="", finish=False)


class Streams:
    """The streams of one bot, as long as the platform asks for them."""

    def __init__(self) -> None:
        self._opened: OrderedDict[str, float] = OrderedDict()  # the oldest first
        self._streams: dict[str, _Stream] = {}
        """Those in which something was said: in others there is nothing to keep, and they may be many."""

    def asked(self, id: str) -> Content:
        """Return what the stream *id* shows now; it is opened where it is new.

        Whoever asks again has taken what he was told before.
        """
        now = asyncio.get_running_loop().time()
        opened_at = self._opened.get(id)
        if opened_at is None:
            opened_at = self._open(id, now)
        stream = self._streams.get(id)
        if now - opened_at >= SILENT and not (stream and stream.words):
            stream = self._speaking(id, opened_at)
            stream.words[id] = STILL_AT_IT
        if stream is None:
            return NOTHING_YET
        if stream.gone:
            stream.quiet_since = now
        for waiting in stream.gone:
            if not waiting.done():
                waiting.set_result(None)
        stream.gone, stream.to_go = stream.to_go, ()
        stream.finished = stream.finished or (
            bool(stream.words) and not stream.gone and now - stream.quiet_since >= QUIET
        )
        return Content(text=stream.content, finish=stream.finished)

    async def say(self, id: str, key: str, text: str) -> bool:
        """Add *text* to the stream *id*, once for each *key*, and return True once the platform has taken it.

        Return False where the stream cannot take it. Raise `Unreachable` where it may have.
        """
        now = asyncio.get_running_loop().time()
        opened_at = self._opened.get(id)
        if opened_at is None or now - opened_at > GOOD_FOR:
            return False
        stream = self._speaking(id, opened_at)
        if stream.finished:
            return False
        words = stream.words | {key: text}
        if len(BETWEEN.join(words.values()).encode()) > CONTENT_BYTES:
            return False
        before, stream.words = stream.words.get(key), words
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

    def _speaking(self, id: str, opened_at: float) -> _Stream:
        stream = self._streams.get(id)
        if stream is None:
            stream = self._streams[id] = _Stream(quiet_since=opened_at)
        return stream

    def _open(self, id: str, now: float) -> float:
        while self._opened and now - next(iter(self._opened.values())) > GOOD_FOR:
            oldest, _ = self._opened.popitem(last=False)
            self._streams.pop(oldest, None)
        self._opened[id] = now
        return now
