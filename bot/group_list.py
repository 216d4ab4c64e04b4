"""Every group of an installation: where it is, what hears it and what speaks there, as far as the settings tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.config import Config
from bot.config.wecom import CallbackBot, SocketBot
from bot.config.words import DINGTALK, WEBCHAT, WECOM
from handlers.people.rules.roster import Group


class Speaks(StrEnum):
    """When something may speak in a group."""

    ANY_TIME = "any time"
    ONCE_SPOKEN_TO = "once spoken to"
    ANSWERS = "answers only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One group of a *station*; *hears* says whether its account hears who mentions it, *speaks* when it may speak.

    It speaks never where nobody has said yet which chat it is, or what was in it is in the settings no more.
    """

    station: str
    group: Group
    hears: bool = False
    speaks: Speaks | None = None


def groups(config: Config) -> Iterator[Listed]:
    """Yield the groups of every station, in the order of the settings."""
    speaking = dict(_speaking(config))
    for station in config.roster.stations.values():
        for group in station.groups:
            hears, speaks = speaking.get((group.place.platform, group.place.account), (False, None))
            yield Listed(station=station.name, group=group, hears=hears, speaks=speaks)


def _speaking(config: Config) -> Iterator[tuple[tuple[str, str], tuple[bool, Speaks]]]:
    """Yield every account that may be in a group, whether it hears who mentions it, and when it may speak."""
    if config.webchat.enabled:
        yield (WEBCHAT, WEBCHAT), (True, Speaks.ANY_TIME)
    if config.wecom is not None:
        for bot in config.wecom.aibots:
            match bot:
                case SocketBot():
                    yield (WECOM, bot.name), (True, Speaks.ONCE_SPOKEN_TO)
                case CallbackBot():
                    yield (WECOM, bot.name), (True, Speaks.ANSWERS)
        for app in config.wecom.apps:
            yield (WECOM, app.name), (False, Speaks.ANY_TIME)
    if config.dingtalk is not None:
        for robot in config.dingtalk.robots:
            yield (DINGTALK, robot.name), (True, Speaks.ANY_TIME)
