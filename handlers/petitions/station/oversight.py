"""What station and head see to: what is overdue, what has to be talked over, which emergency is over."""

from typing import Final

from handlers.message import Message
from handlers.parse import TailAndWords
from handlers.petitions.access import theirs
from handlers.petitions.citing import cite
from handlers.petitions.rules.acting import Turn, turn
from handlers.petitions.rules.interest import in_charge, may_learn, open_to
from handlers.petitions.rules.limits import clock
from handlers.petitions.rules.petition import Action, State
from handlers.petitions.rules.showing import shown
from handlers.petitions.rules.states import WrongState, advance
from handlers.petitions.station import handling_texts as texts
from handlers.petitions.station import slip_texts
from handlers.petitions.taking_private import take_private
from handlers.petitions.telling import keep_step, tell, tell_voter
from handlers.petitions.topics import DISSATISFIED
from handlers.ports import UnitOfWork

LISTED: Final = 10


async def overdue(message: Message, argument: None, work: UnitOfWork) -> None:
    """Show what is past its limit, longest overdue first."""
    station = message.station
    petitions = await work.petitions.due_before(station.id, message.sent_at, limit=LISTED)
    count = await work.petitions.count_due_before(station.id, message.sent_at)
    listed = [one for one in petitions if may_learn(one, message.sender, station)]
    text = texts.overdue(listed, count, message.sent_at)
    cites = cite(*((one, shown(one)) for one in listed))
    await work.outbox.add(message.reply_in_private(text, cites=cites), at=message.sent_at)


async def confer(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Call deputy and unit together at the time named; where that was done before, invite them to another time.

    Raise `WrongState` where the voter still has the answer to rate.
    """
    petition = await theirs(message, argument.tail, work)
    if petition.state is State.SURVEYING and turn(petition) is Turn.VOTER:
        raise WrongState(petition, Action.CONFER)
    at, station = message.sent_at, message.station
    if petition.state is State.CONFERRED:
        conferred = petition
    else:
        due = clock(State.CONFERRED, at=at, station=station)
        conferred = advance(petition, Action.CONFER, by=message.sender, at=at, reason=argument.words, clock=due)
        await keep_step(petition, conferred, work=work)
        # What follows from the voter's reason would no longer be true.
        await work.questions.close_about(petition.id, topics={DISSATISFIED})
        await tell_voter(conferred, texts.conferring(conferred), part=Action.CONFER, at=at, work=work)
    invitation = texts.confer_invitation(petition.tail, argument.words, texts.unit_of(petition))
    deputy = () if petition.deputy is None else (petition.deputy,)
    for person in open_to((*deputy, *in_charge(petition, station)), petition, station):
        if person != message.sender:
            part = f"{Action.CONFER}/{message.id}"
            await tell(person, invitation, about=conferred, part=part, at=at, work=work)
    await work.outbox.add(message.reply_in_private(slip_texts.conferring_noted(conferred)), at=at)


async def close_emergency(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Note that people have seen to a danger; what is left of the matter is settled in private."""
    petition = await theirs(message, argument.tail, work)
    if petition.state is not State.EMERGENCY:
        raise WrongState(petition, Action.TAKE_PRIVATE)
    await take_private(petition, by=message.sender, at=message.sent_at, reason=argument.words, work=work)
    await work.outbox.add(message.reply_in_private(texts.emergency_closed(petition.tail)), at=message.sent_at)
