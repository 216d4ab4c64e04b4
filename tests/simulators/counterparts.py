"""What talks to the simulated platform in its own tests: a bare client, and URLs that open what they are brought."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any, Final

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from wechatpy.enterprise.crypto import WeChatCrypto

from handlers.dates.china_time import CHINA_TIME
from tests.simulators.passing import SteppedTime
from tests.simulators.wecom.cipher import new_key
from tests.simulators.wecom.simulator import Simulator

NOON: Final = datetime(2026, 11, 20, 12, 0, tzinfo=CHINA_TIME)
CORP: Final = "wwTownship"
AGENT: Final = 1000002
SECRET: Final = "the-secret-of-the-app"
SOCKET_BOT: Final = "aibSocket"
SOCKET_SECRET: Final = "the-secret-of-the-bot"
URL_BOT: Final = "aibUrl"
HOOK: Final = "0f0e0d0c-0b0a-4908-8706-050403020100"
GROUP: Final = "wrLiVillage"
TOKEN: Final = "MyToken"
AES_KEY: Final = new_key(Random(1))
PNG: Final = b"\x89PNG\r\n\x1a\n a lamp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """One POST; *plain* is what was sealed in it, where wechatpy could open it."""

    params: dict[str, str]
    body: bytes
    plain: str | None
    at: datetime


class UrlBot:
    """A bot behind a URL: it remembers what it is brought and answers as it is told."""

    def __init__(self, receiver: str, time: SteppedTime) -> None:
        self.crypto = WeChatCrypto(TOKEN, AES_KEY, receiver)
        self.brought: list[Brought] = []
        self.statuses: list[int] = []
        self.reply: Callable[[Brought], bytes] = lambda _: b""
        self.gate = asyncio.Event()
        self.gate.set()
        self.verification: str | None = None
        self._time = time
        self._changed = asyncio.Event()
        application = web.Application()
        application.router.add_get("/", self._verify)
        application.router.add_post("/", self._take)
        self.server = TestServer(application)

    @property
    def url(self) -> str:
        return str(self.server.make_url("/"))

    async def _verify(self, request: web.Request) -> web.Response:
        await self.gate.wait()
        query = request.query
        word = self.crypto.check_signature(query["msg_signature"], query["timestamp"], query["nonce"], query["echostr"])
        return web.Response(text=self.verification or word)

    async def _take(self, request: web.Request) -> web.Response:
        body, params = await request.read(), dict(request.query)
        one = Brought(params=params, body=body, plain=self._opened(params, body), at=self._time.now())
        self.brought.append(one)
        self._changed.set()
        self._changed = asyncio.Event()
        await self.gate.wait()
        status = self.statuses.pop(0) if self.statuses else 200 if one.plain is not None else 403
        return web.Response(status=status, body=self.reply(one) if status == 200 else b"")

    def _opened(self, params: dict[str, str], body: bytes) -> str | None:
        try:
            sealed: Any = {"Encrypt": json.loads(body)["encrypt"]} if body.startswith(b"{") else body
            plain: str = self.crypto.decrypt_message(
                sealed, params["msg_signature"], params["timestamp"], params["nonce"]
            )
        except Exception:  # whatever wechatpy stumbles over
            return None
        return plain

    async def have(self, count: int) -> list[Brought]:
        """Return what was brought, once it is so much."""
        while len(self.brought) < count:
            await self._changed.wait()
        return self.brought

    @property
    def read(self) -> list[dict[str, Any]]:
        """What was sealed in JSON."""
        return [json.loads(one.plain) for one in self.brought if one.plain is not None]


class Stage:
    """The simulated platform with one of everything, and who talks to it."""

    def __init__(self, simulator: Simulator, time: SteppedTime, http: aiohttp.ClientSession) -> None:
        self.simulator = simulator
        self.time = time
        self.http = http
        self.bot = UrlBot("", time)
        self.app = UrlBot(CORP, time)
        self.random = Random(1)
        self._numbers = iter(range(10**6))
        self._sockets: list[aiohttp.ClientWebSocketResponse] = []

    async def enter_all(self) -> None:
        """Enter one of everything."""
        simulator = self.simulator
        simulator.add_group(GROUP, ("ZhaoMin", "zhangmingyuan"), bots=(SOCKET_BOT, URL_BOT))
        simulator.add_webhook(HOOK, GROUP)
        simulator.add_socket_bot(SOCKET_BOT, name="小助手", secret=SOCKET_SECRET)
        simulator.add_url_bot(URL_BOT, name="小助手", url=self.bot.url, token=TOKEN, aes_key=AES_KEY)
        app = simulator.add_app(CORP, AGENT, SECRET)
        simulator.set_url(app, url=self.app.url, token=TOKEN, aes_key=AES_KEY)

    async def leave(self) -> None:
        """Answer what is still waiting, and hang up."""
        self.bot.gate.set()
        self.app.gate.set()
        for socket in self._sockets:
            await socket.close()

    # --- HTTP ---

    async def get(self, path: str, **params: str) -> Any:
        """Return the JSON that answers a call."""
        async with self.http.get(f"{self.simulator.url}/cgi-bin/{path}", params=params) as answer:
            return await answer.json(content_type=None)

    async def post(self, path: str, body: object, **params: str) -> Any:
        """Return the JSON that answers a call."""
        data = json.dumps(body, ensure_ascii=False)
        async with self.http.post(f"{self.simulator.url}/cgi-bin/{path}", params=params, data=data) as answer:
            return await answer.json(content_type=None)

    async def token(self) -> str:
        """Return the app's token."""
        return str((await self.get("gettoken", corpid=CORP, corpsecret=SECRET))["access_token"])

    async def call(self, path: str, body: object, **params: str) -> Any:
        """Return the JSON that answers a call of the app."""
        return await self.post(path, body, access_token=await self.token(), **params)

    async def send(self, text: str = "您好", *, to: str = "ZhaoMin", **more: object) -> Any:
        """Return what answers a text of the app."""
        body = {"touser": to, "msgtype": "text", "agentid": AGENT, "text": {"content": text}, **more}
        return await self.call("message/send", body)

    async def hook(self, text: str = "您好") -> Any:
        """Return what answers a text of the webhook."""
        return await self.post("webhook/send", {"msgtype": "text", "text": {"content": text}}, key=HOOK)

    async def upload(self, path: str, kind: str, content: bytes, **params: str) -> Any:
        """Return what answers a file."""
        form = aiohttp.FormData()
        form.add_field("media", content, filename="a.bin", content_type="application/octet-stream")
        address = f"{self.simulator.url}/cgi-bin/{path}"
        async with self.http.post(address, params={"type": kind, **params}, data=form) as answer:
            return await answer.json(content_type=None)

    @staticmethod
    def card(button: str = "参加") -> dict[str, Any]:
        """Return a message with a card on which something can be pressed."""
        card = {
            "card_type": "button_interaction", "main_title": {"title": "是否参加接待日"}, "task_id": "ev-12",
            "button_list": [{"text": button, "style": 1, "key": "yes"}, {"text": "不参加", "style": 2, "key": "no"}],
        }  # fmt: skip
        return {"msgtype": "template_card", "template_card": card}

    async def send_card(self) -> Any:
        """Return what answers a card of the app."""
        return await self.call("message/send", {"touser": "ZhaoMin", "agentid": AGENT, **self.card()})

    @staticmethod
    def sealed(one: Brought) -> str:
        """Return what is sealed in a POST."""
        text = one.body.decode()
        if text.startswith("{"):
            return str(json.loads(text)["encrypt"])
        return text.split("<Encrypt><![CDATA[")[1].split("]]>")[0]

    # --- the long connection ---

    async def connect(self) -> "Client":
        """Return an open connection, nothing said yet."""
        socket = await self.http.ws_connect(self.simulator.socket, heartbeat=None, max_msg_size=4 * 1024 * 1024)
        self._sockets.append(socket)
        return Client(socket, self._numbers)

    async def subscribed(self) -> "Client":
        """Return a subscribed connection."""
        client = await self.connect()
        assert (await client.subscribe())["errcode"] == 0
        return client


class Client:
    """One long connection, without any of a bot's patience."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, numbers: Any) -> None:
        self.socket = socket
        self._numbers = numbers

    async def say(self, cmd: str, body: object = None, *, req_id: str | None = None) -> str:
        """Send a frame; return its req_id."""
        req_id = req_id or f"r{next(self._numbers)}"
        await self.socket.send_str(json.dumps({"cmd": cmd, "headers": {"req_id": req_id}, "body": body}))
        return req_id

    async def hear(self) -> Any:
        """Return the next frame."""
        return json.loads(await self.socket.receive_str())

    async def ask(self, cmd: str, body: object = None, *, req_id: str | None = None) -> Any:
        """Return what answers a frame."""
        req_id = await self.say(cmd, body, req_id=req_id)
        answer = await self.hear()
        assert answer["headers"]["req_id"] == req_id
        return answer

    async def subscribe(self, secret: str = SOCKET_SECRET) -> Any:
        """Return what answers a subscription."""
        return await self.ask("aibot_subscribe", {"bot_id": SOCKET_BOT, "secret": secret})

    async def push(self, chat: str = "ZhaoMin", text: str = "通知", chat_type: int = 1) -> Any:
        """Return what answers a push."""
        body = {"chatid": chat, "chat_type": chat_type, "msgtype": "markdown", "markdown": {"content": text}}
        return await self.ask("aibot_send_msg", body)

    async def respond(self, req_id: str, text: str = "好", *, stream: str = "st", finish: bool = True) -> Any:
        """Return what answers a frame of a stream."""
        body = {"msgtype": "stream", "stream": {"id": stream, "finish": finish, "content": text}}
        return await self.ask("aibot_respond_msg", body, req_id=req_id)
