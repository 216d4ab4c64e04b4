"""A group that belongs to no station: whoever speaks there is told so there, and staff learn of it."""

from bot import texts
from bot.telling_staff import tell_staff
from handlers.dates.china_time import day_of
from handlers.message import Heard, Message, Outgoing, Priority, Recipient, Scope
from handlers.people.rules.roster import GroupId
from handlers.ports import UnitOfWork


async def tell_of_strange_group(heard: Heard, message: Message, work: UnitOfWork) -> None:
    """Say, once a day, that only private talk is answered; what was said has been handled as if it were such."""
    if heard.scope is not Scope.GROUP or work.roster.group_at(heard.place) is not None:
        return
    place, at = heard.place, message.sent_at
    key = f"strange/{place.platform}/{place.account}/{place.chat}/{day_of(at)}"
    if not await work.occurrences.claim(key, at=at):
        return
    line = Outgoing(
        key=key,
        to=Recipient.group(GroupId(place.chat)),  # none of the roster's: it goes where the message was heard
        station=message.station.id,
        text=texts.strange_group(message.station.phone),
        priority=Priority.ANSWER,
        answers=heard.id,
    )
    await work.outbox.add(line, at=at)
    await tell_staff(texts.STRANGE_GROUP, key=f"{key}/staff", station=message.station, at=at, work=work)
