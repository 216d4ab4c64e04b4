"""What is kept about the one who asks: the notice, a look, a correction, a copy, erasure (domain §8.1, §8.3)."""

from typing import Final

from handlers.conversation import Answer, Question
from handlers.meetings.asking.forgetting import forget_answers_of
from handlers.meetings.topic_summary import forget_views_of
from handlers.message import Message, Recipient
from handlers.people import consents, copies, texts
from handlers.people.arguments import Erase, Export, Rename, Renumber, Unclear, Wish, Withdraw
from handlers.people.asking import ask_in_private
from handlers.people.contacts import read_contact
from handlers.people.forgetting import forget_words
from handlers.people.rules.roster import PersonId
from handlers.petitions.forgetting import forget_traces, words_of
from handlers.petitions.rules.erasing import anonymous
from handlers.petitions.rules.petition import State
from handlers.petitions.voters.drafts import drop
from handlers.ports import UnitOfWork
from handlers.trail import note

ERASE_MINE: Final = "erase_mine"

# More than anybody has ever registered.
ALL: Final = 10_000


async def privacy(message: Message, argument: None, work: UnitOfWork) -> None:
    """Show the privacy notice in full (MSG-P2)."""
    await work.outbox.add(message.reply_in_private(texts.privacy(message.station)), at=message.sent_at)


async def my_data(message: Message, argument: Wish, work: UnitOfWork) -> None:
    """Show, correct, hand over or erase what is kept about the speaker, or take back what the speaker agreed to."""
    match argument:
        case Rename(name=name):
            await _rename(name, message, work)
        case Renumber(phone=phone):
            await work.voters.set_phone(message.sender, phone)
            await _corrected(texts.renumbered(phone), message, work)
        case Unclear():
            await work.outbox.add(message.reply_in_private(texts.HOW_TO_CORRECT), at=message.sent_at)
        case Export():
            await copies.export(message, work)
        case Withdraw():
            await consents.ask_which(message, work)
        case Erase():
            text, choices = texts.CONFIRM_ERASURE, texts.ERASE_CHOICES
            await ask_in_private(message, ERASE_MINE, text, subject=message.sender, choices=choices, work=work)
        case _:
            await _see(message, work)


async def _see(message: Message, work: UnitOfWork) -> None:
    voter = await work.voters.get(message.sender)
    contact = await read_contact(
        message.sender, reader=message.sender, station=message.station.id, why="own", at=message.sent_at, work=work
    )
    count = len(await work.petitions.of_voter(message.sender, limit=ALL))
    text = texts.my_data(voter, contact, count)
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)


async def _rename(name: str, message: Message, work: UnitOfWork) -> None:
    """Keep another name, save for those whom the roster names."""
    if work.roster.knows(message.sender):
        await work.outbox.add(message.reply_in_private(texts.NAMED_BY_ROSTER), at=message.sent_at)
        return
    await work.voters.set_name(message.sender, name)
    await _corrected(texts.renamed(name), message, work)


async def _corrected(text: str, message: Message, work: UnitOfWork) -> None:
    await note(message, about=message.sender, event="correct", work=work)
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)


async def on_erase_mine(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Erase all that is kept about the speaker; the petitions stay, nobody's, for the figures."""
    if answer.digit != 1:
        await work.outbox.add(message.reply_in_private(texts.NOT_ERASED), at=message.sent_at)
        return
    await erase(message.sender, message, work)
    await work.messages.forget_text(message.id)
    await work.outbox.add(message.reply_in_private(texts.ERASED), at=message.sent_at)


async def erase(person: PersonId, message: Message, work: UnitOfWork) -> None:
    """Erase contact, raw texts, views and photos of *person*, as *message* asked for."""
    contact = await read_contact(
        person, reader=None, station=message.station.id, why="erase", at=message.sent_at, work=work
    )
    quoted: set[str] = set()
    for petition in await work.petitions.of_voter(person, limit=ALL):
        if petition.state is State.DRAFT:
            await drop(petition, by=person, at=message.sent_at, work=work)
            continue
        quoted |= await words_of(petition, work)
        await forget_traces(petition, work)
        await work.petitions.save(anonymous(petition, instead=texts.ANONYMISED, name=contact.name))
    await work.outbox.forget_about(person)
    await forget_views_of(person, message.sent_at, work)
    await forget_answers_of(person, work)
    await forget_words(person, quoted=quoted, work=work)
    await _close_questions(person, work)
    await work.voters.erase(person)
    await note(message, about=person, event="erase", work=work)


async def _close_questions(person: PersonId, work: UnitOfWork) -> None:
    """Forget what *person* was asked, wherever that was: some of it was in the person's own words."""
    for where in (Recipient.person(person), *map(Recipient.group, work.roster.groups)):
        for question in await work.questions.open(person, where):
            await work.questions.close(question)
