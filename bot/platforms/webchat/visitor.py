"""One browser at the web chat: what it asks is done as the person it plays, what happens is told it."""

import asyncio
import json
import logging
from contextlib import suppress
from typing import Final

from aiohttp import WSCloseCode, WSMsgType, web

from bot.platforms.webchat import wire
from bot.platforms.webchat.adapter import Declined, Said, WebChat, Why
from bot.platforms.webchat.history import Line
from bot.platforms.webchat.people import Person
from bot.platforms.webchat.travel import Travel
from handlers.message import Scope

log = logging.getLogger(__name__)

BACKLOG: Final = 500  # frames; a browser that far behind is sent away and comes back for a fresh page


class Visitor:
    """A browser with its socket; *person* is None until it has chosen whom to play."""

    def __init__(
        self, socket: web.WebSocketResponse, chat: WebChat, travel: Travel | None, everybody: set["Visitor"]
    ) -> None:
        self._socket = socket
        self._chat = chat
        self._travel = travel
        self._everybody = everybody
        self._person: Person | None = None
        self._frames: asyncio.Queue[wire.Frame] = asyncio.Queue(BACKLOG)

    async def stay(self) -> None:
        """Serve the browser until it leaves.

        A failure to hand on what it said ends the visit without an acknowledgement: the page comes back and says the
        same again, under the same id.
        """
        writer = asyncio.create_task(self._write())
        stop_watching = self._chat.watch(self.see)
        self._everybody.add(self)
        try:
            await self._greet()
            async for frame in self._socket:
                if frame.type is not WSMsgType.TEXT or not await self._obey(frame.data):
                    await self._socket.close(code=WSCloseCode.POLICY_VIOLATION)
        finally:
            self._everybody.discard(self)
            stop_watching()
            writer.cancel()

    def see(self, line: Line) -> None:
        """Tell the browser of a line, as far as it concerns the person it plays."""
        chat = self._chat.people.chats[line.chat]
        if self._person is not None and self._person.id in chat.members:
            self.tell(wire.shown(line))
        elif chat.scope is Scope.DIRECT and line.author is None:
            self.tell(wire.stirred(chat.id))

    def tell(self, frame: wire.Frame) -> None:
        """Send *frame* in its turn."""
        try:
            self._frames.put_nowait(frame)
        except asyncio.QueueFull:
            log.warning("browser left behind")
            self._socket.force_close()

    async def leave(self) -> None:
        """Send the browser away; it will knock again."""
        await self._socket.close(code=WSCloseCode.GOING_AWAY)

    async def _write(self) -> None:
        with suppress(ConnectionError):  # it left; the reading side notices
            while True:
                await self._socket.send_str(json.dumps(await self._frames.get(), ensure_ascii=False))

    async def _greet(self) -> None:
        people = self._chat.people
        private = [(chat.place.chat, chat.id) for chat in people.chats.values() if chat.scope is Scope.DIRECT]
        unseen = await self._chat.history.unseen(private)
        self.tell(wire.welcome(people.persons.values(), people.chats.values(), unseen))

    async def _obey(self, data: str) -> bool:
        """Do what the frame asks; return False where it is none of ours."""
        if not self._chat.hears:
            await self.leave()
            return True
        ask = wire.ask_from(data)
        if ask is None:
            return False
        about = ask.id if isinstance(ask, wire.Say | wire.Recall) else None
        try:
            match ask:
                case wire.Be():
                    await self._be(ask.person)
                case wire.Turn():
                    await self._turn(ask)
                case wire.Say():
                    await self._say(ask)
                case wire.Recall():
                    await self._chat.recall(self._somebody(), ask.id)
                case wire.See():
                    await self._saw(ask)
                case wire.Forward():
                    self._forward(ask)
        except Declined as declined:
            self.tell(wire.refused(declined.why, about))
        return True

    def _somebody(self) -> Person:
        if self._person is None:
            raise Declined(Why.UNKNOWN)
        return self._person

    def _joins(self, chat: str) -> Person:
        person = self._somebody()
        known = self._chat.people.chats.get(chat)
        if known is None or person.id not in known.members:
            raise Declined(Why.UNKNOWN)
        return person

    async def _be(self, id: str) -> None:
        person = self._chat.people.persons.get(id)
        if person is None:
            raise Declined(Why.UNKNOWN)
        self._person = person
        chats = [chat.id for chat in self._chat.people.chats_of(person.id)]
        newest = await self._chat.history.newest(chats)
        unseen = await self._chat.history.unseen([(person.id, chat) for chat in chats])
        self.tell(wire.you(person, newest, unseen))

    async def _turn(self, ask: wire.Turn) -> None:
        self._joins(ask.chat)
        lines, more = await self._chat.history.page(ask.chat, before=ask.before)
        self.tell(wire.page(ask.chat, lines, before=ask.before, more=more))

    async def _say(self, ask: wire.Say) -> None:
        person = self._joins(ask.chat)
        said = Said(id=ask.id, text=ask.text, quote=ask.quote, picture=ask.picture)
        await self._chat.say(person, self._chat.people.chats[ask.chat], said)
        self.tell(wire.said(ask.id))

    async def _saw(self, ask: wire.See) -> None:
        person = self._joins(ask.chat)
        await self._chat.history.see(person.id, ask.chat, up_to=ask.seq)
        if self._chat.people.chats[ask.chat].scope is Scope.DIRECT:
            for visitor in self._everybody:
                visitor.tell(wire.read(person.id, ask.chat))

    def _forward(self, ask: wire.Forward) -> None:
        if self._travel is None:
            raise Declined(Why.UNKNOWN)
        try:
            self._travel.begin(ask.moment())
        except ValueError:
            raise Declined(Why.UNKNOWN) from None
