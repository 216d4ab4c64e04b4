"""The Stream gateway: tickets, the connections they open, and which of them takes a push."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from aiohttp import web

from tests.simulators.deliveries import Nobody
from tests.simulators.dingtalk.answers import Body, Refused
from tests.simulators.dingtalk.apps import HEARD, App, Credentials
from tests.simulators.dingtalk.bodies import json_object
from tests.simulators.dingtalk.cards import Cards
from tests.simulators.dingtalk.connection import Connection
from tests.simulators.dingtalk.fault_table import Point
from tests.simulators.dingtalk.gates import PAGE, Answer
from tests.simulators.dingtalk.letters import Kind, Letter
from tests.simulators.dingtalk.world import World
from tests.simulators.windows import MINUTE, Cap

TICKET_LIVES: Final = 90  # seconds; DP1
OPENINGS: Final = Cap(30, MINUTE)  # per application: far above any patient client
FIELDS: Final = ("clientId", "clientSecret", "subscriptions", "ua", "localIp", "extras")
TOPICS: Final = {
    Kind.MESSAGE, Kind.CLICK, "/v1.0/im/bot/messages/delegate", "/v1.0/card/dynamicData/get", "/v1.0/graph/api/invoke",
}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Ticket:
    """What opens one connection, once."""

    app: App
    topics: frozenset[str]
    issued: datetime
    used: bool = False


class Gateway:
    """All tickets and connections."""

    def __init__(self, world: World, credentials: Credentials) -> None:
        self._world = world
        self._credentials = credentials
        self._tickets: dict[str, Ticket] = {}
        self.connections: list[Connection] = []
        self._connected = asyncio.Event()

    # --- registering ---

    async def register(self, request: web.Request) -> Answer:
        """Return where to connect, and a ticket for it."""
        fault = self._world.faults.strike(Point.OPEN)
        name = "" if fault is None else fault.name
        if request.headers.get("Accept") != "application/json":
            self._world.breach("connections/open does not ask for JSON")
        body = json_object(self._world, "connections/open", await request.read())
        self._world.expect("connections/open", body, FIELDS)
        credentials = body.get("clientId"), body.get("clientSecret")
        asking = partial(self._credentials.app, Point.OPEN, *credentials, heard=request[HEARD])
        match name:
            case "opening 503":
                return web.Response(status=503)
            case "opening answered by a page":
                return web.Response(text=PAGE, content_type="text/html")
            case "refused 401":
                asking(struck=True)
                refusal = Refused("invalidClientIdOrSecret").body(self._world.new_id(""))
                return web.json_response(refusal, status=401)
        app = asking(struck=name == "refused 400")
        if app is None:
            raise Refused("invalidClientIdOrSecret")
        if not self._world.windows.take(("open", app.client_id), OPENINGS):
            self._world.breach("connections are opened again and again without a pause")
        endpoint = {"endpoint": f"{self._world.urls['stream']}/connect"}
        if name == "no ticket":
            return endpoint
        ticket = self._world.new_id("ticket-")
        self._tickets[ticket] = Ticket(app=app, topics=self._topics(body), issued=self._world.now)
        return {**endpoint, "ticket": ticket}

    def _topics(self, body: Body) -> frozenset[str]:
        """Return the topics that are subscribed to; refuse a list that is none."""
        subscriptions = body.get("subscriptions")
        if not isinstance(subscriptions, list) or not subscriptions:
            raise Refused("invalidParameter.param.invalid")
        for one in subscriptions:
            fits = one.get("topic") in ({Kind.EVENT} if one.get("type") == "EVENT" else TOPICS)
            if one.get("type") not in ("EVENT", "CALLBACK") or not fits:
                self._world.breach(f"a subscription to {one.get('type')} {one.get('topic')}")
        return frozenset(str(one.get("topic")) for one in subscriptions)

    # --- connections ---

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Take a connection until it is closed, or refuse its ticket."""
        fault = self._world.faults.strike(Point.TICKET)
        ticket = self._tickets.get(request.query.get("ticket", ""))
        if ticket is None:
            self._world.breach("a ticket is shown that nobody was given")
            return web.Response(status=401)
        if ticket.used:
            self._world.breach("a ticket is used twice")
            return web.Response(status=401)
        ticket.used = True
        if fault is not None:
            return web.Response(status=int(fault.name[-3:]))
        if self._world.older_than(ticket.issued, TICKET_LIVES):
            self._world.breach("a ticket is used after its 90 seconds")
            return web.Response(status=401)
        connection = Connection(self._world, ticket.app, ticket.topics, request)
        self.connections.append(connection)
        self._connected.set()
        self._connected = asyncio.Event()
        try:
            await connection.listen()
        finally:
            self.connections.remove(connection)
        return connection.socket

    async def stand(self, count: int) -> None:
        """Return once so many connections stand."""
        while len(self.connections) < count:
            await self._connected.wait()

    async def close(self) -> None:
        """Close every connection that is still open."""
        for connection in list(self.connections):
            await connection.socket.close()

    def choose(self, app: App, kind: Kind, *, but: Connection | None = None) -> Connection:
        """Return one of the connections that take such a letter, at random; raise `Nobody`."""
        fitting = [one for one in self.connections if one.takes(app, kind)]
        others = [one for one in fitting if one is not but] or fitting
        if not others:
            raise Nobody("no connection stands: the message is lost")
        return self._world.random.choice(others)


class StreamLine:
    """The connections of one robot: what is not acknowledged comes again after about a minute."""

    points: Collection[Point] = (Point.STREAM,)
    again_after: tuple[float, ...] = (60, 60)  # protocol 3.4, from the field
    loses: bool = True

    def __init__(self, world: World, app: App, gateway: Gateway, cards: Cards) -> None:
        self._world = world
        self._app = app
        self._gateway = gateway
        self._cards = cards
        self._last: Connection | None = None
        self._message_ids: dict[str, str] = {}

    async def carry(self, letter: Letter, *, fault: str = "") -> int | None:
        """Return the code of the acknowledgement, nothing where none comes in time; raise `Nobody`."""
        elsewhere = fault in ("another connection's turn", "pushed again on another connection")
        self._last = connection = self._gateway.choose(self._app, letter.kind, but=self._last if elsewhere else None)
        known = self._message_ids.get(letter.id)
        anew = fault == "pushed again with another messageId" or self._world.random.random() < 0.5
        if known is None or anew or connection.waits_for(known):
            known = self._world.new_id("")
        self._message_ids[letter.id] = known
        line_fault = self._world.faults.strike(Point.LINE)
        if line_fault is not None:
            self._world.later(connection.suffer(line_fault.name))
        if letter.kind is not Kind.CLICK:
            answer = await connection.push(letter, known)
        else:
            with self._cards.clicked(letter):
                answer = await connection.push(letter, known)
        if answer is None or fault == "acknowledgement not heard":
            return None
        if letter.kind is Kind.CLICK and answer.code == 200:
            self._cards.answered(letter, answer.data.get("response"))
        if letter.kind is Kind.EVENT and answer.data.get("status") != "SUCCESS":
            return None
        return answer.code

    async def attack(self, name: str, letter: Letter) -> None:
        """Nobody can forge anything here."""
        raise LookupError(name)
