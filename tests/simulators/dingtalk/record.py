"""What people were really shown, in every conversation."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from tests.simulators.dingtalk.answers import Body


class Door(StrEnum):
    """By which of its ways the bot said something."""

    SESSION = "sendBySession"
    ANSWER = "the answer to a callback"
    ROBOT = "groupMessages or oToMessages"
    WEBHOOK = "robot/send"
    CARD = "createAndDeliver"
    NOTICE = "work notice"
    TODO = "to-do"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One message on people's screens.

    *chat* is a group or, one to one, a person. *by* is who speaks: a robot's code, a webhook's token, an agent's id.
    """

    key: str
    by: str
    chat: str
    at: datetime
    door: Door
    kind: str
    title: str = ""
    text: str = ""
    buttons: tuple[tuple[str, str], ...] = ()
    file: bytes | None = None
    mentions: tuple[str, ...] = ()
    card: Body | None = None


class Record:
    """All messages, in the order in which they appeared."""

    def __init__(self) -> None:
        self.history: list[Shown] = []
        """Every state that messages have had, in the order in which they were seen."""
        self._shown: dict[str, Shown] = {}
        self._changed = asyncio.Event()

    def show(self, shown: Shown) -> None:
        """Put a message on the screens."""
        self.history.append(shown)
        self._shown[f"{shown.key}/{shown.chat}"] = shown
        self._changed.set()
        self._changed = asyncio.Event()

    async def change(self) -> None:
        """Return once something more is shown."""
        await self._changed.wait()

    def recall(self, key: str) -> None:
        """Take a message off the screens."""
        self._shown = {place: shown for place, shown in self._shown.items() if shown.key != key}

    def change_card(self, key: str, card: Body, text: str) -> None:
        """Change a card wherever it is shown."""
        for place, shown in self._shown.items():
            if shown.key == key:
                self._shown[place] = replace(shown, card=card, text=text)

    def of(self, chat: str, *, by: str | None = None) -> list[Shown]:
        """Return what is to be seen in a group or by a person one to one, oldest first."""
        return [shown for shown in self._shown.values() if shown.chat == chat and by in (None, shown.by)]
