"""Which process of an installation holds a bot's one connection: two of them would cut each other off for ever."""

from typing import Protocol


class Lease(Protocol):
    """Gives each bot's connection to one process at a time."""

    async def holds(self, bot: str) -> bool:
        """Return whether this process is to hold that bot's connection; asked anew before each connection."""
        ...

    async def lost(self, bot: str) -> None:
        """Return once this process is to hold it no more; waited for as long as it is connected."""
        ...
