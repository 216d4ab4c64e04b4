"""What somebody said to the bot before asking for a person."""

from typing import Final

from handlers import commands_texts, words
from handlers.find_command import Found, Vocabulary, find_command
from handlers.intake.rules.normalise import without_mentions
from handlers.message import Message
from handlers.ports import UnitOfWork

LOOKED_BACK: Final = 50
_VOCABULARY: Final = Vocabulary(one for one in vars(words).values() if isinstance(one, words.Word))
_TELLS: Final = frozenset({words.PETITION, words.ANONYMOUS_PETITION, words.SUGGESTION, words.SUPPLEMENT})


async def last_words(message: Message, work: UnitOfWork) -> str:
    """Return the last matter the speaker told, or an empty text: bare digits and other commands tell nothing."""
    own = set(await work.voters.ways(message.sender))
    for kept in reversed(await work.messages.newest(limit=LOOKED_BACK, before=message.id)):
        if kept.heard.sender in own and (told := _told(kept.heard.text)):
            return told
    return ""


def _told(text: str) -> str:
    """Return what *text* tells beside a command."""
    said = without_mentions(text, commands_texts.BOT_NAMES)
    if all(map(str.isdigit, said.split())):
        return ""
    match find_command(said, _VOCABULARY, addressed=True):
        case Found(word=word, rest=rest) if word in _TELLS:
            return rest
        case Found(word=word, certain=certain) if certain or word is words.HUMAN:
            return ""
    return said
