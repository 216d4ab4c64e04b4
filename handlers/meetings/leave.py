"""A deputy who cannot receive asks for leave: the seat goes to the next in turn, and is never nobody's."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers.meetings import swap_texts as texts
from handlers.meetings import texts as reception_texts
from handlers.meetings.receiving_deputies import withdraw
from handlers.meetings.reception_day import Held
from handlers.meetings.roster import duties_ahead
from handlers.message import Message
from handlers.parse_date import leading_day
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.trail import note

DUTIES_SHOWN: Final = 3


class NotReceivingThatDay(Refusal):
    """The deputy does not receive on *day*; the first of *duties* are told instead."""

    def __init__(self, name: str, day: date, duties: Sequence[Held]) -> None:
        super().__init__(day)
        self.name = name
        self.day = day
        self.duties = tuple(sorted({duty.date for duty in duties}))[:DUTIES_SHOWN]


async def leave(message: Message, argument: str, work: UnitOfWork) -> None:
    """Take the speaker off the receptions of a day, ask others, and tell staff."""
    on, reason = leading_day(argument, message.sent_at.date())
    duties = await duties_ahead(message.sender, message.station, message.sent_at, work)
    those = [day for day in duties if day.date == on]
    if not those:
        name = work.roster.name(message.sender) or message.sender_name
        raise NotReceivingThatDay(name, on, duties)
    for number, day in enumerate(those):
        key = f"{message.id}/{number}"
        left = await withdraw(day, message.sender, key=key, at=message.sent_at, work=work, reason=reason)
        await note(message, about=day.kept.id, event="leave", reason=reason, work=work)
        text = texts.on_leave(left, reception_texts.cannot_come(left))
        await work.outbox.add(message.reply_in_private(text, part=f"leave/{number}"), at=message.sent_at)
