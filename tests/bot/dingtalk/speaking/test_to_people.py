"""What is said to one person: questions with buttons, work notifications, and words that are taken back."""

import asyncio
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TypeVar

import pytest

from bot.platforms.base import NoWay, Rejected, Throttled, Uncertain, Unreachable
from bot.platforms.dingtalk.adapter import DingTalk
from bot.platforms.dingtalk.building import dingtalk, judge_of
from bot.platforms.dingtalk.calls.answers import Answer
from bot.platforms.dingtalk.calls.api import Api
from bot.platforms.dingtalk.calls.application import Application
from bot.platforms.dingtalk.speaking.cards import Cards
from bot.platforms.dingtalk.speaking.notices import RESULT, SEND, Notices
from bot.platforms.dingtalk.speaking.recalls import Recalls
from bot.platforms.dingtalk.speaking.robot import Robot
from bot.sending.reactions import SetUpWrong
from bot.sending.ways import Buttons, Words
from tests.bot.dingtalk.speaking.stage import (
    AGENT,
    CODE,
    GROUP,
    IN_GROUP,
    IN_PRIVATE,
    NOON,
    OTHER,
    SECRET,
    TEMPLATE,
    VOTER,
    Stage,
    a_post,
    a_quota,
    a_roster,
    on_stage,
    settings,
)
from tests.simulators.dingtalk.fault_table import Fault, Point
from tests.simulators.dingtalk.quota import Spent
from tests.simulators.dingtalk.record import Door
from tests.support.memory import MemoryStorage
from tests.support.virtual_time import VirtualClock

A = TypeVar("A", bound=Application)
CHOICES = ((1, "能来"), (2, "不能来"))
FORBIDDEN = Fault(
    row=5, name="not allowed", at=Point.NEW_APP, code="Forbidden.AccessDenied.AccessTokenPermissionDenied"
)
QUESTION = "周五接待，能来吗？能来回 1，不能来回 2。"


# --- cards ---


async def test_a_question_to_one_person_has_a_button_for_each_choice(tmp_path: Path) -> None:
    async with on_stage(tmp_path, template=TEMPLATE) as stage:
        stage.simulator.add_template(TEMPLATE)
        await stage.platform.deliver(a_post(QUESTION, choices=CHOICES))
        (shown,) = stage.simulator.shown(VOTER)
        assert shown.door is Door.CARD
        assert shown.card is not None
        assert [shown.card["params"][name] for name in ("question", "label1", "label2", "label3")] == [
            QUESTION,
            "能来",
            "不能来",
            "",
        ]
        assert stage.simulator.breaches == []


async def test_a_click_is_heard_as_the_choice_and_answered(tmp_path: Path) -> None:
    async with on_stage(tmp_path, template=TEMPLATE) as stage:
        stage.simulator.add_template(TEMPLATE)
        await stage.platform.deliver(a_post(QUESTION, choices=CHOICES))
        (shown,) = stage.simulator.shown(VOTER)
        assert shown.card is not None
        await stage.simulator.presses(VOTER, "1", params={"said": shown.card["params"]["said1"]})
        heard = await stage.ear.told.get()
        assert (heard.text, heard.place) == ("1", IN_PRIVATE)
        assert heard.quote is not None
        assert heard.quote.text == QUESTION
        await stage.platform.deliver(a_post("好的，周五见。", heard.place, to=heard))
        assert stage.shown(VOTER)[-1] == "好的，周五见。"


async def test_no_card_goes_to_a_group_or_where_no_template_is_set(tmp_path: Path) -> None:
    async with on_stage(tmp_path, template=TEMPLATE) as stage:
        await stage.platform.deliver(a_post(QUESTION, IN_GROUP, choices=CHOICES))
        assert stage.doors(GROUP) == [Door.ROBOT]
    async with on_stage(tmp_path) as stage:
        await stage.platform.deliver(a_post(QUESTION, choices=CHOICES))
        assert (stage.shown(VOTER), stage.doors(VOTER)) == ([QUESTION], [Door.ROBOT])


async def test_row_20_a_card_that_is_not_delivered_is_asked_in_words(tmp_path: Path) -> None:
    async with on_stage(tmp_path, template=TEMPLATE) as stage:
        stage.simulator.add_template(TEMPLATE)
        stage.simulator.fault(20)
        await stage.platform.deliver(a_post(QUESTION, choices=CHOICES))
        assert (stage.shown(VOTER), stage.doors(VOTER)) == ([QUESTION], [Door.ROBOT])


async def test_row_20_a_card_nobody_saw_is_not_taken_for_one_that_was_shown(tmp_path: Path) -> None:
    async with on_stage(tmp_path, template=TEMPLATE) as stage:
        stage.simulator.add_template(TEMPLATE)
        post = a_post(QUESTION, choices=CHOICES)
        for name in ("card not delivered", "outcome unknown, not sent"):
            stage.simulator.fault(name)
        with pytest.raises(Unreachable):
            await stage.platform.deliver(post)
        await stage.platform.deliver(post)
        assert stage.shown(VOTER) == [QUESTION]


async def test_row_20_a_card_is_not_taken_for_shown_where_the_answer_that_nobody_saw_it_was_lost(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path, template=TEMPLATE) as stage:
        stage.simulator.add_template(TEMPLATE)
        await stage.platform.deliver(a_post("一"))
        post = a_post(QUESTION, choices=CHOICES)
        for name in ("card not delivered", "HTTP 504, done"):
            stage.simulator.fault(name)
        with pytest.raises(Unreachable):
            await stage.platform.deliver(post)
        await stage.platform.deliver(post)
        assert stage.doors(VOTER) == [Door.ROBOT, Door.ROBOT]


async def test_a_card_whose_answer_was_lost_is_shown_once_and_asked_in_words(tmp_path: Path) -> None:
    async with on_stage(tmp_path, template=TEMPLATE) as stage:
        stage.simulator.add_template(TEMPLATE)
        await stage.platform.deliver(a_post("一"))
        post = a_post(QUESTION, choices=CHOICES)
        stage.simulator.fault("HTTP 504, done")
        with pytest.raises(Unreachable):
            await stage.platform.deliver(post)
        await stage.platform.deliver(post)
        assert stage.doors(VOTER) == [Door.ROBOT, Door.CARD, Door.ROBOT]


async def test_a_template_that_is_wrong_is_told_and_the_question_asked_in_words(tmp_path: Path) -> None:
    async with on_stage(tmp_path, template=TEMPLATE) as stage:
        await stage.platform.deliver(a_post(QUESTION, choices=CHOICES))
        assert stage.doors(VOTER) == [Door.ROBOT]
        (told,) = stage.platform.troubles().values()
        assert told.startswith("钉钉的互动卡片 main用不了")
        stage.simulator.add_template(TEMPLATE)
        await stage.platform.deliver(a_post(QUESTION, choices=CHOICES))
        assert stage.platform.troubles() == {}


class Unsafe(Application):
    """Calls that the content check refuses."""

    async def call(self, method: str, path: str, body: object, *, once: str = "") -> Answer:
        raise Rejected("param.contentUnsafe")


ASKED = Buttons("key", QUESTION, a_post(QUESTION, choices=CHOICES).choices)


def calls_of(application: type[A]) -> A:
    """Return an application that never calls anybody."""
    clock = VirtualClock(NOON)
    api = Api("http://127.0.0.1:9", "http://127.0.0.1:9", clock)
    return application("robot main", CODE, SECRET, api, judge_of(clock), clock, spend=lambda: None)


def cards_over(application: type[Application]) -> Cards:
    """Return the cards of a robot whose calls go as that application has them."""
    calls, clock = calls_of(application), VirtualClock(NOON)
    return Cards(
        "main",
        TEMPLATE,
        CODE,
        calls,
        Robot(CODE, calls, clock, MemoryStorage(a_roster()), saves=lambda: False),
        None,
        judge_of(clock),
    )


async def test_what_the_content_check_refuses_on_a_card_is_not_asked_in_words() -> None:
    with pytest.raises(Rejected) as refused:
        await cards_over(Unsafe).tell(VOTER, ASKED, "key/0")
    assert not isinstance(refused.value, NoWay)


class Silent(Application):
    """Calls whose answer does not say to whom a card was delivered."""

    async def call(self, method: str, path: str, body: object, *, once: str = "") -> Answer:
        return Answer(result={"deliverResults": []})


async def test_a_card_is_not_taken_for_shown_where_nobody_says_that_it_was() -> None:
    with pytest.raises(NoWay):
        await cards_over(Silent).tell(VOTER, ASKED, "key/0")


# --- work notifications ---


async def test_who_cannot_be_told_by_the_robot_is_told_by_a_notification(tmp_path: Path) -> None:
    async with on_stage(tmp_path, agent=AGENT) as stage:
        stage.simulator.fault("somebody unknown")
        await stage.platform.deliver(a_post("请来接待"))
        assert (stage.shown(VOTER), stage.doors(VOTER)) == (["请来接待"], [Door.NOTICE])


async def test_row_21_a_notification_that_was_dropped_is_no_success(tmp_path: Path) -> None:
    async with on_stage(tmp_path, agent=AGENT) as stage:
        for name in ("somebody unknown", "notice dropped in silence"):
            stage.simulator.fault(name)
        with pytest.raises(NoWay) as refused:
            await stage.platform.deliver(a_post("请来接待"))
        assert (refused.value.code, stage.shown(VOTER)) == ("143106", [])


async def test_row_21_the_same_words_twice_in_a_day_are_no_success_the_second_time(tmp_path: Path) -> None:
    async with on_stage(tmp_path, agent=AGENT) as stage:
        for _ in range(2):
            stage.simulator.fault("somebody unknown")
        await stage.platform.deliver(a_post("请来接待"))
        with pytest.raises(NoWay):
            await stage.platform.deliver(a_post("请来接待"))
        assert stage.shown(VOTER) == ["请来接待"]


async def test_what_the_content_check_refuses_is_not_made_a_notification(tmp_path: Path) -> None:
    async with on_stage(tmp_path, agent=AGENT) as stage:
        stage.simulator.fault("push refused")
        with pytest.raises(Rejected) as refused:
            await stage.platform.deliver(a_post("请来接待"))
        assert (isinstance(refused.value, NoWay), stage.shown(VOTER)) == (False, [])


def notices_over(calls: Application) -> Notices:
    return Notices("main", AGENT, calls, judge_of(VirtualClock(NOON)))


class SlowToTell(Application):
    """Calls after which nobody knows at first whether a notification was shown."""

    asked: tuple[str, ...] = ()

    async def post_old(self, path: str, body: object) -> Answer:
        self.asked = (*self.asked, path)
        if path == SEND:
            return Answer(task_id=7)
        if self.asked.count(RESULT) == 1:
            raise Unreachable("http-503")
        return Answer(send_result={"unread_user_id_list": [VOTER]})


async def test_row_21_a_notification_is_sent_once_however_late_its_result_is_known() -> None:
    calls = calls_of(SlowToTell)
    notices = notices_over(calls)
    with pytest.raises(Unreachable):
        await notices.tell(VOTER, Words("请来接待"), "key/0")
    await notices.tell(VOTER, Words("请来接待"), "key/0")
    assert calls.asked == (SEND, RESULT, RESULT)


class NotAllowedToAsk(Application):
    """Calls that may send notifications, and may not ask what became of them."""

    asked: tuple[str, ...] = ()

    async def post_old(self, path: str, body: object) -> Answer:
        self.asked = (*self.asked, path)
        if path == SEND:
            return Answer(task_id=7)
        raise SetUpWrong("60011")


class NeverTells(Application):
    """Calls after which the platform knows of nobody to whom a notification was shown."""

    asked: tuple[str, ...] = ()

    async def post_old(self, path: str, body: object) -> Answer:
        self.asked = (*self.asked, path)
        return Answer(task_id=7)


@pytest.mark.parametrize("kind", [NotAllowedToAsk, NeverTells])
async def test_row_21_a_notification_of_which_nobody_tells_is_sent_once_and_soon_given_up(
    kind: type[NotAllowedToAsk | NeverTells],
) -> None:
    calls = calls_of(kind)
    notices = notices_over(calls)
    with pytest.raises(Unreachable) as unknown:
        await notices.tell(VOTER, Words("请来接待"), "key/0")
    assert unknown.value.maybe_taken
    with pytest.raises(Uncertain):
        await notices.tell(VOTER, Words("请来接待"), "key/0")
    assert calls.asked.count(SEND) == 1


class TooManyAtFirst(Application):
    """Calls whose first notification is one too many in that minute."""

    sent: int = 0

    async def post_old(self, path: str, body: object) -> Answer:
        self.sent += path == SEND
        if path == SEND:
            return Answer(task_id=self.sent)
        forbidden = {"forbidden_list": [{"code": "143104", "count": 1, "userid": VOTER}]}
        shown = {"unread_user_id_list": [VOTER]}
        return Answer(send_result=forbidden if self.sent == 1 else shown)


async def test_row_21_one_notification_too_many_in_a_minute_is_sent_in_the_next() -> None:
    calls = calls_of(TooManyAtFirst)
    notices = notices_over(calls)
    for _ in range(2):
        with pytest.raises(Throttled) as slowed:
            await notices.tell(VOTER, Words("请来接待"), "key/0")
        assert 0 < slowed.value.wait.total_seconds() <= 60
    assert calls.sent == 1, "nothing is sent before the minute is over"
    await asyncio.sleep(60)
    await notices.tell(VOTER, Words("请来接待"), "key/0")
    assert calls.sent == 2


# --- what is taken back ---


async def test_what_the_robot_said_is_taken_off_the_screens(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        for place in (IN_GROUP, IN_PRIVATE):
            await stage.platform.deliver(a_post("说错了", place, key=f"wrong/{place.chat}"))
            await stage.platform.deliver(a_post("没说错", place))
            await stage.platform.forget(f"wrong/{place.chat}")
        assert (stage.shown(GROUP), stage.shown(VOTER)) == (["没说错"], ["没说错"])
        assert stage.simulator.breaches == []


async def test_all_parts_of_a_long_text_are_taken_back(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.platform.deliver(a_post("路灯坏了，请修一下。\n" * 500, IN_GROUP, key="long"))
        assert len(stage.shown(GROUP)) > 1
        await stage.platform.forget("long")
        assert stage.shown(GROUP) == []


def a_next_process(stage: Stage, folder: Path) -> DingTalk:
    """Return the platform of a process that has said nothing yet, on the same storage."""
    return dingtalk(
        settings(folder, stage.simulator),
        roster=a_roster(),
        storage=stage.storage,
        clock=stage.clock,
        folder=folder,
        jitter=Random(1),
    )


async def test_what_a_process_said_that_has_ended_is_taken_back_by_the_next(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        shown_as = [
            await stage.platform.deliver(a_post("说错了", place, key="wrong")) for place in (IN_GROUP, IN_PRIVATE)
        ]
        next_one = a_next_process(stage, tmp_path)
        await next_one.forget("wrong")
        assert (stage.shown(GROUP), stage.shown(VOTER)) == (["说错了"], ["说错了"]), "it knows of nothing by itself"
        await next_one.forget("wrong", shown_as=shown_as[-1])
        assert (stage.shown(GROUP), stage.shown(VOTER)) == ([], [])
        await next_one.stop()


async def test_what_two_were_told_by_one_call_is_taken_back_whichever_process_learns_of_the_last(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path, api_quota=100, spent=a_quota("api", 80, most=100)) as stage:
        places = [replace(IN_PRIVATE, chat=name) for name in (VOTER, OTHER)]
        first, second = posts = [a_post("请来开会", place, key=f"meeting/{place.chat}") for place in places]
        shown_as = await asyncio.gather(*map(stage.platform.deliver, posts))
        for _ in range(2):
            await stage.platform.forget(first.key, shown_as=shown_as[0])
        next_one = a_next_process(stage, tmp_path)
        assert (stage.shown(VOTER), stage.shown(OTHER)) == (["请来开会"], ["请来开会"])
        await next_one.forget(second.key, shown_as=shown_as[1])
        assert (stage.shown(VOTER), stage.shown(OTHER)) == ([], [])
        await next_one.stop()


async def test_what_another_robot_showed_is_its_own_to_take_back() -> None:
    clock = VirtualClock(NOON)
    storage = MemoryStorage(a_roster())
    recalls = Recalls("dingOther", clock, storage)
    recalls.note("wrong/0", "K")
    assert not await Recalls(CODE, clock, storage).unwanted("wrong", recalls.shown_as("wrong"))


async def test_what_the_platform_gave_no_key_for_is_not_mixed_up_with_what_else_has_none() -> None:
    recalls = Recalls(CODE, VirtualClock(NOON), MemoryStorage(a_roster()))
    for post in ("wrong", "right"):
        recalls.note(f"{post}/0", "")
    assert (await recalls.unwanted("wrong"), recalls.shown_as("wrong")) == ([], None)


async def test_after_a_day_nothing_is_taken_back_and_nothing_goes_wrong(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.platform.deliver(a_post("说错了", key="wrong"))
        stage.clock.move_to(stage.clock.now().replace(day=21, hour=13))
        await stage.platform.forget("wrong")
        assert stage.shown(VOTER) == ["说错了"]


async def test_a_recall_that_fails_in_passing_can_be_tried_again(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.platform.deliver(a_post("说错了", key="wrong"))
        stage.simulator.fault("reset before the answer")
        with pytest.raises(Unreachable):
            await stage.platform.forget("wrong")
        await stage.platform.forget("wrong")
        assert stage.shown(VOTER) == []
        spent = stage.spent(Spent.API)
        await stage.platform.forget("wrong")
        assert stage.spent(Spent.API) == spent, "what is taken back is forgotten"


async def test_what_cannot_be_taken_back_before_somebody_has_looked_is_tried_again(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.platform.deliver(a_post("说错了", key="wrong"))
        stage.simulator.world.faults.order(FORBIDDEN, 1)
        with pytest.raises(SetUpWrong):
            await stage.platform.forget("wrong")
        await stage.platform.forget("wrong")
        assert stage.shown(VOTER) == []
