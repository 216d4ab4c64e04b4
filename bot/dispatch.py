"""One message -> the command or plain talk it is, and the handler for it."""

from dataclasses import replace
from typing import Final

from bot.open_question import answered
from handlers import commands_texts, words
from handlers.answers import GUESS
from handlers.commands import BY_WORD, VOCABULARY
from handlers.conversation import Question, meant, said_in_words
from handlers.find_command import Ambiguous, Found, find_command
from handlers.intake import emergencies
from handlers.intake.listening import listen
from handlers.intake.rules.alarm import alarm
from handlers.intake.rules.redirect_signs import accuses_openly
from handlers.intake.texts import TOO_LONG
from handlers.message import Choice, Message
from handlers.parse import NotUnderstood, code, tail_and_optional_words
from handlers.people import binding
from handlers.people.rules.roster import Role
from handlers.people.texts import no_private_way
from handlers.petitions.rules.petition import Source
from handlers.petitions.rules.redirects import Redirect
from handlers.petitions.voters import register
from handlers.petitions.voters.doors import show_door
from handlers.petitions.voters.drafts import draft_of
from handlers.ports import UnitOfWork

NEVER_AN_ANSWER: Final = frozenset({words.PETITION, words.ANONYMOUS_PETITION, words.MY_DATA})
TELLS_A_MATTER: Final = frozenset({words.PETITION, words.ANONYMOUS_PETITION, words.SUGGESTION})

LONGEST: Final = 4000  # signs of a message or a quote; nobody types as many, and all of it is looked at many times

ENTERS_FOR_ANOTHER: Final = frozenset({words.ENTER, words.REGISTER})


async def dispatch(message: Message, work: UnitOfWork) -> None:
    """Have the one right handler answer *message*. Raise `Refusal` where the answer is no.

    In this order: a code that others have seen, a danger, what must not be kept, what is surely a command, the answer
    to an open question, what may be a command, then plain talk. A command without its sign that is a choice's own name
    is the answer.
    """
    if len(message.text) > LONGEST or (message.quote is not None and len(message.quote.text) > LONGEST):
        await _turn_down(message, work)
        return
    found = _for_speaker(find_command(message.text, VOCABULARY, addressed=True), message)
    if await _burnt_a_code(found, message, work):
        return
    if await _answered_danger(found, message, work):
        return
    if await _led_an_accusation_away(found, message, work):
        return
    if isinstance(found, Found) and await _goes_first(found, message, work) and await _run(found, message, work):
        return
    if await answered(message, work):
        return
    if isinstance(found, Ambiguous):
        await _ask_which(found, message, work)
    elif found is None or not await _run(found, message, work):
        await listen(message, work)


async def _turn_down(message: Message, work: UnitOfWork) -> None:
    """Ask for fewer words than are looked at; a danger is heard in the first of them."""
    head = replace(message, text=message.text[:LONGEST], quote=None)
    if not await _answered_danger(None, head, work):
        fallback = no_private_way(message.station.phone)
        await work.outbox.add(message.reply_in_private(TOO_LONG, fallback=fallback), at=message.sent_at)


async def _burnt_a_code(found: Found | Ambiguous | None, message: Message, work: UnitOfWork) -> bool:
    """Spend a person's binding code that was said in a group, alone or after any command; return False if none was."""
    try:
        digits = code(message.text if found is None else found.rest)
    except NotUnderstood:
        return False
    return await binding.burn(digits, message, work)


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
