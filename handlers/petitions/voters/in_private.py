"""A voter wants to go on in private: with the bot, or about one petition with a person (domain §3.2)."""

from typing import Final

from handlers.message import Message
from handlers.people import directory
from handlers.petitions import answering
from handlers.petitions.rules.petition import Action, Petition
from handlers.petitions.rules.states import TRANSITIONS, WITH_OTHERS
from handlers.petitions.taking_private import take_private
from handlers.petitions.telling import tell
from handlers.petitions.voters import own
from handlers.petitions.voters import private_texts as texts
from handlers.petitions.voters.set_apart import readers
from handlers.ports import UnitOfWork

IN_PRIVATE: Final = "in_private"


async def in_private(message: Message, argument: int | None, work: UnitOfWork) -> None:
    """Go on with the speaker alone; a petition that is named goes to a person."""
    if argument is None:
        await directory.in_private(message, None, work)
    elif (petition := await own.find(message, IN_PRIVATE, argument, "", work)) is not None:
        await hand_to_a_person(message, petition, "", work)


async def hand_to_a_person(message: Message, petition: Petition, words: str, work: UnitOfWork) -> None:
    """Have a person settle *petition* with its voter, or only call where others go on with it, or it is over."""
    if petition.state in WITH_OTHERS or (petition.state, Action.TAKE_PRIVATE) not in TRANSITIONS:
        await directory.person(message, "", work)
        return
    at = message.sent_at
    private = await take_private(petition, by=message.sender, at=at, work=work)
    who, known = await directory.who_asks(message, work)
    text = texts.wants_it_private(private, who, directory.called(at, message.station))
    for person in readers(private, message.station):
        await tell(person, text, about=private, part=IN_PRIVATE, at=at, work=work)
    promise = directory.promise(message, known=known)
    await answering.answer(message, promise, about=private, part=IN_PRIVATE, work=work)
