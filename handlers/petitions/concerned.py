"""A petition found for whoever it concerns: its voter, or somebody who works on it."""

from handlers.message import Message
from handlers.people.rules.roster import Role
from handlers.petitions.access import theirs
from handlers.petitions.rules.petition import Petition
from handlers.petitions.rules.states import OPEN
from handlers.petitions.voters import own
from handlers.ports import UnitOfWork


async def concerned(message: Message, deed: str, tail: int, words: str, work: UnitOfWork) -> Petition | None:
    """Return the petition with that tail: the speaker's own, or else one the speaker works on.

    Where several of a voter's own end in it, ask which one and return None; *deed* and *words* are what the answer
    goes on with (see `choosing`). Raise `NoSuchTail`.
    """
    works_here = message.roles - {Role.VOTER}
    if works_here and not any(one.tail == tail for one in await own.own(message, work)):
        return await theirs(message, tail, work)
    return await own.find(message, deed, tail, words, work)


async def only_open(message: Message, work: UnitOfWork) -> Petition | None:
    """Return the speaker's own petition that is open, if it is the only one."""
    still_open = [one for one in await own.own(message, work) if one.state in OPEN]
    return still_open[0] if len(still_open) == 1 else None
