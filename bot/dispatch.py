"""One kept message -> the person who speaks, the command or plain talk it is, and the handler for it."""

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from handlers import commands_texts, words
from handlers.answers import ANSWERS, GUESS
from handlers.commands import BY_WORD, VOCABULARY
from handlers.conversation import Answer, Question, meant, said_in_words
from handlers.dates.china_time import CHINA_TIME
from handlers.find_command import Ambiguous, Found, find_command
from handlers.intake import emergencies
from handlers.intake.listening import listen
from handlers.intake.rules.alarm import alarm
from handlers.intake.rules.details import details, tells_place, tells_since
from handlers.intake.rules.model import Model
from handlers.intake.rules.normalise import fold, without_mentions
from handlers.intake.rules.recognise import Decision, SpeechKind, recognise
from handlers.intake.rules.redirect_signs import accuses_openly
from handlers.intake.words import NOTHING_TO_ADD
from handlers.message import Choice, Heard, Message, Recipient, Scope
from handlers.parse import NotUnderstood, digit, tail_and_optional_words
from handlers.people.rules.roster import PersonId, Role, Station
from handlers.petitions import redirecting, topics
from handlers.petitions.redirect_texts import TO_A_PERSON
from handlers.petitions.rules.petition import PetitionId, Source
from handlers.petitions.rules.redirects import Redirect
from handlers.petitions.voters import register
from handlers.petitions.voters.doors import show_door
from handlers.petitions.voters.drafts import draft_of
from handlers.ports import UnitOfWork, UnknownPetition

BOT_NAMES: Final = commands_texts.BOT_NAMES
LONGEST_BESIDE_DETAIL: Final = 6
LONGEST_BARE_DETAIL: Final = 12  # a place nobody has in a list may sound like a matter, but it is short
NEVER_AN_ANSWER: Final = frozenset({words.PETITION, words.ANONYMOUS_PETITION, words.MY_DATA})
TELLS_A_MATTER: Final = frozenset({words.PETITION, words.ANONYMOUS_PETITION, words.SUGGESTION})

ENTERS_FOR_ANOTHER: Final = frozenset({words.ENTER, words.REGISTER})


async def identify(heard: Heard, work: UnitOfWork, names: Collection[str] = BOT_NAMES) -> Message:
    """Return *heard* as a message of a known person at a station; the person's group is remembered as home.

    A group that belongs to no station is answered in private, as if the word had been said there.
    """
    person = await work.voters.recognise(
        heard.sender, name=heard.sender_name, on=heard.sent_at.astimezone(CHINA_TIME).date()
    )
    group = work.roster.group_at(heard.place) if heard.scope is Scope.GROUP else None
    station = await _station(person, None if group is None else work.roster.station_of_group(group.id), work)
    if group is not None and not work.roster.knows(person):
        voter = await work.voters.get(person)
        if (voter.home, voter.station) != (group.id, station.id):
            await work.voters.save(replace(voter, home=group.id, station=station.id))
    return Message(
        id=heard.id,
        scope=heard.scope if group is not None else Scope.DIRECT,
        sender=person,
        sender_name=heard.sender_name,
        roles=work.roster.roles_at(person, station.id),
        station=station,
        group=None if group is None else group.id,
        sent_at=heard.sent_at,
        text=without_mentions(heard.text, names),
        quote=heard.quote,
        attachments=heard.attachments,
    )


async def _station(person: PersonId, of_group: Station | None, work: UnitOfWork) -> Station:
    """Return the group's station, else where the person works or spoke last, or what he chose, else the first."""
    if of_group is not None:
        return of_group
    stations = {one.id: one for one in work.roster.stations_of(person)} or work.roster.stations
    if len(stations) == 1:
        return next(iter(stations.values()))
    known = (await work.voters.get(person)).station
    return stations[known] if known in stations else next(iter(stations.values()))


async def dispatch(message: Message, work: UnitOfWork) -> None:
    """Have the one right handler answer *message*. Raise `Refusal` where the answer is no.

    In this order: a danger, what must not be kept, what is surely a command, the answer to an open question, what may
    be a command, then plain talk. A command without its sign that is a choice's own name is the answer.
    """
    found = _for_speaker(find_command(message.text, VOCABULARY, addressed=True), message)
    if await _answered_danger(found, message, work):
        return
    if await _led_an_accusation_away(found, message, work):
        return
    if isinstance(found, Found) and await _goes_first(found, message, work) and await _run(found, message, work):
        return
    if await _answered(message, work):
        return
    if isinstance(found, Ambiguous):
        await _ask_which(found, message, work)
    elif found is None or not await _run(found, message, work):
        await listen(message, work)


async def _answered_danger(found: Found | Ambiguous | None, message: Message, work: UnitOfWork) -> bool:
    """Answer the danger in what was said; return False where there is none, or a command to obey as well.

    Deputies and staff write of dangers in their commands, so theirs is only heard outside of them.
    """
    if message.roles != {Role.VOTER} and found is not None:
        return False
    danger = alarm(message.text)
    if danger is None or not emergencies.is_danger(danger):
        return False
    command = found.word if isinstance(found, Found) else None
    told = replace(message, text=found.rest) if isinstance(found, Found) and command in TELLS_A_MATTER else message
    await emergencies.answer_danger(danger.kind, told, work)
    return command is None or command in TELLS_A_MATTER


async def _led_an_accusation_away(found: Found | Ambiguous | None, message: Message, work: UnitOfWork) -> bool:
    """Tell the door of an open accusation and keep none of it, by whatever way it came; return False where it is none.

    What deputies and staff write in their work on a petition, by command or as an answer, is theirs and no accusation.
    """
    command = found.word if isinstance(found, Found) else None
    if message.roles != {Role.VOTER} and await _is_at_work(command, message, work):
        return False
    if not accuses_openly(message.text):
        return await _led_a_quoted_accusation_away(message, work)
    draft = draft_of(message, "")
    for_another = command in ENTERS_FOR_ANOTHER
    await show_door(replace(draft, voter=None) if for_another else draft, Redirect.ACCUSATION, message, work)
    if message.roles == {Role.VOTER}:
        told = found.rest if isinstance(found, Found) else message.text
        nameless = command is words.ANONYMOUS_PETITION
        await register.register_beside_accusation(message, told, work, anonymous=nameless)
    return True


async def _led_a_quoted_accusation_away(message: Message, work: UnitOfWork) -> bool:
    """Do the same with what was quoted: the door is for whoever said it, where the platform tells who that was."""
    quote = message.quote
    if quote is None or quote.from_bot or not accuses_openly(quote.text):
        return False
    speaker = await register.quoted_speaker(message, work)
    draft = replace(draft_of(message, "", source=Source.QUOTE), voter=speaker or message.sender)
    await show_door(draft, Redirect.ACCUSATION, message, work, quoted=speaker)
    return True


async def _is_at_work(command: words.Word | None, message: Message, work: UnitOfWork) -> bool:
    """Return whether a deputy or staff use a command of their own, or answer what they were asked."""
    if command is not None:
        return command not in ENTERS_FOR_ANOTHER and Role.VOTER not in BY_WORD[command].roles
    question = meant(await work.questions.open(message.sender, message.here), message.quote)
    return question is not None and question.words and not question.is_stale(message.sent_at)


def _for_speaker(found: Found | Ambiguous | None, message: Message) -> Found | Ambiguous | None:
    """Return what was found without guesses at commands that are not the speaker's."""
    if not isinstance(found, Ambiguous):
        return found
    words = tuple(word for word in found.words if BY_WORD[word].roles & message.roles)
    if len(words) > 1:
        return Ambiguous(words=words, rest=found.rest)
    return Found(word=words[0], rest=found.rest, signed=True, certain=False) if words else None


async def _goes_first(found: Found, message: Message, work: UnitOfWork) -> bool:
    """Return whether it is meant as a command even while a question waits for words.

    So it is where nothing else can be meant, where it names a petition or a new one, and where a deputy or staff use a
    command of their own.
    """
    if await _names_a_choice(found, message, work):
        return False
    roles = BY_WORD[found.word].roles
    own = Role.VOTER not in roles and bool(roles & message.roles)
    return found.certain or own or found.word in NEVER_AN_ANSWER or _names_petition(found)


async def _names_a_choice(found: Found, message: Message, work: UnitOfWork) -> bool:
    """Return whether it stands without its sign and is what a choice of the open question is called."""
    question = None if found.signed else meant(await work.questions.open(message.sender, message.here), message.quote)
    return question is not None and said_in_words(message.text, question, message.sent_at) is not None


def _names_petition(found: Found) -> bool:
    try:
        tail_and_optional_words(found.rest)
    except NotUnderstood:
        return False
    return True


async def _run(found: Found, message: Message, work: UnitOfWork) -> bool:
    """Run the command found; return False where it was only a word of plain speech after all."""
    command = BY_WORD[found.word]
    surely = found.signed and found.certain
    if not command.roles & message.roles and not surely:
        return False
    try:
        await command.run(message, found.rest, work)
    except NotUnderstood as error:
        if not found.certain:
            return False
        await command.explain(error, message, work)
    return True


async def _answered(message: Message, work: UnitOfWork) -> bool:
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


async def _ask_which(found: Ambiguous, message: Message, work: UnitOfWork) -> None:
    """Ask which of two commands a misspelling was meant for (MSG-ERR7)."""
    words = found.words[: commands_texts.MOST_GUESSES]
    choices = tuple(Choice(digit=n, label=word.main) for n, word in enumerate(words, start=1))
    choices += (Choice(digit=len(words) + 1, label=commands_texts.NONE_OF_THESE),)
    text = commands_texts.guesses(choices)
    await work.questions.ask(
        Question(
            person=message.sender,
            where=message.here,
            topic=GUESS,
            subject=found.rest,
            choices=choices,
            asked_at=message.sent_at,
            text=text,
        )
    )
    await work.outbox.add(message.reply(text, part="guess", choices=choices), at=message.sent_at)
