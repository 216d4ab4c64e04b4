"""A matter of another place: its voter is shown the way there, and may have it noted for the deputies there (§3.6)."""

from dataclasses import replace
from typing import Final

from handlers.conversation import Answer, Question
from handlers.message import Message
from handlers.people.rules.roster import Role
from handlers.petitions import call_backs
from handlers.petitions import out_of_district_texts as texts
from handlers.petitions.call_back_texts import and_when_done, passing_on
from handlers.petitions.rules.interest import with_role
from handlers.petitions.rules.limits import clock, until_followed_up
from handlers.petitions.rules.petition import Action, Petition, PetitionId, State
from handlers.petitions.rules.states import advance
from handlers.petitions.station import handling_texts
from handlers.petitions.telling import ask_voter, keep_step, tell
from handlers.ports import UnitOfWork

OUT_OF_DISTRICT: Final = "out_of_district"
"""A question to the voter; the subject is the petition's id."""


async def lead_elsewhere(petition: Petition, message: Message, work: UnitOfWork) -> None:
    """Tell the voter politely whose matter it is, and offer to have it noted for a deputy of that place."""
    at = message.sent_at
    time = until_followed_up(at)
    led = advance(petition, Action.REDIRECT, by=message.sender, at=at, reason=OUT_OF_DISTRICT, clock=time)
    await keep_step(petition, led, work=work)
    await work.figures.add(petition.station, at.date(), OUT_OF_DISTRICT)
    text = texts.of_another_place(message.station)
    await ask_voter(led, text, topic=OUT_OF_DISTRICT, choices=texts.CHOICES, at=at, work=work)
    noted = handling_texts.and_the_voter(texts.noted(petition.tail), petition)
    await work.outbox.add(message.reply_in_private(noted), at=at)


def is_led_elsewhere(petition: Petition) -> bool:
    """Return whether its voter was shown the way to another place, and may say more of it for whoever passes it on."""
    return petition.state is State.REDIRECTED and petition.history[-1].reason == OUT_OF_DISTRICT


async def on_out_of_district(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Have the county office, or who is above the staff here, bring it to a deputy of the place it is about."""
    petition = await work.petitions.get(PetitionId(question.subject))
    if answer.digit != texts.CHOICES[0].digit:
        await work.outbox.add(message.reply_in_private(texts.NOT_PASSED_ON), at=message.sent_at)
        return
    over = clock(
        State.REDIRECTED, at=message.sent_at, station=message.station
    )  # where it is, the voter need not look for
    await work.petitions.save(replace(petition, timer=over.timer, timer_at=over.timer_at))
    owed = await call_backs.promise_word(petition, passing_on(petition.tail), message, work)
    for person in with_role(Role.COUNTY, petition, message.station):
        text = texts.to_be_passed_on(petition, message.station) + and_when_done(owed)
        await tell(person, text, about=petition, part=OUT_OF_DISTRICT, at=message.sent_at, work=work)
    await work.outbox.add(message.reply_in_private(texts.will_be_passed_on(message.station)), at=message.sent_at)
