"""What people say is counted against the organisation, too."""

from bot.platforms.base import Ear
from bot.platforms.dingtalk.entries import Entries
from bot.platforms.dingtalk.quota import Kind
from handlers.message import Heard, Recalled


class CountedEar:
    """An ear that notes what each word costs; a word that is brought twice costs twice."""

    def __init__(self, ear: Ear, entries: Entries) -> None:
        self._ear = ear
        self._entries = entries

    async def hear(self, heard: Heard) -> None:
        account = heard.place.account
        self._entries.book.spend(self._entries.organisation_at(account), Kind.PUSH)
        await self._ear.hear(heard)

    async def recall(self, recalled: Recalled) -> None:
        await self._ear.recall(recalled)
