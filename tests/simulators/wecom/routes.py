"""Every path of the platform and who answers there."""

from collections.abc import Mapping
from typing import Final

from aiohttp import web

from tests.simulators.wecom.app import App
from tests.simulators.wecom.app_api import AppApi
from tests.simulators.wecom.appchat import AppChat
from tests.simulators.wecom.files import Files
from tests.simulators.wecom.openws import Connection, Subscription
from tests.simulators.wecom.persons import Talk, TalkToAiBot
from tests.simulators.wecom.qyapi import Answer, Gate, json_object
from tests.simulators.wecom.refusals import GONE, Refused, ok
from tests.simulators.wecom.uploads import Uploads
from tests.simulators.wecom.webhook import Webhooks
from tests.simulators.wecom.world import World

LARGEST: Final = 32 * 1024 * 1024


class Routes:
    """Takes calls by HTTP and long connections, and hands them on."""

    def __init__(
        self,
        world: World,
        apps: list[App],
        api: AppApi,
        webhooks: Webhooks,
        subscriptions: Mapping[str, Subscription],
        talks: Mapping[str, Talk],
    ) -> None:
        self._world = world
        self._gate = Gate(world, apps)
        self._api = api
        self._chats = AppChat(world)
        self._files = Files(world)
        self._uploads = Uploads(world)
        self._webhooks = webhooks
        self._subscriptions = subscriptions
        self._talks = talks
        self._connections: set[Connection] = set()

    def application(self) -> web.Application:
        """Return all paths."""
        api, chats, files = self._api, self._chats, self._files
        with_token = (
            ("POST", "message/send", api.send),
            ("POST", "message/recall", api.recall),
            ("POST", "message/update_template_card", api.update_card),
            ("POST", "menu/create", api.create_menu),
            ("GET", "user/get", api.get_user),
            ("GET", "getcallbackip", api.get_addresses),
            ("GET", "get_api_domain_ip", api.get_addresses),
            ("GET", "auth/getuserinfo", api.get_user_info),
            ("POST", "appchat/create", chats.create),
            ("POST", "appchat/update", chats.update),
            ("GET", "appchat/get", chats.get),
            ("POST", "appchat/send", chats.send),
            ("POST", "media/upload", files.upload),
            ("GET", "media/get", files.get),
        )
        without_token = (
            ("GET", "gettoken", api.get_token),
            ("POST", "webhook/send", self._webhooks.send),
            ("POST", "webhook/upload_media", self._webhooks.upload),
            ("POST", "aibot/response", self._respond),
        )
        behind_token = tuple((method, path, self._gate.for_apps(handler)) for method, path, handler in with_token)
        application = web.Application(client_max_size=LARGEST)
        for method, path, handler in (*without_token, *behind_token):
            application.router.add_route(method, f"/cgi-bin/{path}", self._gate.open(handler))
        application.router.add_get("/media/{id}", files.download)
        application.router.add_get("/", self._connect)
        return application

    async def close_connections(self) -> None:
        """Close every long connection that is still open."""
        for connection in list(self._connections):
            await connection.socket.close()

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        connection = Connection(self._world, self._subscriptions, self._uploads, request)
        self._connections.add(connection)
        try:
            await connection.listen()
        finally:
            self._connections.discard(connection)
        return connection.socket

    async def _respond(self, request: web.Request) -> Answer:
        """Take the one answer of a `response_url`."""
        code = request.query.get("response_code", "")
        bots = (talk.bot for talk in self._talks.values() if isinstance(talk, TalkToAiBot))
        bot = next((bot for bot in bots if code in bot.responses), None)
        if bot is None:
            raise Refused(GONE)
        bot.respond_by_url(code, json_object(await request.read()))
        return ok()
