"""Words to the voter who is speaking: answers in private, and questions that stay open."""

from handlers.conversation import Question
from handlers.message import Choice, Message, Recipient
from handlers.petitions.rules.petition import Petition
from handlers.ports import UnitOfWork


async def answer(
    message: Message, text: str, *, about: Petition, part: str, work: UnitOfWork, choices: tuple[Choice, ...] = ()
) -> None:
    """Answer the speaker in private."""
    outgoing = message.reply_in_private(text, part=part, choices=choices, about=about.id)
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
