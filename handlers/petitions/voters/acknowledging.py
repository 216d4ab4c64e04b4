"""What a group reads when one of its voters was heard: a line for each while few speak, else one for several.

Thirty like messages in ten minutes must not become thirty lines that everybody has to read. Whoever spoke has the
receipt in private at once; the group's line may wait for others to join it.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from handlers.message import Message, Priority
from handlers.people.rules.roster import GroupId
from handlers.petitions.voters import register_texts as texts
from handlers.ports import UnitOfWork

SINGLY: Final = (3, timedelta(minutes=10))  # [OWN]: of domain §10.2's worst ten minutes a tenth
TOGETHER_WITHIN: Final = timedelta(minutes=3)  # domain §10.3: the rule for a first answer, L15
FULL: Final = 20  # tails of a line: domain §5 allows 120 characters


async def acknowledge(tail: int, message: Message, group: GroupId, work: UnitOfWork) -> None:
    """Tell the group that a petition got a number, and no more than that.

    The first of some minutes have a line each; those that come then share one, which waits for them as a notice: what
    somebody asks in the group meanwhile is answered before it.
    """
    at = message.sent_at
    own = message.reply(texts.registered_in_group(tail))
    if await work.budgets.reserve({f"acknowledged/{group}": (SINGLY,)}, at=at) is None:
        await work.outbox.add(own, at=at)
        return
    line = await work.outbox.gathering(group)
    if line is None or len(line.outgoing.acknowledges) == FULL:
        waits = replace(own, acknowledges=(tail,), priority=Priority.NOTICE, not_before=at + TOGETHER_WITHIN)
        await work.outbox.add(waits, at=at)
    else:
        tails = (*line.outgoing.acknowledges, tail)
        text = texts.registered_together(tails)
        shared = replace(line.outgoing, acknowledges=tails, text=text, answers=None, about=None, mention=None)
        await work.outbox.book(replace(line, outgoing=shared))
