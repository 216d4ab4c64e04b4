"""What a voter says that has a door of its own: the door at once, in private (domain §3.7)."""

from handlers.conversation import Question
from handlers.message import Message, MessageId, Recipient
from handlers.petitions import redirect_texts as texts
from handlers.petitions.redirecting import REDIRECTED, led_away
from handlers.petitions.rules.erasing import kept_of
from handlers.petitions.rules.interest import in_charge
from handlers.petitions.rules.petition import Petition
from handlers.petitions.rules.redirects import Redirect
from handlers.petitions.telling import tell
from handlers.petitions.voters.entering import give_number
from handlers.ports import UnitOfWork


async def show_door(draft: Petition, kind: Redirect, message: Message, work: UnitOfWork) -> None:
    """Tell the speaker the door in private and have staff check the sorting; an accusation is kept by nobody."""
    entered = await give_number(kept_of(draft, kind), message, work)
    redirected = await led_away(entered, kind, by=None, at=message.sent_at, work=work)
    if message.group is not None:
        await work.outbox.add(message.reply(texts.IN_GROUP), at=message.sent_at)
    text, choices = texts.door(kind, message.station), texts.DOOR_CHOICES[kind]
    asked = Question(
        person=message.sender,
        where=Recipient.person(message.sender),
        topic=REDIRECTED,
        subject=redirected.id,
        choices=choices,
        asked_at=message.sent_at,
        text=text,
    )
    await work.questions.ask(asked)
    line = texts.no_private_way(message.station.phone)
    told = message.reply_in_private(text, part=REDIRECTED, choices=choices, fallback=line, about=redirected.id)
    await work.outbox.add(told, at=message.sent_at)
    if kind is Redirect.ACCUSATION:
        await work.messages.forget_text(message.id)
        await work.messages.forget_text(MessageId(draft.id))  # where it was a draft first
        return
    for person in in_charge(redirected, message.station):
        check = texts.check_sorting(redirected, kind)
        await tell(person, check, about=redirected, part=kind, at=message.sent_at, work=work)
