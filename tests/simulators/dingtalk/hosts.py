"""Every host of the platform and every path there, each host at an address of its own."""

from collections.abc import Mapping
from typing import Final

from aiohttp import web

from tests.simulators.dingtalk.apps import Credentials
from tests.simulators.dingtalk.cards import Cards
from tests.simulators.dingtalk.contacts import Contacts
from tests.simulators.dingtalk.duties import Duties
from tests.simulators.dingtalk.fault_table import Point
from tests.simulators.dingtalk.files import Files
from tests.simulators.dingtalk.gates import Gate
from tests.simulators.dingtalk.gateway import Gateway
from tests.simulators.dingtalk.notices import Notices
from tests.simulators.dingtalk.robot import RobotApi
from tests.simulators.dingtalk.webhooks import Webhooks
from tests.simulators.dingtalk.world import World

LARGEST: Final = 32 * 1024 * 1024


class Hosts:
    """The applications that listen: api, oapi, stream, files, and elsewhere, where nobody has any business."""

    def __init__(
        self,
        world: World,
        credentials: Credentials,
        gateway: Gateway,
        robots: RobotApi,
        webhooks: Webhooks,
        cards: Cards,
    ) -> None:
        self._world = world
        self._credentials = credentials
        self._gateway = gateway
        self._robots = robots
        self._webhooks = webhooks
        self._cards = cards
        self._files = Files(world)
        self._runners: list[web.AppRunner] = []

    async def open(self) -> None:
        """Listen on loopback; the world knows the addresses from then on."""
        for name, application in self._applications().items():
            runner = web.AppRunner(application, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self._runners.append(runner)
            host, port = runner.addresses[0]
            self._world.urls[name] = f"{'ws' if name == 'stream' else 'http'}://{host}:{port}"

    async def close(self) -> None:
        """Listen no more."""
        await self._gateway.close()
        for runner in self._runners:
            await runner.cleanup()

    def _applications(self) -> Mapping[str, web.Application]:
        return {
            "api": self._api(), "oapi": self._oapi(), "stream": self._stream(), "files": self._file_host(),
            "elsewhere": self._elsewhere(),
        }  # fmt: skip

    def _api(self) -> web.Application:
        gate, robots, cards = Gate(self._world, self._credentials, Point.NEW), self._robots, self._cards
        duties = Duties(self._world)
        application = web.Application(client_max_size=LARGEST)
        for path, handler in (
            ("gateway/connections/open", self._gateway.register),
            ("oauth2/accessToken", self._credentials.new_token),
            ("oauth2/{corp}/token", self._credentials.unified_token),
        ):
            application.router.add_post(f"/v1.0/{path}", gate.open(handler))
        for method, path, call in (
            ("POST", "robot/groupMessages/send", robots.send_to_group),
            ("POST", "robot/groupMessages/query", robots.read_in_group),
            ("POST", "robot/groupMessages/recall", robots.recall_from_group),
            ("POST", "robot/oToMessages/batchSend", robots.send_to_people),
            ("GET", "robot/oToMessages/readStatus", robots.read_by_people),
            ("POST", "robot/otoMessages/batchRecall", robots.recall_from_people),
            ("POST", "robot/groups/robots/query", robots.robots_of_group),
            ("POST", "robot/messageFiles/download", self._files.link),
            ("POST", "card/instances/createAndDeliver", cards.create),
            ("PUT", "card/instances", cards.update),
            ("POST", "card/callbacks/register", cards.register),
            ("POST", "todo/users/{union}/tasks", duties.add_todo),
            ("PUT", "todo/users/{union}/tasks/{id}", duties.change_todo),
            ("POST", "calendar/users/{union}/calendars/primary/events", duties.add_event),
            ("PUT", "calendar/users/{union}/calendars/primary/events/{id}", duties.change_event),
            ("DELETE", "calendar/users/{union}/calendars/primary/events/{id}", duties.delete_event),
        ):
            application.router.add_route(method, f"/v1.0/{path}", gate.open(gate.for_apps(call)))
        application.router.add_route("*", "/{path:.*}", gate.open(self._no_api))
        return application

    def _oapi(self) -> web.Application:
        gate = Gate(self._world, self._credentials, Point.OLD)
        application = web.Application(client_max_size=LARGEST)
        application.router.add_get("/gettoken", gate.open(self._credentials.old_token))
        application.router.add_post("/robot/sendBySession", gate.open(self._webhooks.answer))
        application.router.add_post("/robot/send", gate.open(self._webhooks.send))
        contacts, notices = Contacts(self._world), Notices(self._world)
        for path, call, counted in (
            ("topapi/v2/user/get", contacts.get, False),
            ("topapi/user/getbyunionid", contacts.get_by_union_id, False),
            ("topapi/message/corpconversation/asyncsend_v2", notices.send, True),
            ("topapi/message/corpconversation/getsendresult", notices.result, True),
            ("media/upload", self._files.upload, True),
        ):
            application.router.add_post(f"/{path}", gate.open(gate.for_apps(call, counted=counted)))
        application.router.add_route("*", "/{path:.*}", gate.open(self._no_oapi))
        return application

    def _stream(self) -> web.Application:
        application = web.Application()
        application.router.add_get("/connect", self._gateway.connect)
        return application

    def _file_host(self) -> web.Application:
        application = web.Application()
        application.router.add_get("/file/{id}", self._files.fetch)
        return application

    def _elsewhere(self) -> web.Application:
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._trap)
        return application

    async def _no_api(self, request: web.Request) -> dict[str, object]:
        self._world.breach(f"api has no {request.method} {request.path}")
        return {"errcode": 404, "errmsg": "请求的URI地址不存在"}

    async def _no_oapi(self, request: web.Request) -> dict[str, object]:
        self._world.breach(f"oapi has no {request.method} {request.path}")
        reason = f"不合法ApiName，ApiName = {request.path}"
        return {"errcode": 22, "sub_msg": reason, "errmsg": f"Invalid method[submsg={reason}]"}

    async def _trap(self, request: web.Request) -> web.Response:
        self._world.breach(f"a forged address is called: {request.method} {request.path}")
        return web.Response(status=200, text='{"errcode":0,"errmsg":"ok"}')
