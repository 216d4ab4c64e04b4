"""Talk that is no command: what it is, and the next word for whoever spoke (domain §6.1, §5.12)."""

from typing import Final

from handlers.intake import emergencies, enquiries, manners, texts
from handlers.intake import words as small_talk
from handlers.intake.rules.alarm import alarm
from handlers.intake.rules.delicate import delicate
from handlers.intake.rules.manners import advertises
from handlers.intake.rules.normalise import fold
from handlers.intake.rules.officialese import is_official
from handlers.intake.rules.recognise import Decision, Reading, SpeechKind, recognise
from handlers.message import Message, Outgoing, Priority, Recipient
from handlers.people.on_duty import on_duty
from handlers.people.rules.roster import PersonId, Role
from handlers.petitions.rules.interest import conflict_of
from handlers.petitions.rules.petition import Petition, Sharing
from handlers.petitions.rules.sensitive import sharing_of
from handlers.petitions.rules.showing import impersonal
from handlers.petitions.voters import drafts, gathering, pictures, register, said_of_answers
from handlers.petitions.voters.drafts import draft_of
from handlers.petitions.voters.register_texts import whom
from handlers.petitions.voters.set_apart import set_apart
from handlers.ports import UnitOfWork
from handlers.words import CLOSING

THANKS: Final = "thanks"


async def listen(message: Message, work: UnitOfWork) -> None:
    """Answer plain talk, danger first; every path ends in a word to the speaker."""
    danger = alarm(message.text)
    if danger is not None and emergencies.is_danger(danger):
        await emergencies.answer_danger(danger.kind, message, work)
        return
    if danger is not None:
        await emergencies.warn(message, work)
    said = fold(message.text).text.strip(CLOSING)
    if not said and message.attachments:
        await pictures.sent_alone(message, work)
    elif not said or said in small_talk.GREETINGS:
        await work.outbox.add(message.reply(texts.GREETING), at=message.sent_at)
    elif await said_of_answers.rated(message, work):
        return
    elif said in small_talk.NODS:
        await work.outbox.add(message.reply(texts.NOD), at=message.sent_at)
    else:
        await _understand(message, work)


async def _understand(message: Message, work: UnitOfWork) -> None:
    """Register what surely is a petition, ask where it may be one, and pass on thanks and questions."""
    if is_official(message.text) and delicate(message.text) is None:  # a group hears nothing of what is no matter
        await work.outbox.add(message.reply_in_private(texts.OFFICIAL_PAPER), at=message.sent_at)
        return
    reading = _read(message, work)
    if message.roles == {Role.VOTER}:
        if message.group is not None and reading.decision is Decision.NO and advertises(message.text):
            await manners.turn_down_advertising(message, work.roster.groups[message.group], work)
            return
        draft = draft_of(message, message.text, kind=reading.kind)
        if await set_apart(draft, reading, message, work):
            return
        if await said_of_answers.found_wanting(message, reading, work) or await gathering.added(message, reading, work):
            return
        joined = await gathering.joined(message, reading, work)
        if joined is not message:
            message, reading = joined, _read(joined, work)
        recorded = reading.decision is not Decision.NO
        if await manners.calm(message, work, recorded=recorded) and not recorded:
            return
    draft = draft_of(message, message.text, kind=reading.kind)
    # Deputies and staff speak of other people's matters: they are always asked.
    if message.roles == {Role.VOTER} and reading.kind is not SpeechKind.ENQUIRY and _complains(draft, message):
        await register.register(draft, message, work, unasked=True)
    elif reading.decision is Decision.REGISTER and message.roles == {Role.VOTER}:
        if not await gathering.ask_to_split(message, work):
            await register.register(draft, message, work, unasked=True)
    elif reading.kind is SpeechKind.ENQUIRY:
        await enquiries.take(draft, message, work)
    elif reading.decision is not Decision.NO or message.attachments:
        await drafts.offer(draft, message, work)
    elif reading.kind is SpeechKind.THANKS:
        await _pass_on_thanks(message, work)
    else:  # a group is not told that somebody was not understood
        text = texts.not_understood(message.station.phone)
        await work.outbox.add(message.reply_in_private(text), at=message.sent_at)


def _complains(draft: Petition, message: Message) -> bool:
    """Return whether it speaks against somebody of the station: then nothing is asked where it was said.

    Whoever is above that one looks at it, however little it sounds like a matter.
    """
    found = conflict_of(draft, message.station)
    return found is not None and found.complaint


def _read(message: Message, work: UnitOfWork) -> Reading:
    return recognise(message.text, thresholds=message.station.thresholds, model=work.model)


async def _pass_on_thanks(message: Message, work: UnitOfWork) -> None:
    """Let the deputy of the group hear it, or the staff; not what it tells of somebody's health or purse."""
    deputy = None if message.group is None else message.station.deputy(work.roster.groups[message.group].deputy)
    await work.figures.add(message.station.id, message.sent_at.date(), THANKS)
    private = sharing_of(message.text) is not Sharing.ORDINARY
    told = texts.THANKS_IN_PRIVATE if private else texts.thanks_passed_on(impersonal(message.text))
    for person in on_duty(message.station) if deputy is None else (deputy.person,):
        await _pass_on(person, told, message, work)
    text = texts.thanks(whom(deputy))
    await work.outbox.add(message.reply(text), at=message.sent_at)


async def _pass_on(person: PersonId, text: str, message: Message, work: UnitOfWork) -> None:
    passed_on = Outgoing(
        key=f"{message.id}/passed-on/{person}",
        about=message.sender,
        to=Recipient.person(person),
        station=message.station.id,
        text=text,
        priority=Priority.NOTICE,
    )
    await work.outbox.add(passed_on, at=message.sent_at)
