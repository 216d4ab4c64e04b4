"""What is said to DingTalk stands on the wire as the platform reads it, and goes to nobody else."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.dingtalk.wire import speaking
from bot.platforms.dingtalk.wire.speaking import LONGEST_BY_ROBOT, reply_address
from tests.wire.dingtalk import NOW, SESSION, said, text

HOSTS = ("https://oapi.dingtalk.com", "https://api.dingtalk.com")
ENDS = timedelta(minutes=90, milliseconds=-877)
"""From `NOW` to the end of the session."""


def answer(address: str) -> str:
    """Return how a message that came with that address may be answered."""
    return said({**text("你好"), "sessionWebhook": address}).heard.answer or ""


# --- where an answer may go ---


@pytest.mark.parametrize(
    "address",
    [
        SESSION,
        "https://api.dingtalk.com/robot/sendBySession?session=5f2e",
        "https://oapi.dingtalk.com:443/robot/sendBySession?session=a%2Bb%2F%3D&x=1",
    ],
)
def test_an_answer_goes_where_the_platform_said_with_every_sign_of_it(address: str) -> None:
    assert str(reply_address(answer(address), HOSTS, NOW)) == address.replace(":443", "")


def test_a_stand_in_is_written_with_its_scheme_and_port() -> None:
    address = "http://127.0.0.1:9091/robot/sendBySession?session=5f2e"
    assert reply_address(answer(address), HOSTS, NOW) is None
    assert str(reply_address(answer(address), ("http://127.0.0.1:9091",), NOW)) == address


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/robot/sendBySession",
        "http://oapi.dingtalk.com/robot/sendBySession?session=1",
        "http://oapi.dingtalk.com:443/robot/sendBySession?session=1",
        "https://oapi.dingtalk.com.evil.example/robot/sendBySession?session=1",
        "https://oapi.dingtalk.com@evil.example/robot/sendBySession?session=1",
        "https://user@oapi.dingtalk.com/robot/sendBySession?session=1",
        "https://:password@oapi.dingtalk.com/robot/sendBySession?session=1",
        "https://oapi.dingtalk.com:8443/robot/sendBySession?session=1",
        "https://oapi.dingtalk.com:99999/robot/sendBySession?session=1",
        "https://oapi.dingtalk.com/robot/send?access_token=1",
        "https://oapi.dingtalk.com/robot/sendBySession/../send?access_token=1",
        "https://oapi.dingtalk.com/robot/%73endBySession?session=1",
        "https://oapi.dingtalk.com",
        "https://evil.example\\@oapi.dingtalk.com/robot/sendBySession",
        "https://evil.example#@oapi.dingtalk.com/robot/sendBySession",
        "https://oapi.dingtalk.com\\.evil.example/robot/sendBySession",
        "https://oapi.dingtalk.com/robot/sendBySession?session=1\r\nHost: evil.example",
        "https://oapi.ding\ttalk.com/robot/sendBySession",
        "https://oapi。dingtalk。com/robot/sendBySession",
        "https://ｏapi.dingtalk.com/robot/sendBySession",
        "https://[::1/robot/sendBySession",
        "//oapi.dingtalk.com/robot/sendBySession",
        "/robot/sendBySession",
        "file:///etc/passwd",
        "javascript:alert(1)",
        " ",
    ],
)
def test_no_answer_goes_anywhere_else_and_the_message_is_heard(address: str) -> None:
    heard = said({**text("路灯坏了"), "sessionWebhook": address}).heard
    assert heard.text == "路灯坏了"
    assert reply_address(heard.answer or "", HOSTS, NOW) is None


@given(address=st.text() | st.from_regex(r"https?://[!-~]*oapi\.dingtalk\.com[!-~]*/robot/sendBySession[!-~]*"))
def test_whatever_the_address_an_answer_goes_to_the_platform_or_nowhere(address: str) -> None:
    if "\0" in address or not address:
        return
    where = reply_address(answer(address), HOSTS, NOW)
    assert where is None or (where.scheme, where.host, where.port, where.path) == (
        "https",
        "oapi.dingtalk.com",
        443,
        "/robot/sendBySession",
    )


def test_a_session_is_not_used_in_its_last_minute() -> None:
    last = NOW + ENDS - timedelta(seconds=60)
    assert reply_address(answer(SESSION), HOSTS, last - timedelta(milliseconds=1)) is not None
    assert reply_address(answer(SESSION), HOSTS, last) is None


# --- bodies for webhooks ---


def test_a_text_means_nobody() -> None:
    assert speaking.text("@王强 路灯**修好**了") == {
        "msgtype": "text",
        "text": {"content": "@王强 路灯**修好**了"},
        "at": {"atUserIds": [], "isAtAll": False},
    }


def test_who_is_meant_is_named_in_the_text_as_well() -> None:
    at = {"atUserIds": ["0147"], "isAtAll": False}
    assert speaking.text("修好了", "0147") == {"msgtype": "text", "text": {"content": "@0147 修好了"}, "at": at}


# --- what a robot says unasked ---


@pytest.mark.parametrize(
    ("body", "key", "parameters"),
    [
        (speaking.sample_text("修好\n了"), "sampleText", {"content": "修好\n了"}),
        (speaking.sample_picture("@lADP"), "sampleImageMsg", {"photoURL": "@lADP"}),
        (
            speaking.sample_file("@lADP", "三季度.汇总.XLSX"),
            "sampleFile",
            {"mediaId": "@lADP", "fileName": "三季度.汇总.XLSX", "fileType": "xlsx"},
        ),
    ],
    ids=["text", "picture", "file"],
)
def test_a_sample_is_its_key_and_its_parameters_as_a_text_of_json(
    body: speaking.Body, key: str, parameters: object
) -> None:
    assert set(body) == {"msgKey", "msgParam"}
    assert (body["msgKey"], json.loads(str(body["msgParam"]))) == (key, parameters)


def test_chinese_is_written_as_it_is() -> None:
    assert "修好了" in str(speaking.sample_text("修好了")["msgParam"])


@pytest.mark.parametrize("sign", ["\n", '"', "\\", "灯", "😀"])
def test_the_longest_text_of_a_robot_fits_whatever_it_is_made_of(sign: str) -> None:
    longest = sign * (LONGEST_BY_ROBOT // len(sign.encode()))
    assert len(str(speaking.sample_text(longest)["msgParam"]).encode()) <= 15_000
