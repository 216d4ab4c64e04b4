"""What voters do with their petitions: see them, add to them, withdraw them. All of it is told in private."""

from dataclasses import replace

from handlers.conversation import Answer, Question
from handlers.message import Message, Scope
from handlers.parse import Missing, NotUnderstood
from handlers.people.rules.roster import PersonId, Station
from handlers.petitions import correcting, texts, topics
from handlers.petitions.answering import answer as say
from handlers.petitions.answering import ask
from handlers.petitions.citing import cite
from handlers.petitions.concerned import only_open
from handlers.petitions.forgetting import forget_matter
from handlers.petitions.out_of_district import is_led_elsewhere
from handlers.petitions.rules.assignment import proposed_deputy
from handlers.petitions.rules.duplicates import is_news
from handlers.petitions.rules.erasing import erased
from handlers.petitions.rules.interest import in_charge, open_to
from handlers.petitions.rules.limits import Clock, clock
from handlers.petitions.rules.petition import Action, Petition, PetitionId, State, Supplement
from handlers.petitions.rules.states import OPEN, TRANSITIONS, WrongState, advance
from handlers.petitions.station import triage, triage_texts, withdrawing
from handlers.petitions.station.interests import screened
from handlers.petitions.telling import audit_step, keep_step, tell
from handlers.petitions.voters import own
from handlers.petitions.voters.additions import Addition
from handlers.petitions.voters.pictures import with_attachments
from handlers.ports import UnitOfWork
from handlers.trail import note

PROGRESS = "progress"
SUPPLEMENT = "supplement"
WITHDRAW = "withdraw"


async def mine(message: Message, argument: None, work: UnitOfWork) -> None:
    """List the speaker's petitions, newest first."""
    petitions = await own.own(message, work)
    listed = petitions[: own.LISTED]
    cites = cite(*((one, one.summary) for one in listed))
    await work.outbox.add(message.reply_in_private(texts.mine(listed), cites=cites), at=message.sent_at)


async def progress(message: Message, argument: int | None, work: UnitOfWork) -> None:
    """Tell where a petition stands; without a tail the only open one, or else the list."""
    if argument is not None:
        petition = await own.find(message, PROGRESS, argument, "", work)
    elif (petition := await only_open(message, work)) is None:
        await mine(message, None, work)
    if petition is not None:
        await show(message, petition, "", work)


async def show(message: Message, petition: Petition, words: str, work: UnitOfWork) -> None:
    """Tell where *petition* stands and by when something happens next."""
    if petition.state is State.MERGED and petition.parent is not None:
        text = texts.progress_together(petition, await work.petitions.get(petition.parent))
    else:
        text = texts.progress(petition)
    await say(message, text, about=petition, part=PROGRESS, work=work)


async def supplement(message: Message, argument: Addition, work: UnitOfWork) -> None:
    """Add words to a petition; one to one the tail may be left out where just one is open."""
    if argument.tail is not None:
        petition = await own.find(message, SUPPLEMENT, argument.tail, argument.words, work)
    elif message.scope is Scope.GROUP or (petition := await only_open(message, work)) is None:
        raise NotUnderstood(Missing.TAIL)
    if petition is not None:
        await add(message, petition, argument.words, work)


async def add(message: Message, petition: Petition, words: str, work: UnitOfWork) -> None:
    """Add *words*, and what came along with them, to *petition*, and tell whoever has it in hand."""
    if petition.state is State.DECLINED and (message.attachments or is_news(words, petition)):
        petition = await _registered_after_all(petition, message, work)
    if petition.state not in OPEN and petition.state is not State.MERGED and not is_led_elsewhere(petition):
        raise WrongState(petition, Action.SUPPLY)
    added = await keep_supply(petition, with_attachments(petition, replace(message, text=words)), message, work)
    added = await screened(added, words, message, work)
    await work.outbox.add(message.reply(texts.supplemented(added.tail)), at=message.sent_at)
    if added.state is State.REGISTERED:
        proposed = proposed_deputy(added, message.station)
        text = triage_texts.voter_supplied(added, words, proposed)
        await triage.ask_staff(added, text, at=message.sent_at, work=work)
    else:
        await tell_station(added, texts.supplemented_for_staff(added, words), SUPPLEMENT, message, work)


async def keep_supply(before: Petition, told: Petition, message: Message, work: UnitOfWork) -> Petition:
    """Store what a voter told, and return it: a petition that waited for it waits no more."""
    if told.state is not State.NEED_INFO:
        await work.petitions.save(told)
        return told
    # Staff had their time running all along where it was the bot that asked.
    time = Clock(due=told.due) if told.due else clock(State.REGISTERED, at=message.sent_at, station=message.station)
    supplied = advance(told, Action.SUPPLY, by=message.sender, at=message.sent_at, clock=time)
    await work.petitions.save(supplied)
    await audit_step(before, supplied, work=work)
    return supplied


async def on_asked_back(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Add what the voter answered and ask staff again; a petition that has moved on meanwhile keeps its state."""
    petition = await work.petitions.get(PetitionId(question.subject))
    at = message.sent_at
    added = Supplement(at=at, by=message.sender, text=answer.words)
    supplied = replace(petition, supplements=(*petition.supplements, added))
    if petition.state is State.NEED_INFO:
        waits = clock(State.REGISTERED, at=at, station=message.station)
        supplied = advance(supplied, Action.SUPPLY, by=message.sender, at=at, clock=waits)
        await keep_step(petition, supplied, work=work)
        supplied = await screened(supplied, answer.words, message, work)
        proposed = proposed_deputy(supplied, message.station)
        text = triage_texts.voter_supplied(supplied, answer.words, proposed)
        await triage.ask_staff(supplied, text, at=at, work=work)
    else:
        await work.petitions.save(supplied)
        await screened(supplied, answer.words, message, work)
    await work.outbox.add(message.reply_in_private(triage_texts.supplied(petition.tail)), at=at)


async def _registered_after_all(petition: Petition, message: Message, work: UnitOfWork) -> Petition:
    """Register what was declined, for its voter has something new to say (domain §3.2)."""
    due = clock(State.REGISTERED, at=message.sent_at, station=message.station)
    registered = advance(petition, Action.REGISTER, by=message.sender, at=message.sent_at, clock=due)
    await keep_step(petition, registered, work=work)
    return registered


async def withdraw(message: Message, argument: int, work: UnitOfWork) -> None:
    """Ask whether a petition is really not to be handled any more (MSG-S11); who leads a suggestion writes why."""
    if await withdrawing.asked_by_lead(message, argument, work):
        return
    petition = await own.find(message, WITHDRAW, argument, "", work)
    if petition is not None:
        await confirm_withdrawal(message, petition, "", work)


async def confirm_withdrawal(message: Message, petition: Petition, words: str, work: UnitOfWork) -> None:
    """Ask back, for a withdrawal is the end. Raise `WrongState` where there is nothing to end."""
    if (petition.state, Action.WITHDRAW) not in TRANSITIONS:
        raise WrongState(petition, Action.WITHDRAW)
    text = texts.confirm_withdrawal(petition.tail)
    await ask(message, topics.WITHDRAW, text, about=petition, work=work, choices=texts.WITHDRAW_CHOICES)


async def on_withdraw(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Withdraw it, or leave it as it is."""
    petition = await work.petitions.get(PetitionId(question.subject))
    if answer.digit == texts.WITHDRAW_CHOICES[0].digit:
        await withdraw_for_good(petition, message, work)
    else:
        await say(message, texts.goes_on(petition.tail), about=petition, part=WITHDRAW, work=work)


async def on_recalled(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Withdraw what its voter took back, and erase it, or leave it as it is."""
    petition = await work.petitions.get(PetitionId(question.subject))
    if answer.digit == texts.RECALLED_CHOICES[1].digit:
        await withdraw_erased(petition, message, work)
    else:
        await say(message, texts.goes_on(petition.tail), about=petition, part=WITHDRAW, work=work)


async def withdraw_erased(petition: Petition, message: Message, work: UnitOfWork) -> None:
    """Erase all that was said about *petition*, and withdraw it unless it is too late for that."""
    await forget_matter(petition, work)
    wordless = erased(petition)
    if (petition.state, Action.WITHDRAW) in TRANSITIONS:
        await withdraw_for_good(wordless, message, work)
        return
    await work.petitions.save(wordless)
    await note(message, about=petition.id, event="erase", work=work)
    await say(message, texts.words_erased(petition.tail), about=wordless, part=WITHDRAW, work=work)


async def withdraw_for_good(petition: Petition, message: Message, work: UnitOfWork) -> None:
    """Withdraw *petition* and tell its voter and those who had it in hand."""
    time = clock(State.WITHDRAWN, at=message.sent_at, station=message.station)
    withdrawn = advance(petition, Action.WITHDRAW, by=message.sender, at=message.sent_at, clock=time)
    await keep_step(petition, withdrawn, work=work)
    await correcting.revoked(petition, message.sent_at, work)
    await work.questions.close_about(petition.id)
    await say(message, texts.withdrawn(petition.tail), about=withdrawn, part=WITHDRAW, work=work)
    await tell_station(withdrawn, texts.withdrawn_for_staff(petition.tail), WITHDRAW, message, work)


async def tell_station(petition: Petition, text: str, part: str, message: Message, work: UnitOfWork) -> None:
    """Tell the deputy who has a petition, or what it is handled with, or those in charge where nobody has it yet."""
    leading = petition
    if petition.state is State.MERGED and petition.parent is not None and not petition.is_complaint:
        leading = await work.petitions.get(petition.parent)
    for person in in_hand_of(leading, message.station):
        await tell(person, text, about=petition, part=f"{part}/{message.id}", at=message.sent_at, work=work)


def in_hand_of(petition: Petition, station: Station) -> tuple[PersonId, ...]:
    """Return who has a petition: its deputy, or whoever is in charge of it."""
    deputy = () if petition.deputy is None or petition.is_complaint else (petition.deputy,)
    return open_to(deputy, petition, station) or in_charge(petition, station)
