"""What talks to the simulated DingTalk in its own tests: a bare client of its APIs and of Stream."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from handlers.dates.china_time import CHINA_TIME
from tests.simulators.dingtalk.gates import TOKEN
from tests.simulators.dingtalk.letters import Kind
from tests.simulators.dingtalk.simulator import Simulator
from tests.simulators.passing import SteppedTime

NOON: Final = datetime(2026, 11, 20, 12, 0, tzinfo=CHINA_TIME)
ROBOT: Final = "dingRobot"
SECRET: Final = "the-secret-of-the-robot"
NAME: Final = "小助手"
GROUP: Final = "cidLiVillage=="
HOOK: Final = "the-token-of-the-webhook"
HOOK_SECRET: Final = "SECofTheWebhook"
TEMPLATE: Final = "tpl-1.schema"
AGENT: Final = 1
URL_ROBOT: Final = "dingUrlRobot"
URL_SECRET: Final = "the-secret-of-the-robot-behind-a-url"
PNG: Final = b"\x89PNG\r\n\x1a\n a lamp"
TOPICS: Final = (("CALLBACK", Kind.MESSAGE), ("CALLBACK", Kind.CLICK), ("EVENT", Kind.EVENT))


class Stage:
    """The simulated platform with one of everything, and who talks to it."""

    def __init__(self, simulator: Simulator, time: SteppedTime, http: aiohttp.ClientSession) -> None:
        self.simulator = simulator
        self.time = time
        self.http = http
        self.bot = UrlBot(time)
        self._token = ""
        self._sockets: list[aiohttp.ClientWebSocketResponse] = []

    def enter_all(self) -> None:
        """Enter one of everything."""
        self.simulator.add_stream_robot(ROBOT, secret=SECRET, name=NAME)
        self.simulator.add_group(GROUP, ("赵敏", "张明远"), robots=(ROBOT, URL_ROBOT), title="李村联络站")
        self.simulator.add_webhook(HOOK, GROUP)
        self.simulator.add_template(TEMPLATE)
        self.simulator.add_url_robot(URL_ROBOT, secret=URL_SECRET, name=NAME, url=self.bot.url)

    async def leave(self) -> None:
        """Answer what is still waiting, and hang up."""
        self.bot.gate.set()
        for socket in self._sockets:
            await socket.close()

    # --- the two APIs ---

    async def api(self, method: str, path: str, body: object = None, *, token: str | None = None, **query: str) -> Any:
        """Return the JSON with which the new API answers, and its status as ``status``."""
        headers = {TOKEN: await self.token() if token is None else token}
        address = f"{self.simulator.api}/v1.0/{path}"
        async with self.http.request(method, address, json=body, params=query, headers=headers) as answer:
            if answer.status == 400:
                self._token = ""
            return {"status": answer.status, **(await answer.json(content_type=None) or {})}

    async def oapi(self, path: str, body: object = None, **query: str) -> Any:
        """Return the JSON with which the old API answers a POST."""
        async with self.http.post(f"{self.simulator.oapi}/{path}", json=body, params=query) as answer:
            return await answer.json(content_type=None)

    async def contact(self, userid: str = "赵敏") -> Any:
        """Return what answers the question who somebody is."""
        answer = await self.oapi("topapi/v2/user/get", {"userid": userid}, access_token=await self.token())
        if answer["errcode"]:
            self._token = ""
        return answer

    async def token(self) -> str:
        """Return the robot's token, asked for again only where something was refused."""
        if not self._token:
            body = {"appKey": ROBOT, "appSecret": SECRET}
            async with self.http.post(f"{self.simulator.api}/v1.0/oauth2/accessToken", json=body) as answer:
                self._token = (await answer.json())["accessToken"]
        return self._token

    async def send(self, text: str = "您好", *, to: str = GROUP) -> Any:
        """Return what answers a text that the robot sends to a group."""
        param = json.dumps({"content": text})
        body = {"msgKey": "sampleText", "msgParam": param, "openConversationId": to, "robotCode": ROBOT}
        return await self.api("POST", "robot/groupMessages/send", body)

    async def send_to_people(self, *userids: str) -> Any:
        """Return what answers a text that the robot sends to people."""
        body = {"msgKey": "sampleText", "msgParam": '{"content": "您好"}', "userIds": userids, "robotCode": ROBOT}
        return await self.api("POST", "robot/oToMessages/batchSend", body)

    async def card(self, id: str = "card-1", **more: object) -> Any:
        """Return what answers a card for the group."""
        body = {
            "cardTemplateId": TEMPLATE, "outTrackId": id, "callbackType": "STREAM",
            "cardData": {"cardParamMap": {"title": "是否参加接待日"}}, "openSpaceId": f"dtv1.card//IM_GROUP.{GROUP}",
            "imGroupOpenSpaceModel": {"supportForward": True}, "imGroupOpenDeliverModel": {"robotCode": ROBOT}, **more,
        }  # fmt: skip
        return await self.api("POST", "card/instances/createAndDeliver", body)

    async def notice(self, text: str = "您有一件待办", people: str = "赵敏") -> Any:
        """Return what answers a work notice."""
        msg = {"msgtype": "text", "text": {"content": text}}
        body = {"agent_id": AGENT, "userid_list": people, "msg": msg}
        path = "topapi/message/corpconversation/asyncsend_v2"
        return await self.oapi(path, body, access_token=await self.token())

    async def notice_result(self, task: int) -> Any:
        """Return what became of a work notice."""
        path = "topapi/message/corpconversation/getsendresult"
        answer = await self.oapi(path, {"agent_id": AGENT, "task_id": task}, access_token=await self.token())
        return answer["send_result"]

    async def download(self, code: str) -> Any:
        """Return what answers the question where a file is."""
        return await self.api("POST", "robot/messageFiles/download", {"downloadCode": code, "robotCode": ROBOT})

    async def upload(self, kind: str, name: str, content: bytes) -> Any:
        """Return what answers a file."""
        form = aiohttp.FormData()
        form.add_field("media", content, filename=name, content_type="application/octet-stream")
        params = {"type": kind, "access_token": await self.token()}
        async with self.http.post(f"{self.simulator.oapi}/media/upload", params=params, data=form) as answer:
            return await answer.json()

    def forget_token(self) -> None:
        """Ask for the token again the next time."""
        self._token = ""

    async def hook(self, text: str = "您好", **query: str) -> Any:
        """Return what answers a text of the webhook."""
        body = {"msgtype": "text", "text": {"content": text}}
        return await self.oapi("robot/send", body, access_token=HOOK, **query)

    async def reply(self, data: Mapping[str, Any], text: str = "好") -> Any:
        """Return what answers a text by the session of a message."""
        body = {"msgtype": "text", "text": {"content": text}}
        async with self.http.post(data["sessionWebhook"], json=body) as answer:
            return await answer.json(content_type=None)

    # --- Stream ---

    async def open(self, *, secret: str = SECRET) -> Any:
        """Return what answers the wish to open a connection."""
        subscriptions = [{"type": kind, "topic": topic} for kind, topic in TOPICS]
        body = {"clientId": ROBOT, "clientSecret": secret, "subscriptions": subscriptions}
        address = f"{self.simulator.api}/v1.0/gateway/connections/open"
        async with self.http.post(address, json=body, headers={"Accept": "application/json"}) as answer:
            return {"status": answer.status, **(await answer.json(content_type=None) or {})}

    async def connect(self, opened: Any = None) -> "Client":
        """Return an open connection."""
        opened = opened or await self.open()
        socket = await self.http.ws_connect(
            opened["endpoint"], params={"ticket": opened["ticket"]}, max_msg_size=4 * 1024 * 1024
        )
        self._sockets.append(socket)
        return Client(socket)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """One POST, as it came."""

    headers: Mapping[str, str]
    body: bytes
    at: datetime

    @property
    def data(self) -> Any:
        """What its body holds."""
        return json.loads(self.body)


class UrlBot:
    """A bot behind a URL: it remembers what it is brought and answers as it is told."""

    def __init__(self, time: SteppedTime) -> None:
        self.brought: list[Brought] = []
        self.statuses: list[int] = []
        self.reply = b""
        self.gate = asyncio.Event()
        self.gate.set()
        self._time = time
        self._changed = asyncio.Event()
        application = web.Application(client_max_size=32 * 1024 * 1024)
        application.router.add_post("/", self._take)
        self.server = TestServer(application)

    @property
    def url(self) -> str:
        return str(self.server.make_url("/"))

    async def _take(self, request: web.Request) -> web.Response:
        one = Brought(headers=dict(request.headers), body=await request.read(), at=self._time.now())
        self.brought.append(one)
        self._changed.set()
        self._changed = asyncio.Event()
        await self.gate.wait()
        status = self.statuses.pop(0) if self.statuses else 200
        return web.Response(status=status, body=self.reply if status == 200 else b"")

    async def have(self, count: int) -> list[Brought]:
        """Return what was brought, once it is so much."""
        while len(self.brought) < count:
            await self._changed.wait()
        return self.brought


class Client:
    """One connection, without any of a bot's patience."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def hear(self) -> Any:
        """Return the next frame."""
        return json.loads(await self.socket.receive_str())

    async def heard(self) -> Any:
        """Return the `data` of the next frame, acknowledged."""
        frame = await self.hear()
        await self.acknowledge(frame)
        return json.loads(frame["data"])

    async def acknowledge(self, frame: Any, data: object = None, *, code: int = 200) -> None:
        """Acknowledge a frame."""
        headers = {"messageId": frame["headers"]["messageId"], "contentType": "application/json"}
        written = json.dumps({"response": None} if data is None else data)
        await self.socket.send_str(json.dumps({"code": code, "headers": headers, "message": "OK", "data": written}))

    async def acknowledge_ping(self) -> None:
        """Acknowledge the ping that comes next."""
        frame = await self.hear()
        assert frame["headers"]["topic"] == "ping"
        await self.acknowledge(frame, json.loads(frame["data"]))
