"""An ear that keeps what it hears as the bot does, and writes down what was handled."""

from bot.router import Router
from handlers.message import Message
from handlers.people.rules.roster import Roster
from handlers.ports import UnitOfWork
from tests.support.memory import MemoryStorage
from tests.support.township import STATION
from tests.support.virtual_time import VirtualClock


class Book:
    """What was handled, in its order: the words, and the ids of the messages."""

    def __init__(self, clock: VirtualClock) -> None:
        self.handled: list[str] = []
        self.ids: list[str] = []
        self.router = Router(MemoryStorage(Roster([STATION])), clock, changed=lambda: None, handle=self._handle)

    async def _handle(self, message: Message, work: UnitOfWork) -> None:
        self.handled.append(message.text)
        self.ids.append(message.id)
