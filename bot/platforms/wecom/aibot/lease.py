"""Which process of an installation holds a bot's one connection: two of them would cut each other off for ever."""

from typing import Protocol


class Lease(Protocol):
    """Gives each bot's connection to one process at a time."""

    async def holds(self, bot: str) -> bool:
        """Return whether this process is to hold that bot's connection; asked anew before each connection."""
        ...


class OnlyProcess:
    """The lease of a store that lets no second process in: whoever has opened it holds every bot."""

    async def holds(self, bot: str) -> bool:
        return True
