"""What happens to a petition by itself when nobody moved it in time (domain §3.3)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from handlers.intake import emergencies, enquiries
from handlers.intake.rules.recognise import SpeechKind
from handlers.petitions import call_backs, redirecting, topics
from handlers.petitions.forgetting import forget_traces
from handlers.petitions.rules.assignment import proposed_deputy
from handlers.petitions.rules.erasing import without_words
from handlers.petitions.rules.limits import NO_CLOCK, clock, end_of_emergency, end_of_rating, end_of_words
from handlers.petitions.rules.petition import Action, Petition, PetitionId, State, Timer
from handlers.petitions.rules.states import advance, ended_at, was_emergency
from handlers.petitions.station import company, triage_texts
from handlers.petitions.station import handling_texts as texts
from handlers.petitions.station.replying import survey
from handlers.petitions.station.triage import ask_staff, give
from handlers.petitions.telling import ask_voter, keep_step, tell_voter
from handlers.petitions.voters import drafts
from handlers.ports import UnitOfWork
from handlers.trail import note_by_bot


async def run_timer(petition: PetitionId, now: datetime, work: UnitOfWork) -> None:
    """Do what is due by itself for a petition, if it still is."""
    due = await work.petitions.get(petition)
    if due.timer_at is not None and due.timer_at <= now:
        deed = company.look_at_parent if due.timer is Timer.LOOK_AT_PARENT else BY_ITSELF[due.state]
        await deed(due, now, work)


async def put_off_timer(petition: PetitionId, now: datetime, work: UnitOfWork) -> None:
    """Have what could not be done for a petition tried again a day later, so that it holds up nobody else."""
    due = await work.petitions.get(petition)
    await work.petitions.save(replace(due, timer_at=now + timedelta(days=1)))


async def drop_draft(draft: Petition, now: datetime, work: UnitOfWork) -> None:
    """Erase a draft nobody has confirmed; what was promised or asked, and nobody saw to, goes up first."""
    if draft.timer is Timer.CALL_BACK:
        await call_backs.remind(draft, now, work)
    elif draft.timer is Timer.ANSWER_ENQUIRY:
        await enquiries.remind_head(draft, now, work)
    elif draft.kind == SpeechKind.ENQUIRY:
        await enquiries.give_up(draft, now, work)
    else:
        await drafts.drop(draft, by=None, at=now, work=work)


async def stop_asking(petition: Petition, now: datetime, work: UnitOfWork) -> None:
    """Go on with what is known: to the deputy it belongs to, or to staff where nobody can tell whose it is."""
    station = work.roster.stations[petition.station]
    proposed = proposed_deputy(petition, station)
    if proposed is not None:
        await give(petition, proposed, by=None, at=now, work=work)
    else:
        time = clock(State.TRIAGED, at=now, station=station)
        triaged = advance(petition, Action.TRIAGE, by=None, at=now, clock=time)
        await keep_step(petition, triaged, work=work)
        await ask_staff(triaged, triage_texts.without_deputy(triaged), at=now, work=work)
    await tell_voter(petition, texts.asked_in_vain(petition), part=Timer.STOP_ASKING, at=now, work=work)


async def bring_the_answer(petition: Petition, now: datetime, work: UnitOfWork) -> None:
    """Tell the voter the answer that the deputy has not told yet."""
    await survey(petition, at=now, work=work)


async def after_the_survey(petition: Petition, now: datetime, work: UnitOfWork) -> None:
    """Remind the voter once to rate; then close the petition without a rating."""
    station = work.roster.stations[petition.station]
    if petition.timer is Timer.REMIND_RATING:
        end = end_of_rating(petition.history[-1].at, station)
        await work.petitions.save(replace(petition, timer=end.timer, timer_at=end.timer_at))
        text = texts.remind_rating(petition.tail)
        choices = texts.RATING_CHOICES
        part = Timer.REMIND_RATING
        await ask_voter(petition, text, topic=topics.RATING, part=part, choices=choices, at=now, work=work)
        return
    closed = advance(petition, Action.CLOSE, by=None, at=now, clock=clock(State.CLOSED, at=now, station=station))
    await keep_step(petition, closed, work=work)
    text = texts.closed_unrated(petition.tail, station.limits.reopen_days)
    await tell_voter(closed, text, part=Action.CLOSE, at=now, work=work)


async def archive(petition: Petition, now: datetime, work: UnitOfWork) -> None:
    """Put away what can no longer be re-opened."""
    time = end_of_words(ended_at(petition), work.roster.stations[petition.station])
    await keep_step(petition, advance(petition, Action.ARCHIVE, by=None, at=now, clock=time), work=work)


async def after_the_door(petition: Petition, now: datetime, work: UnitOfWork) -> None:
    """Ask the voter once whether the door was found; then put the petition away."""
    see_to = redirecting.ask_whether_found if petition.timer is Timer.FOLLOW_UP else archive
    await see_to(petition, now, work)


async def forget(petition: Petition, now: datetime, work: UnitOfWork) -> None:
    """Erase the words of what ended long ago; of an emergency, later, whose it was."""
    if petition.timer is Timer.ANONYMISE:
        left, next_time, event = replace(petition, voter=None, named=False), NO_CLOCK, Timer.ANONYMISE
    else:
        left, event = without_words(petition), Timer.ERASE_WORDS
        await forget_traces(petition, work)
        next_time = end_of_emergency(ended_at(petition)) if was_emergency(petition) else NO_CLOCK
    await work.petitions.save(replace(left, timer=next_time.timer, timer_at=next_time.timer_at))
    await note_by_bot(about=petition.id, event=event, station=petition.station, at=now, work=work)


BY_ITSELF: Final[Mapping[State, Callable[[Petition, datetime, UnitOfWork], Awaitable[None]]]] = {
    State.DRAFT: drop_draft,
    State.NEED_INFO: stop_asking,
    State.REPLIED: bring_the_answer,
    State.SURVEYING: after_the_survey,
    State.CLOSED: archive,
    State.REDIRECTED: after_the_door,
    State.EMERGENCY: emergencies.call_again,
    State.WITHDRAWN: archive,
    State.DECLINED: archive,
    State.ARCHIVED: forget,
}
