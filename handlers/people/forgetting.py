"""The words people said to the bot, erased before their time."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from handlers.message import Quote
from handlers.people.rules.roster import PersonId
from handlers.ports import Progress, UnitOfWork

PAGE: Final = 500


async def forget_words(
    person: PersonId, *, since: datetime | None = None, quoted: Collection[str] = (), work: UnitOfWork
) -> None:
    """Erase text, quotes and attachments of all that *person* said (since then), and where others *quoted* any of it.

    What waits to be handled is left alone.
    """
    accounts = set(await work.voters.ways(person))
    page = await work.messages.newest(limit=PAGE)
    while page:
        for kept in page:
            said = kept.heard.sender in accounts or _quotes(kept.heard.quote, quoted)
            if said and kept.progress is not Progress.KEPT:
                await work.messages.forget_text(kept.heard.id)
        if since is not None and page[0].received_at < since:
            return
        page = await work.messages.newest(limit=PAGE, before=page[0].heard.id)


def _quotes(quote: Quote | None, words: Collection[str]) -> bool:
    return quote is not None and any(one in quote.text for one in words)
