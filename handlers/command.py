"""What a command is: its word, who may use it, how the words after it are read, and who acts on them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from handlers import commands_texts
from handlers.message import Message, Scope
from handlers.parse import NotUnderstood
from handlers.people.rules.roster import Role
from handlers.people.texts import no_private_way
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.words import Word

T = TypeVar("T")


class NotAllowed(Refusal):
    """The command belongs to a role the speaker does not hold."""

    def __init__(self, word: Word, roles: frozenset[Role]) -> None:
        super().__init__(word.ascii)
        self.word = word
        self.roles = roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Generic[T]):
    """One command: who may use it, how the words after it are read, and who acts on them.

    The answers to *private* commands are nobody else's business: in a group they go to the speaker alone.
    """

    word: Word
    roles: frozenset[Role]
    parse: Callable[[str], T]
    handle: Callable[[Message, T, UnitOfWork], Awaitable[None]]
    private: bool = False

    async def run(self, message: Message, rest: str, work: UnitOfWork) -> None:
        """Read *rest* and act on it. Raise `NotUnderstood`, `NotAllowed` or another `Refusal`."""
        if not self.roles & message.roles:
            raise NotAllowed(self.word, self.roles)
        await self.handle(message, self.parse(rest), work)
        if self.private:
            await tell_group(message, work)

    async def explain(self, error: NotUnderstood, message: Message, work: UnitOfWork) -> None:
        """Tell what was wrong with the words after it, and what to type instead."""
        text = commands_texts.not_understood(self.word, error.kind, message.station.phone)
        fallback = no_private_way(message.station.phone)
        await work.outbox.add(message.reply_in_private(text, part="help", fallback=fallback), at=message.sent_at)
        if self.private and message.private_way:
            await tell_group(message, work)


async def tell_group(message: Message, work: UnitOfWork) -> None:
    """Tell the group that the speaker is answered alone or, where that cannot be, how he can be."""
    if message.scope is Scope.GROUP:
        text = commands_texts.IN_PRIVATE if message.private_way else no_private_way(message.station.phone)
        await work.outbox.add(message.reply(text), at=message.sent_at)
