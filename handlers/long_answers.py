"""Answers of several lines: a group hears the first of them, the speaker all of them in private."""

from collections.abc import Sequence
from typing import Final

from handlers.long_answers_texts import THE_REST
from handlers.message import Message
from handlers.people.texts import no_private_way
from handlers.ports import UnitOfWork

LONGEST_IN_GROUP: Final = 120  # domain §5


async def say_lines(message: Message, lines: Sequence[str], work: UnitOfWork) -> None:
    """Answer with *lines*: in a group only with as many as may stand there, in private, if he can be told, with all."""
    whole = "\n".join(lines)
    if message.group is None or len(whole) <= LONGEST_IN_GROUP:
        await work.outbox.add(message.reply(whole), at=message.sent_at)
        return
    fallback = no_private_way(message.station.phone)
    rest = THE_REST if message.private_way else fallback
    await work.outbox.add(message.reply(beginning(lines, rest=rest)), at=message.sent_at)
    if message.private_way:
        private = message.reply_in_private(whole, part="whole", fallback=fallback)
        await work.outbox.add(private, at=message.sent_at)


def beginning(lines: Sequence[str], *, rest: str = THE_REST) -> str:
    """Return as many of the first *lines* as a group may hear, and what *rest* says of the others."""
    said = [*lines, rest]
    while len(said) > 1 and len("\n".join(said)) > LONGEST_IN_GROUP:
        del said[-2]
    return "\n".join(said)
