"""Abuse and advertising in what voters say: a calm line, then a person; the bot bans nobody (domain §3.6)."""

from handlers.intake import manners_texts as texts
from handlers.intake.rules.manners import abuses
from handlers.message import Message, Outgoing, Priority, Recipient
from handlers.people.on_duty import on_duty
from handlers.people.rules.roster import PersonId
from handlers.ports import UnitOfWork


async def calm(message: Message, work: UnitOfWork, *, recorded: bool) -> bool:
    """Answer abuse calmly the first time and call staff from the second on; return whether there was a calm line.

    *recorded* says that the matter in it has been taken up.
    """
    if not abuses(message.text):
        return False
    first = await work.occurrences.claim(f"abuse/{message.sender}", at=message.sent_at)
    if first:
        text = texts.CALM if recorded else texts.CALM_FIRST
        await work.outbox.add(message.reply_in_private(text, part="manners"), at=message.sent_at)
        return True
    for person in on_duty(message.station):
        await _tell(person, texts.abusive_again(_group_name(message, work)), message, work)
    return False


async def turn_down_advertising(message: Message, work: UnitOfWork) -> None:
    """Ask for an advertisement to be taken back, and tell those who look after the group."""
    await work.outbox.add(message.reply_in_private(texts.NO_ADVERTISING, part="manners"), at=message.sent_at)
    if message.group is None:
        return
    owner = work.roster.groups[message.group].deputy
    owners = () if owner is None else (owner,)
    for person in dict.fromkeys((*owners, *on_duty(message.station))):
        await _tell(person, texts.advertised(_group_name(message, work) or ""), message, work)


def _group_name(message: Message, work: UnitOfWork) -> str | None:
    return None if message.group is None else work.roster.groups[message.group].name


async def _tell(person: PersonId, text: str, message: Message, work: UnitOfWork) -> None:
    told = Outgoing(
        key=f"{message.id}/manners/{person}",
        to=Recipient.person(person),
        station=message.station.id,
        text=text,
        priority=Priority.NOTICE,
        about=message.sender,
    )
    await work.outbox.add(told, at=message.sent_at)
