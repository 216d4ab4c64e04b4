"""What the presidium does with a suggestion before it is handed over: point by point, or back to its deputy (§4.1)."""

from dataclasses import replace

from handlers.conversation import Answer, Question
from handlers.message import Message
from handlers.people.rules.roster import PersonId, Role
from handlers.petitions.rules.interest import open_to
from handlers.petitions.rules.limits import clock
from handlers.petitions.rules.petition import Action, Petition, PetitionId, State, Track
from handlers.petitions.rules.states import WrongState, advance
from handlers.petitions.rules.suggestion_form import CHECKS, Check, SuggestionForm, checked
from handlers.petitions.station import handling_texts, papers, slip_texts
from handlers.petitions.station import suggestion_texts as texts
from handlers.petitions.telling import ask, keep_step, tell
from handlers.petitions.topics import FORM_CHECK, FORM_RETURN
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.trail import note


class NotChecked(Refusal):
    """The presidium has not looked at every point of the form yet."""

    def __init__(self, tail: int) -> None:
        super().__init__(tail)
        self.tail = tail


async def receive(petition: Petition, form: SuggestionForm, lead: str, message: Message, work: UnitOfWork) -> None:
    """Show the presidium a form that came in, with the first point to be looked at."""
    opening = texts.to_check(petition, lead, form, work.roster.name)
    parts = (opening, slip_texts.usually(petition), texts.check(petition.tail, CHECKS[0]))
    text = "\n".join(filter(None, parts))
    paper = await papers.registration_form(petition, form, lead, at=message.sent_at, work=work)
    for clerk in message.station.with_role(Role.PRESIDIUM):
        await ask(
            clerk,
            text,
            about=petition,
            topic=FORM_CHECK,
            choices=texts.CHECK_CHOICES,
            at=message.sent_at,
            work=work,
            document=paper,
        )


async def still_to_check(petition: Petition, message: Message, work: UnitOfWork) -> bool:
    """Return whether a suggestion's form has to be looked at first; its clerk is then asked about the next point.

    Raise `NotChecked` where the speaker is none. A station without a clerk on its list hands over unchecked.
    """
    point = _next_check(petition)
    if point is None or not open_to(message.station.with_role(Role.PRESIDIUM), petition, message.station):
        return False
    if Role.PRESIDIUM not in message.roles:
        raise NotChecked(petition.tail)
    await _ask(petition, point, message.sender, message, work)
    return True


async def on_check(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Note that a point is in order and go on to the next, or ask why the form goes back."""
    petition = await work.petitions.get(PetitionId(question.subject))
    point = _next_check(petition)
    if point is None or petition.form is None:
        raise WrongState(petition, Action.RETURN)
    at = message.sent_at
    if answer.digit != texts.CHECK_CHOICES[0].digit:
        text = texts.why_returned(petition.tail, point)
        choices = texts.REASON_CHOICES
        await ask(
            message.sender, text, about=petition, topic=FORM_RETURN, choices=choices, words=True, at=at, work=work
        )
        return
    passed = replace(petition, form=checked(petition.form, point))
    await work.petitions.save(passed)
    await note(message, about=petition.id, event="check_form", after=point, work=work)
    await work.questions.close_about(petition.id, topics={FORM_CHECK})
    following = _next_check(passed)
    if following is None:
        await work.outbox.add(message.reply_in_private(texts.all_in_order(petition.tail)), at=at)
    else:
        await _ask(passed, following, message.sender, message, work)


async def on_return(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Send the form back for the reason given, or for the point that was found."""
    petition = await work.petitions.get(PetitionId(question.subject))
    point = _next_check(petition)
    reason = texts.CHECKED[point] if answer.digit is not None and point is not None else answer.words
    await send_back(petition, reason, message, work)


async def send_back(petition: Petition, reason: str, message: Message, work: UnitOfWork) -> None:
    """Give the form back to its deputy, with what is missing."""
    at = message.sent_at
    due = clock(State.RETURNED_TO_DEPUTY, at=at, station=message.station)
    returned = advance(petition, Action.RETURN, by=message.sender, at=at, reason=reason, clock=due)
    await keep_step(petition, returned, work=work)
    if returned.deputy is not None:
        text = handling_texts.form_sent_back(petition.tail, reason)
        await tell(returned.deputy, text, about=returned, part=Action.RETURN, at=at, work=work)
    await work.outbox.add(message.reply_in_private(slip_texts.form_sent_back_noted(petition.tail)), at=at)


def _next_check(petition: Petition) -> Check | None:
    """Return the point of a submitted suggestion that is to be looked at next, None where there is none."""
    submitted = petition.state is State.SUBMITTED and petition.track is Track.SUGGESTION
    return petition.form.next_check if submitted and petition.form is not None else None


async def _ask(petition: Petition, point: Check, clerk: PersonId, message: Message, work: UnitOfWork) -> None:
    part = f"{FORM_CHECK}/{message.id}"
    text, choices = texts.check(petition.tail, point), texts.CHECK_CHOICES
    at = message.sent_at
    await ask(clerk, text, about=petition, topic=FORM_CHECK, part=part, choices=choices, at=at, work=work)
