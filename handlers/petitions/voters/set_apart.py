"""What the bot must not handle by itself: it has another door, or is for a person in private (domain §3.7, §8.7)."""

from handlers.intake.rules.delicate import Delicate, delicate
from handlers.intake.rules.recognise import Reading
from handlers.intake.rules.redirect_signs import redirect_of, shown_by_words
from handlers.message import Message, MessageId
from handlers.people import directory
from handlers.people.rules.roster import PersonId, Role, Station
from handlers.petitions import answering
from handlers.petitions.rules.erasing import erased
from handlers.petitions.rules.gathering import beside_accusation
from handlers.petitions.rules.interest import in_charge, open_to
from handlers.petitions.rules.petition import Petition
from handlers.petitions.rules.redirects import Redirect
from handlers.petitions.taking_private import take_private
from handlers.petitions.telling import tell
from handlers.petitions.voters import private_texts as texts
from handlers.petitions.voters.doors import show_door
from handlers.petitions.voters.entering import give_number
from handlers.petitions.voters.register_texts import SAY_IT_ALONE
from handlers.ports import UnitOfWork


async def set_apart(draft: Petition, reading: Reading, message: Message, work: UnitOfWork) -> bool:
    """Tell the door that *draft* has, or call a person; return False where it is the station's own matter.

    What says outright that it is an accusation has its door whatever else it is, for its words must not be kept. Of all
    else a template never comes before a person where a person is due.
    """
    door, reason = redirect_of(draft.text, reading), delicate(draft.text)
    if door is not None and (reason is None or shown_by_words(draft.text) is Redirect.ACCUSATION):
        await show_door(draft, door, message, work)
        if door is Redirect.ACCUSATION and any(beside_accusation(draft.text, work.model)):
            await work.outbox.add(message.reply_in_private(SAY_IT_ALONE, part="alone"), at=message.sent_at)
    elif reason is not None:
        await call_a_person(draft, reason, message, work)
    else:
        return False
    return True


async def call_a_person(draft: Petition, reason: Delicate, message: Message, work: UnitOfWork) -> None:
    """Promise the speaker a person, and tell those who have to call; a group hears no more than that."""
    minor = reason is Delicate.MINOR
    registered = await give_number(erased(draft) if minor else draft, message, work)
    private = await take_private(registered, by=None, at=message.sent_at, reason=reason, work=work)
    who, known = await directory.who_asks(message, work)
    when = directory.called(message.sent_at, message.station)
    group = None if message.group is None else work.roster.groups[message.group].name
    for person in readers(private, message.station):
        text = texts.for_a_person(private, reason, who, group, when)
        await tell(person, text, about=private, part=reason, at=message.sent_at, work=work)
    if message.group is not None:
        await work.outbox.add(message.reply(texts.IN_GROUP), at=message.sent_at)
    if minor:  # nothing of a child is kept before a guardian agrees (PIPL 31)
        await work.messages.forget_text(message.id)
        await work.messages.forget_text(MessageId(draft.id))
    promise = directory.promise(message, known=known)
    await answering.answer(message, promise, about=private, part="person", work=work)


def readers(petition: Petition, station: Station) -> tuple[PersonId, ...]:
    """Return who is in charge and the head, without those the words speak of; where nobody is left, an office up."""
    named = {one.person for one in station.staff if one.name in petition.text}
    near = (*in_charge(petition, station), *station.with_role(Role.HEAD))
    for people in (near, station.with_role(Role.PRESIDIUM), station.with_role(Role.COUNTY)):
        if free := tuple(one for one in open_to(people, petition, station) if one not in named):
            return free
    return in_charge(petition, station)
