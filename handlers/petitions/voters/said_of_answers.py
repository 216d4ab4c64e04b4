"""Ratings in plain words: of the petition whose tail is said, else of the one that is meant, else it is asked which."""

from collections.abc import Sequence

from handlers.intake.rules.recognise import Reading
from handlers.message import Message
from handlers.parse import NotUnderstood, spoken_rating
from handlers.petitions import texts
from handlers.petitions.rules.discontent import ANSWERED, meant_by, tells_discontent
from handlers.petitions.rules.petition import Petition, Rating, State
from handlers.petitions.voters import own, rating
from handlers.ports import UnitOfWork


async def rated(message: Message, work: UnitOfWork) -> bool:
    """Take a rating in so many words; return False where there is none, or nothing to rate."""
    try:
        said = spoken_rating(message.text)
    except NotUnderstood:
        return False
    known = await own.own(message, work)
    tails = {one.tail for one in known}
    for given in said:  # with a number for a tail, where it is one, else for the beginning of the reason
        if given.tail is None or given.tail in tails:
            meant = [one for one in known if one.tail == given.tail] or _answered(known, given.rating)
            return await _rate(meant, given.rating, given.words, message, work)
    return False


async def found_wanting(message: Message, reading: Reading, work: UnitOfWork) -> bool:
    """Take “it still does not work” for a bad rating; return False where nothing that was answered is meant."""
    if not tells_discontent(message.text):
        return False
    meant = meant_by(message.text, reading, await own.own(message, work))
    return await _rate(meant, Rating.UNSATISFIED, message.text.strip(), message, work)


def _answered(known: Sequence[Petition], given: Rating) -> Sequence[Petition]:
    """Return what a rating without a tail may be for; only what was not good enough is taken up once more."""
    states = ANSWERED if given is Rating.UNSATISFIED else (State.SURVEYING,)
    found = ([one for one in known if one.state is state] for state in states)
    return next(filter(None, found), [])


async def _rate(meant: Sequence[Petition], given: Rating, reason: str, message: Message, work: UnitOfWork) -> bool:
    words = f"{given} {reason}".strip()
    if len(meant) > 1:
        await own.ask_which(meant, texts.which_rated(meant), f"{rating.RATE}/{words}", message, work)
    elif meant:
        await rating.rate_one(message, meant[0], words, work)
    return bool(meant)
