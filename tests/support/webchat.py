"""The township in the web chat, and bots that listen there."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Final
from uuid import UUID

from bot.clock import Clock, StandingClock
from bot.config.settings import WebChatVoter
from bot.platforms.base import File, Post
from bot.platforms.webchat.adapter import Said, WebChat
from bot.platforms.webchat.history import History
from bot.platforms.webchat.people import PLATFORM, People
from handlers.dates.china_time import CHINA_TIME
from handlers.message import Choice, Heard, MessageId, Recalled, Scope
from handlers.people.rules.roster import Place, Roster
from tests.support.township import DEPUTIES, LI_VILLAGE, STATION, WANG_VILLAGE

TOKEN: Final = "a-token-of-the-tests"
NOON: Final = datetime(2026, 4, 16, 12, 0, tzinfo=CHINA_TIME)
NAMES: Final = ("小助手",)
LI_GROUP: Final = f"group/{LI_VILLAGE}"
WANG_GROUP: Final = f"group/{WANG_VILLAGE}"
DEPUTIES_GROUP: Final = f"group/{DEPUTIES}"

VOTERS: Final = (
    WebChatVoter(id="zhao", name="赵敏", groups=(LI_VILLAGE,)),
    WebChatVoter(id="qian", name="钱有福", groups=(LI_VILLAGE, WANG_VILLAGE)),
    WebChatVoter(id="sun", name="孙桂香", groups=(WANG_VILLAGE,)),
)


def web_place(chat: str) -> Place:
    """Return that group's or person's place in the web chat."""
    return Place(platform=PLATFORM, account=PLATFORM, chat=chat)


WEB_TOWNSHIP: Final = Roster(
    [replace(STATION, groups=tuple(replace(group, place=web_place(group.id)) for group in STATION.groups))]
)


def a_web_chat(folder: Path, clock: Clock | None = None) -> WebChat:
    """Return the web chat of the township, its history in *folder*."""
    return WebChat(
        people=People(WEB_TOWNSHIP, VOTERS),
        history=History(folder / "webchat.sqlite3"),
        clock=clock or StandingClock(NOON),
        names=NAMES,
    )


_ids = (f"webchat:{UUID(int=number)}" for number in count(1))


def words(text: str, *, quote: str | None = None, picture: str | None = None, id: str | None = None) -> Said:
    """Return something to say, under an id of its own."""
    return Said(id=id or next(_ids), text=text, quote=quote, picture=picture)


def a_post(
    text: str,
    *,
    key: str = "digest/1",
    chat: str = LI_VILLAGE,
    scope: Scope = Scope.GROUP,
    choices: Sequence[tuple[int, str]] = (),
    file: File | None = None,
) -> Post:
    """Return something the bot has to say."""
    choice = tuple(Choice(digit=digit, label=label) for digit, label in choices)
    return Post(key=key, place=web_place(chat), scope=scope, text=text, choices=choice, file=file)


class Listener:
    """An ear that remembers; it waits at its gate, and fails as often as it is told to."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.recalled: list[Recalled] = []
        self.missed: list[MessageId] = []
        self.called = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()
        self.failures = 0

    async def hear(self, heard: Heard) -> bool:
        self.called.set()
        await self.gate.wait()
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the storage is full")
        is_new = all(one.id != heard.id for one in self.heard)
        self.heard.append(heard)
        return is_new

    async def recall(self, recalled: Recalled) -> None:
        self.recalled.append(recalled)

    async def miss(self, message: MessageId) -> None:
        self.missed.append(message)
