"""Other people's clients of WeChat Work, unchanged but for the host, get on with the simulator."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pytest
import requests
from wechatpy.enterprise import WeChatClient
from wechatpy.exceptions import WeChatClientException

from handlers.dates.china_time import CHINA_TIME
from tests.simulators.passing import SteppedTime
from tests.simulators.wecom.simulator import Simulator

NOON: Final = datetime(2026, 11, 20, 12, 0, tzinfo=CHINA_TIME)
CORP: Final = "wwTownship"
AGENT: Final = 1000002
KEY: Final = "0f0e0d0c-0b0a-4908-8706-050403020100"
GROUP: Final = "wrLiVillage"


@pytest.fixture
def time() -> SteppedTime:
    return SteppedTime(NOON)


@pytest.fixture
async def simulator(time: SteppedTime) -> AsyncIterator[Simulator]:
    async with Simulator(clock=time, sleep=time.sleep) as simulator:
        simulator.add_group(GROUP, ("ZhaoMin", "zhangmingyuan"), bots=("aibX",))
        simulator.add_webhook(KEY, GROUP)
        simulator.add_app(CORP, AGENT, "the-secret-of-the-app")
        simulator.add_socket_bot("aibX", name="小助手", secret="the-secret-of-the-bot")
        yield simulator


# --- wechatpy: blocking, so each call runs in a thread ---


@pytest.fixture
def client(simulator: Simulator) -> WeChatClient:
    """wechatpy's client; its class names one of the two hosts, its method the other."""

    class Elsewhere(WeChatClient):  # type: ignore[misc]  # it has no types
        API_BASE_URL = f"{simulator.url}/cgi-bin/"

        def fetch_access_token(self) -> Any:
            params = {"corpid": self.corp_id, "corpsecret": self.secret}
            return self._fetch_access_token(url=f"{simulator.url}/cgi-bin/gettoken", params=params)

    return Elsewhere(CORP, "the-secret-of-the-app", timeout=10)


async def test_wechatpy_sends_a_text_to_a_member(simulator: Simulator, client: WeChatClient) -> None:
    answer = await asyncio.to_thread(client.message.send_text, AGENT, ["ZhaoMin", "nobody"], "周五代表接待日")
    assert answer["invaliduser"] == "nobody"
    assert [shown.text for shown in simulator.shown("ZhaoMin")] == ["周五代表接待日"]


async def test_wechatpy_makes_a_group_and_speaks_there(simulator: Simulator, client: WeChatClient) -> None:
    await asyncio.to_thread(client.appchat.create, "station1", "联络站", "ZhaoMin", ["ZhaoMin", "zhangmingyuan"])
    await asyncio.to_thread(client.appchat.send_text, "station1", "通知")
    await asyncio.to_thread(client.appchat.update, "station1", name="联络站一组")
    info = await asyncio.to_thread(client.appchat.get, "station1")
    assert (info["name"], info["owner"]) == ("联络站一组", "ZhaoMin")
    assert [shown.text for shown in simulator.shown("station1")] == ["通知"]


async def test_wechatpy_uploads_a_file_sends_it_and_gets_it_back(
    simulator: Simulator, client: WeChatClient, tmp_path: Path
) -> None:
    form = tmp_path / "form.pdf"
    form.write_bytes(b"%PDF-1.7 a form")
    with form.open("rb") as opened:
        uploaded = await asyncio.to_thread(client.media.upload, "file", opened)
    await asyncio.to_thread(client.message.send_file, AGENT, "ZhaoMin", uploaded["media_id"])
    (shown,) = simulator.shown("ZhaoMin")
    assert (shown.text, shown.file) == ("form.pdf", b"%PDF-1.7 a form")
    address = client.media.get_url(uploaded["media_id"]).replace("https://qyapi.weixin.qq.com", simulator.url)
    got = await asyncio.to_thread(requests.get, address, timeout=10)
    assert got.content == b"%PDF-1.7 a form"


async def test_wechatpy_fetches_a_new_token_when_the_old_one_has_expired(
    simulator: Simulator, client: WeChatClient
) -> None:
    simulator.fault("token expired")
    await asyncio.to_thread(client.message.send_text, AGENT, "ZhaoMin", "您好")
    assert [shown.text for shown in simulator.shown("ZhaoMin")] == ["您好"]


async def test_wechatpy_is_told_that_a_member_is_unknown(client: WeChatClient) -> None:
    assert (await asyncio.to_thread(client.user.get, "ZhaoMin"))["name"] == "ZhaoMin"
    with pytest.raises(WeChatClientException) as refused:
        await asyncio.to_thread(client.user.get, "nobody")
    assert refused.value.errcode == 60111


# --- wecom-aibot-sdk-python: the long connection ---


@pytest.fixture
async def connected(simulator: Simulator) -> AsyncIterator[Any]:
    """A subscribed client."""
    from wecom_aibot_sdk import WSClient, WSClientOptions

    subscribed = asyncio.Event()

    async def authenticated(_: Any) -> None:
        subscribed.set()

    client = WSClient(WSClientOptions(bot_id="aibX", secret="the-secret-of-the-bot", ws_url=simulator.socket))
    client.on("authenticated", authenticated)
    await client.connect_async()
    await subscribed.wait()
    yield client
    await client.disconnect()


async def test_the_sdk_hears_and_answers_in_a_stream(simulator: Simulator, connected: Any) -> None:
    async def answer(frame: Any) -> None:
        await connected.reply_stream(frame, "st-1", "处理中")
        await connected.reply_stream(frame, "st-1", f"听到：{frame.body['text']['content']}", finish=True)

    connected.on("message.text", answer)
    await simulator.says("ZhaoMin", "@小助手 路灯坏了", chat=GROUP)
    (shown,) = await simulator.sees(GROUP)
    assert shown.text == "听到：@小助手 路灯坏了"
    assert simulator.breaches == []


async def test_the_sdk_welcomes_and_pushes(simulator: Simulator, connected: Any) -> None:
    async def welcome(frame: Any) -> None:
        await connected.reply_welcome(frame, {"msgtype": "text", "text": {"content": "您好"}})

    connected.on("event.enter_chat", welcome)
    await simulator.enters("ZhaoMin")
    await simulator.sees("ZhaoMin")
    await simulator.says("ZhaoMin", "您好")
    await connected.send_message("ZhaoMin", {"msgtype": "markdown", "markdown": {"content": "**通知**"}})
    assert [shown.text for shown in simulator.shown("ZhaoMin")] == ["您好", "**通知**"]


async def test_the_sdk_is_refused_a_push_where_nobody_spoke_to_the_bot(simulator: Simulator, connected: Any) -> None:
    with pytest.raises(RuntimeError, match="93001"):
        await connected.send_message(GROUP, {"msgtype": "markdown", "markdown": {"content": "通知"}})
    assert simulator.shown(GROUP) == []


async def test_the_sdk_uploads_a_file_in_pieces_and_sends_it(
    simulator: Simulator, connected: Any, tmp_path: Path
) -> None:
    digest = tmp_path / "digest.pdf"
    digest.write_bytes(bytes(range(256)) * 2600)  # two pieces
    await simulator.says("ZhaoMin", "您好")
    await connected.send_media_message("ZhaoMin", str(digest))
    (shown,) = simulator.shown("ZhaoMin")
    assert (shown.text, shown.file) == ("digest.pdf", digest.read_bytes())


async def test_the_sdk_opens_a_picture_with_its_key(simulator: Simulator, connected: Any) -> None:
    got: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    async def fetch(frame: Any) -> None:
        content, _ = await connected.download_file(frame.body["image"]["url"], frame.body["image"]["aeskey"])
        got.set_result(content)

    connected.on("message.image", fetch)
    await simulator.says("ZhaoMin", pictures=[b"\xff\xd8\xff a lamp"])
    assert await got == b"\xff\xd8\xff a lamp"


@pytest.mark.filterwarnings("ignore:ConnectionClosed.code is deprecated:DeprecationWarning")  # the SDK reads it
async def test_the_sdk_stays_away_once_another_connection_has_replaced_it(
    simulator: Simulator, time: SteppedTime, connected: Any
) -> None:
    replaced, gone = asyncio.Event(), asyncio.Event()

    async def on_replaced(_: Any) -> None:
        replaced.set()

    async def on_gone(_: Any) -> None:
        gone.set()

    connected.on("event.disconnected_event", on_replaced)
    connected.on("disconnected", on_gone)
    simulator.fault("replaced")
    await replaced.wait()
    await time.passes(seconds=313)
    await gone.wait()
    with pytest.raises(ConnectionError):
        await simulator.says("ZhaoMin", "您好")


# --- pywgb: a webhook ---


async def test_pywgb_posts_words_pictures_and_files(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bot = pytest.importorskip("pywgb.bot", reason="pywgb is not made for this Python")
    monkeypatch.setattr("pywgb.bot._abstract._Basic._API_BASE_URL", simulator.url)
    picture, form = tmp_path / "lamp.png", tmp_path / "form.pdf"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n a lamp")
    form.write_bytes(b"%PDF-1.7 a form")
    await asyncio.to_thread(bot.TextBot(KEY).send, "代表接待日", mentioned_list=["ZhaoMin", "@all"])
    await asyncio.to_thread(bot.MarkdownBot(KEY).send, "**待办** 3 件")
    await asyncio.to_thread(bot.ImageBot(KEY).send, file_path=picture)
    await asyncio.to_thread(bot.FileBot(KEY).send, file_path=form)
    text, markdown, image, file = simulator.shown(GROUP)
    assert (text.text, text.mentions) == ("代表接待日", ("ZhaoMin", "@all"))
    assert markdown.text == "**待办** 3 件"
    assert (image.file, file.file) == (picture.read_bytes(), form.read_bytes())
