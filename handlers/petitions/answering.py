"""Words to the voter who is speaking: answers in private, and questions that stay open."""

from handlers.conversation import Question
from handlers.message import Choice, Message, Recipient
from handlers.petitions.rules.petition import Petition
from handlers.petitions.station import handling_texts
from handlers.ports import UnitOfWork


async def answer(
    message: Message, text: str, *, about: Petition, part: str, work: UnitOfWork, choices: tuple[Choice, ...] = ()
) -> None:
    """Answer the speaker in private; where no private way is open the group hears only that there is news."""
    fallback = handling_texts.no_private_way(about.tail, message.station.phone)
    outgoing = message.reply_in_private(text, part=part, choices=choices, fallback=fallback, about=about.id)
    await work.outbox.add(outgoing, at=message.sent_at)


async def ask(
    message: Message,
    topic: str,
    text: str,
    *,
    about: Petition,
    work: UnitOfWork,
    choices: tuple[Choice, ...] = (),
    words: bool = False,
) -> None:
    """Ask the speaker something in private, to be answered by a digit or, with *words*, in plain words."""
    await work.questions.ask(
        Question(
            person=message.sender,
            where=Recipient.person(message.sender),
            topic=topic,
            subject=about.id,
            choices=choices,
            asked_at=message.sent_at,
            words=words,
            text=text,
        )
    )
    await answer(message, text, about=about, part=topic, work=work, choices=choices)
