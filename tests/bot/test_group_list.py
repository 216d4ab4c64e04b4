"""`liaison-bot groups`: every group, with what hears it and what speaks there."""

import asyncio
from pathlib import Path

import pytest

from bot import cli, opening
from bot.config import load
from handlers.people.rules.roster import GroupId, Place
from tests.bot.config.example import EXAMPLE, changed

TWO_PLATFORMS = """
[[wecom.aibots]]
name = "main"
mode = "socket"
bot_id = "aibMain"
secret = "env:SECRET"

[[wecom.aibots]]
name = "called"
mode = "callback"
token = "env:SECRET"
encoding_aes_key = "env:AES_KEY"

[[wecom.webhooks]]
name = "xinqiao"
key = "env:SECRET"

[[wecom.apps]]
name = "office"
corp_id = "wwTownship"
agent_id = 1000002
secret = "env:SECRET"
token = "env:SECRET"
encoding_aes_key = "env:AES_KEY"

[[dingtalk.robots]]
name = "xiao-zhu"
mode = "stream"
client_id = "dingTownship"
client_secret = "env:SECRET"

[[dingtalk.webhooks]]
name = "songping"
access_token = "env:SECRET"

[[webchat.voters]]
"""


def at(group: str, name: str, *lines: str) -> tuple[str, str]:
    """Return the change that says in the example where a group is."""
    table = f'id = "{group}"\nname = "{name}"\n'
    return table, "\n".join((table.rstrip(), *lines, ""))


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SECRET", "a-secret-of-the-tests")
    monkeypatch.setenv("AES_KEY", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG")
    path = tmp_path / "config.toml"
    in_wecom, on_dingtalk = 'platform = "wecom"', 'platform = "dingtalk"'
    source = changed(
        ("[[webchat.voters]]\n", TWO_PLATFORMS.lstrip()),
        at("shanghe", "上河村选民群", in_wecom, 'account = "main"', 'chat = "wrShanghe"'),
        at("shiqiao", "石桥村选民群", in_wecom, 'account = "called"', 'chat = "wrShiqiao"'),
        at("xinqiao", "新桥社区选民群", in_wecom, 'account = "office"', 'chat = "office"', 'webhook = "xinqiao"'),
        at("liuwan", "柳湾村选民群", on_dingtalk, 'account = "xiao-zhu"', 'chat = "cidLiuwan"'),
        at("dongling", "东岭村选民群", on_dingtalk),
        at("songping", "松坪村选民群", on_dingtalk, 'webhook = "songping"'),
    )
    path.write_text(source, "utf-8")
    return path


def listed(config: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert cli.main(["groups", "--config", str(config)]) == 0
    return capsys.readouterr().out.splitlines()


def test_every_group_is_listed_with_what_hears_and_speaks(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert listed(config, capsys) == [
        "青石镇人大代表联络站",
        "  上河村选民群（企业微信）　听：main（@它的话）　说：main（有人 @过它以后随时）",
        "  石桥村选民群（企业微信）　听：called（@它的话）　说：called（只能回答）",
        "  新桥社区选民群（企业微信）　听：不听　说：office（随时），消息推送 xinqiao（随时）",
        "  新桥社区商户群（网页群聊）　听：webchat（@它的话）　说：webchat（随时）",
        "  柳湾村选民群（钉钉）　听：xiao-zhu（@它的话）　说：xiao-zhu（随时）",
        "  东岭村选民群（钉钉）　听：还没绑定，由工作人员发“绑定码 东岭村选民群”　说：还没有路",
        "  松坪村选民群（钉钉）　听：还没绑定，由工作人员发“绑定码 松坪村选民群”　说：自定义机器人 songping（随时）",
        "  青石镇代表工作群（网页群聊）　听：webchat（@它的话）　说：webchat（随时）",
    ]


async def test_a_group_that_staff_have_bound_is_listed_as_bound(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with opening.stored(load(config)) as storage, storage.begin() as work:
        await work.groups.bind(GroupId("dongling"), Place(platform="dingtalk", account="xiao-zhu", chat="cidDongling"))
    lines = await asyncio.to_thread(listed, config, capsys)
    assert "  东岭村选民群（钉钉）　听：xiao-zhu（@它的话）　说：xiao-zhu（随时）" in lines


async def test_a_group_that_is_gone_is_listed_as_gone(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = Place(platform="dingtalk", account="xiao-zhu", chat="cidDongling")
    async with opening.stored(load(config)) as storage, storage.begin() as work:
        await work.groups.bind(GroupId("dongling"), place, gone=True)
    lines = await asyncio.to_thread(listed, config, capsys)
    (line,) = [line for line in lines if "东岭村选民群" in line]
    assert "平台说群没了，或机器人不在群里：先不发" in line


def test_looking_makes_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "config.toml"
    path.write_text(EXAMPLE, "utf-8")
    assert len(listed(path, capsys)) == 9
    assert not (tmp_path / "data").exists()
