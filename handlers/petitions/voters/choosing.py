"""The answer to “which of them”: what a voter wanted to do goes on with the petition chosen."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from handlers.conversation import Answer, Question
from handlers.message import Message
from handlers.petitions import deadlines, pressing
from handlers.petitions.rules.petition import Petition, PetitionId
from handlers.petitions.voters import following, in_private, rating
from handlers.ports import UnitOfWork

Deed = Callable[[Message, Petition, str, UnitOfWork], Awaitable[None]]
"""What a voter does with one petition; the words that go with it come third."""

DEEDS: Final[Mapping[str, Deed]] = {
    following.PROGRESS: following.show,
    following.SUPPLEMENT: following.add,
    following.WITHDRAW: following.confirm_withdrawal,
    in_private.IN_PRIVATE: in_private.hand_to_a_person,
    rating.RATE: rating.rate_one,
    rating.REOPEN: rating.reopen_one,
    deadlines.EXPLAIN: deadlines.show,
    pressing.PRESS: pressing.press_one,
}


async def on_which(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Do what was wanted with the petition chosen."""
    deed, words = question.subject.split("/", 1)
    chosen = next(choice.label for choice in question.choices if choice.digit == answer.digit)
    await DEEDS[deed](message, await work.petitions.get(PetitionId(chosen)), words, work)
