"""`liaison-bot check` on WeChat Work: what is wrong, and where in the admin console it is put right."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import app, cli, opening
from bot.config import load
from bot.config.wecom import WeComSettings
from bot.platforms.wecom.checking import trials
from bot.platforms.wecom.checking_texts import line
from handlers.message import Account
from handlers.people.rules.roster import GroupId, PersonId, Place, Roster
from tests.bot.config.example import EXAMPLE, changed
from tests.bot.wecom.stage import AGENT, BOT, CORP, GROUP, KEY, NOON, SECRET, VOTER, a_roster, settings
from tests.simulators.passing import SteppedTime
from tests.simulators.wecom.simulator import Simulator

TIME = SteppedTime(NOON)
NOWHERE = Roster([])


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(clock=TIME, sleep=TIME.sleep) as simulator:
        simulator.add_group(GROUP, (VOTER,), bots=(BOT,))
        simulator.add_webhook(KEY, GROUP)
        simulator.add_app(CORP, AGENT, SECRET)
        simulator.add_socket_bot(BOT, name="小助手", secret=SECRET)
        yield simulator


async def said(
    config: WeComSettings,
    *,
    roster: Roster = NOWHERE,
    users: tuple[str, ...] = (),
    running: bool = False,
    take_over: bool = True,
) -> list[str]:
    bound = {Account(platform="wecom", account="main", user=user): PersonId(user.lower()) for user in users}
    found = trials(config, roster=roster, bound=bound, clock=TIME, running=running, take_over=take_over)
    return [line(one) async for one in found]


async def test_what_works_is_said_to_work_and_nobody_is_shown_anything(simulator: Simulator, tmp_path: Path) -> None:
    assert await said(settings(tmp_path, simulator), users=(VOTER,)) == [
        "企业微信智能机器人 main：通。",
        "企业微信应用 office：通。",
        "企业微信消息推送 li：通。",
    ]
    assert (simulator.shown(GROUP), simulator.shown(VOTER), simulator.breaches) == ([], [], [])


@pytest.mark.parametrize(
    ("fault", "entry", "words"),
    [
        ("wrong bot_id or secret", "智能机器人 main", "安全与管理 → 管理工具 → 智能机器人"),
        ("wrong secret", "应用 office", "企业 ID 和 Secret 对不上"),
        ("address not allowed", "应用 office", "企业可信IP”，把它加进去（先要填好可信域名或接收消息的地址）；现在的地址是 127.0.0.1"),
        ("app disabled, 50003", "应用 office", "重新启用"),
    ],
)  # fmt: skip
async def test_what_is_refused_says_where_it_is_put_right(
    fault: str, entry: str, words: str, simulator: Simulator, tmp_path: Path
) -> None:
    simulator.fault(fault)
    (wrong,) = [one for one in await said(settings(tmp_path, simulator)) if not one.endswith("通。")]
    assert wrong.startswith(f"企业微信{entry}：")
    assert words in wrong


async def test_a_robot_that_was_removed_is_told(simulator: Simulator, tmp_path: Path) -> None:
    del simulator.webhooks.groups[KEY]
    *_, last = await said(settings(tmp_path, simulator))
    assert last.startswith("企业微信消息推送 li：推送地址不对，或消息推送已从群里删掉")


async def test_members_that_the_app_cannot_see_or_nobody_knows_are_named(simulator: Simulator, tmp_path: Path) -> None:
    simulator.apps.clear()
    simulator.add_app(CORP, AGENT, SECRET, visible=("zhangmingyuan",))
    found = await said(settings(tmp_path, simulator), users=(VOTER, "zhaomin"))
    assert [one.partition("：")[0] for one in found[2:4]] == [
        "企业微信应用 office，成员 ZhaoMin",
        "企业微信应用 office，成员 zhaomin",
    ]
    assert "可见范围" in found[2]
    assert "通讯录里没有这个账号" in found[3]


async def test_where_nothing_answers_it_says_so(simulator: Simulator, tmp_path: Path) -> None:
    config = settings(tmp_path, simulator)
    away = WeComSettings(qyapi="http://127.0.0.1:9", socket="ws://127.0.0.1:9", aibots=config.aibots, apps=config.apps)
    found = await said(away)
    assert len(found) == 2
    assert all(one.endswith("请看这台电脑能不能上外网，设置里的 qyapi、socket 两个地址对不对。") for one in found)


async def test_a_bot_that_runs_is_not_cut_off(simulator: Simulator, tmp_path: Path) -> None:
    first, *_ = await said(settings(tmp_path, simulator), running=True)
    assert "免得把它挤下线" in first
    assert simulator.subscriptions[BOT].holder is None


async def test_a_bot_that_may_run_elsewhere_is_cut_off_by_nobody_who_does_not_say_so(
    simulator: Simulator, tmp_path: Path
) -> None:
    simulator.fault("wrong bot_id or secret")
    first, *others = await said(settings(tmp_path, simulator), take_over=False)
    assert "liaison-bot check --take-over" in first
    assert all(one.endswith("通。") for one in others)
    assert simulator.subscriptions[BOT].holder is None


async def test_a_bot_that_is_called_is_not_tried(simulator: Simulator, tmp_path: Path) -> None:
    first, *_ = await said(settings(tmp_path, simulator, mode="callback"))
    assert "管理后台点“保存”时它会来验证回调地址" in first


async def test_groups_to_which_no_notice_can_go_are_named(simulator: Simulator, tmp_path: Path) -> None:
    nowhere = a_roster(Place(platform="wecom", account="", chat="li-village"), webhook="")
    *_, last = await said(settings(tmp_path, simulator), roster=nowhere)
    assert last.startswith("群“李村群”：还没有路可走")
    *_, last = await said(settings(tmp_path, simulator, mode="callback"), roster=a_roster(webhook=""))
    assert last.startswith("群“李村群”：机器人是回调方式，只能回答，不能主动发通知")


def test_the_command_ends_with_1_where_something_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "key.txt").write_text(KEY, "utf-8")
    config = tmp_path / "config.toml"
    wecom = '[wecom]\nqyapi = "http://127.0.0.1:9"\n[[wecom.webhooks]]\nname = "li"\nkey = "file:key.txt"\n'
    config.write_text(EXAMPLE.replace("[webchat]\n", f"{wecom}\n[webchat]\n", 1), "utf-8")
    assert cli.main(["check", "--config", str(config)]) == 1
    assert "企业微信消息推送 li：连不上（ClientConnectorError）" in capsys.readouterr().err


async def test_a_running_bot_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "key.txt").write_text(SECRET, "utf-8")
    path = tmp_path / "config.toml"
    bot = '[[wecom.aibots]]\nname = "main"\nmode = "socket"\nbot_id = "aibMain"\nsecret = "file:key.txt"\n'
    path.write_text(EXAMPLE.replace("[webchat]\n", f"{bot}\n[webchat]\n", 1), "utf-8")
    config = load(path)
    async with opening.stored(config):
        assert [is_wrong async for _, is_wrong in app.trials(config)] == [False]


async def test_a_group_that_staff_have_bound_has_a_way(tmp_path: Path) -> None:
    group = 'id = "shanghe"\nname = "上河村选民群"\n'
    path = tmp_path / "config.toml"
    path.write_text(
        changed(("[webchat]\n", "[wecom]\n\n[webchat]\n"), (group, f'{group}platform = "wecom"\n')), "utf-8"
    )
    (words,) = [words async for words, _ in app.trials(load(path))]
    assert words.startswith("群“上河村选民群”：还没有路可走")
    async with opening.stored(load(path)) as storage, storage.begin() as work:
        await work.groups.bind(GroupId("shanghe"), Place(platform="wecom", account="main", chat=GROUP))
    assert [words async for words, _ in app.trials(load(path))] == []
