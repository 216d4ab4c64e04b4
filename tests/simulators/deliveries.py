"""How it fared what a simulated platform brought to a bot."""

import asyncio


class Nobody(ConnectionError):
    """Nobody is there to take it."""


class Delivery:
    """How a letter fared: the status of each try, nothing where none came in time; *fault* befell it on its way."""

    def __init__(self, id: str, fault: str = "") -> None:
        self.id = id
        self.fault = fault
        self.tries: list[int | None] = []
        self.nobody = False
        self._tried = asyncio.Event()
        self._done = asyncio.Event()

    def note(self, status: int | None, *, nobody: bool = False) -> None:
        """Note one more try."""
        self.tries.append(status)
        self.nobody = nobody
        self._tried.set()

    def end(self) -> None:
        """No more tries follow."""
        self._tried.set()
        self._done.set()

    @property
    def taken(self) -> bool:
        """Whether the bot has acknowledged it."""
        return 200 in self.tries

    async def tried(self) -> None:
        """Return once it was tried for the first time, or will not be tried at all."""
        await self._tried.wait()

    async def done(self) -> None:
        """Return once it is not tried any more."""
        await self._done.wait()
