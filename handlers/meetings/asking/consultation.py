"""What becomes of views on a draft: passed on, thanked for, and told to those who spoke once they are adopted."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.china_time import day_of
from handlers.meetings.asking import call_texts as texts
from handlers.meetings.asking.arguments import Adopted
from handlers.meetings.asking.group_room import post_when_free
from handlers.meetings.rules.calls import Adoption, Call
from handlers.meetings.telling import ask_person
from handlers.message import Message, Recipient
from handlers.people.rules.roster import PersonId, StationId
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.trail import note

REPORTED: Final = "call_reported"
TELL_GROUPS: Final = "call_adopted"
TOLD_WITHIN: Final = timedelta(weeks=2)  # how long the groups may wait for a free day


class NobodySpoke(Refusal):
    """Nobody gave a view on the item of that label, so nobody can be told."""

    def __init__(self, about: str) -> None:
        super().__init__(about)
        self.about = about


async def ask_whether_reported(person: PersonId, call: Call, text: str, at: datetime, work: UnitOfWork) -> None:
    """Ask staff whether the views of a call were passed on; the words are sent by the caller."""
    await work.questions.ask(
        Question(
            person=person,
            where=Recipient.person(person),
            topic=REPORTED,
            subject=call.key,
            choices=texts.REPORTED_CHOICES,
            asked_at=at,
            text=text,
        )
    )


async def on_reported(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Thank the groups once, where the views were passed on."""
    call, _ = await _call(question, work)
    if call.reported_at is None:
        await work.calls.save(replace(call, reported_at=message.sent_at))
        await note(message, about=call.key, event="report_views", work=work)
    told = await _tell_groups(call, texts.draft_thanks(call), "thanks", message, work)
    text = texts.THANKED if told else texts.NO_ROOM
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)


async def adopt(message: Message, argument: Adopted, work: UnitOfWork) -> None:
    """Tell exactly those who gave a view on an item what came of it, and ask whether the groups may hear of it."""
    call = await work.calls.get(message.station.id, argument.number)
    people = () if call is None else call.speakers_on(_label(call, argument.about))
    if call is None or not people:
        raise NobodySpoke(argument.about)
    about = _label(call, argument.about)
    adoption = Adoption(about=about, article=argument.article, point=argument.point, at=message.sent_at)
    others = tuple(one for one in call.adoptions if one.about != about)
    await work.calls.save(replace(call, adoptions=(*others, adoption)))
    await note(message, about=call.key, event="adopt", after=argument.article, work=work)
    text = texts.adopted(call, adoption)
    for person in people:
        await ask_person(
            person,
            text,
            topic=TELL_GROUPS,
            subject=f"{call.key}/{about}",
            station=message.station,
            key=f"{call.key}/adopted/{about}/{argument.article}",
            at=message.sent_at,
            work=work,
            choices=texts.AGREE_CHOICES,
        )
    await work.outbox.add(message.reply_in_private(texts.adoption_noted(len(people))), at=message.sent_at)


def _label(call: Call, about: str) -> str:
    """Return the label that is meant: a draft with one point needs none."""
    return call.items[0].label if len(call.items) == 1 else about


async def on_tell_groups(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Tell the groups of an adoption once somebody who spoke agrees, unless anybody would rather not."""
    call, about = await _call(question, work)
    adoption = next(one for one in call.adoptions if one.about == about)
    if answer.digit == 1:
        answered = replace(adoption, agreed=(*adoption.agreed, message.sender))
    else:
        answered = replace(adoption, refused=(*adoption.refused, message.sender))
    adoptions = tuple(answered if one == adoption else one for one in call.adoptions)
    await work.calls.save(replace(call, adoptions=adoptions))
    if answered.may_be_told:
        post = f"adopted/{adoption.about}/{adoption.article}"
        await _tell_groups(call, texts.adopted_in_group(call, adoption), post, message, work)
    text = texts.AGREED if answer.digit == 1 else texts.NOT_TOLD
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)


async def _tell_groups(call: Call, text: str, post: str, message: Message, work: UnitOfWork) -> bool:
    """Have the groups of the call's station told, each once; return whether any has room."""
    station, now = work.roster.stations[call.station], message.sent_at
    until = day_of(now + TOLD_WITHIN)
    slot = f"{call.key}/{post}"
    posted = await post_when_free(text, slot=slot, station=station, until=until, now=now, work=work)
    return not posted.missed


async def _call(question: Question, work: UnitOfWork) -> tuple[Call, str]:
    """Return the call that a question is about, and the label of the item."""
    station, _, rest = question.subject.partition("/call/")
    number, _, about = rest.partition("/")
    call = await work.calls.get(StationId(station), int(number))
    if call is None:
        raise ValueError(f"nothing is known of {question.subject}")
    return call, about
