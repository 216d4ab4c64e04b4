"""Group webhook robots: they only speak."""

from typing import Final

from aiohttp import web

from tests.simulators.wecom import content, files
from tests.simulators.wecom.fault_table import Point
from tests.simulators.wecom.qyapi import Answer, json_object
from tests.simulators.wecom.refusals import Refused, ok
from tests.simulators.wecom.world import World
from tests.simulators.windows import MINUTE, Cap

MESSAGES: Final = Cap(20, MINUTE)  # per robot; 91770


class Webhooks:
    """All robots: the group of each, by its key."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.groups: dict[str, str] = {}

    async def send(self, request: web.Request) -> Answer:
        """Show a message in the robot's group."""
        key = self._key(request)
        self._world.refuse_if_struck(Point.WEBHOOK)
        said = content.read(self._world, content.WEBHOOK, json_object(await request.read()), key)
        if not self._world.windows.take(("webhook", key), MESSAGES):
            raise Refused(45009)
        self._world.show(said.shown(self._world, self._world.new_id("S"), key, self.groups[key]))
        return ok()

    async def upload(self, request: web.Request) -> Answer:
        """Keep a file that only this robot may send, for three days."""
        return await files.received(self._world, request, self._key(request), files.WEBHOOK_SIZES)

    def _key(self, request: web.Request) -> str:
        key = request.query.get("key", "")
        if key not in self.groups:
            raise Refused(93000)
        return key
