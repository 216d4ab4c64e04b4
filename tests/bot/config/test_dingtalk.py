"""DingTalk in config.toml: what is set up, and every mistake told with what would be right."""

from pathlib import Path

import pytest

from bot.config import DingTalkSettings, FileSecret
from bot.config.dingtalk import (
    API,
    API_QUOTA,
    MEDIA_HOSTS,
    OAPI,
    PUSH_QUOTA,
    STREAM_HOSTS,
    CallbackRobot,
    StreamRobot,
)
from handlers.message import Account
from handlers.people.rules.roster import GroupId, PersonId, Place
from tests.bot.config.example import EXAMPLE, Change, changed, loaded, said_of

ROBOT = '[[dingtalk.robots]]\nname = "main"\nmode = "stream"\nclient_id = "dingX"\nclient_secret = "file:secret.txt"\n'
WEBHOOK = '[[dingtalk.webhooks]]\nname = "li"\naccess_token = "file:secret.txt"\n'
GROUP = 'id = "shanghe"\nname = "上河村选民群"\n'
DEPUTY = 'id = "li-guiying"\nname = "李桂英"\n'


def with_dingtalk(*changes: Change, tables: str = ROBOT + WEBHOOK) -> str:
    """The example with *tables*, and *changes* made."""
    return changed(("[webchat]\n", f"{tables}\n[webchat]\n"), *changes)


def settings(folder: Path, tables: str) -> DingTalkSettings:
    config = loaded(folder, with_dingtalk(tables=tables)).dingtalk
    assert config is not None
    return config


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("s3cret\n", "utf-8")
    (tmp_path / "empty.txt").write_text("\ufeff \n", "utf-8")
    return tmp_path


def test_a_file_without_it_sets_up_nothing(tmp_path: Path) -> None:
    assert loaded(tmp_path, EXAMPLE).dingtalk is None


def test_robots_and_webhooks_are_read_their_secrets_from_files_beside_it(folder: Path) -> None:
    config = settings(folder, ROBOT + WEBHOOK)
    (robot,), (webhook,) = config.robots, config.webhooks
    assert isinstance(robot, StreamRobot)
    assert (robot.name, robot.client_id, robot.client_secret) == ("main", "dingX", FileSecret(folder / "secret.txt"))
    assert (webhook.name, webhook.access_token.read(), webhook.secret) == ("li", "s3cret", None)
    assert (config.api, config.oapi, config.stream_hosts, config.media_hosts) == (API, OAPI, STREAM_HOSTS, MEDIA_HOSTS)


def test_the_quotas_are_those_of_the_standard_edition_unless_the_file_says_more(folder: Path) -> None:
    standard, bought = settings(folder, ROBOT), settings(folder, f"[dingtalk]\napi_quota = 200000\n{ROBOT}")
    assert (standard.api_quota, standard.push_quota) == (API_QUOTA, PUSH_QUOTA) == (5000, 3000)
    assert (bought.api_quota, bought.push_quota) == (200000, 3000)


def test_every_host_is_a_setting(folder: Path) -> None:
    hosts = (
        '[dingtalk]\napi = "http://127.0.0.1:9000/"\noapi = "http://127.0.0.1:9001"\n'
        'stream_hosts = ["ws://127.0.0.1:9002"]\nmedia_hosts = ["*.example.cn"]\n'
    )
    config = settings(folder, hosts + ROBOT)
    assert (config.api, config.oapi) == ("http://127.0.0.1:9000", "http://127.0.0.1:9001")
    assert (config.stream_hosts, config.media_hosts) == (("ws://127.0.0.1:9002",), ("*.example.cn",))


def test_a_robot_is_called_by_its_client_id_unless_the_file_says_otherwise(folder: Path) -> None:
    plain, other = settings(folder, ROBOT), settings(folder, f'{ROBOT}robot_code = "dingR"\n')
    assert (plain.robots[0].code, other.robots[0].code) == ("dingX", "dingR")


def test_lists_of_their_own_are_kept_for_deputies_where_the_file_says_so(folder: Path) -> None:
    (without,) = settings(folder, ROBOT).robots
    (both,) = settings(folder, f'{ROBOT}todo_page = "https://example.cn/duties?by=1"\ncalendar = true\n').robots
    assert [(one.todo_page, one.calendar) for one in (without, both)] == [
        ("", False),
        ("https://example.cn/duties?by=1", True),
    ]


@pytest.mark.parametrize(
    "page", ["http://example.cn", "example.cn/duties", "https://", f"https://example.cn/{1024 * 'x'}"]
)
def test_what_a_to_do_opens_is_a_page_that_the_platform_takes(folder: Path, page: str) -> None:
    (said,) = said_of(folder, with_dingtalk(tables=f'{ROBOT}todo_page = "{page}"\n'))
    assert said.endswith("不是网页地址，请写成 https:// 开头的完整地址，不超过 1024 个字节")


def test_a_robot_that_is_called_back_may_say_where_clicks_are_to_come(folder: Path) -> None:
    called = ROBOT.replace("stream", "callback") + 'address = "https://example.cn"\n'
    (robot,) = settings(folder, called).robots
    assert isinstance(robot, CallbackRobot)
    assert robot.address == "https://example.cn"


def test_a_group_is_where_its_robot_and_chat_are(folder: Path) -> None:
    at = 'platform = "钉钉"\naccount = "main"\nchat = "cidAbC=="\nwebhook = "li"\n'
    group = loaded(folder, with_dingtalk((GROUP, GROUP + at))).roster.groups[GroupId("shanghe")]
    assert group.place == Place(platform="dingtalk", account="main", chat="cidAbC==")
    assert group.webhook == "li"


def test_people_are_known_by_the_accounts_the_file_gives_them_and_spoken_to_there_first(folder: Path) -> None:
    config = loaded(folder, with_dingtalk((DEPUTY, f'{DEPUTY}accounts = {{ main = "0147" }}\n')))
    given = [account for account, person in config.bound.items() if person == PersonId("li-guiying")]
    assert given[0] == Account(platform="dingtalk", account="main", user="0147")


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (
            ROBOT.replace("stream", "socket"),
            '[[dingtalk.robots]] mode = "socket"：没有这种接入方式，请写 "stream"、"callback"',
        ),
        (
            ROBOT.replace("file:secret.txt", "hunter2"),
            '[[dingtalk.robots]] client_secret：密钥不能直接写在这里，请写 "file:文件路径" 或 "env:环境变量名"',
        ),
        (
            ROBOT.replace("secret.txt", "nowhere.txt"),
            "[[dingtalk.robots]] client_secret：没有这个文件，或者读不出来；请把密钥单独写在那个文件里，一行",
        ),
        (
            ROBOT.replace("secret.txt", "empty.txt"),
            "[[dingtalk.robots]] client_secret：密钥是空的，请把它写进那个文件（一行）或环境变量",
        ),
        (
            f'{WEBHOOK}secret = "file:empty.txt"\n',
            "[[dingtalk.webhooks]] secret：密钥是空的，请把它写进那个文件（一行）或环境变量",
        ),
        (
            ROBOT.replace('client_id = "dingX"\n', ""),
            '[[dingtalk.robots]] client_id：缺了这一项，请补上，例如 client_id = "dingXXXXXXXX"',
        ),
        (
            f"{WEBHOOK}secret = 5\n",
            '[[dingtalk.webhooks]] secret：密钥不能直接写在这里，请写 "file:文件路径" 或 "env:环境变量名"',
        ),
        (
            f'[dingtalk]\noapi = "oapi.dingtalk.com"\n{WEBHOOK}',
            '[dingtalk] oapi = "oapi.dingtalk.com"：不是服务器地址，请写成 https://主机名 这样，后面不带路径',
        ),
        (f"[dingtalk]\npush_quota = 0\n{ROBOT}", "[dingtalk] push_quota = 0：太小了，请写不小于 1 的整数"),
    ],
)
def test_a_mistake_in_an_entry_is_told(tables: str, said: str, folder: Path) -> None:
    (line,) = said_of(folder, with_dingtalk(tables=tables))
    assert line.endswith(said)


def test_a_robot_here_and_a_bot_of_wecom_cannot_have_one_name(folder: Path) -> None:
    bot = '[[wecom.aibots]]\nname = "main"\nmode = "socket"\nbot_id = "aibX"\nsecret = "file:secret.txt"\n'
    (line,) = said_of(folder, with_dingtalk(tables=ROBOT + bot))
    assert "重复了，请换一个" in line


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            'platform = "dingtalk"\naccount = "mian"\nchat = "cidA"\n',
            'account = "mian"：没有登记过这个 id，是不是想写 "main"？',
        ),
        ('platform = "dingtalk"\nwebhook = "lii"\n', 'webhook = "lii"：没有登记过这个 id，是不是想写 "li"？'),
    ],
)
def test_a_mistake_in_a_group_is_told(lines: str, said: str, folder: Path) -> None:
    (line,) = said_of(folder, with_dingtalk((GROUP, GROUP + lines)))
    assert line.endswith(f"[[stations.groups]] {said}")


def test_a_group_here_cannot_be_in_the_hands_of_another_platforms_robot(folder: Path) -> None:
    bot = '[[wecom.aibots]]\nname = "office"\nmode = "socket"\nbot_id = "aibX"\nsecret = "file:secret.txt"\n'
    at = 'platform = "dingtalk"\naccount = "office"\nchat = "cidA"\n'
    (line,) = said_of(folder, with_dingtalk((GROUP, GROUP + at), tables=ROBOT + bot))
    assert "没有登记过这个 id" in line


def test_a_group_here_needs_somebody_who_speaks(tmp_path: Path) -> None:
    (line,) = said_of(tmp_path, changed((GROUP, f'{GROUP}platform = "dingtalk"\n')))
    assert "还没有登记钉钉的机器人，请先写 [[dingtalk.robots]]" in line
