"""`liaison-bot check` on DingTalk: what is wrong, and where in the console or the group it is put right."""

import re
from pathlib import Path

import pytest

from bot.config.dingtalk import DingTalkSettings
from bot.platforms import dingtalk
from bot.platforms.dingtalk.checking import trials
from bot.platforms.dingtalk.checking_texts import line
from bot.platforms.dingtalk.remedies_texts import KINDS
from handlers.message import Account
from handlers.people.rules.roster import PersonId, Place, Roster
from tests.bot.dingtalk.speaking.stage import (
    GROUP,
    NOON,
    TOKEN,
    VOTER,
    a_roster,
    settings,
    the_simulator,
)
from tests.simulators.dingtalk.quota import Spent
from tests.support.virtual_time import VirtualClock

NOWHERE = Roster([])


async def said(config: DingTalkSettings, *, roster: Roster = NOWHERE, users: tuple[str, ...] = ()) -> list[str]:
    bound = {Account(platform="dingtalk", account="main", user=user): PersonId(user) for user in users}
    found = trials(config, roster=roster, bound=bound, clock=VirtualClock(NOON))
    return [line(one) async for one in found]


def test_every_kind_of_entry_has_a_name() -> None:
    (folder,) = dingtalk.__path__
    source = "".join(path.read_text("utf-8") for path in Path(folder).rglob("*.py"))
    kinds = re.findall(r'f"(\w+) \{(?:\w+\.)?name\}"|kind(?:: str)? ?= ?"(\w+)"', source)
    assert {kind or other for kind, other in kinds} == {*KINDS}


async def test_what_works_is_said_to_work_and_nobody_is_shown_anything(tmp_path: Path) -> None:
    async with the_simulator() as simulator:
        assert await said(settings(tmp_path, simulator), users=(VOTER, "union:unconfirmed")) == [
            "钉钉机器人 main：通。",
            "钉钉机器人（收消息） main：通。",
            "钉钉群机器人 li：通。",
        ]
        assert (simulator.shown(GROUP), simulator.shown(VOTER), simulator.breaches) == ([], [], [])
        assert [simulator.world.quota.spent(what) for what in Spent] == [0, 0]


async def test_a_webhook_that_asks_for_a_keyword_is_found_right_without_a_word(tmp_path: Path) -> None:
    async with the_simulator(keywords=("联络站",)) as simulator:
        *_, last = await said(settings(tmp_path, simulator, keyword="联络站"))
        assert last == "钉钉群机器人 li：通。"


@pytest.mark.parametrize(
    ("fault", "entry", "words"),
    [
        ("wrong secret", "机器人 main", "凭证与基础信息"),
        ("refused 401", "机器人（收消息） main", "消息接收模式"),
        ("bad signature", "群机器人 li", "SEC 开头的那一串"),
        ("webhook removed", "群机器人 li", "已从群里删掉"),
        ("webhook stopped", "群机器人 li", "重新启用"),
    ],
)
async def test_what_is_refused_says_where_it_is_put_right(fault: str, entry: str, words: str, tmp_path: Path) -> None:
    async with the_simulator() as simulator:
        simulator.fault(fault)
        (wrong,) = [one for one in await said(settings(tmp_path, simulator)) if not one.endswith("通。")]
        assert wrong.startswith(f"钉钉{entry}：")
        assert words in wrong


async def test_a_signature_made_with_another_secret_is_told(tmp_path: Path) -> None:
    async with the_simulator() as simulator:
        *_, last = await said(settings(tmp_path, simulator, signed_with="SECofSomebodyElse"))
        assert "SEC 开头的那一串" in last


async def test_a_webhook_that_is_gone_is_told(tmp_path: Path) -> None:
    async with the_simulator() as simulator:
        del simulator.webhooks.robots[TOKEN]
        *_, last = await said(settings(tmp_path, simulator))
        assert last.startswith("钉钉群机器人 li：推送地址不对，或机器人已从群里删掉")


async def test_members_nobody_knows_are_named(tmp_path: Path) -> None:
    async with the_simulator() as simulator:
        found = await said(settings(tmp_path, simulator), users=(VOTER, "钱不在"))
        assert found[2].startswith("钉钉机器人 main，成员 钱不在：钉钉通讯录里没有这个账号")


async def test_where_nothing_answers_it_says_so(tmp_path: Path) -> None:
    async with the_simulator() as simulator:
        found = await said(settings(tmp_path, simulator, api="http://127.0.0.1:9"))
        assert found[0].startswith("钉钉机器人 main：连不上（ClientConnectorError）。请看这台电脑能不能上外网")


async def test_no_connection_takes_anybodys_messages(tmp_path: Path) -> None:
    async with the_simulator() as simulator:
        simulator.fault("ticket refused 400")  # befalls whoever comes with a ticket
        assert (await said(settings(tmp_path, simulator)))[1] == "钉钉机器人（收消息） main：通。"


async def test_a_robot_that_is_called_is_not_tried(tmp_path: Path) -> None:
    async with the_simulator() as simulator:
        _, hearing, _ = await said(settings(tmp_path, simulator, mode="callback"))
        assert hearing.startswith("钉钉机器人（收消息） main：由钉钉来连")


async def test_groups_to_which_no_word_can_go_are_named(tmp_path: Path) -> None:
    nowhere = a_roster(Place(platform="dingtalk", account="", chat="li-village"), webhook="")
    async with the_simulator() as simulator:
        *_, last = await said(settings(tmp_path, simulator), roster=nowhere)
        assert last.startswith("群“李村群”：还没有路可走")
        *_, last = await said(settings(tmp_path, simulator), roster=a_roster(webhook=""))
        assert last == "钉钉群机器人 li：通。"
