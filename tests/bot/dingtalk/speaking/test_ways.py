"""Which way a post goes on DingTalk, and what happens where one is refused."""

from pathlib import Path

import pytest

from bot.platforms.base import File, Gone, NoWay, Rejected
from bot.sending.reactions import SetUpWrong
from handlers.people.rules.roster import Place
from tests.bot.dingtalk.speaking.stage import (
    GROUP,
    IN_GROUP,
    IN_PRIVATE,
    OUTSIDER,
    VOTER,
    a_post,
    a_roster,
    on_stage,
)
from tests.simulators.dingtalk.fault_table import Fault, Point
from tests.simulators.dingtalk.quota import Spent
from tests.simulators.dingtalk.record import Door


async def test_an_answer_goes_by_the_session_of_what_it_answers(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        heard = await stage.heard("路灯坏了", chat=GROUP)
        await stage.platform.deliver(a_post("收到，已登记。", IN_GROUP, to=heard))
        assert (stage.shown(GROUP), stage.doors(GROUP)) == (["收到，已登记。"], [Door.SESSION])
        assert stage.simulator.breaches == []


async def test_who_is_answered_in_a_group_is_mentioned(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        heard = await stage.heard("路灯坏了", chat=GROUP)
        await stage.platform.deliver(a_post("收到，已登记。", IN_GROUP, to=heard, mention=VOTER))
        (shown,) = stage.simulator.shown(GROUP)
        assert (shown.text, shown.mentions) == (f"@{VOTER} 收到，已登记。", (VOTER,))


async def test_an_answer_in_private_goes_by_its_session_too(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        heard = await stage.heard("你好")
        await stage.platform.deliver(a_post("您好", to=heard))
        assert (stage.shown(VOTER), stage.doors(VOTER)) == (["您好"], [Door.SESSION])


async def test_row_17_an_answer_whose_session_is_gone_is_pushed(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        heard = await stage.heard("路灯坏了", chat=GROUP)
        stage.simulator.fault("session gone")
        await stage.platform.deliver(a_post("收到", IN_GROUP, to=heard))
        assert stage.doors(GROUP) == [Door.ROBOT]
        assert stage.platform.troubles() == {}


async def test_a_session_that_is_about_to_end_is_not_tried(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        heard = await stage.heard("路灯坏了", chat=GROUP)
        stage.clock.move_to(stage.clock.now().replace(hour=13, minute=29, second=1))
        await stage.platform.deliver(a_post("收到", IN_GROUP, to=heard))
        assert stage.doors(GROUP) == [Door.ROBOT]


async def test_what_nobody_asked_for_is_said_by_the_robot(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.platform.deliver(a_post("明天接待", IN_GROUP))
        await stage.platform.deliver(a_post("请来接待", IN_PRIVATE))
        assert (stage.shown(GROUP), stage.doors(GROUP)) == (["明天接待"], [Door.ROBOT])
        assert (stage.shown(VOTER), stage.doors(VOTER)) == (["请来接待"], [Door.ROBOT])


async def test_who_is_meant_is_told_so_by_the_webhook(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.platform.deliver(a_post("请您看一下", IN_GROUP, mention=VOTER))
        (shown,) = stage.simulator.shown(GROUP)
        assert (shown.door, shown.mentions) == (Door.WEBHOOK, (VOTER,))


async def test_who_is_meant_and_cannot_be_mentioned_is_not(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.platform.deliver(a_post("请您看一下", IN_GROUP, mention="union:abc"))
        (shown,) = stage.simulator.shown(GROUP)
        assert (shown.text, shown.mentions) == ("请您看一下", ())


async def test_a_webhook_that_asks_for_a_keyword_is_given_it(tmp_path: Path) -> None:
    async with on_stage(tmp_path, keyword="联络站") as stage:
        await stage.platform.deliver(a_post("明天接待", IN_GROUP, mention=VOTER))
        await stage.platform.deliver(a_post("联络站明天接待", IN_GROUP, mention=VOTER))
        assert stage.shown(GROUP) == [f"@{VOTER} 联络站\n明天接待", f"@{VOTER} 联络站明天接待"]


@pytest.mark.parametrize("name", ["robot not found", "robot not in the group", "group disbanded", "group unknown"])
async def test_row_18_a_refused_push_goes_by_the_webhook(name: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        stage.simulator.fault(name)
        await stage.platform.deliver(a_post("明天接待", IN_GROUP))
        assert (stage.shown(GROUP), stage.doors(GROUP)) == (["明天接待"], [Door.WEBHOOK])


async def test_row_18_without_a_webhook_a_refused_push_is_no_success(tmp_path: Path) -> None:
    async with on_stage(tmp_path, roster=a_roster(webhook="")) as stage:
        stage.simulator.fault(18)
        with pytest.raises(NoWay):
            await stage.platform.deliver(a_post("明天接待", IN_GROUP))
        assert stage.shown(GROUP) == []


@pytest.mark.parametrize("code", ["group.disbanded", "invalid.openConversationId"])
async def test_row_18_that_a_group_is_gone_is_told_though_no_webhook_does_either(code: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        stage.simulator.world.faults.order(Fault(row=18, name="gone", at=Point.SEND, code=code, text="不存在"), 1)
        stage.simulator.fault("webhook removed")
        with pytest.raises(Gone):
            await stage.platform.deliver(a_post("明天接待", IN_GROUP))


@pytest.mark.parametrize("name", ["robot not found", "robot not in the group"])
async def test_row_18_a_robot_that_the_platform_does_not_know_is_told_and_no_group_is_lost(
    name: str, tmp_path: Path
) -> None:
    async with on_stage(tmp_path, roster=a_roster(webhook="")) as stage:
        for _ in range(2):
            stage.simulator.fault(name)
            with pytest.raises(SetUpWrong):
                await stage.platform.deliver(a_post("明天接待", IN_GROUP))
        (told,) = stage.platform.troubles().values()
        assert "平台说没有这个机器人" in told


@pytest.mark.parametrize("name", ["robot not found", "robot not in the group"])
async def test_row_18_a_group_where_the_robot_is_not_that_speaks_elsewhere_is_gone(name: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path, roster=a_roster(webhook="")) as stage:
        stage.simulator.fault(name)
        with pytest.raises(SetUpWrong):
            await stage.platform.deliver(a_post("明天接待", IN_GROUP))
        await stage.platform.deliver(a_post("请来接待", IN_PRIVATE))
        stage.simulator.fault(name)
        with pytest.raises(Gone):
            await stage.platform.deliver(a_post("明天接待", IN_GROUP))
        assert stage.platform.troubles() == {}


async def test_a_group_without_a_known_chat_has_its_webhook_only(tmp_path: Path) -> None:
    nowhere = Place(platform="dingtalk", account="", chat="li-village")
    async with on_stage(tmp_path, roster=a_roster(nowhere)) as stage:
        post = a_post("明天接待", IN_GROUP)
        await stage.platform.deliver(type(post)(key="x", place=nowhere, scope=post.scope, text=post.text))
        assert stage.doors(GROUP) == [Door.WEBHOOK]


async def test_somebody_whose_identity_is_not_confirmed_is_answered_and_never_pushed_to(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        heard = await stage.heard("你好", by=OUTSIDER)
        await stage.platform.deliver(a_post("您好", heard.place, to=heard))
        assert stage.shown(OUTSIDER) == ["您好"]
        with pytest.raises(NoWay):
            await stage.platform.deliver(a_post("请来接待", heard.place))
        assert stage.spent(Spent.API) == 0


async def test_row_15_what_the_content_check_refuses_goes_no_other_way(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        heard = await stage.heard("你好", chat=GROUP)
        stage.simulator.fault("reply refused")
        with pytest.raises(Rejected) as reply:
            await stage.platform.deliver(a_post("明天接待", IN_GROUP, to=heard))
        stage.simulator.fault("push refused")
        with pytest.raises(Rejected) as push:
            await stage.platform.deliver(a_post("明天接待", IN_GROUP))
        assert [reply.value.code, push.value.code] == ["430102", "contain.notAllowed.text"]
        assert not isinstance(reply.value, NoWay)
        assert not isinstance(push.value, NoWay)
        assert stage.shown(GROUP) == []


async def test_row_34_an_answer_goes_to_no_address_but_the_platforms_own(tmp_path: Path) -> None:
    for name in ("reply to the cloud", "reply to a longer name", "reply behind an @", "reply to another port"):
        async with on_stage(tmp_path) as stage:
            stage.simulator.fault(name)
            heard = await stage.heard("路灯坏了", chat=GROUP)
            await stage.platform.deliver(a_post("收到", IN_GROUP, to=heard))
            assert stage.doors(GROUP) == [Door.ROBOT]
            assert stage.simulator.breaches == []


async def test_a_long_text_comes_in_numbered_parts_and_each_once(tmp_path: Path) -> None:
    async with on_stage(tmp_path, roster=a_roster(webhook="")) as stage:
        lines = [f"第{number}件：路灯坏了，请修一下，谢谢大家。" for number in range(300)]
        post = a_post("\n".join(lines), IN_GROUP)
        await stage.platform.deliver(post)
        shown = stage.shown(GROUP)
        assert len(shown) == stage.platform.messages(post) > 1
        assert "\n".join(part.partition("\n")[2] for part in shown) == post.text


async def test_row_16_what_is_too_long_is_cut_and_sent_again(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        stage.simulator.fault("push too long")
        post = a_post("\n".join(["路灯坏了，请修一下。"] * 60), IN_GROUP)
        await stage.platform.deliver(post)
        shown = stage.shown(GROUP)
        assert len(shown) > 1
        assert "\n".join(part.partition("\n")[2] for part in shown) == post.text


async def test_documents_and_pictures_are_shown_and_uploaded_once(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        paper, poster = File(name="台账.xlsx", content=b"PK"), File(name="海报.png", content=b"PNG")
        for file in (paper, poster, paper):
            await stage.platform.deliver(a_post("给您", IN_GROUP, file=file))
        assert [one.file for one in stage.simulator.shown(GROUP) if one.kind != "text"] == [b"PK", b"PNG", b"PK"]
        assert len(stage.simulator.world.media) == 2
        assert stage.simulator.breaches == []


async def test_an_answer_with_a_file_goes_by_the_robot_whole(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        heard = await stage.heard("台账")
        await stage.platform.deliver(a_post("给您", to=heard, file=File(name="台账.xlsx", content=b"PK")))
        assert stage.doors(VOTER) == [Door.ROBOT, Door.ROBOT]


@pytest.mark.parametrize("text", ["@所有人 <a href='x'>点</a>", "# 标题\n[点我](http://x.cn)", "**粗** @all ![](x)"])
async def test_what_somebody_wrote_reads_as_he_wrote_it(text: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        heard = await stage.heard("你好", chat=GROUP)
        await stage.platform.deliver(a_post(text, IN_GROUP, to=heard))
        await stage.platform.deliver(a_post(text, IN_GROUP))
        assert stage.shown(GROUP) == [text, text]
        assert {(one.kind, one.mentions) for one in stage.simulator.shown(GROUP)} == {("text", ())}
