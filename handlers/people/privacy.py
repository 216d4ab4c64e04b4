"""What is kept about the one who asks: the notice, a look at it, and its erasure at once (domain §8.1, §8.3)."""

from dataclasses import replace
from typing import Final

from handlers.conversation import Answer, Question
from handlers.message import Message, Recipient
from handlers.people import texts
from handlers.people.forgetting import forget_words
from handlers.people.rules.masking import Filter, mask
from handlers.people.rules.voters import Contact
from handlers.people.words import ERASE
from handlers.petitions.rules.petition import Petition, State
from handlers.petitions.voters.drafts import drop
from handlers.ports import UnitOfWork
from handlers.trail import note

ERASE_MINE: Final = "erase_mine"

# More than anybody has ever registered.
ALL: Final = 10_000


async def privacy(message: Message, argument: None, work: UnitOfWork) -> None:
    """Show the privacy notice in full (MSG-P2)."""
    await work.outbox.add(message.reply_in_private(texts.privacy(message.station)), at=message.sent_at)


async def my_data(message: Message, argument: str, work: UnitOfWork) -> None:
    """Show what is kept about the speaker; with the word for it, ask whether all of it is to be erased."""
    if argument not in ERASE:
        voter = await work.voters.get(message.sender)
        contact = await work.voters.contact(message.sender)
        count = len(await work.petitions.of_voter(message.sender, limit=ALL))
        await note(message, about=message.sender, event="see_own_data", work=work)
        text = texts.my_data(voter, contact, count)
        await work.outbox.add(message.reply_in_private(text), at=message.sent_at)
        return
    question = Question(
        person=message.sender,
        where=Recipient.person(message.sender),
        topic=ERASE_MINE,
        subject=message.sender,
        choices=texts.ERASE_CHOICES,
        asked_at=message.sent_at,
        text=texts.CONFIRM_ERASURE,
    )
    await work.questions.ask(question)
    answer = message.reply_in_private(texts.CONFIRM_ERASURE, choices=texts.ERASE_CHOICES)
    await work.outbox.add(answer, at=message.sent_at)


async def on_erase_mine(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Erase contact, raw texts and photos of the speaker; the petitions stay, nobody's, for the figures."""
    if answer.digit != 1:
        await work.outbox.add(message.reply_in_private(texts.NOT_ERASED), at=message.sent_at)
        return
    contact = await work.voters.contact(message.sender)
    for petition in await work.petitions.of_voter(message.sender, limit=ALL):
        if petition.state is State.DRAFT:
            await drop(petition, by=message.sender, at=message.sent_at, work=work)
            continue
        await work.petitions.save(_anonymised(petition, contact))
        await work.questions.close_about(petition.id)
        await work.outbox.forget_about(petition.id)
    for still_open in await work.questions.open(message.sender, question.where):
        await work.questions.close(still_open)
    await work.outbox.forget_about(message.sender)
    await forget_words(message.sender, work=work)
    await work.voters.erase(message.sender)
    await note(message, about=message.sender, event="erase", work=work)
    await work.outbox.add(message.reply_in_private(texts.ERASED), at=message.sent_at)


def _anonymised(petition: Petition, contact: Contact) -> Petition:
    """Return *petition* without its voter and the voter's own words; what the matter was stays, for the figures."""
    hide = Filter(names=() if contact.name is None else (contact.name,), allowed=())
    return replace(
        petition,
        voter=None,
        named=False,
        text=texts.ANONYMISED,
        summary=mask(petition.summary, hide.findings(petition.summary)),
        attachments=(),
        supplements=tuple(one for one in petition.supplements if one.by != petition.voter),
        history=tuple(replace(step, reason="") if step.by == petition.voter else step for step in petition.history),
    )
