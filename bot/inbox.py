"""What was received and kept, for whoever looks after the bot."""

from collections.abc import AsyncIterator
from typing import Final, NotRequired, TypedDict

from handlers.message import MessageId
from handlers.ports import Kept, Storage, UnitOfWork

PAGE: Final = 500


class Row(TypedDict):
    """One kept message (design §6); *text*, *quote* and *attachments* only where they were asked for."""

    id: str
    platform: str
    account: str
    chat: str
    scope: str
    sender: str
    received_at: str
    state: str
    text: NotRequired[str]
    quote: NotRequired[str | None]
    attachments: NotRequired[list[str]]


async def received(storage: Storage, *, with_text: bool) -> AsyncIterator[Row]:
    """Yield all that is in the inbox, newest last."""
    async with storage.begin() as work:
        pages = [page async for page in _pages_back(work)]
    for page in reversed(pages):
        for kept in page:
            yield _row(kept, with_text=with_text)


async def _pages_back(work: UnitOfWork) -> AsyncIterator[list[Kept]]:
    before: MessageId | None = None
    while page := list(await work.messages.newest(limit=PAGE, before=before)):
        yield page
        before = page[0].heard.id


def _row(kept: Kept, *, with_text: bool) -> Row:
    heard = kept.heard
    row = Row(
        id=heard.id,
        platform=heard.place.platform,
        account=heard.place.account,
        chat=heard.place.chat,
        scope=heard.scope,
        sender=heard.sender.user,
        received_at=kept.received_at.isoformat(),
        state=kept.progress,
    )
    if with_text:
        row["text"] = heard.text
        row["quote"] = None if heard.quote is None else heard.quote.text
        row["attachments"] = [one.reference for one in heard.attachments]
    return row
