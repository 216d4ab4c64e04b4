"""The platform's end of one Stream connection."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import WSMsgType, web

from tests.simulators.dingtalk.answers import Body
from tests.simulators.dingtalk.apps import App
from tests.simulators.dingtalk.fault_table import Point
from tests.simulators.dingtalk.letters import Kind, Letter
from tests.simulators.dingtalk.world import World

ANSWER_WITHIN: Final = 3  # seconds; D49
CLICK_WITHIN: Final = 2  # seconds; D37
PONG_WITHIN: Final = 10  # seconds
PING_EVERY: Final = 25  # seconds; protocol 3.6, from the field
SILENT_FOR: Final = 10  # seconds between disconnect and the end; DP1
STORM_EVERY: Final = 30  # seconds
LARGEST: Final = 1024 * 1024
JSON: Final = "application/json"
UNREADABLE: Final = 400
UNKNOWN: Final = 404


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """How the bot answered a frame."""

    code: int
    data: Body


class Connection:
    """One connection, from its opening to its close."""

    def __init__(self, world: World, app: App, topics: frozenset[str], request: web.Request) -> None:
        self.id = world.new_id("connection-")
        self.socket = web.WebSocketResponse(autoping=False, max_msg_size=LARGEST)
        self.zombie = False
        self._world = world
        self._app = app
        self._topics = topics
        self._request = request
        self._ending = False
        self._asked: dict[str, asyncio.Future[Acknowledged | None]] = {}
        self._given_up: set[str] = set()
        self._junk: dict[str, tuple[int, ...]] = {}

    def takes(self, app: App, kind: Kind) -> bool:
        """Return whether what is of that kind may be pushed here."""
        return app is self._app and kind in self._topics and not self._ending and not self.socket.closed

    def waits_for(self, message_id: str) -> bool:
        """Return whether a frame of that id is still to be acknowledged here."""
        return message_id in self._asked

    # --- hearing ---

    async def listen(self) -> None:
        """Take frames until the connection is closed."""
        await self.socket.prepare(self._request)
        pinging = self._world.later(self._ping_on())
        if fault := self._world.faults.strike(Point.LINE):
            self._world.later(self.suffer(fault.name))
        try:
            async for frame in self.socket:
                if self.zombie:
                    continue
                if frame.type is WSMsgType.TEXT:
                    self._take(frame.data)
                elif frame.type is WSMsgType.PING:
                    await self.socket.pong(frame.data)
                elif frame.type is not WSMsgType.PONG:
                    self._world.breach("a frame that is no text")
        finally:
            self._ending = True
            pinging.cancel()
            for waiting in self._asked.values():
                if not waiting.done():
                    waiting.set_result(None)

    def _take(self, text: str) -> None:
        """Hand an acknowledgement to what waits for it; note everything that is wrong with it."""
        try:
            frame: Any = json.loads(text)
            code, headers, message, data = (frame[name] for name in ("code", "headers", "message", "data"))
            message_id, kind = headers.get("messageId"), headers["contentType"]
            acknowledged = Acknowledged(code=code, data=json.loads(data) if data else {})
        except (ValueError, KeyError, TypeError) as error:
            self._world.breach(f"an acknowledgement that cannot be read: {error!r}")
            return
        if not isinstance(code, int) or not isinstance(message, str) or not isinstance(data, str) or kind != JSON:
            self._world.breach("an acknowledgement with wrong members")
        if message_id in self._junk:
            if code not in self._junk[message_id]:
                self._world.breach(f"a frame that is none is acknowledged with {code}")
        elif (waiting := self._asked.get(message_id)) is not None:
            if not waiting.done():  # nobody waits any more since this very moment
                waiting.set_result(acknowledged)
        elif message_id not in self._given_up and not (message_id is None and self._ending):
            self._world.breach(
                "an acknowledgement of what was not pushed on this connection, or was acknowledged before"
            )

    # --- speaking ---

    async def push(self, letter: Letter, message_id: str) -> Acknowledged | None:
        """Return how a letter was answered, nothing where no answer came in time or the connection broke."""
        kind = "EVENT" if letter.kind is Kind.EVENT else "CALLBACK"
        body, more = letter.body, {}
        if letter.kind is Kind.EVENT:
            body, more = body["data"], body["headers"]
        headers = self._headers(letter.kind, message_id) | more
        data = json.dumps(body, ensure_ascii=False)
        within = CLICK_WITHIN if letter.kind is Kind.CLICK else ANSWER_WITHIN
        with self._world.asking():
            answer = await self._ask(kind, headers, data, within)
        if answer is None:
            if not (self.zombie or self.socket.closed or self._ending or self._world.process_dies):
                self._world.breach(f"{letter.kind} is not acknowledged within {within} seconds")
        elif answer.code not in (200, 500):
            self._world.breach(f"{letter.kind} is acknowledged with {answer.code}")
        elif answer.code == 200:
            self._check(letter.kind, answer.data)
        return answer

    def _check(self, kind: Kind, data: Body) -> None:
        """Note an acknowledgement whose `data` is not what that kind wants."""
        if kind is Kind.EVENT and data.get("status") not in ("SUCCESS", "LATER"):
            self._world.breach("an event is acknowledged without its status")
        if kind is not Kind.EVENT and "response" not in data:
            self._world.breach("a callback is acknowledged without a response")

    async def _ask(self, kind: str, headers: Body, data: str, within: float) -> Acknowledged | None:
        """Return what answers a frame within that time."""
        message_id = headers["messageId"]
        answered: asyncio.Future[Acknowledged | None] = asyncio.get_running_loop().create_future()
        self._asked[message_id] = answered
        pause = self._world.pause(within)
        await self._send({"specVersion": "1.0", "type": kind, "headers": headers, "data": data})
        await asyncio.wait((answered, pause), return_when=asyncio.FIRST_COMPLETED)
        pause.cancel()
        del self._asked[message_id]
        if not answered.done():
            self._given_up.add(message_id)
            return None
        return answered.result()

    def _headers(self, topic: str, message_id: str) -> Body:
        return {
            "appId": self._app.client_id, "connectionId": self.id, "contentType": JSON, "messageId": message_id,
            "time": str(self._world.stamp), "topic": topic,
        }  # fmt: skip

    async def _send(self, frame: Body) -> None:
        """Send a frame where somebody still listens."""
        if not self.zombie:
            with suppress(ConnectionError):
                await self.socket.send_str(json.dumps(frame, ensure_ascii=False))

    async def _ping_on(self) -> None:
        while True:
            await self._world.sleep(PING_EVERY)
            if not self._ending:
                self._world.later(self._ping())

    async def _ping(self) -> None:
        opaque = self._world.new_id("")
        headers = {"contentType": JSON, "messageId": self._world.new_id(""), "topic": "ping"}
        answer = await self._ask("SYSTEM", headers, json.dumps({"opaque": opaque}), PONG_WITHIN)
        if answer is None:
            if not (self.zombie or self.socket.closed or self._ending):
                self._world.breach("a ping is not acknowledged")
        elif answer.code != 200 or answer.data.get("opaque") != opaque:
            self._world.breach("a ping is acknowledged wrongly")

    # --- trouble ---

    async def suffer(self, name: str) -> None:
        """Have that fault of a connection befall this one."""
        match name:
            case "disconnect":
                await self._disconnect()
            case "disconnect every 30 s":
                await self._world.sleep(STORM_EVERY)
                await self._disconnect()
            case "zombie":
                self.zombie = True
            case "reset" if self._request.transport is not None:
                self._request.transport.abort()
            case "closed without a code" if self._request.transport is not None:
                self._request.transport.close()
            case "closed 1001" | "closed 1011":
                await self.socket.close(code=int(name[-4:]))
            case "ping":
                await self._ping()
            case "KEEPALIVE":
                headers = {"contentType": JSON, "messageId": self._new_junk(200), "topic": name}
                await self._send({"specVersion": "1.0", "type": "SYSTEM", "headers": headers, "data": ""})
            case "frame binary":
                with suppress(ConnectionError):
                    await self.socket.send_bytes(b"\x00\x01")
            case _:
                with suppress(ConnectionError):
                    await self.socket.send_str(self._junk_frame(name))

    async def _disconnect(self) -> None:
        """Tell the client to go, stay silent for ten seconds, and end it."""
        self._ending = True
        headers = {"topic": "disconnect", "contentType": JSON}
        await self._send({"type": "SYSTEM", "headers": headers, "data": '{"reason":"connection is expired"}'})
        await self._world.sleep(SILENT_FOR)
        if self._request.transport is not None:
            self._request.transport.close()

    def _new_junk(self, *codes: int) -> str:
        message_id = self._world.new_id("junk-")
        self._junk[message_id] = codes
        return message_id

    def _junk_frame(self, name: str) -> str:
        data: Any = "{}"
        kind, topic = "CALLBACK", str(Kind.MESSAGE)
        codes: tuple[int, ...] = (UNREADABLE,)
        match name:
            case "frame not JSON":
                return "hello"
            case "unknown topic":
                topic, codes = "/v1.0/unknown", (UNKNOWN,)
            case "unknown type":
                kind, codes = "PIGEON", (UNREADABLE, UNKNOWN)
            case "data not JSON":
                data = "{hello"
            case "data an object":
                data = {"msgId": "x"}
            case "frame above 1 MiB":
                data = json.dumps({"msgId": "x", "text": {"content": "x" * 1024 * 1024}})
        frame = {
            "specVersion": "1.0",
            "type": kind,
            "headers": self._headers(topic, self._new_junk(*codes)),
            "data": data,
        }
        if name == "headers missing":
            del frame["headers"]
        return json.dumps(frame)
