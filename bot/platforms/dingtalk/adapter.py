"""DingTalk as a platform: every robot and webhook of an installation, and which of them says what where."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Final

from aiohttp import web

from bot.clock import Clock
from bot.media.keeping import KeepsMedia
from bot.metrics import Figure
from bot.platforms.base import Ear, Gone, Held, Limit, NoWay, Post, Rejected, Throttled
from bot.platforms.dingtalk import watching
from bot.platforms.dingtalk.entries import Entries, Speaker
from bot.platforms.dingtalk.hearing.callback import PATH
from bot.platforms.dingtalk.quota import Kind
from bot.platforms.dingtalk.speaking import notices
from bot.platforms.dingtalk.wire.cards import fits
from bot.platforms.dingtalk.wire.speaking import LONGEST_BY_ROBOT, LONGEST_BY_WEBHOOK
from bot.platforms.dingtalk.wire.told import PLATFORM, is_confirmed
from bot.sending.progress import Progress
from bot.sending.reactions import Spent
from bot.sending.ways import Way
from handlers.message import Priority, Scope
from handlers.people.rules.roster import Place, Roster

log = logging.getLogger(__name__)

MINUTE: Final = timedelta(minutes=1)
# Over it a custom robot is silent for ten minutes; of others nothing is told (protocol §4.5).
ROBOT: Final = (Limit(count=20, window=MINUTE),)
# 20 calls a second are an application's, and not all of them are messages: it sends 15 (protocol §4.5), and one more
# where there is an emergency.
APPLICATION: Final = (Limit(count=16, window=timedelta(seconds=1)),)
LOOKED_AGAIN: Final = timedelta(hours=1)  # until it is seen again whether there is anything to spend
SESSION: Final = "session"
KEPT: Final = "kept for answers and notices"


class DingTalk(KeepsMedia):
    """Hears and speaks for every entry of the settings; the account of a place is a robot's name."""

    path: Final = PATH
    """Where its pages are to be mounted."""

    def __init__(self, entries: Entries, roster: Roster, clock: Clock) -> None:
        super().__init__(entries.media.folder)
        self._clock = clock
        self._entries = entries
        self._roster = roster
        self._progress = Progress()

    @property
    def name(self) -> str:
        return PLATFORM

    async def start(self, ear: Ear) -> None:
        await self._entries.book.start()
        self._media.start(ear.miss)
        self._entries.callbacks.start(ear)
        await asyncio.gather(*(stream.start(ear) for stream in self._entries.streams.values()))
        for duties in self._entries.duties:
            duties.start()

    async def stop(self) -> None:
        await asyncio.gather(*(duties.stop() for duties in self._entries.duties))
        await self._entries.callbacks.stop()
        await asyncio.gather(*(stream.stop() for stream in self._entries.streams.values()))
        await self._entries.media.close()
        await self._entries.api.close()
        await self._entries.book.stop()

    def limits(self, place: Place) -> Mapping[str, tuple[Limit, ...]]:
        group = self._roster.group_at(place)
        limits: dict[str, tuple[Limit, ...]] = {}
        if group is not None and group.webhook:
            limits[f"{PLATFORM}/webhook/{group.webhook}"] = ROBOT
        if place.account in self._entries.speakers:
            limits[f"{PLATFORM}/{place.account}/{place.chat}"] = ROBOT
            limits[f"{PLATFORM}/{place.account}"] = APPLICATION
        return limits

    def saves(self, post: Post) -> bool:
        organisation = self._entries.organisation_at(post.place.account)
        return any(self._entries.book.is_scarce(organisation, kind) for kind in Kind)

    def messages(self, post: Post) -> int:
        return max((len(way.pieces(post)) for _, way in self._ways(post)), default=1)

    async def deliver(self, post: Post) -> str | None:
        """Have *post* shown on the first way that takes it; what one way refuses goes the next.

        What only money could send stays where it is until there is some.
        """
        organisation = self._entries.organisation_at(post.place.account)
        refused: Rejected = NoWay("no way")
        slowed: Throttled | None = None
        waits_for = ""
        for kind, way in self._in_order(post, organisation):
            if self._is_kept_back(post, organisation, kind):
                waits_for = KEPT
                continue
            try:
                await self._progress.go_on(way, post)
            except Spent as error:
                waits_for = error.code
            except Throttled as error:
                if way.name != SESSION or error.begun:
                    raise
                slowed = error  # too much was said in answer; of other ways that tells nothing
            except NoWay as error:
                log.info("refused on this way", extra={"platform": PLATFORM, "code": error.code})
                refused = refused if isinstance(refused, Gone) else error
            except Rejected:
                self._progress.end(post)
                raise
            else:
                self._progress.end(post)
                speaker = self._entries.speakers.get(post.place.account)
                return None if speaker is None else speaker.robot.recalls.shown_as(post.key, posts=post.joins)
        if slowed is not None:
            raise slowed
        if waits_for:
            held = Held(waits_for, wait=LOOKED_AGAIN)
            held.begun = self._progress.has_begun(post)
            raise held
        self._progress.end(post)
        raise refused

    async def forget(self, line: str, *, left: str = "", shown_as: str | None = None) -> None:
        """Erase what came with that message; take the post with that key off the screens, whole, within a day.

        What was said in answer, or by a webhook, nobody can take back.
        """
        await super().forget(line)
        for speaker in self._entries.speakers.values():
            await speaker.robot.take_back(line, shown_as)

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

    def _in_order(self, post: Post, organisation: str) -> Iterable[tuple[Kind, Way]]:
        """Return the ways that can take *post*, best first; those that spend what is scarce come last."""
        return sorted(self._ways(post), key=lambda one: self._entries.book.is_scarce(organisation, one[0]))

    def _is_kept_back(self, post: Post, organisation: str, kind: Kind) -> bool:
        return post.priority is Priority.POST and self._entries.book.is_nearly_spent(organisation, kind)

    def _ways(self, post: Post) -> Iterator[tuple[Kind, Way]]:
        """Yield the ways that can take *post*, best first, and what each spends."""
        speaker = self._entries.speakers.get(post.place.account)
        by_robot = [] if speaker is None else list(self._by_robot(speaker, post))
        by_webhook = list(self._by_webhook(post))
        answers = [] if speaker is None else list(self._answers(speaker, post))
        # Nobody but a webhook can have the one who is meant told so.
        unasked = (*by_webhook, *by_robot) if post.mention is not None else (*by_robot, *by_webhook)
        yield from ((kind, way) for kind, way in (*answers, *unasked) if way.takes(post))

    def _answers(self, speaker: Speaker, post: Post) -> Iterator[tuple[Kind, Way]]:
        """Yield the ways to answer: a question with buttons, and the session of the message that is answered."""
        place = post.place
        if speaker.cards is not None and _is_reachable(post) and fits(post.text, post.choices):
            ask = partial(speaker.cards.tell, place.chat)
            yield Kind.API, Way(name="card", send=ask, longest=LONGEST_BY_ROBOT, literal=str, fits=fits)
        if post.answer is not None and speaker.sessions.is_open(post.answer):
            reply = partial(speaker.sessions.reply, post.answer, place.chat, _meant(post))
            yield Kind.PUSH, Way(name=SESSION, send=reply, longest=LONGEST_BY_WEBHOOK, literal=str, files=False)

    def _by_robot(self, speaker: Speaker, post: Post) -> Iterator[tuple[Kind, Way]]:
        """Yield the ways of a robot to say something of its own accord."""
        chat = post.place.chat
        if post.scope is Scope.GROUP:
            push = partial(speaker.robot.tell_group, chat)
            yield Kind.API, Way(name="group", send=push, longest=LONGEST_BY_ROBOT, literal=str)
        elif _is_reachable(post):
            tell = partial(speaker.robot.tell, chat)
            yield Kind.API, Way(name="person", send=tell, longest=LONGEST_BY_ROBOT, literal=str)
            if speaker.notices is not None:
                note = partial(speaker.notices.tell, chat)
                yield Kind.API, Way(name="notice", send=note, longest=notices.LONGEST, literal=str, files=False)

    def _by_webhook(self, post: Post) -> Iterator[tuple[Kind, Way]]:
        """Yield the way of the group's own robot."""
        group = self._roster.group_at(post.place) if post.scope is Scope.GROUP else None
        if group is not None and group.webhook:
            say = partial(self._entries.webhooks[group.webhook].say, _meant(post))
            yield Kind.PUSH, Way(name="webhook", send=say, longest=LONGEST_BY_WEBHOOK, literal=str, files=False)


def _is_reachable(post: Post) -> bool:
    """Return whether it is for a person whom a robot can speak to unasked."""
    return post.scope is Scope.DIRECT and is_confirmed(post.place.chat)


def _meant(post: Post) -> str | None:
    """Return the user id of whom it is for, None where there is nobody, or nobody who can be mentioned."""
    mention = post.mention
    return mention.user if mention is not None and is_confirmed(mention.user) else None
