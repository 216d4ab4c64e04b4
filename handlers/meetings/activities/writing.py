"""What was written of an activity is kept, and what was agreed handed to those who do it (MSG-L2, domain §4.10)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.dates.china_time import CHINA_TIME
from handlers.meetings.activities import texts
from handlers.meetings.activities.agreed_lines import agreed_in
from handlers.meetings.activities.agreements import hand_out
from handlers.meetings.activities.occasion import Occasion
from handlers.meetings.activities.steps import figures
from handlers.meetings.telling import tell
from handlers.message import Message, Outgoing, Priority, Recipient
from handlers.people.rules.roster import GroupKind, Role
from handlers.ports import UnitOfWork
from handlers.trail import note


async def write(
    one: Occasion,
    words: str,
    agreed: Sequence[str],
    message: Message,
    work: UnitOfWork,
    *,
    said: Sequence[str] | None = None,
) -> Occasion:
    """Keep what was written, and the lines in which something was *agreed*; hand it out and return the occasion.

    The head gets the record on paper, with the views that were *said* where people were asked for any.
    """
    at, today = message.sent_at, message.sent_at.astimezone(CHINA_TIME).date()
    kept = replace(one.kept, minutes=words, agreed=tuple(agreed_in(line, today) for line in agreed))
    one = replace(one, kept=kept)
    await work.meetings.save_activity(one.kept)
    await note(message, about=one.kept.id, event="minutes", work=work)
    await hand_out(one, at, work)
    if one.kind.told and kept.agreed:
        await _tell_deputies_group(one, at, work)
    counted = await figures(one, at, work) if one.kind.figures_of else ""
    for head in one.station.with_role(Role.HEAD):
        paper = texts.record(one, said, counted, today)
        key = f"{one.kept.id}/record/{message.id}"
        text = texts.minutes_noted(one)
        await tell(head, text, station=one.station, key=key, at=at, work=work, document=paper)
    return one


async def _tell_deputies_group(one: Occasion, at: datetime, work: UnitOfWork) -> None:
    """Tell the deputies' own group how much was agreed, and no more."""
    text = one.kind.told.format(count=len(one.kept.agreed))
    for group in one.station.groups:
        if group.kind is GroupKind.DEPUTIES:
            news = Outgoing(
                key=f"{one.kept.id}/told/{group.id}",
                to=Recipient.group(group.id),
                station=one.station.id,
                text=text,
                priority=Priority.NOTICE,
            )
            await work.outbox.add(news, at=at)
