"""What a group's robot says, and how a bot that is called answers: rows 5, 11 to 13, and 39."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from aiohttp import web

from bot.platforms.base import File, Throttled
from bot.platforms.wecom.aibot.wire import ByCallback, answer_from
from bot.sending.reactions import SetUpWrong
from bot.web.server import serve
from handlers.people.rules.roster import Place
from tests.bot.wecom.stage import (
    AES_KEY,
    BOT,
    GROUP,
    IN_GROUP,
    IN_PRIVATE,
    KEY,
    TOKEN,
    VOTER,
    Stage,
    a_post,
    a_roster,
    on_stage,
)

NOWHERE = Place(platform="wecom", account="", chat="li-village")
ROBOT_ONLY = a_roster(NOWHERE)


async def test_row_5_over_the_limit_a_robot_waits_for_the_next_minute(tmp_path: Path) -> None:
    async with on_stage(tmp_path, roster=ROBOT_ONLY) as stage:
        stage.simulator.fault("webhook too often")
        with pytest.raises(Throttled) as error:
            await stage.platform.deliver(a_post("通知", NOWHERE))
        assert error.value.wait.total_seconds() == 60
        await stage.time.passes(minutes=1)
        await stage.platform.deliver(a_post("通知", NOWHERE))
        assert stage.shown(GROUP) == ["通知"]


async def test_row_11_a_robot_that_was_removed_is_told_to_staff_with_the_place_to_put_it_right(tmp_path: Path) -> None:
    async with on_stage(tmp_path, roster=ROBOT_ONLY) as stage:
        stage.simulator.fault("webhook removed")
        with pytest.raises(SetUpWrong):
            await stage.platform.deliver(a_post("通知", NOWHERE))
        (words,) = stage.platform.troubles().values()
        assert "消息推送 li" in words
        assert KEY not in words


async def test_row_12_a_robot_says_a_long_text_in_parts_the_platform_takes(tmp_path: Path) -> None:
    async with on_stage(tmp_path, roster=ROBOT_ONLY) as stage:
        text = "\n".join(f"{number}．" + "清理河道" * 30 for number in range(12))
        await stage.platform.deliver(a_post(text, NOWHERE))
        shown = stage.simulator.shown(GROUP)
        assert [one.text[:5] for one in shown] == ["(1/3)", "(2/3)", "(3/3)"]
        assert [(later.at - one.at).total_seconds() for one, later in pairwise(shown)] == [3.1, 3.1]


async def test_row_13_a_robots_file_that_expired_is_uploaded_again_once(tmp_path: Path) -> None:
    async with on_stage(tmp_path, roster=ROBOT_ONLY) as stage:
        file = File(name="公告.docx", content=b"0123456789")
        await stage.platform.deliver(a_post("请看", NOWHERE, file=file))
        stage.simulator.fault("media_id expired")
        await stage.platform.deliver(a_post("再看", NOWHERE, file=file))
        assert [one.file for one in stage.simulator.shown(GROUP)] == [None, file.content, None, file.content]


async def test_a_robot_shows_a_picture_as_a_picture(tmp_path: Path) -> None:
    async with on_stage(tmp_path, roster=ROBOT_ONLY) as stage:
        picture = File(name="海报.png", content=b"\x89PNG\r\n\x1a\n" + bytes(90))
        await stage.platform.deliver(a_post("请看", NOWHERE, file=picture))
        assert [one.kind for one in stage.simulator.shown(GROUP)] == ["text", "image"]


# --- a bot that is called ---


@pytest.fixture
async def called(tmp_path: Path) -> AsyncIterator[Stage]:
    """The stage of a bot that is entered with its address."""
    async with a_called_bot(tmp_path) as stage:
        yield stage


@asynccontextmanager
async def a_called_bot(folder: Path, *, app: bool = True) -> AsyncIterator[Stage]:
    """Open the same stage; *app* says whether an app stands behind the bot."""
    async with on_stage(folder, mode="callback", app=app) as stage:
        pages = web.Application()
        pages.add_subapp(stage.platform.path, stage.platform.pages())
        runner = await serve(pages, port=0)
        host, port = runner.addresses[0]
        url = f"http://{host}:{port}/wecom/aibot/main"
        stage.simulator.add_url_bot(BOT, name="小助手", url=url, token=TOKEN, aes_key=AES_KEY)
        yield stage
        await runner.cleanup()


def without_stream(answer: str) -> str:
    """Return the same way to answer, hours after the platform has stopped to ask for the stream."""
    known = answer_from(answer)
    assert isinstance(known, ByCallback)
    return msgspec.json.encode(ByCallback(stream=None, response_url=known.response_url)).decode()


async def test_an_answer_that_is_ready_in_time_stands_in_the_stream(called: Stage) -> None:
    answer = await called.answer_to("@小助手 路灯坏了", chat=GROUP)
    delivered = asyncio.create_task(called.platform.deliver(a_post("收到，已登记。", IN_GROUP, answer=answer)))
    while not delivered.done():
        await called.time.passes(seconds=1)
    assert [(one.text, one.kind) for one in called.simulator.shown(GROUP)] == [("收到，已登记。", "stream")]


async def test_a_later_answer_goes_once_to_the_address_that_came_with_the_message(called: Stage) -> None:
    answer = without_stream(await called.answer_to("你好"))
    await called.platform.deliver(a_post("能来回 1。", answer=answer, choices=((1, "能来"),)))
    assert [(one.kind, one.by) for one in called.simulator.shown(VOTER)][1:] == [("template_card", BOT)]


async def test_row_39_what_that_address_does_not_take_any_more_goes_another_way(called: Stage) -> None:
    answer = without_stream(await called.answer_to("你好"))
    for text in ("第一条", "第二条"):
        await called.platform.deliver(a_post(text, answer=answer))
    assert [(one.text, one.by) for one in called.simulator.shown(VOTER)][1:] == [("第一条", BOT), ("第二条", "1000002")]


async def test_row_39_an_address_that_the_platform_refuses_leaves_the_robot(called: Stage) -> None:
    answer = without_stream(await called.answer_to("@小助手 你好", chat=GROUP))
    called.simulator.fault("response_url refused")
    await called.platform.deliver(a_post("收到", IN_GROUP, answer=answer))
    assert [(one.text, one.by) for one in called.simulator.shown(GROUP)][1:] == [("收到", KEY)]


async def test_a_bot_that_is_called_pushes_nothing_by_itself(called: Stage) -> None:
    await called.answer_to("你好")
    await called.platform.deliver(a_post("明天接待", IN_PRIVATE))
    await called.platform.deliver(a_post("明天接待", IN_GROUP))
    assert called.speakers(VOTER)[1:] == ["1000002"]
    assert called.speakers(GROUP) == [KEY]


@pytest.mark.parametrize("app", [True, False])
async def test_a_bot_that_is_called_speaks_to_people_alone_where_an_app_stands_behind_it(
    app: bool, tmp_path: Path
) -> None:
    async with a_called_bot(tmp_path, app=app) as stage:
        await stage.simulator.says(VOTER, "@小助手 进度", chat=GROUP, to=BOT)
        assert (await stage.heard.told.get()).private_way is app


async def test_a_bot_over_its_long_connection_may_speak_to_people_alone(tmp_path: Path) -> None:
    async with on_stage(tmp_path, app=False) as stage:
        await stage.simulator.says(VOTER, "@小助手 进度", chat=GROUP, to=BOT)
        assert (await stage.heard.told.get()).private_way


async def test_a_file_goes_neither_into_a_stream_nor_to_that_address(called: Stage) -> None:
    answer = await called.answer_to("你好")
    await called.platform.deliver(a_post("请查收", answer=answer, file=File(name="表.docx", content=b"0123456789")))
    assert called.speakers(VOTER)[1:] == ["1000002", "1000002"]
