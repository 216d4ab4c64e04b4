"""Abuse and advertising in what voters say: a calm line, then a person; the bot bans nobody (domain §3.6)."""

from handlers.dates.china_time import CHINA_TIME
from handlers.intake import manners_texts as texts
from handlers.intake.rules.manners import abuses
from handlers.message import Message, Outgoing, Priority, Recipient
from handlers.people.on_duty import on_duty
from handlers.people.rules.roster import Group, PersonId
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
    group = None if message.group is None else work.roster.groups[message.group].name
    for person in on_duty(message.station):
        await _tell(person, texts.abusive_again(group), message, work)
    return False


async def turn_down_advertising(message: Message, group: Group, work: UnitOfWork) -> None:
    """Ask for an advertisement in *group* to be taken back, and tell the group's deputy, or the staff on duty.

    Within an hour of the clock each advertiser is asked once, and those who look after the group hear of it once.
    """
    hour = f"{message.sent_at.astimezone(CHINA_TIME):%Y-%m-%dT%H}"
    if await work.occurrences.claim(f"advertising/{message.sender}/{hour}", at=message.sent_at):
        await work.outbox.add(message.reply_in_private(texts.NO_ADVERTISING, part="manners"), at=message.sent_at)
    if await work.occurrences.claim(f"advertising/{group.id}/{hour}", at=message.sent_at):
        for person in on_duty(message.station) if group.deputy is None else (group.deputy,):
            await _tell(person, texts.advertised(group.name), message, work)


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
