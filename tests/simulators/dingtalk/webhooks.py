"""What is said by a URL that needs no token: answers within a session, and the robots of groups."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from aiohttp import web

from tests.simulators.dingtalk import content
from tests.simulators.dingtalk.answers import Body, Refused, ok
from tests.simulators.dingtalk.apps import HEARD
from tests.simulators.dingtalk.bodies import json_object
from tests.simulators.dingtalk.fault_table import KEYWORD, STALE, Point
from tests.simulators.dingtalk.quota import Spent
from tests.simulators.dingtalk.record import Door
from tests.simulators.dingtalk.world import World
from tests.simulators.windows import HOUR, MINUTE, Cap

MESSAGES: Final = Cap(20, MINUTE)  # per robot; D11
REFUSED_FOR: Final = timedelta(minutes=10)  # after it; D12
TOO_OFTEN: Final = (130101, 660026, 410100)


@dataclass(slots=True, kw_only=True)
class Webhook:
    """A group's robot that only speaks: a custom one, or the webhook of an application's robot there."""

    group: str
    secret: str | None = None
    keywords: tuple[str, ...] = ()
    refused_until: datetime | None = None
    refusal: int = 660026
    heard: set[str] = field(default_factory=set)


class Webhooks:
    """Sessions and the robots of groups, by their tokens."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.robots: dict[str, Webhook] = {}

    async def answer(self, request: web.Request) -> Body:
        """Show an answer where the session's message was said."""
        self._world.refuse_if_struck(Point.SESSION)
        session = self._world.sessions.get(request.query.get("session", ""))
        if session is None or self._world.now >= session.expires:
            raise Refused(300001)
        body = await self._body(request)
        said = content.posted(self._world, "sendBySession", body, self._members(session.chat))
        self._pay()
        key = self._world.new_id("S")
        self._world.record.show(said.shown(self._world, key, session.robot, session.chat, Door.SESSION))
        return ok()

    async def send(self, request: web.Request) -> Body:
        """Show a message in a robot's group."""
        token = request.query.get("access_token", "")
        robot = self.robots.get(token)
        if robot is None:
            raise Refused(300005)
        self._refuse_if_struck(robot, heard=request[HEARD])
        body = await self._body(request)
        self._check(robot, request, body)
        said = content.posted(self._world, "robot/send", body, self._members(robot.group))
        uuid = body.get("msgUuid")
        if isinstance(uuid, str) and uuid in robot.heard:
            return ok()
        self._count(robot, token)
        self._pay()
        if isinstance(uuid, str):
            robot.heard.add(uuid)
        key = self._world.new_id("S")
        self._world.record.show(said.shown(self._world, key, token, robot.group, Door.WEBHOOK))
        return ok()

    def forget_refusals(self) -> None:
        """Hold nothing against who asks again."""
        for robot in self.robots.values():
            robot.refused_until = None

    def _refuse_if_struck(self, robot: Webhook, *, heard: bool) -> None:
        try:
            self._world.refuse_if_struck(Point.WEBHOOK)
        except Refused as refused:
            if refused.code in TOO_OFTEN and heard:
                robot.refused_until, robot.refusal = self._world.now + REFUSED_FOR, int(refused.code)
            raise

    def _check(self, robot: Webhook, request: web.Request, body: Body) -> None:
        """Refuse what is not signed as it must be, or holds none of the keywords."""
        if robot.secret is not None:
            stamp, sign = request.query.get("timestamp", ""), request.query.get("sign", "")
            if not hmac.compare_digest(signed(robot.secret, stamp).encode(), sign.encode()):
                raise Refused(310000)
            if not stamp.isdecimal() or abs(self._world.stamp - int(stamp)) > HOUR * 1000:
                raise Refused(310000, STALE)
        if robot.keywords and not any(word in str(body) for word in robot.keywords):
            raise Refused(310000, KEYWORD)

    def _count(self, robot: Webhook, token: str) -> None:
        """Refuse what comes too often, and everything for ten minutes after it."""
        if robot.refused_until is not None and self._world.now < robot.refused_until:
            self._world.breach("a webhook is called within the ten minutes in which it is refused")
            raise Refused(robot.refusal)
        if not self._world.windows.take(("webhook", token), MESSAGES):
            self._world.breach("more than 20 messages a minute by one webhook")
            robot.refused_until = self._world.now + REFUSED_FOR
            raise Refused(robot.refusal)

    def _pay(self) -> None:
        if not self._world.quota.take(Spent.PUSHES):
            raise Refused(90020)

    async def _body(self, request: web.Request) -> Body:
        if request.content_type != "application/json":
            raise Refused(43004)
        return json_object(self._world, request.path, await request.read(), 40035)

    def _members(self, chat: str) -> set[str]:
        group = self._world.groups.get(chat)
        return {chat} if group is None else group.members


def signed(secret: str, timestamp: str) -> str:
    """Return the signature of a moment, as robots of groups and callbacks have it."""
    digest = hmac.digest(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256)
    return base64.b64encode(digest).decode()
