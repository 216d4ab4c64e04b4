"""The web chat as a platform: what is said in the browser is heard where it addresses the bot, and posts are shown."""

import logging
import re
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.clock import Clock
from bot.platforms.base import Ear, Limit, NoWay, Post, Unreachable
from bot.platforms.webchat.history import History, Line
from bot.platforms.webchat.people import PLATFORM, Chat, People, Person
from bot.platforms.webchat.words import BOT
from handlers.dates.china_time import CHINA_TIME
from handlers.intake.rules.normalise import mentions
from handlers.message import (
    Account,
    Attachment,
    AttachmentKind,
    Heard,
    MessageId,
    Quote,
    Recalled,
    Scope,
)
from handlers.people.rules.roster import Place

log = logging.getLogger(__name__)

# Wide enough for one person to try everything, narrow enough to notice a bot that talks to itself.
LIMITS: Final = (
    Limit(count=30, window=timedelta(minutes=1)),
    Limit(count=1000, window=timedelta(hours=1)),
)
RECALL_WITHIN: Final = timedelta(minutes=2)  # as in WeChat and WeCom
LONGEST: Final = 4000
LINE_ID: Final = re.compile(r"webchat:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Listener = Callable[[Line], None]


class Why(StrEnum):
    """Why the web chat did not do what a browser asked; the page has the words."""

    UNKNOWN = "unknown"
    EMPTY = "empty"
    TOO_LONG = "too-long"
    TOO_LATE = "too-late"
    PAST = "past"
    TOO_FAR = "too-far"
    BUSY = "busy"


class Declined(Exception):
    """What the browser asked for is not possible."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person sends off: words or a picture or both; *quote* is the id of the line it answers."""

    id: str
    text: str
    quote: str | None = None
    picture: str | None = None


class WebChat:
    """Groups and one-to-one talk in the browser; like the other platforms it hands on only what addresses the bot."""

    def __init__(self, *, people: People, history: History, clock: Clock, names: Collection[str]) -> None:
        """*names* are what the bot is called after an at sign."""
        self.people: Final = people
        self.history: Final = history
        self._clock = clock
        self._names = names
        self._ear: Ear | None = None
        self._listeners: set[Listener] = set()

    @property
    def name(self) -> str:
        return PLATFORM

    @property
    def hears(self) -> bool:
        """Whether somebody listens: before `start` and after `stop` nothing can be said."""
        return self._ear is not None

    def limits(self, place: Place) -> Mapping[str, tuple[Limit, ...]]:
        return {f"{place.platform}/{place.account}/{place.chat}": LIMITS}

    def saves(self, post: Post) -> bool:
        return False

    def messages(self, post: Post) -> int:
        return 1

    async def start(self, ear: Ear) -> None:
        """Open the history and hand on what a sudden end kept from being heard."""
        await self.history.open()
        for line in await self.history.waiting():
            await self._hand_on(line, ear)
        self._ear = ear

    async def stop(self) -> None:
        self._ear = None
        await self.history.close()

    async def deliver(self, post: Post) -> None:
        """Show *post* once, however often it comes. Raise `NoWay`, or `Unreachable` where it cannot be kept."""
        chat = self.people.chat_at(post.place, post.scope)
        if chat is None:
            raise NoWay("unknown-chat")
        try:
            line = await self.history.add(
                id=f"post:{post.key}",
                chat=chat.id,
                at=self._clock.now(),
                author=None,
                name=BOT,
                text=post.text,
                quote=post.answers if chat.scope is Scope.GROUP else None,
                file=post.file,
                choices=post.choices,
                mention=None if post.mention is None else post.mention.user,
            )
        except sqlite3.Error as error:
            raise Unreachable(type(error).__name__) from error
        if line is not None:
            self._show(line)

    async def picture(self, reference: str) -> bytes | None:
        """Return a picture that somebody sent here. Raise `Unreachable` where it cannot be read."""
        try:
            found = await self.history.picture(reference.removeprefix(f"{PLATFORM}:"))
        except sqlite3.Error as error:
            raise Unreachable(type(error).__name__) from error
        return None if found is None else found.content

    async def forget(self, line: str, *, left: str = "", shown_as: str | None = None) -> None:
        await self._forget("line.id IN (?, ?)", (line, f"post:{line}"), left=left)

    async def forget_account(self, account: Account) -> None:
        if account.platform == PLATFORM:
            await self._forget("line.author = ?", (account.user,))

    async def forget_before(self, moment: datetime) -> None:
        await self._forget("line.at < ?", (moment.astimezone(CHINA_TIME).isoformat(),))

    async def _forget(self, where: str, values: Sequence[object], *, left: str = "") -> None:
        try:
            lines = await self.history.forget(where, values, left=left)
        except sqlite3.Error as error:
            raise Unreachable(type(error).__name__) from error
        for line in lines:
            self._show(line)

    # What the pages ask for.

    def watch(self, listener: Listener) -> Callable[[], None]:
        """Have *listener* called with every line that is new or changed; return what ends that."""
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    async def say(self, person: Person, chat: Chat, said: Said) -> None:
        """Show what *person* said, hand it on where it addresses the bot, and return: now it may be acknowledged.

        The same *said* again, because the acknowledgement was lost, is shown once and handed on under the same id.
        Raise `Declined`.
        """
        ear = self._listening()
        await self._check(person, chat, said)
        line = await self.history.add(
            id=said.id,
            chat=chat.id,
            at=self._clock.now(),
            author=person.id,
            name=person.name,
            text=said.text,
            quote=said.quote,
            picture=said.picture,
            waiting=True,
        )
        if line is not None:
            self._show(line)
        else:
            line = await self._own(person, said.id)
        await self._hand_on(line, ear)

    async def recall(self, person: Person, id: str) -> None:
        """Take back what *person* said a moment ago. Raise `Declined`."""
        ear = self._listening()
        line = await self._own(person, id)
        at = self._clock.now()
        if line.recalled or at - line.at > RECALL_WITHIN:
            raise Declined(Why.TOO_LATE)
        if self._addresses(line):
            await ear.recall(Recalled(id=MessageId(line.id), at=at))
        erased = await self.history.take_back(line.id)
        if erased is not None:
            self._show(erased)

    def _listening(self) -> Ear:
        if self._ear is None:
            raise Declined(Why.BUSY)
        return self._ear

    async def _check(self, person: Person, chat: Chat, said: Said) -> None:
        if person.id not in chat.members or LINE_ID.fullmatch(said.id) is None:
            raise Declined(Why.UNKNOWN)
        if len(said.text) > LONGEST:
            raise Declined(Why.TOO_LONG)
        if not said.text.strip() and said.picture is None:
            raise Declined(Why.EMPTY)
        if said.picture is not None and await self.history.picture(said.picture) is None:
            raise Declined(Why.UNKNOWN)
        if said.quote is not None:
            quoted = await self.history.get(said.quote)
            if quoted is None or quoted.chat != chat.id:
                raise Declined(Why.UNKNOWN)

    async def _own(self, person: Person, id: str) -> Line:
        line = await self.history.get(id)
        if line is None or line.author != person.id:
            raise Declined(Why.UNKNOWN)
        return line

    async def _hand_on(self, line: Line, ear: Ear) -> None:
        if self._addresses(line) and not line.recalled:
            await ear.hear(self._heard(line))
        await self.history.handed_on(line.id)

    def _addresses(self, line: Line) -> bool:
        """Return whether the bot is meant: in private, by its name, or by quoting what it said."""
        chat = self.people.chats.get(line.chat)
        if chat is None:  # the settings no longer have it
            return False
        by_quote = line.quoted is not None and line.quoted.author is None
        return chat.scope is Scope.DIRECT or by_quote or mentions(line.text, self._names)

    def _heard(self, line: Line) -> Heard:
        assert line.author is not None, "only what people said waits"
        chat = self.people.chats[line.chat]
        quoted = line.quoted
        return Heard(
            id=MessageId(line.id),
            place=chat.place,
            scope=chat.scope,
            sender=Account(platform=PLATFORM, account=PLATFORM, user=line.author),
            sender_name=line.name,
            sent_at=line.at,
            text=line.text,
            quote=None
            if quoted is None
            else Quote(
                text=quoted.text,
                from_bot=quoted.author is None,
                author=quoted.author,
                attachments=_attachments(quoted.picture),
            ),
            attachments=_attachments(line.picture),
        )

    def _show(self, line: Line) -> None:
        log.info("shown", extra={"line": line.seq})
        for listener in tuple(self._listeners):
            listener(line)


def _attachments(picture: str | None) -> tuple[Attachment, ...]:
    if picture is None:
        return ()
    return (Attachment(kind=AttachmentKind.IMAGE, reference=f"{PLATFORM}:{picture}"),)
