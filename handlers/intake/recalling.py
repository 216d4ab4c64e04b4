"""What becomes of words that were taken back (domain §6.1 point 9)."""

from dataclasses import replace
from datetime import datetime

from handlers.message import Message
from handlers.petitions import answering, texts, topics
from handlers.petitions.rules.duplicates import said_before
from handlers.petitions.rules.petition import Action, PetitionId, State
from handlers.petitions.rules.states import TRANSITIONS
from handlers.petitions.voters import drafts
from handlers.ports import UnitOfWork


async def recall(message: Message, at: datetime, work: UnitOfWork) -> None:
    """Erase what was not confirmed yet; ask in private whether what was registered from it still stands."""
    await work.messages.forget_text(message.id)
    known = await work.petitions.of_voter(message.sender)
    confirmed = said_before(message.text, at, known)  # later than it was said, if it was a draft first
    for petition in known:
        if petition.state is State.DRAFT and petition.id == PetitionId(message.id):
            await drafts.drop(petition, by=message.sender, at=at, work=work)
        elif petition.registered_at != message.sent_at and petition != confirmed:
            continue
        elif (petition.state, Action.WITHDRAW) in TRANSITIONS:
            await answering.ask(
                replace(message, sent_at=at),
                topics.RECALLED,
                texts.ask_recalled(petition),
                about=petition,
                work=work,
                choices=texts.RECALLED_CHOICES,
            )
