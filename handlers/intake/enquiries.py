"""Questions that are no matters: answered from the station's list, or by a person within the time promised."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.china_time import CHINA_TIME, moment
from handlers.intake import enquiry_texts as texts
from handlers.intake.rules.recognise import SpeechKind
from handlers.long_answers import say_lines
from handlers.message import Fallback, Message, Outgoing, Priority, Recipient
from handlers.parse import TailAndWords
from handlers.people import directory
from handlers.people import texts as people_texts
from handlers.people.doors import MOST_SHOWN
from handlers.people.on_duty import ANSWER_WITHIN, day_of_answer
from handlers.people.rules.doors import doors_for
from handlers.people.rules.roster import PersonId, Role, Station, StationId
from handlers.petitions.rules.interest import conflict_of, in_charge, may_learn, with_role
from handlers.petitions.rules.petition import Petition, PetitionId, State, Timer
from handlers.petitions.rules.showing import impersonal
from handlers.petitions.voters import drafts, register
from handlers.petitions.voters.drafts import draft_of
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.trail import note

ENQUIRY: Final = "enquiry"
"""The question to whoever asked, whether to register it; the subject is the draft's id. Also its figure."""
ANSWERED: Final = "enquiry_answered"

OFFICE: Final = frozenset({Role.STAFF, Role.HEAD})
END_OF_FORENOON: Final = time(12)
KEPT_AFTERWARDS: Final = timedelta(days=2)
"""How long a question that is overdue may still be answered."""


class NoSuchEnquiry(Refusal):
    """No question with that number waits for an answer."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


async def take(draft: Petition, message: Message, work: UnitOfWork) -> None:
    """Answer a question from the station's own list, or hand it to staff."""
    await work.figures.add(message.station.id, message.sent_at.date(), ENQUIRY)
    found = doors_for(message.text, message.station.doors)
    if found:
        await say_lines(message, texts.by_list(found[:MOST_SHOWN]), work)
    else:
        await _hand_to_staff(draft, message, work)


async def ask_appointment(message: Message, argument: str, work: UnitOfWork) -> None:
    """Ask staff when the speaker may meet a deputy; they answer as they answer a question."""
    waiting = await _numbered(draft_of(message, texts.appointment(argument)), message, work)
    await work.petitions.add(waiting)
    when, phone = directory.called(message.sent_at, message.station), message.station.phone
    fallback = people_texts.no_private_way(phone)
    await work.outbox.add(
        message.reply_in_private(texts.appointment_asked(when, phone), fallback=fallback), at=message.sent_at
    )
    await _tell_staff(waiting, texts.appointment_for_staff(waiting.tail, impersonal(argument)), message, work)


async def _hand_to_staff(draft: Petition, message: Message, work: UnitOfWork) -> None:
    """Have a person answer, and offer to register it."""
    waiting = await _numbered(draft, message, work)
    text = texts.handed_on(directory.called(message.sent_at, message.station), message.station.phone)
    await drafts.offer(waiting, message, work, topic=ENQUIRY, text=text, choices=texts.CHOICES)
    group = None if message.group is None else work.roster.groups[message.group].name
    await _tell_staff(waiting, texts.for_staff(waiting.tail, impersonal(message.text), group), message, work)


async def _numbered(draft: Petition, message: Message, work: UnitOfWork) -> Petition:
    """Return *draft* as a question with a number that waits for an answer."""
    number = await work.petitions.next_tail(_numbers_of(message.station), message.sent_at.year)
    due = _promised(message.sent_at, message.station)
    waiting = replace(draft, tail=number, kind=SpeechKind.ENQUIRY, timer=Timer.ANSWER_ENQUIRY, timer_at=due)
    return replace(waiting, conflict=conflict_of(waiting, message.station))


async def _tell_staff(waiting: Petition, text: str, message: Message, work: UnitOfWork) -> None:
    for person in in_charge(waiting, message.station):
        await _tell(person, text, f"{waiting.id}/enquiry", waiting, message.sent_at, work)


async def on_enquiry(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Register what was asked, or leave it at being answered."""
    draft = await work.petitions.get(PetitionId(question.subject))
    if answer.digit == texts.CHOICES[0].digit:
        await work.petitions.delete(draft.id)
        await work.outbox.forget_about(draft.id)
        await register.register(draft, message, work)
    else:
        await work.outbox.add(message.reply(texts.waits(message.station.phone)), at=message.sent_at)


async def answer_enquiry(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Bring the answer to whoever asked, in private; question and words are then kept no longer."""
    found = await work.petitions.with_tail(message.station.id, argument.tail)
    open_ones = (one for one in found if _waits(one) and _is_theirs(one, message))
    waiting = next(open_ones, None)
    if waiting is None or waiting.voter is None:
        raise NoSuchEnquiry(argument.tail)
    await drafts.drop(waiting, by=message.sender, at=message.sent_at, work=work)
    text = texts.answered(waiting.summary, argument.words, message.station.phone)
    await _tell(waiting.voter, text, f"{waiting.id}/answered", waiting, message.sent_at, work)
    await note(message, about=waiting.id, event=ANSWERED, work=work)
    await work.figures.add(message.station.id, message.sent_at.date(), ANSWERED)
    reply = message.reply_in_private(texts.answered_noted(argument.tail))
    await work.outbox.add(reply, at=message.sent_at)


async def remind_head(draft: Petition, now: datetime, work: UnitOfWork) -> None:
    """Tell the head that a question was not answered in the time promised."""
    await work.petitions.save(replace(draft, timer=Timer.DROP_DRAFT, timer_at=now + KEPT_AFTERWARDS))
    text = texts.overdue(draft.tail, impersonal(draft.summary))
    for person in with_role(Role.HEAD, draft, work.roster.stations[draft.station]):
        await _tell(person, text, f"{draft.id}/overdue", draft, now, work)


async def give_up(draft: Petition, now: datetime, work: UnitOfWork) -> None:
    """Tell whoever asked where else an answer may be had, and erase the question."""
    await drafts.drop(draft, by=None, at=now, work=work)
    if draft.voter is not None:
        phone = work.roster.stations[draft.station].phone
        await _tell(draft.voter, texts.given_up(draft.summary, phone), f"{draft.id}/given-up", draft, now, work)


def _is_theirs(petition: Petition, message: Message) -> bool:
    """Return whether the speaker may answer a question: those above the staff only what is in their charge."""
    if message.roles & OFFICE:
        return may_learn(petition, message.sender, message.station)
    return message.sender in in_charge(petition, message.station)


def _waits(petition: Petition) -> bool:
    return petition.state is State.DRAFT and petition.kind == SpeechKind.ENQUIRY


def _numbers_of(station: Station) -> StationId:
    """Return by what name a station's questions are counted: their numbers are not those of petitions."""
    return StationId(f"{station.id}/{ENQUIRY}")


def _promised(at: datetime, station: Station) -> datetime:
    """Return until when somebody has promised to answer."""
    day = day_of_answer(at, station.calendar)
    return at.astimezone(CHINA_TIME) + ANSWER_WITHIN if day is None else moment(day, END_OF_FORENOON)


async def _tell(person: PersonId, text: str, key: str, about: Petition, at: datetime, work: UnitOfWork) -> None:
    """Tell somebody in private; whoever asked in a group and has no private way is told there how to be found."""
    phone = work.roster.stations[about.station].phone
    line = Fallback(group=about.group, text=people_texts.no_private_way(phone)) if about.group is not None else None
    told = Outgoing(
        key=f"{key}/{person}",
        to=Recipient.person(person),
        station=about.station,
        text=text,
        priority=Priority.NOTICE,
        fallback=line if person == about.voter else None,
        about=person if person == about.voter else about.id,
    )
    await work.outbox.add(told, at=at)
