"""How the entries of the settings fare when they are tried against their platform."""

from collections.abc import Awaitable
from dataclasses import dataclass
from enum import StrEnum

from bot.platforms.base import DeliveryError, Unreachable


class Remark(StrEnum):
    """What there is to say of an entry or a group though nobody has to put anything right."""

    RUNNING = "the bot runs"
    NOT_TAKEN_OVER = "would cut off whoever is connected"
    CALLED = "is called"
    NO_WAY = "no way to the group"
    ANSWERS_ONLY = "answers only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How *entry* fared, for *about* where it was tried for a member or a group.

    *why* is empty where all is well, a remark, or what the platform says; *reached* is False where it said nothing.
    *seen_from* is the address of this machine as the platform sees it, where it told.
    """

    entry: str
    why: str
    about: str = ""
    reached: bool = True
    seen_from: str = ""

    @property
    def remark(self) -> Remark | None:
        """The remark there is to make, None where there is none."""
        return next((one for one in Remark if one == self.why), None)

    @property
    def is_wrong(self) -> bool:
        """Whether somebody has to put something right."""
        return bool(self.why) and self.remark is None


async def tried(entry: str, trial: Awaitable[None], *, about: str = "") -> Trial:
    """Return how *entry* fared in a trial that raises `DeliveryError` where something is wrong."""
    try:
        await trial
    except Unreachable as error:
        return Trial(entry=entry, why=error.code, about=about, reached=False)
    except DeliveryError as error:
        return Trial(entry=entry, why=error.code, about=about)
    return Trial(entry=entry, why="", about=about)
