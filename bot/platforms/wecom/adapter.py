"""WeChat Work as a platform: every bot, app and robot of an installation, and which of them says what where."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from itertools import chain
from typing import Final

from aiohttp import web

from bot.clock import Clock
from bot.media.keeping import KeepsMedia
from bot.metrics import Figure
from bot.platforms.base import Ear, Limit, NoWay, Post, Rejected
from bot.platforms.wecom import watching
from bot.platforms.wecom.aibot.frames import CONTENT_BYTES
from bot.platforms.wecom.aibot.streams import Streams
from bot.platforms.wecom.aibot.voice import answer_once
from bot.platforms.wecom.aibot.wire import ByCallback, ByRequest, answer_from
from bot.platforms.wecom.app.sender import LONGEST as LONGEST_BY_APP
from bot.platforms.wecom.callbacks import PATH
from bot.platforms.wecom.cards import fits
from bot.platforms.wecom.entries import Entries
from bot.platforms.wecom.errors import STREAM_FINISHED
from bot.platforms.wecom.literal import literal
from bot.platforms.wecom.refusals import Refusals
from bot.platforms.wecom.told import BY_APP, PLATFORM
from bot.platforms.wecom.webhook import APART
from bot.platforms.wecom.webhook import LONGEST as LONGEST_BY_ROBOT
from bot.sending.progress import Progress, Sleep
from bot.sending.reactions import SetUpWrong
from bot.sending.ways import Piece, Way, Words
from handlers.message import Scope
from handlers.people.rules.roster import Place, Roster

log = logging.getLogger(__name__)

MINUTE: Final = timedelta(minutes=1)
HOUR: Final = timedelta(hours=1)

# Replies and pushes of an AI bot together; developer.work.weixin.qq.com 101463.
CONVERSATION: Final = (Limit(count=30, window=MINUTE), Limit(count=1000, window=HOUR))
# To one member by one app; what is more is taken and never shown; 90312.
MEMBER: Final = (Limit(count=30, window=MINUTE), Limit(count=1000, window=HOUR))
ROBOT: Final = (Limit(count=20, window=MINUTE),)  # 91770

_way: Final = partial(Way, literal=literal)


class WeCom(KeepsMedia):
    """Hears and speaks for every entry of the settings; the account of a place is an AI bot's name, or an app's."""

    path: Final = PATH
    """Where its pages are to be mounted."""

    def __init__(self, entries: Entries, roster: Roster, clock: Clock, *, sleep: Sleep = asyncio.sleep) -> None:
        super().__init__(entries.media.folder)
        self._clock = clock
        self._entries = entries
        self._roster = roster
        self._progress = Progress(sleep=sleep)
        self._refusals = Refusals(clock)

    @property
    def name(self) -> str:
        return PLATFORM

    async def start(self, ear: Ear) -> None:
        self._media.start(ear.miss)
        self._entries.callbacks.start(ear)
        await asyncio.gather(*(socket.start(ear) for socket in self._entries.sockets.values()))

    async def stop(self) -> None:
        self._entries.callbacks.stop()
        await asyncio.gather(*(socket.stop() for socket in self._entries.sockets.values()))
        await self._entries.media.close()
        await self._entries.api.close()

    def limits(self, place: Place) -> Mapping[str, tuple[Limit, ...]]:
        group = self._roster.group_at(place)
        is_bot = place.account in self._entries.voices or place.account in self._entries.called
        app = self._app(place, Scope.DIRECT if group is None else Scope.GROUP)
        limits: dict[str, tuple[Limit, ...]] = {}
        if group is not None and group.webhook:
            limits[f"{PLATFORM}/webhook/{group.webhook}"] = ROBOT
        if is_bot:
            limits[f"{PLATFORM}/{place.account}/{place.chat}"] = CONVERSATION
        if app is not None:
            limits[f"{PLATFORM}/{app}/{place.chat}"] = MEMBER
        return limits

    def saves(self, post: Post) -> bool:
        return False

    def messages(self, post: Post) -> int:
        return max((len(way.pieces(post)) for way in self._ways(post)), default=1)

    async def deliver(self, post: Post) -> None:
        """Have *post* shown on the first way that takes it; what one way refuses goes the next."""
        refused: Rejected = NoWay("no way")
        for way in self._ways(post):
            try:
                await self._progress.go_on(way, post)
            except NoWay as error:
                log.info("refused on this way", extra={"platform": PLATFORM, "code": error.code})
                refused = error
                if not isinstance(error, SetUpWrong):  # that may be put right at any moment
                    self._refusals.note(post.place, way)
            except Rejected:
                self._progress.end(post)
                raise
            else:
                self._progress.end(post)
                return
        self._progress.end(post)
        raise refused

    # What the process that runs it asks for.

    def pages(self) -> web.Application:
        """Return what the platform calls."""
        return self._entries.callbacks.application()

    def ready(self) -> Mapping[str, Callable[[], bool]]:
        """Return what tells of each entry whether it can work."""
        return watching.ready(self._entries)

    def figures(self) -> Iterable[Figure]:
        """Return the figures of this moment."""
        return watching.figures(self._entries, self._clock)

    def troubles(self) -> Mapping[str, str]:
        """Return what somebody has to put right, by a key for each, in words for staff."""
        return watching.troubles(self._entries)

    # How a post goes.

    def _ways(self, post: Post) -> Iterator[Way]:
        """Yield the ways that can take *post*, best first."""
        robot = list(self._robot(post))
        # Nobody but a robot can have the one who is meant told so.
        ways = (robot, self._unasked(post)) if post.mention is not None else (self._unasked(post), robot)
        unasked = self._refusals.last(post.place, chain(*ways))
        yield from (way for way in chain(self._answers(post), unasked) if way.takes(post))

    def _answers(self, post: Post) -> Iterator[Way]:
        """Yield the platform's own ways to answer the message that *post* answers."""
        if post.answer is None:
            return
        if post.answer == BY_APP:
            yield from self._by_app(post)
            return
        place = post.place
        match answer_from(post.answer):
            case ByRequest(req_id=req_id) if place.account in self._entries.voices:
                reply = partial(self._entries.voices[place.account].reply, req_id, place.chat)
                yield _way(name="reply", send=reply, longest=CONTENT_BYTES, fits=fits, finished=STREAM_FINISHED)
            case ByCallback(stream=stream, response_url=url) if place.account in self._entries.called:
                streams = self._entries.called[place.account].streams
                if stream is not None and streams is not None:
                    say = partial(add_to, streams, stream)
                    yield _way(name="stream", send=say, longest=CONTENT_BYTES, files=False, finished=STREAM_FINISHED)
                if url is not None:
                    answer = partial(answer_once, url, self._entries.api, self._entries.judge)
                    yield _way(name="response", send=answer, longest=CONTENT_BYTES, fits=fits, files=False, once=True)

    def _unasked(self, post: Post) -> Iterator[Way]:
        """Yield the ways of a bot or an app to say something of its own accord."""
        place = post.place
        voice = self._entries.voices.get(place.account)
        if voice is not None:
            push = partial(voice.push, place.chat, post.scope)
            yield _way(name="push", send=push, longest=CONTENT_BYTES, fits=fits)
        if post.answer != BY_APP:
            yield from self._by_app(post)

    def _by_app(self, post: Post) -> Iterator[Way]:
        """Yield the way of the app that speaks there."""
        name = self._app(post.place, post.scope)
        if name is not None:
            app, chat = self._entries.apps[name], post.place.chat
            if post.scope is Scope.DIRECT:
                yield _way(name="app", send=partial(app.tell, chat), longest=LONGEST_BY_APP, fits=fits)
            else:
                mention = None if post.mention is None else post.mention.user
                yield _way(name="appchat", send=partial(app.tell_group, chat, mention), longest=LONGEST_BY_APP)

    def _robot(self, post: Post) -> Iterator[Way]:
        """Yield the way of the group's own robot."""
        group = self._roster.group_at(post.place) if post.scope is Scope.GROUP else None
        if group is not None and group.webhook:
            mention = None if post.mention is None else post.mention.user
            say = partial(self._entries.webhooks[group.webhook].say, mention)
            yield _way(name="webhook", send=say, longest=LONGEST_BY_ROBOT, apart=APART)

    def _app(self, place: Place, scope: Scope) -> str | None:
        """Return the app that speaks there: in a group only the one that made it."""
        if place.account in self._entries.apps:
            return place.account
        return self._entries.behind.get(place.account) if scope is Scope.DIRECT else None


async def add_to(streams: Streams, id: str, piece: Piece, key: str) -> None:
    """Have *piece* shown in a stream while the platform asks for it. Raise `NoWay` where it does not any more."""
    assert isinstance(piece, Words)
    if not await streams.say(id, key, piece.text):
        raise NoWay("stream ended")
