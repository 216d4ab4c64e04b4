"""A petition becomes a deputies' suggestion: lifted, drafted, co-signed, signed (domain §3.1, §3.6, §4.1)."""

from dataclasses import replace
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.periods import WorkingDays
from handlers.message import Message
from handlers.people.rules.roster import Deputy, PersonId, Role, Station
from handlers.petitions.access import NoSuchTail, OwnMatter, check_interest, check_shared, theirs
from handlers.petitions.rules.interest import in_charge, open_to
from handlers.petitions.rules.limits import clock, running
from handlers.petitions.rules.petition import Action, Conflict, Petition, PetitionId, State, Track
from handlers.petitions.rules.states import WrongState, advance
from handlers.petitions.rules.suggestion_form import SuggestionForm, answered, changed, signed, with_co_signers
from handlers.petitions.station import handling_texts, papers, presidium, slip_texts, triage, triage_texts
from handlers.petitions.station import suggestion_texts as texts
from handlers.petitions.station.arguments import Lifted
from handlers.petitions.station.deputies import NotADeputyHere
from handlers.petitions.station.interests import cut_off
from handlers.petitions.telling import ask, keep_step, tell, tell_voter
from handlers.petitions.topics import CO_SIGN, OWN_MATTER
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.trail import note

# A form may be drafted as long as it is not with the presidium.
UNSIGNED: Final = frozenset({State.TRIAGED, State.RETURNED_TO_DEPUTY})


class NoLeadDeputy(Refusal):
    """Staff want a suggestion made of what no deputy has yet."""

    def __init__(self, tail: int) -> None:
        super().__init__(tail)
        self.tail = tail


# --- lifting and drafting ---


async def lift(message: Message, argument: Lifted, work: UnitOfWork) -> None:
    """Draft the form of a suggestion, or change it; nothing is submitted before it is signed.

    Its lead deputy is asked first whether it is his own matter or his kin's, which no suggestion may be.
    """
    petition = await theirs(message, argument.tail, work)
    if petition.state not in UNSIGNED:
        raise WrongState(petition, Action.SUBMIT)
    lead = message.station.deputy(message.sender) or message.station.deputy(petition.deputy)
    if lead is None:
        raise NoLeadDeputy(petition.tail)
    check_shared(petition)
    check_interest(petition, lead)
    if petition.voter == lead.person:
        raise OwnMatter(petition.tail, lead.name)
    before = petition.form or SuggestionForm(title=petition.summary, facts=petition.text)
    named = _named(argument.changes.co_signers, lead, message.station)
    drafted = replace(petition, form=with_co_signers(changed(before, argument.changes), named))
    await work.petitions.save(drafted)
    if petition.track is Track.SUGGESTION:
        await _show(drafted, lead, message, work)
        return
    text = texts.is_it_your_own(drafted, lead.surname)
    part = f"{OWN_MATTER}/{message.id}"
    choices = texts.OWN_MATTER_CHOICES
    at = message.sent_at
    await ask(lead.person, text, about=drafted, topic=OWN_MATTER, part=part, choices=choices, at=at, work=work)
    if message.sender != lead.person:
        await work.outbox.add(message.reply_in_private(texts.lead_asked(petition.tail, lead.surname)), at=at)


async def on_own_matter(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Put the petition on the suggestion track and show its form, or take the deputy off it."""
    petition = await work.petitions.get(PetitionId(question.subject))
    lead = _speaking(message)
    if answer.digit != texts.OWN_MATTER_CHOICES[0].digit:
        await _step_aside(petition, lead, message, work)
        return
    lifted = replace(petition, track=Track.SUGGESTION)
    await work.petitions.save(lifted)
    await note(message, about=petition.id, event="lift", before=petition.track, after=lifted.track, work=work)
    await _show(lifted, lead, message, work)


async def _step_aside(petition: Petition, lead: Deputy, message: Message, work: UnitOfWork) -> None:
    """Keep the petition from a deputy whose own it is, and have staff find another."""
    at = message.sent_at
    action = Action.PASS_ON if petition.state is State.TRIAGED else Action.TRIAGE
    due = running(WorkingDays(message.station.limits.triage), at=at, station=message.station)
    before = petition.conflict or Conflict(persons=(), complaint=False)
    aside = replace(
        advance(petition, action, by=message.sender, at=at, reason=texts.stepped_aside_reason(lead.surname), clock=due),
        deputy=None,
        accepted_by_deputy=False,
        track=Track.SERVICE,
        form=None,
        conflict=replace(before, persons=(*before.persons, lead.person)),
    )
    await keep_step(petition, aside, work=work)
    aside = await cut_off(aside, at=at, work=work)
    await note(message, about=petition.id, event="keep_from", after=lead.person, work=work)
    await triage.ask_staff(aside, triage_texts.needs_another(aside, [lead.name]), at=at, work=work)
    await work.outbox.add(message.reply_in_private(texts.stepped_aside(petition.tail)), at=at)


async def _show(petition: Petition, lead: Deputy, message: Message, work: UnitOfWork) -> None:
    """Show the form to its lead deputy and to whoever changed it, and ask co-signers who have not answered it."""
    form = petition.form
    if form is None:
        return
    at = message.sent_at
    voters = await papers.voters_behind(petition, work)
    text = texts.form(petition, form, lead.name, voters, message.station, work.roster.name)
    paper = await papers.registration_form(petition, form, lead.name, at=at, work=work)
    await work.outbox.add(replace(message.reply_in_private(text, about=petition.id), document=paper), at=at)
    if message.sender != lead.person:
        part = f"form/{message.id}"
        await tell(lead.person, text, about=petition, part=part, at=at, work=work, document=paper)
    wanted = texts.will_you_co_sign(petition, form, lead.name)
    for one in form.co_signers:
        if one.agreed is None:
            part, choices = f"{CO_SIGN}/{message.id}", texts.CO_SIGN_CHOICES
            await ask(one.person, wanted, about=petition, topic=CO_SIGN, part=part, choices=choices, at=at, work=work)


def _named(words: str, lead: Deputy, station: Station) -> tuple[PersonId, ...]:
    """Return the other deputies *words* name."""
    return tuple(one.person for one in station.deputies if one.name in words and one.person != lead.person)


# --- signing ---


async def co_sign(message: Message, argument: int, work: UnitOfWork) -> None:
    """Sign along where the lead deputy asked for it."""
    for petition in await work.petitions.with_tail(message.station.id, argument):
        if petition.form is not None and petition.form.co_signer(message.sender) is not None:
            await _note(petition, petition.form, message, work, agreed=True)
            return
    raise NoSuchTail(argument)


async def on_co_sign(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Note whether a deputy signs along."""
    petition = await work.petitions.get(PetitionId(question.subject))
    if petition.form is None:
        raise NoSuchTail(petition.tail)
    agreed = answer.digit == texts.CO_SIGN_CHOICES[0].digit
    await _note(petition, petition.form, message, work, agreed=agreed)


async def _note(petition: Petition, form: SuggestionForm, message: Message, work: UnitOfWork, *, agreed: bool) -> None:
    at = message.sent_at
    if petition.state not in UNSIGNED:
        await work.outbox.add(message.reply_in_private(texts.too_late_to_co_sign(petition.tail)), at=at)
        return
    told = replace(petition, form=answered(form, message.sender, agreed=agreed, at=at))
    await work.petitions.save(told)
    await note(message, about=petition.id, event="co_sign", after="yes" if agreed else "no", work=work)
    if petition.deputy is not None:
        name = work.roster.name(message.sender) or ""
        text = texts.co_signer_said(petition.tail, name, agreed=agreed)
        await tell(petition.deputy, text, about=told, part=f"{CO_SIGN}/{message.id}", at=at, work=work)
    await work.outbox.add(message.reply_in_private(texts.co_signed(petition.tail, agreed=agreed)), at=at)


async def sign(message: Message, argument: int, work: UnitOfWork) -> None:
    """Submit a petition to the presidium under the deputy's name."""
    petition = await theirs(message, argument, work)
    lead = _speaking(message)
    check_shared(petition)
    at, station = message.sent_at, message.station
    due = clock(State.SUBMITTED, at=at, station=station)
    form = None if petition.form is None or petition.track is Track.SERVICE else signed(petition.form, at)
    submitted = replace(
        advance(petition, Action.SUBMIT, by=message.sender, at=at, clock=due),
        deputy=message.sender,
        accepted_by_deputy=True,
        form=form,
    )
    await keep_step(petition, submitted, work=work)
    told = handling_texts.submitted(petition.tail, lead.surname, station.congress)
    await tell_voter(submitted, told, part=Action.SUBMIT, at=at, work=work)
    clerks = open_to(station.with_role(Role.PRESIDIUM), submitted, station)
    if form is not None and clerks:
        await presidium.receive(submitted, form, lead.name, message, work)
    else:
        notice = slip_texts.to_hand_over(submitted, lead.name)
        for clerk in clerks or in_charge(submitted, station):
            await tell(clerk, notice, about=submitted, part=Action.SUBMIT, at=at, work=work)
    await work.outbox.add(message.reply_in_private(handling_texts.signed(petition.tail, station.congress)), at=at)


def _speaking(message: Message) -> Deputy:
    deputy = message.station.deputy(message.sender)
    if deputy is None:
        raise NotADeputyHere
    return deputy
