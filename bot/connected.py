"""The platforms of others that an installation is connected to: the one place that knows which there are.

What each needs is imported where it is set up: it takes memory that other stations keep for themselves.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Protocol

from aiohttp import web

from bot.clock import Clock
from bot.config import Config
from bot.metrics import Figure
from bot.platforms.base import Platform
from handlers.ports import Storage
from storage.connect import is_database


class Connected(Platform, Protocol):
    """A platform that calls, that can be watched, and that may need somebody to put something right."""

    @property
    def path(self) -> str:
        """Where its pages are to be mounted."""
        ...

    def pages(self) -> web.Application:
        """Return what the platform calls."""
        ...

    def ready(self) -> Mapping[str, Callable[[], bool]]:
        """Return what tells of each entry whether it can work."""
        ...

    def figures(self) -> Iterable[Figure]:
        """Return the figures of this moment."""
        ...

    def troubles(self) -> Mapping[str, str]:
        """Return what somebody has to put right, by a key for each, in words for staff."""
        ...


def connected(config: Config, *, storage: Storage, clock: Clock, folder: Path) -> tuple[Connected, ...]:
    """Return the platforms that *config* sets up; each keeps its files below *folder*."""
    platforms: list[Connected] = []
    if config.wecom is not None:
        from bot.platforms.wecom.building import wecom

        platforms.append(
            wecom(
                config.wecom,
                roster=config.roster,
                clock=clock,
                folder=folder / "wecom",
                lease=storage.peers,
                jitter=Random(),
                alone=not is_database(config.storage.url),
            )
        )
    if config.dingtalk is not None:
        from bot.platforms.dingtalk.building import dingtalk

        platforms.append(
            dingtalk(
                config.dingtalk,
                roster=config.roster,
                storage=storage,
                clock=clock,
                folder=folder / "dingtalk",
                jitter=Random(),
            )
        )
    return tuple(platforms)


async def trials(config: Config, *, clock: Clock, running: bool, take_over: bool) -> AsyncIterator[tuple[str, bool]]:
    """Yield how each entry of each platform fares, in words, and whether something has to be put right."""
    roster, bound = config.roster, config.bound
    if config.wecom is not None:
        from bot.platforms.wecom import checking as wecom
        from bot.platforms.wecom import checking_texts as wecom_texts

        async for one in wecom.trials(
            config.wecom, roster=roster, bound=bound, clock=clock, running=running, take_over=take_over
        ):
            yield wecom_texts.line(one), one.is_wrong
    if config.dingtalk is not None:
        from bot.platforms.dingtalk import checking as dingtalk
        from bot.platforms.dingtalk import checking_texts as dingtalk_texts

        async for trial in dingtalk.trials(config.dingtalk, roster=roster, bound=bound, clock=clock):
            yield dingtalk_texts.line(trial), trial.is_wrong
