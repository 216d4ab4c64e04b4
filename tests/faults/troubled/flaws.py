"""Bots that break a promise, each one of them in its own way: the checks have to see it."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Final

from bot.dispatch import dispatch
from bot.platforms.base import DeliveryError, Ear, KeepsNothing, Limit, Platform, Post
from handlers.message import Heard, Message, MessageId, Recalled, Scope
from handlers.people.rules.roster import Place
from handlers.ports import UnitOfWork
from tests.faults.troubled.bot import Flaw
from tests.faults.troubled.checks import Promise
from tests.faults.troubled.days import MATTER
from tests.support.township import LI_VILLAGE

SOMETIMES: Final = 5  # one in so many


class _Listening:
    """An ear that hands on what it hears."""

    def __init__(self, ear: Ear) -> None:
        self._ear = ear
        self._matters = count(1)

    async def hear(self, heard: Heard) -> bool:
        if MATTER in heard.text and next(self._matters) % SOMETIMES == 0:
            return await self._mishear(heard)
        return await self._ear.hear(heard)

    async def recall(self, recalled: Recalled) -> None:
        await self._ear.recall(recalled)

    async def miss(self, message: MessageId) -> None:
        await self._ear.miss(message)

    async def _mishear(self, heard: Heard) -> bool:
        raise NotImplementedError


class _Forgetful(_Listening):
    """Holds a word to be kept that is not."""

    async def _mishear(self, heard: Heard) -> bool:
        return True


class _Echoing(_Listening):
    """Hears a word twice, and once from somebody else: of one person no handler would register it again."""

    async def _mishear(self, heard: Heard) -> bool:
        is_new = await self._ear.hear(heard)
        neighbour = replace(heard.sender, user="邻居")
        place = heard.place if heard.scope is Scope.GROUP else replace(heard.place, chat=neighbour.user)
        await self._ear.hear(replace(heard, id=MessageId(f"{heard.id}-again"), sender=neighbour, place=place))
        return is_new


class _Speaking(KeepsNothing):
    """A platform that hands on what is to be said."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    @property
    def name(self) -> str:
        return self._platform.name

    def limits(self, place: Place) -> Mapping[str, tuple[Limit, ...]]:
        return self._platform.limits(place)

    def saves(self, post: Post) -> bool:
        return self._platform.saves(post)

    def messages(self, post: Post) -> int:
        return self._platform.messages(post)

    async def start(self, ear: Ear) -> None:
        await self._platform.start(ear)

    async def stop(self) -> None:
        await self._platform.stop()

    async def deliver(self, post: Post) -> None:
        await self._platform.deliver(post)


class _Careless(_Speaking):
    """Takes a refusal for success."""

    async def deliver(self, post: Post) -> None:
        try:
            await self._platform.deliver(post)
        except DeliveryError:
            return


class _Stammering(_Speaking):
    """Says each scheduled post three times: one death of a sender may excuse two."""

    async def deliver(self, post: Post) -> None:
        await self._platform.deliver(post)
        if post.scope is Scope.GROUP and post.answers is None:
            await self._platform.deliver(post)
            await self._platform.deliver(post)


class _Muddled(_Speaking):
    """Says the second of two answers first."""

    def __init__(self, platform: Platform) -> None:
        super().__init__(platform)
        self._held: dict[Place, Post] = {}

    async def deliver(self, post: Post) -> None:
        held = self._held.pop(post.place, None)
        if held is None and post.answers is not None:
            self._held[post.place] = post
            return
        await self._platform.deliver(post)
        if held is not None:
            await self._platform.deliver(held)


class _Indiscreet(_Speaking):
    """Tells the group what was meant for one."""

    async def deliver(self, post: Post) -> None:
        if post.scope is Scope.DIRECT and post.answers is not None:
            place = replace(post.place, chat=LI_VILLAGE)
            await self._platform.deliver(replace(post, place=place, scope=Scope.GROUP, answer=None, choices=()))
        await self._platform.deliver(post)


async def _says_nothing(message: Message, work: UnitOfWork) -> None:
    """Handle a message without a word."""


async def _stumbles(message: Message, work: UnitOfWork) -> None:
    """Handle a message, but break down over some."""
    await dispatch(message, work)
    if message.text.endswith("进度"):
        raise RuntimeError("a planted fault")


QUIET, TROUBLED = 0.0, 0.3

PLANTED: Final = (
    (Flaw(ear=_Forgetful), QUIET, Promise.KEPT),
    (Flaw(ear=_Echoing), QUIET, Promise.ONCE),
    (Flaw(handle=_says_nothing), QUIET, Promise.ANSWERED),
    (Flaw(handle=_stumbles), QUIET, Promise.SILENT),
    (Flaw(platform=_Careless), TROUBLED, Promise.SHOWN),
    (Flaw(platform=_Stammering), QUIET, Promise.SHOWN_ONCE),
    (Flaw(platform=_Indiscreet), QUIET, Promise.PRIVATE),
    (Flaw(platform=_Muddled), QUIET, Promise.ORDER),
)
"""Each with how much else goes wrong, and the promise it breaks."""
