"""A self-built app as the platform knows it: its tokens, its messages, and the way to its URL."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from tests.simulators.wecom import content, xml
from tests.simulators.wecom.callback_url import Answer, CallbackUrl
from tests.simulators.wecom.cards import with_button_replaced
from tests.simulators.wecom.content import Content
from tests.simulators.wecom.fault_table import Point
from tests.simulators.wecom.forgeries import Forger
from tests.simulators.wecom.letters import Kind, Letter
from tests.simulators.wecom.refusals import Body, Refused
from tests.simulators.wecom.world import World
from tests.simulators.windows import HOUR, MINUTE, Cap

TOKEN_LIVES: Final = 7200  # seconds; 91039
TO_A_MEMBER: Final = (Cap(30, MINUTE), Cap(1000, HOUR))  # the excess is dropped in silence; 90312


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message of an app: for whom, which card, and how it can be changed."""

    msgid: str
    receivers: tuple[str, ...]
    at: datetime
    task_id: str | None


@dataclass(slots=True, kw_only=True)
class App:
    """One app of the corporation. *visible* are the members it may speak to, nobody left out where it is nothing."""

    world: World
    corp_id: str
    agent_id: int
    secret: str
    visible: frozenset[str] | None = None
    has_url: bool = False
    token: str | None = None
    token_since: datetime | None = None
    sent: dict[str, Sent] = field(default_factory=dict)
    response_codes: dict[str, tuple[Sent, datetime]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Who speaks, in the record of what was shown."""
        return str(self.agent_id)

    def current_token(self) -> tuple[str, int]:
        """Return the token, a new one where the old one is too old, and for how many seconds it is good."""
        now = self.world.now
        if self.token is None or self.token_since is None or self.token_is_old:
            self.token, self.token_since = self.world.new_id("T"), now
        return self.token, TOKEN_LIVES - int((now - self.token_since).total_seconds())

    @property
    def token_is_old(self) -> bool:
        """Whether the token that was given out has expired."""
        return self.token_since is not None and self.world.now - self.token_since >= timedelta(seconds=TOKEN_LIVES)

    def sees(self, userid: str) -> bool:
        """Return whether that member is in the app's visible range."""
        return userid in self.world.members and (self.visible is None or userid in self.visible)

    def say(self, said: Content, key: str, userid: str) -> None:
        """Show a message to one member, or drop it in silence where he had too many."""
        if self.world.windows.take(("app", self.agent_id, userid), *TO_A_MEMBER):
            self.world.show(said.shown(self.world, key, self.name, userid))

    def new_response_code(self, sent: Sent) -> str:
        """Return a code that changes a card once."""
        code = self.world.new_id("RC")
        self.response_codes[code] = sent, self.world.now
        return code


class AppLine:
    """The URL of one app: sealed XML there, and a passive reply, or nothing, back."""

    points: Collection[Point] = (Point.URL, Point.APP_URL)
    awaits = True

    def __init__(self, app: App, url: CallbackUrl) -> None:
        self.app = app
        self.url = url
        self.forger = Forger(url)

    def letter(self, kind: Kind, userid: str, members: Body) -> Letter:
        """Return a message or event of a member; only messages have a MsgId on the wire."""
        world = self.app.world
        id = str(world.random.randrange(10**18, 2**63))
        numbered = {"MsgId": int(id)} if kind is Kind.MESSAGE else {}
        body = {
            "ToUserName": self.app.corp_id, "FromUserName": userid, "CreateTime": world.stamp, **members, **numbered,
            "AgentID": self.app.agent_id,
        }  # fmt: skip
        return Letter(id=id, kind=kind, userid=userid, chat=userid, body=body, written=world.now)

    def event(self, userid: str, name: str, **members: object) -> Letter:
        """Return an event of a member, or of the system."""
        kind = Kind.CLICK if name == "template_card_event" else Kind.NOTICE
        return self.letter(kind, userid, {"MsgType": "event", "Event": name, **members})

    async def carry(
        self, letter: Letter, pause: asyncio.Task[None], *, shift: int = 0, hasty: bool = False
    ) -> int | None:
        """Return the status; show what a passive reply holds."""
        answer = await self.url.post(xml.written(letter.body), pause, shift=shift, hasty=hasty)
        if answer is None:
            return None
        if answer.status == 200 and answer.body:
            try:
                self._show(letter, self._opened(answer))
            except (KeyError, TypeError, ValueError, SyntaxError) as error:
                self.app.world.breach(f"passive reply is not readable: {error!r}")
            except Refused as refused:
                self.app.world.breach(f"passive reply to {letter.kind} refused: {refused.errcode}")
        return answer.status

    def _opened(self, answer: Answer) -> Body:
        """Return what is sealed in a reply that is signed as it must be."""
        reply = xml.read(answer.body)
        if reply["MsgSignature"] != self.url.cipher.sign(reply["TimeStamp"], reply["Nonce"], reply["Encrypt"]):
            raise ValueError("signature")
        return xml.read(self.url.cipher.open(reply["Encrypt"]))

    def _show(self, letter: Letter, said: Body) -> None:
        if (said["ToUserName"], said["FromUserName"]) != (letter.userid, self.app.corp_id):
            raise Refused(40058)
        kind = said["MsgType"]
        key = self.app.world.new_id("S")
        match kind:
            case "text":
                body = {"msgtype": "text", "text": {"content": said["Content"]}}
            case "image" | "voice" | "video":
                body = {"msgtype": kind, kind: {"media_id": said[kind.capitalize()]["MediaId"]}}
            case "update_button" if letter.kind is Kind.CLICK:
                words = said["Button"]["ReplaceName"]
                task = letter.body["TaskId"]
                self.app.world.record.change_card(self.app.name, task, lambda card: with_button_replaced(card, words))
                return
            case _:
                raise Refused(40008)
        self.app.say(content.read(self.app.world, content.APP, body, self.app.corp_id), key, letter.userid)

    async def attack(self, name: str, letter: Letter) -> None:
        """Send a forgery made of a letter with an id of its own."""
        other = self.letter(letter.kind, letter.userid, {})
        body = letter.body | {name: other.body[name] for name in ("MsgId",) if name in other.body}
        await self.forger.attack(name, xml.written(body))

    def strange(self, name: str, letter: Letter) -> Letter:
        """Return a letter as strange as that fault says, or *letter* with something strange in it."""
        match name:
            case "opaque userid":
                userid = "wo" + self.app.world.new_id("")
                self.app.world.members[userid] = userid
                return self.letter(Kind.MESSAGE, userid, {"MsgType": "text", "Content": "您好"})
            case "enter_chat without chattype" | "two events in a second":
                return self.event(letter.userid, "enter_agent", EventKey="", CreateTime=letter.body["CreateTime"])
            case "unknown msgtype":
                return self.letter(Kind.MESSAGE, letter.userid, {"MsgType": "hologram", "Hologram": "x"})
            case "unknown eventtype":
                return self.event(letter.userid, "moved", EventKey="x")
            case _:
                return replace(letter, body={**letter.body, "NewMember": {"Deep": 1}})
