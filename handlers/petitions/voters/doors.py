"""What a voter says that has a door of its own: the door at once, in private (domain §3.7)."""

from dataclasses import replace

from handlers.conversation import Question
from handlers.message import Message, MessageId, Recipient
from handlers.people.rules.roster import PersonId
from handlers.petitions import redirect_texts as texts
from handlers.petitions.redirecting import REDIRECTED, led_away
from handlers.petitions.rules.erasing import kept_of
from handlers.petitions.rules.interest import in_charge
from handlers.petitions.rules.petition import Petition, Source
from handlers.petitions.rules.redirects import Redirect
from handlers.petitions.telling import tell
from handlers.petitions.voters.entering import give_number
from handlers.ports import UnitOfWork


async def show_door(
    draft: Petition, kind: Redirect, message: Message, work: UnitOfWork, *, quoted: PersonId | None = None
) -> None:
    """Tell the speaker the door in private and have staff check the sorting; an accusation is kept by nobody.

    Where the words were *quoted* from somebody, the door is for that one; the group is not told that a speaker heard of
    it whom the platform does not name.
    """
    entered = await give_number(kept_of(draft, kind), message, work)
    redirected = await led_away(entered, kind, by=None, at=message.sent_at, work=work)
    line = texts.no_private_way(message.station.phone)
    if message.group is not None:
        whose_is_unknown = draft.source is Source.QUOTE and quoted is None
        here = line if whose_is_unknown else texts.IN_GROUP
        await work.outbox.add(message.reply(here), at=message.sent_at)
    text, choices = texts.door(kind, message.station), texts.DOOR_CHOICES[kind]
    speaker = quoted or message.sender
    asked = Question(
        person=speaker,
        where=Recipient.person(speaker),
        topic=REDIRECTED,
        subject=redirected.id,
        choices=choices,
        asked_at=message.sent_at,
        text=text,
    )
    await work.questions.ask(asked)
    told = message.reply_in_private(text, part=REDIRECTED, choices=choices, fallback=line, about=redirected.id)
    if quoted is not None:
        told = replace(told, to=asked.where, answers=None)
        await work.outbox.add(message.reply_in_private(texts.QUOTED_LED_AWAY), at=message.sent_at)
    await work.outbox.add(told, at=message.sent_at)
    if kind is Redirect.ACCUSATION:
        await work.messages.forget_text(message.id)
        await work.messages.forget_text(MessageId(draft.id))  # where it was a draft first
        return
    for person in in_charge(redirected, message.station):
        check = texts.check_sorting(redirected, kind)
        await tell(person, check, about=redirected, part=kind, at=message.sent_at, work=work)
