"""An AI bot as the platform knows it: what it may answer to, its streams, and what it says to whom."""

import base64
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from tests.simulators.wecom import content
from tests.simulators.wecom.cards import AIBOT_CARDS, check_card
from tests.simulators.wecom.cipher import seal_media
from tests.simulators.wecom.content import Content
from tests.simulators.wecom.fault_table import Point
from tests.simulators.wecom.letters import Kind, Letter
from tests.simulators.wecom.refusals import GONE, Body, Refused
from tests.simulators.wecom.world import World
from tests.simulators.windows import HOUR, MINUTE, Cap

MESSAGES: Final = (Cap(30, MINUTE), Cap(1000, HOUR))  # per conversation, replies and pushes together; 101463
STREAM_MINUTES: Final = 6


@dataclass(slots=True, kw_only=True)
class Stream:
    """A message whose words may still change."""

    userid: str
    opened: datetime
    finished: bool = False


@dataclass(slots=True, kw_only=True)
class AiBot:
    """One AI bot. It has a *secret* for the long connection, or a *key* for its URL, but never both."""

    world: World
    id: str
    name: str
    secret: str | None = None
    key: bytes | None = None
    counts_updates: bool = True
    spoken: set[str] = field(default_factory=set)
    streams: dict[str, Stream] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)
    responses: dict[str, Letter] = field(default_factory=dict)

    # --- what people send ---

    def message(self, userid: str, chat: str, parts: Body) -> Letter:
        """Return somebody's message to the bot, kept so that it can be answered."""
        self.spoken.add(chat)
        return self._letter(Kind.MESSAGE, userid, chat, parts)

    def event(self, kind: Kind, userid: str, chat: str, event: Body) -> Letter:
        """Return an event, kept so that it can be answered."""
        created = {"create_time": self.world.stamp, "msgtype": "event", "event": event}
        return self._letter(kind, userid, chat, created)

    def refresh(self, letter: Letter, stream: str) -> Letter:
        """Return the question how a stream goes on that was begun in answer to *letter*."""
        kept = {
            name: member for name, member in letter.body.items() if name in ("aibotid", "chatid", "chattype", "from")
        }
        id = self.world.new_id("CAIQ-")
        body = {"msgid": id, **kept, "msgtype": "stream", "stream": {"id": stream}}
        return replace(letter, id=id, kind=Kind.REFRESH, body=body)

    def _letter(self, kind: Kind, userid: str, chat: str, parts: Body) -> Letter:
        id, code = self.world.new_id("CAIQ-"), self.world.new_id("RC")
        place = {"chattype": "single"} if chat == userid else {"chatid": chat, "chattype": "group"}
        response = {"response_url": f"{self.world.url}/cgi-bin/aibot/response?response_code={code}"}
        body = {"msgid": id, "aibotid": self.id, **place, "from": {"userid": userid}, **response, **parts}
        letter = Letter(id=id, kind=kind, userid=userid, chat=chat, body=body, written=self.world.now)
        self.letters[id] = self.responses[code] = letter
        return letter

    def offer(self, file: bytes, name: str = "") -> Body:
        """Return where the bot finds a person's picture or file, and its key where it has one of its own."""
        if self.key is not None:
            return {"url": self.world.offer(seal_media(file, self.key), name)}
        key = self.world.random.randbytes(32)
        written = base64.b64encode(key).decode()
        if self.world.random.random() < 0.5:
            written = written.rstrip("=")
        return {"url": self.world.offer(seal_media(file, key), name), "aeskey": written}

    def in_progress(self, userid: str) -> int:
        """Return how many of a member's messages the bot is still answering."""
        mine = (stream for stream in self.streams.values() if stream.userid == userid and not stream.finished)
        return sum(not self.world.older_than(stream.opened, minutes=STREAM_MINUTES) for stream in mine)

    # --- what the bot says ---

    def say(self, said: Content, chat: str) -> None:
        """Show a whole message; refuse it where the conversation has had too many."""
        self._count(chat)
        self.world.show(said.shown(self.world, self.world.new_id("S"), self.id, chat))

    def stream(self, body: object, letter: Letter, *, pictures: bool) -> Stream:
        """Show a stream's new state; refuse it six minutes after its first frame, or once it was finished."""
        id, finished, said = content.read_stream(body, pictures=pictures)
        key = f"{letter.id}:{id}"
        stream = self.streams.get(key)
        if stream is None:
            self._count(letter.chat)
            stream = self.streams[key] = Stream(userid=letter.userid, opened=self.world.now)
        else:
            if stream.finished or self.world.older_than(stream.opened, minutes=STREAM_MINUTES):
                raise Refused(846608)
            if self.counts_updates:
                self._count(letter.chat)
        stream.finished = finished
        self.world.show(said.shown(self.world, key, self.id, letter.chat, finished=finished))
        return stream

    def card_after_stream(self, card: object, letter: Letter) -> None:
        """Show the card that goes with a stream."""
        self.say(
            content.read(self.world, content.AIBOT, {"msgtype": "template_card", "template_card": card}, self.id),
            letter.chat,
        )

    def update_card(self, body: Body, letter: Letter) -> None:
        """Change the card that was clicked, for the members named or for everybody."""
        if body.get("response_type") != "update_template_card":
            raise Refused(40008)
        card = check_card(body.get("template_card"), AIBOT_CARDS)
        clicked = letter.body["event"]["template_card_event"]["task_id"]
        if card.get("task_id") != clicked:
            raise Refused(40058)
        only: Collection[str] | None = body.get("userids") or None
        self.world.record.change_card(self.id, clicked, lambda _: card, lambda chat: only is None or chat in only)

    def push(self, body: Body) -> None:
        """Show a message nobody asked for, where the bot was spoken to before."""
        self.world.refuse_if_struck(Point.PUSH, Point.SPEAK)
        chat = self._addressed(body)
        if body.get("msgtype") == "template_card" and chat in self.world.groups:
            raise Refused(40008)
        self.say(content.read(self.world, content.AIBOT, body, self.id), chat)

    def respond_by_url(self, code: str, body: Body) -> None:
        """Show an answer by `response_url`: once, within the hour."""
        self.world.refuse_if_struck(Point.RESPONSE)
        letter = self.responses[code]
        if letter.chat != letter.userid and body.get("msgtype") == "template_card":
            raise Refused(40008)
        said = content.read(self.world, content.RESPONSE, body, self.id)
        if self.world.older_than(letter.written, hours=1):
            raise Refused(GONE)
        self.say(said, letter.chat)
        del self.responses[code]

    def _addressed(self, body: Body) -> str:
        chat, chat_type = body.get("chatid"), body.get("chat_type", 0)
        if not isinstance(chat, str) or chat_type not in (0, 1, 2):
            raise Refused(40058)
        group = self.world.groups.get(chat) if chat_type in (0, 2) else None
        if group is None and (chat_type == 2 or chat not in self.world.members):
            raise Refused(93006)
        if group is not None and self.id not in group.bots:
            raise Refused(93008)
        if chat not in self.spoken:
            raise Refused(93001)
        return chat

    def _count(self, chat: str) -> None:
        if self.key is None and not self.world.windows.take(("aibot", self.id, chat), *MESSAGES):
            raise Refused(45009)
