"""Which way a post goes on WeChat Work, and what happens where one is refused."""

from pathlib import Path

import pytest

from bot.platforms.base import File, Gone, NoWay, Rejected, Throttled, Unreachable
from bot.platforms.wecom import told
from handlers.people.rules.roster import Place
from tests.bot.wecom.stage import (
    BOT,
    BY_APP,
    GROUP,
    IN_GROUP,
    IN_PRIVATE,
    KEY,
    VOTER,
    Stage,
    a_post,
    a_roster,
    on_stage,
)

OFFICE = "1000002"


async def test_an_answer_goes_by_the_request_it_answers(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        answer = await stage.answer_to("@小助手 路灯坏了", chat=GROUP)
        await stage.platform.deliver(a_post("收到，已登记。", IN_GROUP, answer=answer))
        assert stage.shown(GROUP) == ["收到，已登记。"]
        assert [one.kind for one in stage.simulator.shown(GROUP)] == ["stream"]


async def test_what_nobody_asked_for_is_pushed_by_the_bot(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.answer_to("@小助手 你好", chat=GROUP)
        await stage.platform.deliver(a_post("明天接待", IN_GROUP))
        assert (stage.shown(GROUP), stage.speakers(GROUP)) == (["明天接待"], [BOT])


async def test_a_group_where_nobody_spoke_to_the_bot_hears_the_robot(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.platform.deliver(a_post("明天接待", IN_GROUP))
        assert (stage.shown(GROUP), stage.speakers(GROUP)) == (["明天接待"], [KEY])


async def test_who_is_meant_is_told_by_the_robot(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.answer_to("@小助手 你好", chat=GROUP)
        await stage.platform.deliver(a_post("请您看一下", IN_GROUP, mention=VOTER))
        (shown,) = stage.simulator.shown(GROUP)
        assert (shown.by, shown.mentions) == (KEY, (VOTER,))


@pytest.mark.parametrize("name", ["chat unknown", "bot not in the group", "push not allowed"])
async def test_row_23_a_refused_push_goes_by_the_robot(name: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.answer_to("@小助手 你好", chat=GROUP)
        stage.simulator.fault(name)
        await stage.platform.deliver(a_post("明天接待", IN_GROUP))
        assert (stage.shown(GROUP), stage.speakers(GROUP)) == (["明天接待"], [KEY])


async def test_row_23_without_another_way_a_refused_push_is_no_success(tmp_path: Path) -> None:
    async with on_stage(tmp_path, roster=a_roster(webhook="")) as stage:
        with pytest.raises(NoWay):
            await stage.platform.deliver(a_post("明天接待", IN_GROUP))
        assert stage.shown(GROUP) == []


async def test_row_23_a_group_without_the_bot_and_without_another_way_is_gone(tmp_path: Path) -> None:
    async with on_stage(tmp_path, roster=a_roster(webhook="")) as stage:
        await stage.answer_to("@小助手 你好", chat=GROUP)
        stage.simulator.fault("bot not in the group")
        with pytest.raises(Gone):
            await stage.platform.deliver(a_post("明天接待", IN_GROUP))


async def test_where_nothing_can_be_said_at_all_there_is_no_way(tmp_path: Path) -> None:
    async with on_stage(tmp_path, mode="callback", app=False, roster=a_roster(webhook="")) as stage:
        with pytest.raises(NoWay):
            await stage.platform.deliver(a_post("明天接待", IN_GROUP))


async def test_a_member_who_never_spoke_to_the_bot_hears_the_app(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.platform.deliver(a_post("请来接待", IN_PRIVATE))
        assert (stage.shown(VOTER), stage.speakers(VOTER)) == (["请来接待"], [OFFICE])


def refused(stage: Stage) -> dict[str, float]:
    """Return how often the platform has refused something, by entry."""
    return {one.labels["entry"]: one.value for one in stage.platform.figures() if one.name == "liaison_wecom_refused"}


async def test_a_way_that_was_refused_is_not_asked_again_for_an_hour_while_another_leads_there(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        for text in ("请来接待", "请带材料"):
            await stage.platform.deliver(a_post(text, IN_PRIVATE))
        assert refused(stage) == {"aibot main": 1}
        await stage.time.passes(hours=1)
        await stage.platform.deliver(a_post("请签到", IN_PRIVATE))
        assert refused(stage) == {"aibot main": 2}
        assert stage.shown(VOTER) == ["请来接待", "请带材料", "请签到"]


async def test_a_way_that_was_refused_is_asked_again_where_no_other_leads_there(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.platform.deliver(a_post("明天接待", IN_GROUP))
        await stage.answer_to("@小助手 你好", chat=GROUP)
        stage.simulator.fault("webhook removed")
        await stage.platform.deliver(a_post("改到后天", IN_GROUP))
        assert stage.speakers(GROUP) == [KEY, BOT]


async def test_whoever_spoke_to_the_app_is_answered_there(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.answer_to("你好")
        await stage.platform.deliver(a_post("您好", IN_PRIVATE, answer=told.BY_APP))
        assert (stage.shown(VOTER), stage.speakers(VOTER)) == (["您好"], [OFFICE])


async def test_an_answer_the_app_cannot_give_is_given_by_the_bot(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.answer_to("你好")
        stage.simulator.fault("address not allowed")
        await stage.platform.deliver(a_post("您好", IN_PRIVATE, answer=told.BY_APP))
        assert (stage.shown(VOTER), stage.speakers(VOTER)) == (["您好"], [BOT])


async def test_without_an_app_such_a_member_cannot_be_reached(tmp_path: Path) -> None:
    async with on_stage(tmp_path, app=False) as stage:
        with pytest.raises(NoWay):
            await stage.platform.deliver(a_post("请来接待", IN_PRIVATE))


async def test_a_group_without_a_known_chat_has_its_robot_only(tmp_path: Path) -> None:
    nowhere = Place(platform="wecom", account="", chat="li-village")
    async with on_stage(tmp_path, roster=a_roster(nowhere)) as stage:
        await stage.platform.deliver(a_post("明天接待", nowhere))
        assert stage.speakers(GROUP) == [KEY]


async def test_row_20_an_answer_that_came_too_late_is_pushed(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        answer = await stage.answer_to("你好")
        stage.simulator.fault("bad req_id")
        await stage.platform.deliver(a_post("您好", answer=answer))
        assert [(one.text, one.kind) for one in stage.simulator.shown(VOTER)] == [("您好", "markdown")]


async def test_row_21_what_a_stream_does_not_take_any_more_is_a_new_message(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        answer = await stage.answer_to("你好")
        stage.simulator.fault("stream expired")
        await stage.platform.deliver(a_post("您好", answer=answer))
        assert [(one.text, one.kind) for one in stage.simulator.shown(VOTER)] == [("您好", "markdown")]


async def test_row_22_over_the_limit_a_push_waits_for_the_next_minute_and_nobody_knocks_meanwhile(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.answer_to("你好")
        await stage.time.passes(seconds=20)
        stage.simulator.fault("pushed too often")
        post = a_post("明天接待")
        with pytest.raises(Throttled) as first:
            await stage.platform.deliver(post)
        assert first.value.wait.total_seconds() == 40
        with pytest.raises(Throttled):
            await stage.platform.deliver(post)
        await stage.time.passes(seconds=40)
        await stage.platform.deliver(post)
        assert stage.shown(VOTER) == ["明天接待"]


async def test_row_24_what_the_content_check_refuses_goes_no_other_way(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.answer_to("@小助手 你好", chat=GROUP)
        stage.simulator.fault("content refused")
        with pytest.raises(Rejected) as refused:
            await stage.platform.deliver(a_post("明天接待", IN_GROUP))
        assert (refused.value.code, isinstance(refused.value, NoWay)) == ("40201", False)
        assert stage.shown(GROUP) == []


async def test_row_25_no_card_goes_to_a_group_and_no_text_is_pushed(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        answer = await stage.answer_to("@小助手 你好", chat=GROUP)
        choices = ((1, "能来"), (2, "不能来"))
        await stage.platform.deliver(a_post("能来回 1，不能来回 2。", IN_GROUP, choices=choices, answer=answer))
        await stage.platform.deliver(a_post("能来回 1，不能来回 2。", IN_GROUP, choices=choices))
        assert [one.kind for one in stage.simulator.shown(GROUP)] == ["stream", "markdown"]


@pytest.mark.parametrize("place", [IN_PRIVATE, BY_APP])
async def test_one_to_one_choices_are_buttons_and_the_digits_stand_in_the_words(place: Place, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.answer_to("你好")
        await stage.platform.deliver(a_post("能来回 1，不能来回 2。", place, choices=((1, "能来"), (2, "不能来"))))
        (shown,) = stage.simulator.shown(VOTER)
        assert shown.card is not None
        assert shown.card["sub_title_text"] == "能来回 1，不能来回 2。"
        assert [button["text"] for button in shown.card["button_list"]] == ["能来", "不能来"]


async def test_choices_that_no_card_can_hold_are_words(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.platform.deliver(a_post("哪一件？" * 40, BY_APP, choices=((1, "第一件"),)))
        assert [one.kind for one in stage.simulator.shown(VOTER)] == ["text"]


async def test_a_long_text_goes_in_numbered_parts_and_on_from_the_part_that_was_not_taken(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        post = a_post("\n".join(f"第{number}项：" + "清理河道" * 40 for number in range(1, 10)), BY_APP)
        assert stage.platform.messages(post) == 3
        await stage.platform.deliver(a_post("先来一条", BY_APP))
        stage.simulator.fault("HTTP 500")
        with pytest.raises(Unreachable):
            await stage.platform.deliver(post)
        await stage.platform.deliver(post)
        assert [text[:5] for text in stage.shown(VOTER)] == ["先来一条", "(1/3)", "(2/3)", "(3/3)"]


async def test_a_file_goes_in_chunks_over_the_long_connection(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.answer_to("你好")
        content = bytes(range(256)) * 6000
        await stage.platform.deliver(a_post("请查收", file=File(name="接待记录.docx", content=content)))
        words, paper = stage.simulator.shown(VOTER)
        assert (words.text, paper.kind, paper.text) == ("请查收", "file", "接待记录.docx")
        assert paper.file == content


async def test_the_same_file_is_uploaded_once(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        file = File(name="排班.xlsx", content=b"0123456789")
        await stage.platform.deliver(a_post("请查收", BY_APP, file=file))
        await stage.platform.deliver(a_post("再发一次", BY_APP, file=file))
        assert len(stage.simulator.world.media) == 1
        assert [one.file for one in stage.simulator.shown(VOTER)] == [None, file.content, None, file.content]


async def test_row_19_not_subscribed_is_tried_again_a_second_later(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.answer_to("你好")
        stage.simulator.fault("not subscribed")
        with pytest.raises(Throttled) as error:
            await stage.platform.deliver(a_post("明天接待"))
        assert error.value.wait.total_seconds() == 1


@pytest.mark.parametrize("fault", ["acknowledged twice", "stray acknowledgement"])
async def test_row_26_acknowledgements_too_many_do_no_harm(fault: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.answer_to("你好")
        stage.simulator.fault(fault)
        for text in ("第一条", "第二条"):
            await stage.platform.deliver(a_post(text))
        assert stage.shown(VOTER) == ["第一条", "第二条"]


async def test_words_in_angle_brackets_are_no_thinking(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        answer = await stage.answer_to("你好")
        await stage.platform.deliver(a_post("<think>路灯</think>坏了", answer=answer))
        assert stage.shown(VOTER) == ["＜think>路灯＜/think>坏了"]


async def test_who_can_be_told_nothing_while_the_app_is_set_up_wrong_has_no_way(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        stage.simulator.fault("address not allowed")
        with pytest.raises(NoWay):
            await stage.platform.deliver(a_post("进展"))


async def test_a_bot_whose_credentials_were_refused_leaves_its_group_to_the_robot(tmp_path: Path) -> None:
    async with on_stage(tmp_path, bot_secret="another-secret") as stage:
        assert not stage.platform.ready()["wecom aibot main"]()
        await stage.platform.deliver(a_post("明天接待", IN_GROUP))
        assert stage.speakers(GROUP) == [KEY]
        assert any("BotID" in words for words in stage.platform.troubles().values())


@pytest.mark.parametrize("place", [IN_GROUP, IN_PRIVATE, BY_APP], ids=["robot", "bot", "app"])
@pytest.mark.parametrize("said", ["[领奖](http://example.cn)", '<a href="http://example.cn">领奖</a>', "<@all>"])
async def test_words_of_a_message_neither_hide_a_link_nor_mention_anybody(
    said: str, place: Place, tmp_path: Path
) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.platform.deliver(a_post(f"事情：{said}", place))
        (shown,) = stage.shown(place.chat)
        assert "](" not in shown
        assert "<" not in shown
