"""The platform's end of the long connection."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from aiohttp import WSMsgType, web

from tests.simulators.wecom import content
from tests.simulators.wecom.aibot import AiBot
from tests.simulators.wecom.fault_table import Point
from tests.simulators.wecom.letters import Kind, Letter
from tests.simulators.wecom.refusals import Body, Refused, ok, refusal
from tests.simulators.wecom.uploads import Uploads
from tests.simulators.wecom.world import World

REPLY_HOURS: Final = 24
AT_ONCE: Final = 5  # seconds for a welcome or the update of a card
LATE: Final = 6  # seconds
KICKED_WITHIN: Final = (2, 313)  # seconds until a replaced connection is closed
LARGEST: Final = 4 * 1024 * 1024
JUNK: Final = {
    "not JSON": "hello",
    "an array": "[1, 2, 3]",
    "unknown cmd": '{"cmd":"aibot_get_mcp_config","headers":{"req_id":"x"},"body":{}}',
    "without headers": '{"cmd":"aibot_msg_callback","body":{"msgtype":"text"}}',
    "2 MiB": json.dumps({"cmd": "aibot_unknown", "headers": {"req_id": "y"}, "body": "x" * 2 * 1024 * 1024}),
}


@dataclass(slots=True)
class Subscription:
    """What the platform keeps of one bot's long connection.

    Who holds it now, when somebody else was cut off by whoever came then, and what its callbacks were.
    """

    bot: AiBot
    holder: "Connection | None" = None
    replaced: list[datetime] = field(default_factory=list)
    callbacks: dict[str, tuple[Letter, datetime]] = field(default_factory=dict)
    again: list[Letter] = field(default_factory=list)


class Connection:
    """One connection, from its opening to its close."""

    def __init__(self, world: World, bots: Mapping[str, Subscription], uploads: Uploads, request: web.Request) -> None:
        self.socket = web.WebSocketResponse(max_msg_size=LARGEST)
        self._world = world
        self._bots = bots
        self._uploads = uploads
        self._request = request
        self._subscription: Subscription | None = None
        self._half_open = False
        self._used: set[str] = set()

    async def listen(self) -> None:
        """Take frames until the connection is closed."""
        await self.socket.prepare(self._request)
        try:
            async for frame in self.socket:
                if frame.type is not WSMsgType.TEXT:
                    self._world.breach("a frame that is no text")
                elif not self._half_open:
                    await self._take(json.loads(frame.data))
        finally:
            if self._subscription is not None and self._subscription.holder is self:
                self._subscription.holder = None

    async def _take(self, frame: Body) -> None:
        cmd, req_id, body = frame["cmd"], frame["headers"]["req_id"], frame.get("body") or {}
        if not cmd.startswith("aibot_respond"):
            if req_id in self._used:
                self._world.breach(f"{cmd} with a req_id that was used before")
            self._used.add(req_id)
        if cmd == "ping":
            await self._send({"headers": {"req_id": req_id}, **ok()})
        elif cmd == "aibot_subscribe":
            await self._subscribe(req_id, body)
        else:
            await self._serve(cmd, req_id, body)

    async def _subscribe(self, req_id: str, body: Body) -> None:
        try:
            name = self._world.refuse_if_struck(Point.SUBSCRIBE)
            subscription = self._bots.get(str(body.get("bot_id")))
            if subscription is None or subscription.bot.secret is None or subscription.bot.secret != body.get("secret"):
                raise Refused(853000)
        except Refused as refused:
            await self._acknowledge(req_id, self._refusal(refused))
            return
        if name == "closed before the answer":
            await self.socket.close()
            return
        if subscription.holder is not None and subscription.holder is not self:
            subscription.replaced.append(self._world.now)
            self._world.later(subscription.holder.suffer("replaced"))
        self._subscription, subscription.holder = subscription, self
        await self._acknowledge(req_id, ok())
        again, subscription.again = subscription.again, []
        for letter in again:
            await self.bring(letter)
        if fault := self._world.faults.strike(Point.LINE):
            await self.suffer(fault.name)

    # --- what the platform sends of itself ---

    async def bring(self, letter: Letter) -> bool:
        """Return whether the connection still lives; if so, a message or event went out on it."""
        if self._subscription is None or self._half_open:
            return False
        req_id = self._world.new_id("s-")
        self._subscription.callbacks[req_id] = letter, self._world.now
        cmd = "aibot_event_callback" if letter.body.get("msgtype") == "event" else "aibot_msg_callback"
        await self._send({"cmd": cmd, "headers": {"req_id": req_id}, "body": letter.body})
        return True

    async def suffer(self, name: str) -> None:
        """Have that fault of a connection befall this one."""
        match name:
            case "replaced":
                await self._be_replaced()
            case "closed 1000":
                await self.socket.close(code=1000)
            case "closed 1001":
                await self.socket.close(code=1001)
            case "aborted":
                if self._request.transport is not None:
                    self._request.transport.abort()
            case "half open":
                self._half_open = True
            case "binary":
                await self.socket.send_bytes(b"\x00\x01")
            case _:
                await self.socket.send_str(JUNK[name])

    async def _be_replaced(self) -> None:
        subscription, self._subscription = self._subscription, None
        if subscription is None:
            return
        if subscription.holder is self:
            subscription.holder = None
        event = {"msgtype": "event", "event": {"eventtype": "disconnected_event"}}
        body = {
            "msgid": self._world.new_id("e"), "create_time": self._world.stamp, "aibotid": subscription.bot.id, **event,
        }  # fmt: skip
        frame = {"cmd": "aibot_event_callback", "headers": {"req_id": self._world.new_id("s-")}, "body": body}
        await self._send(frame)
        await self._world.sleep(self._world.random.randint(*KICKED_WITHIN))
        await self.socket.close()

    # --- what the bot asks for ---

    async def _serve(self, cmd: str, req_id: str, body: Body) -> None:
        name = None
        try:
            name = self._world.refuse_if_struck(Point.FRAME)
            if self._subscription is None:
                raise Refused(846609)
            answer = self._done(self._subscription, cmd, req_id, body)
        except Refused as refused:
            answer = self._refusal(refused)
        match name:
            case "not acknowledged":
                return
            case "acknowledged after 6 s":
                self._world.later(self._acknowledge_late(req_id, answer))
                return
            case "acknowledged twice":
                await self._acknowledge(req_id, answer)
            case "stray acknowledgement":
                await self._acknowledge(self._world.new_id("stray-"), answer)
        await self._acknowledge(req_id, answer)

    def _done(self, subscription: Subscription, cmd: str, req_id: str, body: Body) -> Body:
        """Do what a frame asks for; return the acknowledgement."""
        match cmd:
            case "aibot_send_msg":
                subscription.bot.push(body)
            case "aibot_respond_msg":
                self._respond(subscription, req_id, body)
            case "aibot_respond_welcome_msg":
                letter = self._called_back(subscription, req_id, Kind.ENTER, AT_ONCE)
                subscription.bot.say(content.read(self._world, content.WELCOME, body, subscription.bot.id), letter.chat)
            case "aibot_respond_update_msg":
                letter = self._called_back(subscription, req_id, Kind.CLICK, AT_ONCE)
                subscription.bot.update_card(body, letter)
            case "aibot_upload_media_init":
                return ok(body=self._uploads.begin(subscription.bot.id, body))
            case "aibot_upload_media_chunk":
                return ok(body=self._uploads.add(subscription.bot.id, body))
            case "aibot_upload_media_finish":
                return ok(body=self._uploads.finish(subscription.bot.id, body))
            case _:
                raise Refused(846605)
        return ok()

    def _respond(self, subscription: Subscription, req_id: str, body: Body) -> None:
        self._world.refuse_if_struck(Point.RESPOND, Point.SPEAK)
        letter = self._called_back(subscription, req_id, Kind.MESSAGE, REPLY_HOURS * 3600)
        if body.get("msgtype") == "stream":
            subscription.bot.stream(body.get("stream"), letter, pictures=False)
        elif body.get("msgtype") == "template_card" and not letter.single:
            raise Refused(40008)
        else:
            subscription.bot.say(content.read(self._world, content.AIBOT, body, subscription.bot.id), letter.chat)

    def _called_back(self, subscription: Subscription, req_id: str, kind: Kind, seconds: float) -> Letter:
        """Return the letter that came with *req_id*, of that kind and not older than that."""
        letter, brought = subscription.callbacks.get(req_id, (None, self._world.now))
        if letter is None or letter.kind is not kind or self._world.older_than(brought, seconds=seconds):
            raise Refused(846605)
        return letter

    # --- acknowledging ---

    def _refusal(self, refused: Refused) -> Body:
        return refusal(refused.errcode, self._world.now, self._world.random)

    async def _acknowledge(self, req_id: str, answer: Body) -> None:
        await self._send({"headers": {"req_id": req_id}, **answer})

    async def _acknowledge_late(self, req_id: str, answer: Body) -> None:
        await self._world.sleep(LATE)
        await self._acknowledge(req_id, answer)

    async def _send(self, frame: Body) -> None:
        """Send a frame where somebody still listens."""
        with suppress(ConnectionError):
            await self.socket.send_str(json.dumps(frame, ensure_ascii=False))
