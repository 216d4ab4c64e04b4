"""WeChat Work in config.toml: what is set up, and every mistake told with what would be right."""

from pathlib import Path

import pytest

from bot.config import FileSecret
from bot.config.wecom import MEDIA_HOSTS, QYAPI, SOCKET, CallbackBot, SocketBot
from handlers.message import Account
from handlers.people.rules.roster import GroupId, PersonId, Place
from tests.bot.config.example import EXAMPLE, Change, changed, loaded, said_of

SECRETS = "".join(f'{name} = "file:secret.txt"\n' for name in ("secret", "token"))
AES_KEY = 'encoding_aes_key = "file:aes.txt"\n'
SOCKET_BOT = '[[wecom.aibots]]\nname = "main"\nmode = "socket"\nbot_id = "aibX"\nsecret = "file:secret.txt"\n'
APP = f'[[wecom.apps]]\nname = "office"\ncorp_id = "wwX"\nagent_id = 1000002\n{SECRETS}{AES_KEY}'
WEBHOOK = '[[wecom.webhooks]]\nname = "li"\nkey = "file:secret.txt"\n'
GROUP = 'id = "shanghe"\nname = "上河村选民群"\n'
DEPUTY = 'id = "li-guiying"\nname = "李桂英"\n'


def with_wecom(*changes: Change, tables: str = SOCKET_BOT + APP + WEBHOOK) -> str:
    """The example with *tables*, and *changes* made."""
    return changed(("[webchat]\n", f"{tables}\n[webchat]\n"), *changes)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("s3cret\n", "utf-8")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "aes.txt").write_text("a" * 43, "utf-8")
    return tmp_path


def test_a_file_without_it_sets_up_nothing(tmp_path: Path) -> None:
    assert loaded(tmp_path, EXAMPLE).wecom is None


def test_bots_apps_and_robots_are_read_their_secrets_from_files_beside_it(folder: Path) -> None:
    config = loaded(folder, with_wecom()).wecom
    assert config is not None
    (bot,), (app,), (webhook,) = config.aibots, config.apps, config.webhooks
    assert isinstance(bot, SocketBot)
    assert (bot.name, bot.bot_id, bot.secret) == ("main", "aibX", FileSecret(folder / "secret.txt"))
    assert (app.corp_id, app.agent_id, app.secret.read()) == ("wwX", 1000002, "s3cret")
    assert (webhook.name, webhook.key.read()) == ("li", "s3cret")
    assert (config.qyapi, config.socket, config.media_hosts) == (QYAPI, SOCKET, MEDIA_HOSTS)


def test_every_host_is_a_setting(folder: Path) -> None:
    hosts = (
        '[wecom]\nqyapi = "http://127.0.0.1:9000/"\nsocket = "ws://127.0.0.1:9001"\nmedia_hosts = ["*.example.cn"]\n'
    )
    config = loaded(folder, with_wecom(tables=hosts + SOCKET_BOT)).wecom
    assert config is not None
    assert (config.qyapi, config.socket) == ("http://127.0.0.1:9000", "ws://127.0.0.1:9001")
    assert config.media_hosts == ("*.example.cn",)


def test_a_bot_that_is_called_has_a_token_and_a_key(folder: Path) -> None:
    called = f'[[wecom.aibots]]\nname = "main"\nmode = "callback"\ntoken = "file:secret.txt"\n{AES_KEY}'
    config = loaded(folder, with_wecom(tables=called)).wecom
    assert config is not None
    assert isinstance(config.aibots[0], CallbackBot)


def test_a_group_is_where_its_bot_and_chat_are(folder: Path) -> None:
    at = 'platform = "wecom"\naccount = "main"\nchat = "wrAbC"\nwebhook = "li"\n'
    group = loaded(folder, with_wecom((GROUP, GROUP + at))).roster.groups[GroupId("shanghe")]
    assert group.place == Place(platform="wecom", account="main", chat="wrAbC")
    assert group.webhook == "li"


def test_a_group_whose_chat_nobody_knows_yet_has_a_place_of_no_bot(folder: Path) -> None:
    group = loaded(folder, with_wecom((GROUP, f'{GROUP}platform = "企业微信"\n'))).roster.groups[GroupId("shanghe")]
    assert group.place == Place(platform="wecom", account="", chat="shanghe")


def test_people_are_known_by_the_accounts_the_file_gives_them_and_spoken_to_there_first(folder: Path) -> None:
    config = loaded(folder, with_wecom((DEPUTY, f'{DEPUTY}accounts = {{ main = "LiShi" }}\n')))
    given = [account for account, person in config.bound.items() if person == PersonId("li-guiying")]
    assert given[0] == Account(platform="wecom", account="main", user="LiShi")
    assert len(given) == 2


def test_without_the_web_chat_nobody_is_spoken_to_there(folder: Path) -> None:
    accounts = f'{DEPUTY}accounts = {{ main = "LiShi" }}\n'
    config = loaded(folder, with_wecom((DEPUTY, accounts), ("enabled = true", "enabled = false")))
    assert {account.platform for account in config.bound} == {"wecom"}


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (
            SOCKET_BOT.replace("socket", "stream"),
            '[[wecom.aibots]] mode = "stream"：没有这种接入方式，请写 "socket"、"callback"',
        ),
        (
            SOCKET_BOT.replace("file:secret.txt", "hunter2"),
            '[[wecom.aibots]] secret：密钥不能直接写在这里，请写 "file:文件路径" 或 "env:环境变量名"',
        ),
        (
            SOCKET_BOT.replace("secret.txt", "nowhere.txt"),
            "[[wecom.aibots]] secret：没有这个文件，或者读不出来；请把密钥单独写在那个文件里，一行",
        ),
        (
            WEBHOOK.replace("secret.txt", "empty.txt"),
            "[[wecom.webhooks]] key：密钥是空的，请把它写进那个文件（一行）或环境变量",
        ),
        (
            APP.replace("aes.txt", "empty.txt"),
            "[[wecom.apps]] encoding_aes_key：密钥是空的，请把它写进那个文件（一行）或环境变量",
        ),
        (
            SOCKET_BOT.replace('bot_id = "aibX"\n', ""),
            '[[wecom.aibots]] bot_id：缺了这一项，请补上，例如 bot_id = "aibXXXXXXXX"',
        ),
        (
            f'{SOCKET_BOT}app = "offce"\n{APP}',
            '[[wecom.aibots]] app = "offce"：没有登记过这个 id，是不是想写 "office"？',
        ),
        (
            APP.replace("aes.txt", "secret.txt"),
            "[[wecom.apps]] encoding_aes_key：不是 EncodingAESKey，它是 43 个字母和数字，请从管理后台重新复制",
        ),
        (
            f'[wecom]\nqyapi = "qyapi.weixin.qq.com"\n{WEBHOOK}',
            '[wecom] qyapi = "qyapi.weixin.qq.com"：不是服务器地址，请写成 https://主机名 这样，后面不带路径',
        ),
    ],
)
def test_a_mistake_in_an_entry_is_told(tables: str, said: str, folder: Path) -> None:
    (line,) = said_of(folder, with_wecom(tables=tables))
    assert line.endswith(said)


def test_a_bot_and_an_app_cannot_have_one_name(folder: Path) -> None:
    (line,) = said_of(folder, with_wecom(tables=SOCKET_BOT + APP.replace("office", "main")))
    assert "重复了，请换一个" in line


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            'platform = "wecom"\naccount = "main"\n',
            "chat：account（哪个机器人或应用）和 chat（群号）要一起写；还不知道群号就都不写",
        ),
        (
            'platform = "wecom"\naccount = "mian"\nchat = "wrA"\n',
            'account = "mian"：没有登记过这个 id，是不是想写 "main"？',
        ),
        (
            'platform = "wecom"\nwebhook = "lii"\n',
            'webhook = "lii"：没有登记过这个 id，是不是想写 "li"？',
        ),
        (
            'webhook = "li"\n',
            'webhook = "li"：网页群聊的群用不着这一项，请补上 platform = "wecom" 或 "dingtalk"，或删去这一项',
        ),
        (
            'platform = "wechat"\n',
            'platform = "wechat"：没有这种平台，请写 "webchat" 或 "网页群聊"',
        ),
    ],
)
def test_a_mistake_in_a_group_is_told(lines: str, said: str, folder: Path) -> None:
    (line,) = said_of(folder, with_wecom((GROUP, GROUP + lines)))
    assert line.endswith(f"[[stations.groups]] {said}")


@pytest.mark.parametrize("lines", ['account = "main"\nchat = "wrA"\n', 'webhook = "li"\n'])
def test_two_groups_are_not_one_chat(lines: str, folder: Path) -> None:
    at, other = f'platform = "wecom"\n{lines}', 'id = "shiqiao"\nname = "石桥村选民群"\n'
    (line,) = said_of(folder, with_wecom((GROUP, GROUP + at), (other, other + at)))
    assert "重复了，请换一个" in line


def test_a_group_there_needs_somebody_who_speaks(tmp_path: Path) -> None:
    (line,) = said_of(tmp_path, changed((GROUP, f'{GROUP}platform = "wecom"\n')))
    assert "还没有登记企业微信的机器人，请先写 [[wecom.aibots]]" in line


def test_an_account_at_a_bot_that_is_not_set_up_is_told(folder: Path) -> None:
    (line,) = said_of(folder, with_wecom((DEPUTY, f'{DEPUTY}accounts = {{ mian = "LiShi" }}\n')))
    assert '没有登记过这个 id，是不是想写 "main"？' in line
