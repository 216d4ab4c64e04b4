"""What people were really shown, in every conversation."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from tests.simulators.wecom.refusals import Body


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One message on people's screens.

    *by* is who speaks: an AI bot's id, an app's agent id, a webhook's key. *finished* is false while a stream runs.
    """

    key: str
    by: str
    chat: str
    at: datetime
    kind: str
    text: str = ""
    card: Body | None = None
    file: bytes | None = None
    mentions: tuple[str, ...] = ()
    finished: bool = True


class Record:
    """All messages, in the order in which they appeared."""

    def __init__(self) -> None:
        self.history: list[Shown] = []
        """Every state that messages have had, in the order in which they were seen."""
        self._shown: dict[str, Shown] = {}
        self._changed = asyncio.Event()

    def show(self, shown: Shown) -> None:
        """Put a message on the screens, in the place of the one of the same key."""
        self.history.append(shown)
        self._shown[shown.key] = shown
        self._changed.set()
        self._changed = asyncio.Event()

    async def change(self) -> None:
        """Return once something more is shown."""
        await self._changed.wait()

    def recall(self, key: str) -> None:
        """Take messages off the screens: all whose key begins so."""
        self._shown = {other: shown for other, shown in self._shown.items() if other.split("/")[0] != key}

    def change_card(
        self, by: str, task_id: str, change: Callable[[Body], Body], where: Callable[[str], bool] = lambda _: True
    ) -> None:
        """Change the card of that task in every chat that *where* names."""
        for key, shown in self._shown.items():
            if shown.by == by and shown.card is not None and where(shown.chat) and shown.card.get("task_id") == task_id:
                self._shown[key] = replace(shown, card=change(shown.card))

    def of(self, chat: str, *, by: str | None = None) -> list[Shown]:
        """Return what is to be seen in a group or by a member one to one, oldest first."""
        return [shown for shown in self._shown.values() if shown.chat == chat and by in (None, shown.by)]

    def __len__(self) -> int:
        return len(self._shown)
