"""A question to somebody about that one's own data."""

from handlers.conversation import Question
from handlers.message import Choice, Message, Recipient
from handlers.ports import UnitOfWork


async def ask_in_private(
    message: Message, topic: str, text: str, *, subject: str, choices: tuple[Choice, ...], work: UnitOfWork
) -> None:
    """Ask the speaker in private, to be answered by a digit."""
    question = Question(
        person=message.sender,
        where=Recipient.person(message.sender),
        topic=topic,
        subject=subject,
        choices=choices,
        asked_at=message.sent_at,
        text=text,
    )
    await work.questions.ask(question)
    await work.outbox.add(message.reply_in_private(text, choices=choices), at=message.sent_at)
