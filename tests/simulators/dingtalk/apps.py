"""An application of the organisation with its robot, and its access tokens."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from aiohttp import web

from tests.simulators.dingtalk.answers import Body, Refused, ok
from tests.simulators.dingtalk.bodies import json_object
from tests.simulators.dingtalk.fault_table import Point
from tests.simulators.dingtalk.world import CORP, World

TOKEN_LIVES: Final = 7200  # seconds; D53
HEARD: Final = web.RequestKey("heard", bool)
"""Says of a request whether the bot hears the answer to it."""
ASKED_AGAIN_AFTER: Final = 60  # seconds at least, where credentials were refused; protocol §7, row 5


@dataclass(slots=True, kw_only=True)
class App:
    """One application; its *client_id* is its AppKey and its robot's code as well."""

    world: World
    client_id: str
    secret: str
    name: str
    agent_id: int
    token: str | None = None
    token_until: datetime = field(init=False)
    dead: set[str] = field(default_factory=set)
    refused: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.token_until = self.world.now

    def renewed_token(self) -> str:
        """Return the token, the same for another two hours where it is still good."""
        if self.token is None or self.world.now >= self.token_until:
            self.drop_token()
            self.token = self.world.new_id("T")
        self.token_until = self.world.now + timedelta(seconds=TOKEN_LIVES)
        return self.token

    def drop_token(self) -> None:
        """Make the token invalid."""
        if self.token is not None:
            self.dead.add(self.token)
        self.token = None

    def takes(self, token: str) -> bool:
        """Return whether that is the token and still good."""
        return token == self.token and self.world.now < self.token_until


class Credentials:
    """All applications, and who asks for their tokens."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.apps: dict[str, App] = {}
        self._refused: dict[tuple[str, str], datetime] = {}

    def forget_refusals(self) -> None:
        """Hold nothing against who asks again."""
        self._refused.clear()

    def app(self, door: Point, client_id: object, secret: object, *, heard: bool, struck: bool = False) -> App | None:
        """Return whose credentials these are; note who asks again at once with those that were refused there."""
        id = str(client_id)
        refused = self._refused.get((door, id))
        if refused is not None and not self._world.older_than(refused, ASKED_AGAIN_AFTER - 1):
            self._world.breach("credentials that were refused are shown again within a minute")
        app = self.apps.get(id)
        if app is None or app.secret != secret or struck:
            if heard:
                self._refused[door, id] = self._world.now
            return None
        self._refused.pop((door, id), None)
        return app

    async def new_token(self, request: web.Request) -> Body:
        """Return the token of the new API."""
        body = json_object(self._world, "oauth2/accessToken", await request.read())
        self._world.expect("oauth2/accessToken", body, ("appKey", "appSecret"))
        app = self._asking(
            request, Point.NEW_TOKEN, body.get("appKey"), body.get("appSecret"), "invalidClientIdOrSecret"
        )
        return {"accessToken": app.renewed_token(), "expireIn": TOKEN_LIVES}

    async def unified_token(self, request: web.Request) -> Body:
        """Return the token by its organisation's path."""
        body = json_object(self._world, "oauth2/{corpId}/token", await request.read())
        if request.match_info["corp"] != CORP or body.get("grant_type") != "client_credentials":
            raise Refused("unknownError")
        app = self._asking(
            request, Point.NEW_TOKEN, body.get("client_id"), body.get("client_secret"), "invalidClientIdOrSecret"
        )
        return {"access_token": app.renewed_token(), "expires_in": TOKEN_LIVES}

    async def old_token(self, request: web.Request) -> Body:
        """Return the token of the old API."""
        key, secret = request.query.get("appkey"), request.query.get("appsecret")
        if not key or not secret:
            raise Refused(40035, "缺少参数 corpid or appkey")
        app = self._asking(request, Point.OLD_TOKEN, key, secret, 40096)
        return ok(access_token=app.renewed_token(), expires_in=TOKEN_LIVES)

    def _asking(self, request: web.Request, point: Point, key: object, secret: object, code: int | str) -> App:
        struck = self._world.faults.strike(point) is not None
        app = self.app(point, key, secret, heard=request[HEARD], struck=struck)
        if app is None:
            raise Refused(code)
        return app
