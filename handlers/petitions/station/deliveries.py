"""What staff see of messages on their way, and what they may send again."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from handlers.message import Message, Recipient, Scope
from handlers.people.rules.roster import GroupId, PersonId
from handlers.petitions.access import theirs
from handlers.petitions.station import deliveries_texts as texts
from handlers.ports import Delivery, Entry, UnitOfWork, Withheld
from handlers.refusals import Refusal
from handlers.trail import note

LISTED: Final = 10


class NothingToRepeat(Refusal):
    """No message of that number was given up at the speaker's station."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


async def undelivered(message: Message, argument: int | None, work: UnitOfWork) -> None:
    """Show what was said about one petition, or all that the station could not get delivered."""
    if argument is None:
        given_up = await work.outbox.given_up(message.station.id, limit=LISTED)
        waiting = await work.outbox.waiting(message.station.id)
        text = texts.undelivered(_described(given_up, work), waiting=len(waiting))
    else:
        petition = await theirs(message, argument, work)
        entries = await work.outbox.about(petition.id)
        text = texts.about(petition.tail, _described(entries[-LISTED:], work))
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)


async def send_again(message: Message, argument: int, work: UnitOfWork) -> None:
    """Have a message that was given up leave once more."""
    entry = await work.outbox.get(argument)
    if entry is None or entry.state is not Delivery.GIVEN_UP or entry.outgoing.station != message.station.id:
        raise NothingToRepeat(argument)
    again = replace(
        entry,
        outgoing=replace(entry.outgoing, best_before=None),
        state=Delivery.WAITING,
        queued_at=message.sent_at,
        ready_at=message.sent_at,
        tries=0,
        error=None,
        done_at=None,
    )
    await work.outbox.book(again)
    if entry.withheld is Withheld.GONE:
        await _look_again(GroupId(entry.outgoing.to.id), work)
    about = entry.outgoing.about or entry.outgoing.key
    await note(message, about=about, event="send_again", work=work)
    await work.outbox.add(message.reply_in_private(texts.sent_again(argument)), at=message.sent_at)


async def _look_again(group: GroupId, work: UnitOfWork) -> None:
    """Have the platform say whether a group is still gone."""
    known = work.roster.groups.get(group)
    if known is not None:
        await work.groups.bind(group, known.place)


def _described(entries: Sequence[Entry], work: UnitOfWork) -> list[tuple[Entry, str]]:
    return [(entry, _whom(entry.outgoing.to, work)) for entry in entries]


def _whom(to: Recipient, work: UnitOfWork) -> str:
    """Return the public name of a group or of somebody on the roster; a voter has none."""
    if to.scope is Scope.GROUP:
        group = work.roster.groups.get(GroupId(to.id))
        return texts.A_GROUP if group is None else group.name
    return work.roster.name(PersonId(to.id)) or texts.A_VOTER
