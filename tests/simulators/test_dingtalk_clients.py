"""Other people's clients of DingTalk, unchanged but for the host, get on with the simulator."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, Final

import dingtalk_stream
import pytest
from alibabacloud_dingtalk.oauth2_1_0 import models as oauth2
from alibabacloud_dingtalk.oauth2_1_0.client import Client as OAuth2
from alibabacloud_dingtalk.robot_1_0 import models as robot
from alibabacloud_dingtalk.robot_1_0.client import Client as Robot
from alibabacloud_tea_openapi.models import Config
from alibabacloud_tea_util.models import RuntimeOptions
from dingtalk_stream import card_replier, chatbot
from dingtalk_stream.chatbot import ChatbotMessage
from dingtalkchatbot.chatbot import ActionCard, CardItem, DingtalkChatbot
from Tea.exceptions import TeaException

from bot.clock import WallClock
from tests.simulators.dingtalk.record import Door
from tests.simulators.dingtalk.simulator import Simulator

ROBOT: Final = "dingRobot"
SECRET: Final = "the-secret-of-the-robot"
GROUP: Final = "cidLiVillage=="
HOOK: Final = "the-token-of-the-webhook"
HOOK_SECRET: Final = "SECofTheWebhook"


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    """The platform in real time, since these clients sign with it."""
    async with Simulator(clock=WallClock()) as simulator:
        simulator.add_stream_robot(ROBOT, secret=SECRET, name="小助手")
        simulator.add_group(GROUP, ("赵敏", "张明远"), robots=(ROBOT,))
        simulator.add_webhook(HOOK, GROUP, secret=HOOK_SECRET)
        simulator.add_template("tpl-1.schema")
        yield simulator


# --- dingtalk-stream: it blocks its own event loop, so it has one in a thread ---


class Listener:
    """The SDK with a handler of messages and one of cards, in a thread of its own."""

    def __init__(self, simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
        for module in (card_replier, chatbot, dingtalk_stream.stream):
            monkeypatch.setattr(module, "DINGTALK_OPENAPI_ENDPOINT", simulator.api)
        opening = f"{simulator.api}/v1.0/gateway/connections/open"
        monkeypatch.setattr(dingtalk_stream.DingTalkStreamClient, "OPEN_CONNECTION_API", opening)
        stopped = False

        class Client(dingtalk_stream.DingTalkStreamClient):  # type: ignore[misc]  # it has no types
            def open_connection(self) -> Any:
                if stopped:
                    raise KeyboardInterrupt  # which is the only way to end it
                return super().open_connection()

        class Messages(dingtalk_stream.ChatbotHandler):  # type: ignore[misc]
            async def process(handler, callback: Any) -> Any:  # noqa: N805  # self is the listener
                self.on_message(handler, ChatbotMessage.from_dict(callback.data))
                return dingtalk_stream.AckMessage.STATUS_OK, "OK"

        class Clicks(dingtalk_stream.CallbackHandler):  # type: ignore[misc]
            async def process(handler, callback: Any) -> Any:  # noqa: N805
                return dingtalk_stream.AckMessage.STATUS_OK, self.on_click(callback.data)

        def stop() -> None:
            nonlocal stopped
            stopped = True

        self._stop = stop
        self.on_message: Callable[[Any, Any], None] = lambda handler, message: None
        self.on_click: Callable[[Any], Any] = lambda data: {}
        self.client = Client(dingtalk_stream.Credential(ROBOT, SECRET))
        self.client.register_callback_handler(ChatbotMessage.TOPIC, Messages())
        self.client.register_callback_handler(dingtalk_stream.CallbackHandler.TOPIC_CARD_CALLBACK, Clicks())
        self._simulator = simulator
        self._thread: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Return once it is connected."""
        self._thread = asyncio.create_task(asyncio.to_thread(asyncio.run, self.client.start()))
        await self._simulator.connected()

    async def stop(self) -> None:
        """Hang up and return once it has gone."""
        self._stop()
        await self._simulator.gateway.close()
        assert self._thread is not None
        await self._thread


@pytest.fixture
async def listener(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Listener]:
    listener = Listener(simulator, monkeypatch)
    await listener.start()
    yield listener
    await listener.stop()


async def test_the_sdk_hears_a_message_and_replies_in_its_session(simulator: Simulator, listener: Listener) -> None:
    def reply(handler: Any, message: Any) -> None:
        handler.reply_text(f"听到：{message.text.content.strip()}，{message.sender_staff_id}", message)

    listener.on_message = reply
    delivery = await simulator.says("赵敏", "@小助手 路灯坏了", chat=GROUP)
    (shown,) = await simulator.sees(GROUP)
    assert (shown.text, shown.door, delivery.tries) == ("听到：路灯坏了，赵敏", Door.SESSION, [200])


async def test_the_sdk_finds_the_pictures_of_a_rich_text(simulator: Simulator, listener: Listener) -> None:
    links: list[str] = []

    def look(handler: Any, message: Any) -> None:
        links.extend(handler.get_image_download_url(code) for code in message.get_image_list())

    listener.on_message = look
    await simulator.says("赵敏", "@小助手 路灯坏了", chat=GROUP, pictures=[b"\x89PNG one", b"\x89PNG two"])
    assert len(links) == 2
    assert all(link.startswith(simulator.files) for link in links)
    assert simulator.breaches == []


async def test_the_sdk_puts_up_a_card_and_answers_the_click_on_it(simulator: Simulator, listener: Listener) -> None:
    def put_up(handler: Any, message: Any) -> None:
        card_replier.CardReplier(handler.dingtalk_client, message).create_and_deliver_card(
            "tpl-1.schema", {"title": "是否参加接待日"}
        )

    def answer(data: Any) -> Any:
        chosen = json.loads(data["content"])["cardPrivateData"]["actionIds"]
        options = {"updateCardDataByKey": True}
        return {"cardData": {"cardParamMap": {"done": ",".join(chosen)}}, "cardUpdateOptions": options}

    listener.on_message, listener.on_click = put_up, answer
    await simulator.says("赵敏", "@小助手 接待日", chat=GROUP)
    await simulator.sees(GROUP)
    assert (await simulator.presses("赵敏", "yes", chat=GROUP)).tries == [200]
    (shown,) = simulator.shown(GROUP)
    assert shown.card is not None
    assert shown.card["params"] == {"title": "是否参加接待日", "done": "yes"}
    assert simulator.breaches == []


# --- alibabacloud-dingtalk: the new API ---


def config(simulator: Simulator) -> Config:
    return Config(protocol="http", endpoint=simulator.api.removeprefix("http://"))


async def token(simulator: Simulator, secret: str = SECRET) -> str:
    request = oauth2.GetAccessTokenRequest(app_key=ROBOT, app_secret=secret)
    answer = await OAuth2(config(simulator)).get_access_token_async(request)
    return str(answer.body.access_token)


async def test_the_generated_client_is_given_the_same_token_twice(simulator: Simulator) -> None:
    assert await token(simulator) == await token(simulator)


async def test_the_generated_client_is_refused_a_wrong_secret(simulator: Simulator) -> None:
    with pytest.raises(TeaException) as refused:
        await token(simulator, "wrong")
    assert refused.value.code == "invalidClientIdOrSecret"


async def test_the_generated_client_sends_to_a_group_and_takes_it_back(simulator: Simulator) -> None:
    client, options = Robot(config(simulator)), RuntimeOptions()
    headers = robot.OrgGroupSendHeaders(x_acs_dingtalk_access_token=await token(simulator))
    sending = robot.OrgGroupSendRequest(
        msg_key="sampleText", msg_param='{"content": "周五接待日"}', open_conversation_id=GROUP, robot_code=ROBOT
    )
    sent = await client.org_group_send_with_options_async(sending, headers, options)
    assert [shown.text for shown in simulator.shown(GROUP)] == ["周五接待日"]
    key = sent.body.process_query_key
    recalling = robot.OrgGroupRecallRequest(open_conversation_id=GROUP, robot_code=ROBOT, process_query_keys=[key])
    recalled = await client.org_group_recall_with_options_async(
        recalling, robot.OrgGroupRecallHeaders(x_acs_dingtalk_access_token=await token(simulator)), options
    )
    assert recalled.body.success_result == [key]
    assert simulator.shown(GROUP) == []
    assert simulator.breaches == []


async def test_the_generated_client_is_told_who_got_nothing(simulator: Simulator) -> None:
    request = robot.BatchSendOTORequest(
        msg_key="sampleMarkdown", msg_param='{"title": "提醒", "text": "**待办** 3 件"}', robot_code=ROBOT,
        user_ids=["张明远", "nobody"],
    )  # fmt: skip
    headers = robot.BatchSendOTOHeaders(x_acs_dingtalk_access_token=await token(simulator))
    answer = await Robot(config(simulator)).batch_send_otowith_options_async(request, headers, RuntimeOptions())
    assert answer.body.invalid_staff_id_list == ["nobody"]
    assert [shown.text for shown in simulator.shown("张明远")] == ["**待办** 3 件"]


# --- DingtalkChatbot: a custom robot ---


@pytest.fixture
def hook(simulator: Simulator) -> DingtalkChatbot:
    return DingtalkChatbot(f"{simulator.oapi}/robot/send?access_token={HOOK}", secret=HOOK_SECRET)


async def test_the_chatbot_posts_words_links_and_cards(simulator: Simulator, hook: DingtalkChatbot) -> None:
    card = ActionCard(title="接待日", text="是否参加", btns=[CardItem(title="参加", url="https://bot.example/yes")])
    await asyncio.to_thread(hook.send_text, msg="代表接待日 @赵敏", at_dingtalk_ids=["赵敏"])
    await asyncio.to_thread(hook.send_markdown, title="待办", text="**待办** 3 件")
    await asyncio.to_thread(hook.send_link, title="公告", text="全文", message_url="https://bot.example/1")
    await asyncio.to_thread(hook.send_action_card, card)
    text, markdown, link, action = simulator.shown(GROUP)
    assert (text.text, text.mentions) == ("代表接待日 @赵敏", ("赵敏",))
    assert (markdown.title, link.kind) == ("待办", "link")
    assert (action.text, [button[0] for button in action.buttons]) == ("是否参加", ["参加"])
    assert simulator.breaches == ["btnOrientation in actionCard of robot/send is no text"]  # this client's own


async def test_the_chatbot_is_refused_with_a_wrong_secret(simulator: Simulator, tmp_path: Path) -> None:
    hook = DingtalkChatbot(f"{simulator.oapi}/robot/send?access_token={HOOK}", secret="SECwrong")
    answer = await asyncio.to_thread(hook.send_text, msg="您好")
    assert answer["errcode"] == 310000
