"""What shows that a call is DingTalk's is looked at strictly, and what is sent along shows that one is ours."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.dingtalk.wire.signature import check, check_click, milliseconds, sign, sign_click
from bot.web.unreadable import Unreadable
from handlers.dates.china_time import CHINA_TIME
from tests.wire.dingtalk import MILLISECONDS, SAID_AT

SECRET = "this is a secret"
TIMESTAMP = "1577262236757"
SIGN = "DJrE6qdyVGCQz9z5r2MDuNcNAhwYnuAkyj13cx169CA="
THEN = datetime.fromtimestamp(1577262236.757, CHINA_TIME)
HOUR = timedelta(hours=1)


def signed(timestamp: str, secret: str = SECRET) -> Mapping[str, str]:
    return {"timestamp": timestamp, "sign": sign(secret, timestamp)}


def refused(headers: Mapping[str, str], now: datetime = THEN) -> int:
    with pytest.raises(Unreadable) as error:
        check(headers, SECRET, now)
    return error.value.status


def test_the_platforms_own_example() -> None:
    assert sign(SECRET, TIMESTAMP) == SIGN
    check({"timestamp": TIMESTAMP, "sign": SIGN}, SECRET, THEN)


def test_without_a_secret_nothing_is_genuine() -> None:
    for look, headers in (
        (check, {"timestamp": TIMESTAMP, "sign": sign("", TIMESTAMP)}),
        (
            check_click,
            {"x-ddpaas-signature-timestamp": TIMESTAMP, "x-ddpaas-signature": sign_click("", TIMESTAMP)},
        ),
    ):
        with pytest.raises(Unreadable):
            look(headers, "", THEN)


def test_the_platforms_own_example_for_a_custom_robot() -> None:
    assert quote(sign("this is secret", TIMESTAMP), safe="") == "hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D"


@given(secret=st.text(), moment=st.integers(0, 10**13 - 1))
def test_a_click_is_signed_by_its_moment_alone(secret: str, moment: int) -> None:
    digest = hmac.new(secret.encode(), str(moment).encode(), hashlib.sha256).digest()
    assert sign_click(secret, str(moment)) == base64.b64encode(digest).decode()


def test_a_moment_is_written_in_milliseconds() -> None:
    assert milliseconds(SAID_AT) == MILLISECONDS


def test_a_click_is_checked_by_headers_of_its_own() -> None:
    headers = {
        "x-ddpaas-signature-timestamp": TIMESTAMP,
        "x-ddpaas-signature": sign_click(SECRET, TIMESTAMP),
    }
    check_click(headers, SECRET, THEN)
    for wrong in (
        {},
        signed(TIMESTAMP),
        {**headers, "x-ddpaas-signature": SIGN},
        {**headers, "x-ddpaas-signature-timestamp": "1577262236758"},
    ):
        with pytest.raises(Unreadable) as error:
            check_click(wrong, SECRET, THEN)
        assert error.value.status == 403
    with pytest.raises(Unreadable):
        check_click(headers, SECRET, THEN + timedelta(hours=2))


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "E" + SIGN[1:],
        SIGN[:-2] + "B=",
        SIGN.rstrip("="),
        SIGN + "=",
        SIGN + " ",
        SIGN.lower(),
        quote(SIGN, safe=""),
        sign("another secret", TIMESTAMP),
        sign(SECRET, "1577262236758"),
        sign_click(SECRET, TIMESTAMP),
        "签名",
        "\udcff" * 44,
    ],
    ids=ascii,
)
def test_another_signature_is_refused(wrong: str) -> None:
    assert refused({"timestamp": TIMESTAMP, "sign": wrong}) == 403


@pytest.mark.parametrize("name", ["timestamp", "sign"])
def test_a_call_without_one_of_its_headers_is_refused(name: str) -> None:
    headers = {"timestamp": TIMESTAMP, "sign": SIGN}
    assert refused({one: value for one, value in headers.items() if one != name}) == 403


@pytest.mark.parametrize(
    "timestamp",
    [
        "",
        " ",
        "1577262236",
        f" {TIMESTAMP}",
        f"{TIMESTAMP}\n",
        f"+{TIMESTAMP}",
        f"-{TIMESTAMP}",
        f"{TIMESTAMP}.0",
        "1_577_262_236_757",
        "1.577262236757e12",
        f"0000{TIMESTAMP}",
        "9" * 5000,
        "１５７７２６２２３６７５７",
        "now",
        "\udcff",
    ],
    ids=ascii,
)
def test_a_moment_that_is_not_written_in_digits_is_refused_however_it_is_signed(timestamp: str) -> None:
    assert refused(signed(timestamp)) == 403


@pytest.mark.parametrize("away", [HOUR - timedelta(milliseconds=1), timedelta(0), -HOUR + timedelta(milliseconds=1)])
def test_a_call_is_good_for_an_hour(away: timedelta) -> None:
    check(signed(TIMESTAMP), SECRET, THEN + away)


@pytest.mark.parametrize(
    "away", [HOUR + timedelta(milliseconds=1), timedelta(days=9), -HOUR - timedelta(milliseconds=1)]
)
def test_a_call_of_another_hour_is_refused(away: timedelta) -> None:
    assert refused(signed(TIMESTAMP), THEN + away) == 403


def test_one_header_pair_goes_with_any_body() -> None:
    """A repetition is told by the message inside, never by its headers."""
    check(signed(TIMESTAMP), SECRET, THEN)
    check(signed(TIMESTAMP), SECRET, THEN + timedelta(minutes=5))


@given(headers=st.dictionaries(st.sampled_from(["timestamp", "sign"]), st.text()), secret=st.text(min_size=1))
def test_nothing_but_a_refusal_comes_of_other_headers(headers: Mapping[str, str], secret: str) -> None:
    with pytest.raises(Unreadable) as error:
        check(headers, secret, THEN)
    assert error.value.status == 403
