"""The processes that share one storage, as each of them sees the others."""

from typing import Protocol


class Peers(Protocol):
    """Who else has the storage open, and what one process alone is to do."""

    async def holds(self, what: str) -> bool:
        """Return whether this process is the one to do *what* now; whoever asked is in line for it from then on."""
        ...

    async def lost(self, what: str) -> None:
        """Return once this process is not, or no more, the one to do *what*."""
        ...

    async def called(self) -> None:
        """Return once another process may have queued what this one can send."""
        ...

    async def ended(self) -> None:
        """Return once another process may have ended with something undone."""
        ...
