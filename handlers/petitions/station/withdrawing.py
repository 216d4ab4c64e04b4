"""A suggestion is withdrawn by its lead deputy, in writing: with a reason, and a paper to sign (P3 12, P4 9)."""

from dataclasses import replace

from handlers.conversation import Answer, Question
from handlers.message import Message
from handlers.people.rules.roster import PersonId, Role
from handlers.petitions.access import led_by
from handlers.petitions.acting import accounts_of
from handlers.petitions.rules.interest import in_charge
from handlers.petitions.rules.limits import clock
from handlers.petitions.rules.petition import Action, Petition, PetitionId, Sharing, State
from handlers.petitions.rules.sensitive import sharing_of
from handlers.petitions.rules.states import WITH_OTHERS, WrongState, advance
from handlers.petitions.station import withdrawal_texts as texts
from handlers.petitions.telling import ask, keep_step, tell, tell_voter
from handlers.petitions.texts import goes_on
from handlers.petitions.topics import WITHDRAW_IN_WRITING
from handlers.ports import UnitOfWork


async def asked_by_lead(message: Message, tail: int, work: UnitOfWork) -> bool:
    """Ask for the reason in writing; return False where the speaker leads no suggestion of that tail.

    Raise `WrongState` where it was not submitted yet, or is over.
    """
    led = await led_by(message, tail, work)
    if led is None:
        return False
    if led.state not in WITH_OTHERS:
        raise WrongState(led, Action.WITHDRAW)
    await _ask(led, texts.why(tail, message.station.congress), message, work)
    return True


async def _ask(led: Petition, text: str, message: Message, work: UnitOfWork) -> None:
    topic, choices, at = WITHDRAW_IN_WRITING, texts.KEEP_CHOICES, message.sent_at
    part = f"{topic}/{message.id}"
    await ask(message.sender, text, about=led, topic=topic, part=part, choices=choices, words=True, at=at, work=work)


async def on_reason(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Withdraw the suggestion for the reason written, and hand out the paper; or let it go on."""
    petition = await work.petitions.get(PetitionId(question.subject))
    if answer.digit is not None:
        await work.outbox.add(message.reply_in_private(goes_on(petition.tail)), at=message.sent_at)
        return
    if sharing_of(answer.words) is not Sharing.ORDINARY:  # voter, office and paper would all have it (PIPL 28, 29)
        await _ask(petition, texts.without_private_matters(petition.tail), message, work)
        return
    await _withdraw(petition, answer.words, message, work)


async def _withdraw(petition: Petition, reason: str, message: Message, work: UnitOfWork) -> None:
    at, station = message.sent_at, message.station
    time = clock(State.WITHDRAWN, at=at, station=station)
    withdrawn = advance(petition, Action.WITHDRAW, by=message.sender, at=at, reason=reason, clock=time)
    await keep_step(petition, withdrawn, work=work)
    await work.questions.close_about(petition.id)
    lead = station.deputy(message.sender)
    surname = message.sender_name if lead is None else lead.surname
    told = texts.withdrawn_for_voter(petition, surname, reason, station.phone)
    await tell_voter(withdrawn, told, part=Action.WITHDRAW, at=at, work=work)
    signed_along = [] if petition.form is None else [one.person for one in petition.form.co_signers if one.agreed]
    names = [work.roster.name(one) or "" for one in signed_along]
    paper = texts.paper(petition, message.sender_name, reason, names, station.congress, at)
    answered = message.reply_in_private(texts.withdrawn(petition.tail), about=petition.id)
    await work.outbox.add(replace(answered, document=paper), at=at)
    text = texts.withdrawn_for_station(petition.tail, message.sender_name, reason)
    offices = (*station.with_role(Role.PRESIDIUM), *in_charge(withdrawn, station))
    concerned: tuple[PersonId, ...] = (*offices, *accounts_of(petition.unit, station), *signed_along)
    for person in dict.fromkeys(concerned):
        document = paper if person in offices else None
        await tell(person, text, about=withdrawn, part=Action.WITHDRAW, at=at, work=work, document=document)
