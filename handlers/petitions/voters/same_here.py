"""“I have it too”: a matter of the speaker's own beside one that somebody else has registered, which stays unread."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.message import Message, Quote
from handlers.parse import Missing, NotUnderstood, tail_and_optional_words
from handlers.petitions.access import NoSuchTail
from handlers.petitions.rules.categories import CATEGORIES
from handlers.petitions.rules.company import leads
from handlers.petitions.rules.petition import Petition, Source, State
from handlers.petitions.voters import register
from handlers.petitions.voters import register_texts as texts
from handlers.petitions.voters.asking import MOST_QUESTIONS
from handlers.petitions.voters.drafts import draft_of
from handlers.ports import UnitOfWork
from handlers.words import TAIL_BEFORE

TOLD_OPENLY = frozenset({Source.GROUP, Source.QUOTE})


async def same_here(message: Message, argument: int | None, work: UnitOfWork) -> None:
    """Register that the speaker has met with the same, as a petition with a number, receipt and answer of its own.

    The tail is the one said, or that of the bot's line which was quoted. Only what was told in a group can be meant.
    """
    tail = _quoted_tail(message.quote) if argument is None else argument
    other = await _meant(message, tail, work)
    if other.voter == message.sender:
        await work.outbox.add(message.reply(texts.already_registered(other.tail)), at=message.sent_at)
        return
    draft = draft_of(message, texts.same_here(other.tail))
    about = texts.same_here_about(other.tail, _facts(other))
    draft = replace(draft, summary=about, category=other.category, authority=other.authority, asked=MOST_QUESTIONS)
    await register.register(draft, message, work, beside=other)


async def _meant(message: Message, tail: int, work: UnitOfWork) -> Petition:
    for one in await work.petitions.with_tail(message.station.id, tail):
        followed = one.parent if one.state is State.MERGED else one.likely_parent
        other = one if followed is None else await work.petitions.get(followed)
        if one.source in TOLD_OPENLY and leads(other):
            return other
    raise NoSuchTail(tail)


def _facts(other: Petition) -> Sequence[str]:
    """Return where and what a matter is in nobody's words; a place with a number may be somebody's home."""
    place = "" if other.place is None or any(map(str.isnumeric, other.place)) else other.place
    category = CATEGORIES.get(other.category or "")
    return tuple(filter(None, (place, "" if category is None else category.topic)))


def _quoted_tail(quote: Quote | None) -> int:
    if quote is None or not quote.from_bot:
        raise NotUnderstood(Missing.TAIL)
    _, said, rest = quote.text.partition(TAIL_BEFORE[0])
    return tail_and_optional_words(f"{said}{rest}").tail
