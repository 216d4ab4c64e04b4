"""What router and delivery count on, kept by every platform."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from itertools import chain, count
from pathlib import Path
from typing import Final, Protocol

import pytest

from bot.platforms.base import NoWay, Platform, Post, Rejected, Throttled, Unreachable
from bot.platforms.webchat.adapter import Declined
from handlers.message import Account, Choice, Heard, MessageId, Scope
from handlers.people.rules.roster import Place
from tests.conformance.dingtalk_stage import DingTalkStage
from tests.conformance.wecom_stage import WeComStage
from tests.simulators.passing import SteppedTime
from tests.support import dingtalk, wecom
from tests.support.memory import MemoryStorage
from tests.support.platform import FakePlatform
from tests.support.township import LI_VILLAGE, PLATFORM, ROBOT
from tests.support.webchat import LI_GROUP, NOON, Listener, a_web_chat, web_place, words

SPEAKER: Final = "zhao"


class Stage(Protocol):
    """A platform with its users' side: one person, one group, and somebody who cannot be reached.

    Saying something returns once it is acknowledged, and raises `ConnectionError` where nobody hears.
    """

    @property
    def platform(self) -> Platform: ...

    @property
    def group(self) -> Place: ...

    @property
    def private(self) -> Place: ...

    @property
    def stranger(self) -> Place: ...

    async def says(self, text: str) -> None:
        """Have the person say *text* in the group."""

    async def tells(self, text: str) -> None:
        """Have the person say *text* to the bot alone."""

    async def shown(self, place: Place) -> Sequence[str]:
        """Return what the bot said there, as people read it, oldest first."""


class FakeStage:
    group = Place(platform=PLATFORM, account=ROBOT, chat=LI_VILLAGE)
    private = Place(platform=PLATFORM, account=ROBOT, chat=SPEAKER)
    stranger = Place(platform=PLATFORM, account=ROBOT, chat="nobody")

    def __init__(self) -> None:
        self.platform = FakePlatform()
        self.platform.unreachable.add(self.stranger)
        self._numbers = count(1)

    async def says(self, text: str) -> None:
        await self._carry(text, self.group, Scope.GROUP)

    async def tells(self, text: str) -> None:
        await self._carry(text, self.private, Scope.DIRECT)

    async def _carry(self, text: str, place: Place, scope: Scope) -> None:
        heard = Heard(
            id=MessageId(f"{PLATFORM}:{next(self._numbers)}"),
            place=place,
            scope=scope,
            sender=Account(platform=PLATFORM, account=ROBOT, user=SPEAKER),
            sender_name=SPEAKER,
            sent_at=NOON,
            text=text,
        )
        await self.platform.carry(heard, addressed=scope is Scope.DIRECT or "@小助手" in text)

    async def shown(self, place: Place) -> Sequence[str]:
        return [post.text for post in self.platform.delivered if post.place == place]


class WebStage:
    group = web_place(LI_VILLAGE)
    private = web_place(SPEAKER)
    stranger = web_place("nobody")

    def __init__(self, folder: Path) -> None:
        self.platform = a_web_chat(folder)

    async def says(self, text: str) -> None:
        await self._say(text, LI_GROUP)

    async def tells(self, text: str) -> None:
        await self._say(text, f"person/{SPEAKER}")

    async def _say(self, text: str, chat: str) -> None:
        people = self.platform.people
        try:
            await self.platform.say(people.persons[SPEAKER], people.chats[chat], words(text))
        except Declined as declined:
            raise ConnectionError from declined

    async def shown(self, place: Place) -> Sequence[str]:
        (chat,) = (chat for chat in self.platform.people.chats.values() if chat.place == place)
        lines, _ = await self.platform.history.page(chat.id)
        return [line.text for line in lines if line.author is None]


@pytest.fixture(params=["fake", "webchat", "wecom socket", "wecom callback", "dingtalk stream", "dingtalk callback"])
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    match request.param.split():
        case ["fake"]:
            yield FakeStage()
        case ["webchat"]:
            yield WebStage(tmp_path)
        case ["wecom", mode]:
            time = SteppedTime(NOON)
            async with wecom.on_wecom(
                tmp_path,
                wecom.Mode(mode),
                clock=time,
                sleep=time.sleep,
                pause=lambda seconds: time.passes(seconds=seconds),
            ) as on_platform:
                yield WeComStage(on_platform)
        case [_, mode]:
            time, storage = SteppedTime(NOON), MemoryStorage(dingtalk.roster())
            async with dingtalk.on_dingtalk(
                tmp_path, dingtalk.Mode(mode), storage=storage, clock=time, sleep=time.sleep
            ) as township:
                yield DingTalkStage(township)


@pytest.fixture
async def ear(stage: Stage) -> AsyncIterator[Listener]:
    """Who listens while the platform runs."""
    listener = Listener()
    await stage.platform.start(listener)
    yield listener
    await stage.platform.stop()


def post_to(place: Place, text: str, *, key: str = "a-key", choices: tuple[Choice, ...] = ()) -> Post:
    scope = Scope.GROUP if place.chat == LI_VILLAGE else Scope.DIRECT
    return Post(key=key, place=place, scope=scope, text=text, choices=choices)


# --- hearing ---


async def test_a_mention_in_a_group_is_heard_there(stage: Stage, ear: Listener) -> None:
    await stage.says("@小助手 路灯坏了")
    (heard,) = ear.heard
    assert (heard.place, heard.scope) == (stage.group, Scope.GROUP)
    assert "路灯坏了" in heard.text


async def test_a_word_in_private_is_heard_there(stage: Stage, ear: Listener) -> None:
    await stage.tells("路灯坏了")
    (heard,) = ear.heard
    assert (heard.place, heard.scope, heard.text) == (stage.private, Scope.DIRECT, "路灯坏了")


async def test_group_talk_that_does_not_address_the_bot_is_not_heard(stage: Stage, ear: Listener) -> None:
    await stage.says("今天天气真好")
    assert ear.heard == []


async def test_whoever_is_heard_is_the_same_in_group_and_private(stage: Stage, ear: Listener) -> None:
    await stage.says("@小助手 路灯坏了")
    await stage.tells("进度")
    assert ear.heard[0].sender == ear.heard[1].sender


async def test_the_same_words_said_twice_are_two_messages(stage: Stage, ear: Listener) -> None:
    await stage.tells("进度")
    await stage.tells("进度")
    assert len({heard.id for heard in ear.heard}) == 2


async def test_what_is_heard_carries_the_name_of_its_platform(stage: Stage, ear: Listener) -> None:
    await stage.tells("进度")
    (heard,) = ear.heard
    assert heard.place.platform == heard.sender.platform == stage.platform.name
    assert heard.id.startswith(f"{stage.platform.name}:")


async def test_nothing_is_acknowledged_before_it_is_durable(stage: Stage, ear: Listener) -> None:
    ear.gate.clear()
    telling = asyncio.create_task(stage.tells("路灯坏了"))
    await ear.called.wait()
    await asyncio.sleep(0)
    assert not telling.done()
    ear.gate.set()
    await telling


async def test_what_could_not_be_kept_is_not_acknowledged(stage: Stage, ear: Listener) -> None:
    ear.failures = 1
    with pytest.raises(RuntimeError):
        await stage.tells("路灯坏了")


async def test_nothing_is_acknowledged_once_it_has_stopped(stage: Stage) -> None:
    listener = Listener()
    await stage.platform.start(listener)
    await stage.platform.stop()
    with pytest.raises(ConnectionError):
        await stage.tells("路灯坏了")
    assert listener.heard == []


async def test_it_hears_again_after_a_stop(stage: Stage) -> None:
    await stage.platform.start(Listener())
    await stage.platform.stop()
    listener = Listener()
    await stage.platform.start(listener)
    await stage.tells("路灯坏了")
    await stage.platform.stop()
    assert [heard.text for heard in listener.heard] == ["路灯坏了"]


# --- speaking ---


@pytest.mark.usefixtures("ear")
async def test_a_post_is_shown_in_its_conversation_and_nowhere_else(stage: Stage) -> None:
    await stage.platform.deliver(post_to(stage.private, "尾号 1 已撤回。"))
    assert await stage.shown(stage.private) == ["尾号 1 已撤回。"]
    assert await stage.shown(stage.group) == []


@pytest.mark.usefixtures("ear")
async def test_posts_are_shown_in_the_order_they_were_delivered(stage: Stage) -> None:
    texts = [f"第{number}条" for number in range(5)]
    for number, text in enumerate(texts):
        await stage.platform.deliver(post_to(stage.group, text, key=f"key/{number}"))
    assert await stage.shown(stage.group) == texts


@pytest.mark.usefixtures("ear")
async def test_a_long_text_is_shown_whole(stage: Stage) -> None:
    text = "".join(f"{number} 路灯。" for number in range(1500))
    await stage.platform.deliver(post_to(stage.group, text))
    assert "".join(await stage.shown(stage.group)) == text


@pytest.mark.usefixtures("ear")
async def test_a_post_with_choices_is_taken(stage: Stage) -> None:
    choices = (Choice(digit=1, label="能来"), Choice(digit=2, label="不能来"))
    await stage.platform.deliver(post_to(stage.private, "能来回 1，不能来回 2。", choices=choices))
    assert await stage.shown(stage.private) == ["能来回 1，不能来回 2。"]


@pytest.mark.usefixtures("ear")
async def test_there_is_no_way_to_somebody_the_platform_does_not_know(stage: Stage) -> None:
    with pytest.raises(NoWay):
        await stage.platform.deliver(post_to(stage.stranger, "您好"))


def test_every_conversation_has_limits_of_its_own(stage: Stage) -> None:
    in_group, in_private = stage.platform.limits(stage.group), stage.platform.limits(stage.private)
    assert in_group.keys() - in_private.keys()
    assert in_private.keys() - in_group.keys()
    for limit in chain.from_iterable((*in_group.values(), *in_private.values())):
        assert limit.count > 0
        assert limit.window > timedelta(0)


@pytest.mark.parametrize(
    "error", [Throttled("busy", timedelta(seconds=5)), Unreachable("down"), Rejected("banned"), NoWay("left")]
)
async def test_what_the_fake_platform_failed_to_take_is_not_shown_until_tried_again(
    error: Throttled | Unreachable | Rejected,
) -> None:
    stage = FakeStage()
    stage.platform.will_fail_with.append(error)
    with pytest.raises(type(error)):
        await stage.platform.deliver(post_to(stage.group, "您好"))
    assert await stage.shown(stage.group) == []
    await stage.platform.deliver(post_to(stage.group, "您好"))
    assert await stage.shown(stage.group) == ["您好"]
