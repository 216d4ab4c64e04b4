"""Which of the speaker's own petitions is meant by the last digits of a number."""

from collections.abc import Sequence
from typing import Final

from handlers.conversation import Question
from handlers.message import Choice, Message, Recipient
from handlers.petitions import texts, topics
from handlers.petitions.access import NoSuchTail
from handlers.petitions.citing import cite
from handlers.petitions.rules.petition import Petition, State
from handlers.ports import UnitOfWork

LISTED: Final = 10
_SEARCHED: Final = 100


async def own(message: Message, work: UnitOfWork) -> Sequence[Petition]:
    """Return the speaker's registered petitions, newest first."""
    known = await work.petitions.of_voter(message.sender, limit=_SEARCHED)
    return [one for one in known if one.state is not State.DRAFT]


async def find(message: Message, deed: str, tail: int, words: str, work: UnitOfWork) -> Petition | None:
    """Return the speaker's petition that ends in *tail*; where several do, ask which one and return None.

    *deed* and *words* are what the answer goes on with (see `choosing`). Raise `NoSuchTail`, for somebody
    else's petition too: that there is one is nobody else's business.
    """
    petitions = await own(message, work)
    meant = [one for one in petitions if one.tail == tail]
    if len(meant) > 1:
        await ask_which(meant, texts.which(meant), f"{deed}/{words}", message, work)
        return None
    if meant:
        return meant[0]
    raise NoSuchTail(tail, [one.tail for one in petitions[:LISTED]])


async def ask_which(petitions: Sequence[Petition], text: str, subject: str, message: Message, work: UnitOfWork) -> None:
    """Ask which of the speaker's *petitions* is meant; *subject* is what is done with it, and the words for that."""
    choices = tuple(Choice(digit=digit, label=one.id) for digit, one in enumerate(petitions, start=1))
    cites = cite(*((one, one.summary) for one in petitions))
    asked = Question(
        person=message.sender,
        where=Recipient.person(message.sender),
        topic=topics.WHICH,
        subject=subject,
        choices=choices,
        asked_at=message.sent_at,
        text=text,
        cites=cites,
    )
    await work.questions.ask(asked)
    reply = message.reply_in_private(text, part=topics.WHICH, choices=choices, cites=cites)
    await work.outbox.add(reply, at=message.sent_at)
