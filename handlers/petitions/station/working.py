"""What a handling unit says of its work while it is under way. Staff type for a unit without an account."""

from typing import Final

from handlers.message import Message
from handlers.petitions.access import theirs
from handlers.petitions.rules.limits import Clock
from handlers.petitions.rules.petition import Action, Petition, State
from handlers.petitions.rules.states import advance
from handlers.petitions.station import handling_texts as texts
from handlers.petitions.station import slip_texts
from handlers.petitions.station.arguments import Progress
from handlers.petitions.telling import keep_step, tell_voter
from handlers.ports import UnitOfWork

# What brings a petition to where its unit works on it.
_TO_WORK: Final = {
    State.DISPATCHED: Action.ACCEPT,
    State.EXTENDED: Action.RESUME,
    State.REOPENED: Action.RESUME,
}

AT_WORK: Final = frozenset({*_TO_WORK, State.IN_PROGRESS})
"""Where a unit has a petition in hand, whether or not it has said so."""


async def progress(message: Message, argument: Progress, work: UnitOfWork) -> None:
    """Tell the voter how the work goes."""
    petition = await theirs(message, argument.tail, work)
    petition = await at_work(petition, petition, message, work)
    at = message.sent_at
    reported = advance(
        petition, Action.PROGRESS, by=message.sender, at=at, reason=argument.words, clock=carried_on(petition)
    )
    await keep_step(petition, reported, work=work)
    told = texts.in_progress(petition.tail, texts.unit_of(petition), argument.words)
    await tell_voter(reported, told, part=Action.PROGRESS, at=at, work=work)
    await confirm(slip_texts.progress_noted(petition.tail), petition, message, work)


async def at_work(before: Petition, petition: Petition, message: Message, work: UnitOfWork) -> Petition:
    """Return *petition* where its unit works on it, having taken the step that leads there if one was left out.

    *before* is the petition as it is stored.
    """
    action = _TO_WORK.get(petition.state)
    if action is None:
        return petition
    begun = advance(petition, action, by=message.sender, at=message.sent_at, clock=carried_on(petition))
    await keep_step(before, begun, work=work)
    return begun


def carried_on(petition: Petition) -> Clock:
    """Return the clock of a limit that goes on running into the next state."""
    return Clock(due=petition.due, term=petition.term)


async def confirm(text: str, petition: Petition, message: Message, work: UnitOfWork) -> None:
    """Tell the speaker that it was noted, and whether the voter knows."""
    await work.outbox.add(message.reply_in_private(texts.and_the_voter(text, petition)), at=message.sent_at)
