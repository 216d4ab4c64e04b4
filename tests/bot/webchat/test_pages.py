"""The web chat over HTTP and WebSocket, as a browser meets it on loopback."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError
from aiohttp.test_utils import TestClient, TestServer

from bot.clock import StandingClock
from bot.platforms.base import File
from bot.platforms.webchat.access import COOKIE, kept_token
from bot.platforms.webchat.adapter import WebChat
from bot.platforms.webchat.pages import FRAME_BYTES, PATH, PICTURE_BYTES, chat_pages
from bot.web.server import make_web
from handlers.message import Scope
from tests.bot.test_pictures import PNG
from tests.support.webchat import LI_GROUP, NOON, TOKEN, Listener, a_post, a_web_chat, words

Client = TestClient[Any, Any]
Frame = dict[str, Any]


class Site:
    """The web chat being served, with the hands of its clock."""

    def __init__(self, folder: Path) -> None:
        self.clock = StandingClock(NOON)
        self.ear = Listener()
        self.chat: WebChat = a_web_chat(folder, self.clock)
        self.journeys: list[datetime] = []
        self.may_arrive = asyncio.Event()
        self.may_arrive.set()
        pages = chat_pages(
            self.chat,
            token=TOKEN,
            clock=self.clock,
            fast_forward=self.fast_forward,
            next_announcement=lambda now: now + timedelta(days=1),
        )
        self.web = make_web(metrics=bytes, ready={}, parts={PATH: pages})

    async def fast_forward(self, to: datetime) -> None:
        self.journeys.append(to)
        await self.may_arrive.wait()
        await self.chat.deliver(a_post("【选民接待日】", key=f"reception/{to}"))
        self.clock.move_to(to)


class Browser:
    """A page's end of the socket."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket

    async def asks(self, **frame: object) -> None:
        await self.socket.send_str(json.dumps(frame))

    async def told(self, kind: str) -> Frame:
        """Return the next frame of that kind, passing over others."""
        while True:
            frame: Frame = await self.socket.receive_json(timeout=5)
            if frame["is"] == kind:
                return frame

    async def plays(self, person: str) -> Frame:
        await self.asks(do="be", person=person)
        return await self.told("you")


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    site = Site(tmp_path)
    await site.chat.start(site.ear)
    yield site
    await site.chat.stop()


@pytest.fixture
async def client(site: Site) -> AsyncIterator[Client]:
    async with TestClient(TestServer(site.web)) as client:
        yield client


async def enters(client: Client) -> Browser:
    """Open the page by its printed address and then the socket, as a browser does."""
    async with client.get(f"/chat?token={TOKEN}") as page:
        assert page.status == 200
    return Browser(await client.ws_connect("/chat/live", origin=str(client.make_url("")).rstrip("/")))


def own_origin(client: Client) -> dict[str, str]:
    return {"Origin": str(client.make_url("")).rstrip("/")}


async def sends_picture(client: Client, content: bytes) -> ClientResponse:
    return await client.post("/chat/pictures", data=BytesIO(content), headers=own_origin(client))


# --- who may come in ---


@pytest.mark.parametrize(
    "path", ["/chat", "/chat?token=wrong", "/chat/live", "/chat/page/page.js", "/chat/pictures/x", "/chat/files/1"]
)
async def test_without_the_token_nothing_is_shown(client: Client, path: str) -> None:
    assert (await client.get(path)).status == 403


async def test_the_token_becomes_a_cookie_no_script_and_no_other_site_can_use(client: Client) -> None:
    page = await client.get(f"/chat?token={TOKEN}")
    cookie = page.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/chat")
    assert (await client.get("/chat")).status == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "[::1", ""])
async def test_a_name_that_is_not_this_machines_is_refused(client: Client, host: str) -> None:
    assert (await client.get(f"/chat?token={TOKEN}", headers={"Host": host})).status == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:1", "https://127.0.0.1", "null", None])
async def test_a_page_of_another_origin_can_neither_listen_nor_send(client: Client, origin: str | None) -> None:
    await client.get(f"/chat?token={TOKEN}")
    with pytest.raises(WSServerHandshakeError) as refused:
        await client.ws_connect("/chat/live", origin=origin)
    assert refused.value.status == 403
    headers = {} if origin is None else {"Origin": origin}
    assert (await client.post("/chat/pictures", data=PNG, headers=headers)).status == 403


async def test_the_page_may_load_nothing_from_elsewhere_and_run_nothing_written_in_it(client: Client) -> None:
    page = await client.get(f"/chat?token={TOKEN}")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["Referrer-Policy"] == "no-referrer"
    text = await page.text()
    assert "://" not in text.replace("http://www.w3.org/2000/svg", "")
    assert " style=" not in text
    assert " onclick=" not in text


async def test_even_a_refusal_carries_the_policy(client: Client) -> None:
    await client.get(f"/chat?token={TOKEN}")
    for path in ("/chat", "/chat/page/nothing.js"):
        answer = await client.get(path, headers={} if "page" in path else {"Host": "evil.example"})
        assert answer.status in {403, 404}
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/chat/pictures/..%2f..%2fetc%2fpasswd",
        "/chat/pictures/%2e%2e/webchat.sqlite3",
        "/chat/page/..%2fadapter.py",
        "/chat/page/%2e%2e%2f%2e%2e%2fbase.py",
    ],
)
async def test_no_path_leads_out_of_the_chat(client: Client, path: str) -> None:
    await client.get(f"/chat?token={TOKEN}")
    assert (await client.get(path)).status == 404


def test_a_token_is_kept_over_restarts_for_its_owners_eyes_only(tmp_path: Path) -> None:
    path = tmp_path / "token"
    token = kept_token(path)
    assert len(token) >= 32
    assert kept_token(path) == token
    assert path.stat().st_mode & 0o777 == 0o600


# --- pictures ---


async def test_a_picture_comes_back_without_its_secrets(client: Client) -> None:
    await client.get(f"/chat?token={TOKEN}")
    name = (await (await sends_picture(client, PNG)).json())["picture"]
    shown = await client.get(f"/chat/pictures/{name}")
    assert shown.content_type == "image/png"
    assert b"Zhao Min" not in await shown.read()


@pytest.mark.parametrize(("content", "status"), [(b"<svg/>", 415), (b"", 415), (PNG + bytes(PICTURE_BYTES), 413)])
async def test_what_is_no_picture_or_too_large_is_refused(client: Client, content: bytes, status: int) -> None:
    await client.get(f"/chat?token={TOKEN}")
    assert (await sends_picture(client, content)).status == status


# --- files ---


async def test_a_file_of_the_bot_is_saved_under_its_own_name_with_its_very_bytes(site: Site, client: Client) -> None:
    browser = await enters(client)
    await browser.plays("zhao")
    await site.chat.deliver(a_post("登记表见附件。", file=File(name="登记表 1.docx", content=b"PK form")))
    line = (await browser.told("line"))["line"]
    assert line["file"] == "登记表 1.docx"
    saved = await client.get(f"/chat/files/{line['seq']}")
    assert saved.content_disposition is not None
    assert (saved.content_disposition.type, saved.content_disposition.filename) == ("attachment", "登记表 1.docx")
    assert await saved.read() == b"PK form"


@pytest.mark.parametrize("line", ["999", "9" * 18, "9" * 30, "x", "-1"])
async def test_a_line_that_brought_no_file_gives_none(client: Client, line: str) -> None:
    await client.get(f"/chat?token={TOKEN}")
    assert (await client.get(f"/chat/files/{line}")).status == 404


# --- talk ---


async def test_the_first_frames_tell_who_is_here_and_what_time_it_is(client: Client) -> None:
    browser = await enters(client)
    assert (await browser.told("clock"))["now"] == NOON.isoformat()
    welcome = await browser.told("welcome")
    assert {"id": "zhao", "name": "赵敏", "roles": ["voter"], "station": "青石镇人大代表联络站"} in welcome["persons"]
    assert LI_GROUP in {chat["id"] for chat in welcome["chats"]}


async def test_what_is_said_is_shown_to_the_group_and_then_acknowledged(client: Client, site: Site) -> None:
    zhao, qian, sun = await enters(client), await enters(client), await enters(client)
    for browser, person in ((zhao, "zhao"), (qian, "qian"), (sun, "sun")):
        await browser.plays(person)
    said = words("@小助手 路灯坏了")
    await zhao.asks(do="say", id=said.id, chat=LI_GROUP, text=said.text)
    assert (await qian.told("line"))["line"]["text"] == "@小助手 路灯坏了"
    assert (await zhao.told("said"))["id"] == said.id
    assert [heard.id for heard in site.ear.heard] == [said.id]
    await sun.asks(do="turn", chat=LI_GROUP)  # she is not in that group: nothing of it reached her
    frame: Frame = await sun.socket.receive_json(timeout=5)
    assert frame == {"is": "refused", "why": "unknown", "about": None}


async def test_the_acknowledgement_waits_for_the_ear(client: Client, site: Site) -> None:
    browser = await enters(client)
    await browser.plays("zhao")
    site.ear.gate.clear()
    await browser.asks(do="say", id=words("").id, chat="person/zhao", text="路灯坏了")
    await site.ear.called.wait()
    await site.chat.deliver(a_post("【选民接待日】"))
    site.ear.gate.set()
    kinds = [(await browser.socket.receive_json(timeout=5))["is"] for _ in range(3)]
    assert kinds == ["line", "line", "said"]


async def test_a_failing_ear_ends_the_visit_and_the_page_may_say_it_again(client: Client, site: Site) -> None:
    browser = await enters(client)
    await browser.plays("zhao")
    said = words("路灯坏了")
    site.ear.failures = 1
    await browser.asks(do="say", id=said.id, chat="person/zhao", text=said.text)
    kinds = []
    while (message := await browser.socket.receive(timeout=5)).type is WSMsgType.TEXT:
        kinds.append(json.loads(message.data)["is"])
        assert "storage" not in message.data
    assert "said" not in kinds
    browser = await enters(client)
    await browser.plays("zhao")
    await browser.asks(do="say", id=said.id, chat="person/zhao", text=said.text)
    assert (await browser.told("said"))["id"] == said.id
    assert [heard.id for heard in site.ear.heard] == [said.id]


async def test_a_post_reaches_the_person_it_is_for_and_only_stirs_the_others(client: Client, site: Site) -> None:
    zhao, zhang = await enters(client), await enters(client)
    await zhao.plays("zhao")
    await zhang.plays("zhang")
    await site.chat.deliver(a_post("赵敏您好", chat="zhao", scope=Scope.DIRECT, choices=[(1, "同意")]))
    assert (await zhao.told("line"))["line"]["choices"] == [{"digit": 1, "label": "同意"}]
    frame = await zhang.told("stirred")
    assert frame == {"is": "stirred", "chat": "person/zhao"}


async def test_unread_counts_come_with_the_person_and_go_once_read(client: Client, site: Site) -> None:
    await site.chat.deliver(a_post("赵敏您好", chat="zhao", scope=Scope.DIRECT))
    browser = await enters(client)
    assert (await browser.told("welcome"))["waiting"] == {"zhao": 1}
    you = await browser.plays("zhao")
    assert you["unseen"] == {"person/zhao": 1}
    await browser.asks(do="see", chat="person/zhao", seq=you["newest"]["person/zhao"]["seq"])
    assert await browser.told("read") == {"is": "read", "person": "zhao", "chat": "person/zhao"}
    assert (await browser.plays("zhao"))["unseen"] == {}


async def test_a_recall_is_seen_by_everybody_in_the_group(client: Client, site: Site) -> None:
    zhao, qian = await enters(client), await enters(client)
    await zhao.plays("zhao")
    await qian.plays("qian")
    said = words("我的电话是…")
    await zhao.asks(do="say", id=said.id, chat=LI_GROUP, text=said.text)
    assert (await qian.told("line"))["line"]["recalled"] is False
    await zhao.asks(do="recall", id=said.id)
    erased = (await qian.told("line"))["line"]
    assert (erased["recalled"], erased["text"]) == (True, "")


@pytest.mark.parametrize(
    "frame",
    [
        {"do": "say", "id": "webchat:1", "chat": LI_GROUP, "text": "没有先说是谁"},
        {"do": "recall", "id": "webchat:1"},
        {"do": "turn", "chat": "group/nowhere"},
        {"do": "be", "person": "nobody"},
        {"do": "forward", "to": "2026-02-30T09:00"},
    ],
)
async def test_what_is_not_possible_is_declined_in_one_word(client: Client, frame: Frame) -> None:
    browser = await enters(client)
    await browser.asks(**frame)
    assert (await browser.told("refused"))["why"] == "unknown"


@pytest.mark.parametrize(
    "data",
    ["no json", "[]", '{"do": "erase"}', '{"do": "be"}', '{"do": "be", "person": 1}', '{"do": "be", "person": "zhao", "as": "admin"}',
     f'{{"do": "see", "chat": "{LI_GROUP}", "seq": {2**63}}}',
     pytest.param(f'{{"person": {"[" * 30000}', id="brackets without end")],
)  # fmt: skip
async def test_a_frame_that_is_none_of_ours_ends_the_visit(client: Client, data: str) -> None:
    browser = await enters(client)
    await browser.socket.send_str(data)
    with pytest.raises(TypeError):  # the next message is no text but the close
        await browser.told("never")
    assert browser.socket.close_code == 1008


async def test_an_oversized_frame_ends_the_visit(client: Client, site: Site) -> None:
    browser = await enters(client)
    await browser.asks(do="be", person="长" * FRAME_BYTES)
    with pytest.raises(TypeError):
        await browser.told("never")
    assert browser.socket.close_code == 1009


async def test_nobody_is_let_in_before_the_bot_listens(tmp_path: Path) -> None:
    site = Site(tmp_path)
    async with TestClient(TestServer(site.web)) as client:
        with pytest.raises(WSServerHandshakeError) as refused:
            await enters(client)
    assert refused.value.status == 503


async def test_a_browser_is_sent_away_when_the_bot_stops(client: Client, site: Site) -> None:
    browser = await enters(client)
    await browser.plays("zhao")
    await site.web.shutdown()
    with pytest.raises(TypeError):
        await browser.told("never")
    assert browser.socket.close_code == 1001


# --- fast-forward ---


async def test_a_journey_tells_its_progress_and_what_came(client: Client, site: Site) -> None:
    browser = await enters(client)
    await browser.told("welcome")
    site.may_arrive.clear()
    await browser.asks(do="forward", to="2026-04-17T09:00")
    to = datetime.fromisoformat("2026-04-17T09:00+08:00")
    assert (await browser.told("clock"))["to"] == to.isoformat()
    await browser.asks(do="forward", to="2026-04-18T09:00")
    assert (await browser.told("refused"))["why"] == "busy"
    site.may_arrive.set()
    assert (await browser.told("arrived"))["came"] == {LI_GROUP: 1}
    assert (site.journeys, site.clock.now()) == ([to], to)


@pytest.mark.parametrize(("to", "why"), [("2026-04-16T12:00", "past"), ("2027-06-01T09:00", "too-far")])
async def test_a_journey_leads_forward_and_not_too_far(client: Client, site: Site, to: str, why: str) -> None:
    browser = await enters(client)
    await browser.asks(do="forward", to=to)
    assert (await browser.told("refused"))["why"] == why
    assert site.journeys == []


async def test_a_journey_that_fails_is_over_and_another_may_begin(
    client: Client, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    browser = await enters(client)
    await browser.told("welcome")
    await site.chat.stop()  # so that the post on the way cannot be delivered
    await site.chat.start(site.ear)
    await site.chat.history.close()
    await browser.asks(do="forward", to="2026-04-17T09:00")
    await browser.told("arrived")
    await site.chat.history.open()
    assert "fast-forward failed" in caplog.text
    await browser.asks(do="forward", to="2026-04-17T09:00")
    assert (await browser.told("arrived"))["came"] == {LI_GROUP: 1}
