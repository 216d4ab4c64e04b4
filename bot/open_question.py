"""What is said while a question waits: its answer, another matter, or a digit that came too late."""

from dataclasses import replace
from typing import Final

from handlers import commands_texts, words
from handlers.answers import ANSWERS
from handlers.conversation import Answer, Question, meant, said_in_words
from handlers.intake.rules.alarm import alarm
from handlers.intake.rules.details import details, tells_place, tells_since
from handlers.intake.rules.model import Model
from handlers.intake.rules.normalise import fold
from handlers.intake.rules.recognise import Decision, SpeechKind, recognise
from handlers.intake.words import NOTHING_TO_ADD
from handlers.message import Choice, Message, Recipient
from handlers.parse import NotUnderstood, digit
from handlers.people.rules.roster import Role
from handlers.petitions import redirecting, topics
from handlers.petitions.redirect_texts import TO_A_PERSON
from handlers.petitions.rules.petition import PetitionId
from handlers.ports import UnitOfWork, UnknownPetition

LONGEST_BESIDE_DETAIL: Final = 6
LONGEST_BARE_DETAIL: Final = 12  # a place nobody has in a list may sound like a matter, but it is short


async def answered(message: Message, work: UnitOfWork) -> bool:
    """Take *message* as the answer to the question it is for; return False where it is no answer."""
    asked = await work.questions.open(message.sender, message.here)
    question = meant(asked, message.quote)
    try:
        said: int | None = digit(message.text)
    except NotUnderstood:
        said = None if question is None else said_in_words(message.text, question, message.sent_at)
    if said == TO_A_PERSON.digit and not _waits_for(said, question, message) and message.roles == {Role.VOTER}:
        await redirecting.call_a_person(message, work)
        return True
    if said is None and question is not None and not question.words:  # words still answer what was asked before it
        question = next((one for one in reversed(asked) if one.topic in topics.DETAILS), question)
    if question is None or question.is_stale(message.sent_at):
        if said is None or message.attachments:
            return False
        await _ask_what_is_meant(question, message, work)
        return True
    if said is not None and question.offers(said):
        await _hand_in(Answer(digit=said, words=message.text), question, message, work)
    elif question.words and message.text.strip() and not _is_news(question, message, work.model):
        await _hand_in(Answer(digit=None, words=message.text.strip()), question, message, work)
    elif said is not None:
        text = commands_texts.choose_one_of(question.choices)
        await work.outbox.add(message.reply(text, part="again", choices=question.choices), at=message.sent_at)
    else:
        return False
    return True


def _waits_for(digit: int, question: Question | None, message: Message) -> bool:
    return question is not None and not question.is_stale(message.sent_at) and question.offers(digit)


def _is_news(question: Question, message: Message, model: Model) -> bool:
    """Return whether a voter's words are chatter or a matter of their own, and no answer to what was asked."""
    if message.roles != {Role.VOTER} or question.topic not in topics.DETAILS:
        return False
    if alarm(message.text) is not None:
        return True
    said = fold(message.text).text.strip(words.CLOSING)
    tells = tells_place if question.topic == topics.PLACE else tells_since
    if said in NOTHING_TO_ADD or said.isdecimal():
        return False
    return not tells(said) or _is_another_matter(message.text, model)


def _is_another_matter(text: str, model: Model) -> bool:
    """Return whether *text* goes on to a matter; a place and a beginning alone may sound like one."""
    told = details(text)
    for detail in (told.place, told.since):
        text = text.replace(detail or "", "", 1)
    reading = recognise(text, model=model)
    if reading.decision is Decision.REGISTER:
        return len(text) > (LONGEST_BARE_DETAIL if told.place is None and told.since is None else LONGEST_BESIDE_DETAIL)
    return reading.kind not in {SpeechKind.HELP, SpeechKind.OTHER}


async def _ask_what_is_meant(stale: Question | None, message: Message, work: UnitOfWork) -> None:
    """Ask which matter a digit was for; a question that was put too long ago is put once more."""
    text = commands_texts.WHICH_MATTER
    choices: tuple[Choice, ...] = ()
    if stale is not None and stale.text:
        text, choices = commands_texts.is_it_this(stale.text), stale.choices
        await work.questions.ask(replace(stale, where=Recipient.person(message.sender), asked_at=message.sent_at))
    await work.outbox.add(message.reply_in_private(text, part="stale", choices=choices), at=message.sent_at)


async def _hand_in(answer: Answer, question: Question, message: Message, work: UnitOfWork) -> None:
    await work.questions.close(question)
    await ANSWERS[question.topic](await _at_its_station(question, message, work), question, answer, work)


async def _at_its_station(question: Question, message: Message, work: UnitOfWork) -> Message:
    """Return *message* as said to the station whose petition was asked about, for who works at several."""
    if len(work.roster.stations_of(message.sender)) < 2:
        return message
    try:
        petition = await work.petitions.get(PetitionId(question.subject))
    except UnknownPetition:
        return message
    station = work.roster.stations[petition.station]
    return replace(message, station=station, roles=work.roster.roles_at(message.sender, station.id))
