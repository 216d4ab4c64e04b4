"""Callbacks are opened when they are whole, fresh and the platform's, and refused in every other case."""

import base64
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.enterprise.crypto import WeChatCrypto

from bot.platforms.wecom.cipher import Cipher, key_from
from bot.web.unreadable import Unreadable
from tests.wire.wecom import AES_KEY, CORP, NOW, SECONDS, TOKEN, encrypted, framed, padded, signed

CIPHER = Cipher(TOKEN, AES_KEY, "")
MESSAGE = "路灯坏了".encode()
GENUINE = encrypted(padded(framed(MESSAGE)))

# Sealed by wx-crypt 0.0.3, another reading of the same protocol.
BY_OTHERS = {
    "": (
        "e5a3a537d71d1476da0355976481702cf790caf6",
        "Vt7Ne/mS6/sDbPQWn5kQEXoCJ3l06wp8QduGg8X8QudOQEgO79+ouWdxqvnmi75JxRkOWxjKPCsdqjHPpkT2Gg1EHjwfLZN7yvaPFbvA"
        "+f9iiORH3jYL+ejmgR+usjE6j7XE+0iBQHCKZFAmhCNZf0oVOivbi3QuWldV/6K9NYuyjOzTZkUbcYyT+plz2pZicmRQTQM9WfJEaW3ruwPyKQ==",
        '{"msgid":"m1","chattype":"single","from":{"userid":"zhaomin"},"msgtype":"text","text":{"content":"路灯坏了"}}',
    ),
    CORP: (
        "c10c5b1422c8771d958a81b8cf722275e9a64f12",
        "8aswOWnC9vJ8i/y+AMzeEVBzWPKTHl9aG392zyIiufFqF2mZMofTL8+Y2eXTnpjakZYCnl3rSo2wZjPlhhO4v7eMcID9Lzn3nWFJXJcmCJmH"
        "8Wap0v5XUDOL8IiibDQqlnF/dZrPOybm1pijC9Uhjii8E5gdozbrhuZdCQoLZl1S06xDbKJRZAI6ezmklR02vX1hWDYWLklEjHuJ1T8Uhg==",
        "<xml><FromUserName>zhaomin</FromUserName><MsgType>text</MsgType><MsgId>7</MsgId><Content>路灯坏了</Content></xml>",
    ),
}


def opened(blocks: bytes) -> bytes:
    """Return what the cipher finds in blocks that were encrypted and signed by the platform's own hand."""
    text = encrypted(blocks)
    return CIPHER.open(signed(text), text, NOW)


# --- whole ---


def test_the_signature_is_the_one_the_platform_publishes() -> None:
    signature = Cipher("MyToken", AES_KEY, "").sign("1700000000", "n0nce7", "Zm9vYmFy")
    assert signature == "e3173cb91851f417c8ef2ee4b5f6c8e0aae7b7e0"


@pytest.mark.parametrize("receiver", BY_OTHERS)
def test_what_others_sealed_is_opened(receiver: str) -> None:
    signature, text, message = BY_OTHERS[receiver]
    query = {"msg_signature": signature, "timestamp": str(SECONDS), "nonce": "n0nce7"}
    assert Cipher(TOKEN, AES_KEY, receiver).open(query, text, NOW) == message.encode()


@given(message=st.text(min_size=1), receiver=st.sampled_from(["", CORP]))
def test_what_the_cipher_seals_wechatpy_opens(message: str, receiver: str) -> None:
    cipher = Cipher(TOKEN, AES_KEY, receiver)
    text = cipher.seal(message.encode())
    crypto = WeChatCrypto(TOKEN, AES_KEY, receiver)
    signature = cipher.sign(str(SECONDS), "n0nce7", text)
    assert crypto.decrypt_message({"Encrypt": text}, signature, str(SECONDS), "n0nce7") == message


@given(message=st.text(), receiver=st.sampled_from(["", CORP]))
def test_what_wechatpy_seals_the_cipher_opens(message: str, receiver: str) -> None:
    answer = WeChatCrypto(TOKEN, AES_KEY, receiver).encrypt_message(message, "n0nce7", str(SECONDS))
    text = answer.split("<Encrypt><![CDATA[")[1].split("]]>")[0]
    assert Cipher(TOKEN, AES_KEY, receiver).open(signed(text), text, NOW) == message.encode()


@given(message=st.binary(max_size=200))
def test_whatever_is_text_comes_back_as_it_was(message: bytes) -> None:
    message = message.decode(errors="ignore").encode()
    text = CIPHER.seal(message)
    assert CIPHER.open(signed(text), text, NOW) == message


def test_the_same_is_sealed_differently_each_time() -> None:
    assert CIPHER.seal(MESSAGE) != CIPHER.seal(MESSAGE)


def test_spare_bits_in_the_last_sign_of_a_key_do_not_matter() -> None:
    assert key_from(AES_KEY) == key_from(f"{AES_KEY[:-1]}D") == key_from(f"{AES_KEY}=")


@pytest.mark.parametrize("key", ["", "abc", AES_KEY[:-1], f"{AES_KEY}AAAA", "*" * 43, "路" * 43])
def test_what_is_not_43_signs_is_no_key(key: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the decoder's own words
        key_from(key)


# --- not the platform's: 403 ---


@given(at=st.integers(0, len(GENUINE) - 1), sign=st.characters())
def test_a_text_with_one_sign_changed_is_forged(at: int, sign: str) -> None:
    text = GENUINE[:at] + sign + GENUINE[at + 1 :]
    if text != GENUINE:
        with pytest.raises(Unreadable) as refused:
            CIPHER.open(signed(GENUINE), text, NOW)
        assert refused.value.status in {400, 403}


@pytest.mark.parametrize("at", range(len(base64.b64decode(GENUINE))))
def test_a_byte_changed_under_the_signature_is_never_taken_for_the_message(at: int) -> None:
    blocks = bytearray(base64.b64decode(GENUINE))
    blocks[at] ^= 0x55
    text = base64.b64encode(blocks).decode()
    with pytest.raises(Unreadable) as refused:
        CIPHER.open(signed(GENUINE), text, NOW)
    assert refused.value.status == 403


@pytest.mark.parametrize("name", ["msg_signature", "timestamp", "nonce"])
def test_a_changed_query_is_forged(name: str) -> None:
    query = signed(GENUINE)
    with pytest.raises(Unreadable) as refused:
        CIPHER.open({**query, name: f"{query[name]}1"}, GENUINE, NOW)
    assert refused.value.status == 403


@pytest.mark.parametrize("signature", ["", "e3173c", "É" * 40, "\ud800" * 40])
def test_a_signature_that_is_none_is_forged(signature: str) -> None:
    with pytest.raises(Unreadable) as refused:
        CIPHER.open({**signed(GENUINE), "msg_signature": signature}, GENUINE, NOW)
    assert refused.value.status == 403


def test_another_token_signs_for_nobody_here() -> None:
    with pytest.raises(Unreadable) as refused:
        CIPHER.open(signed(GENUINE, token="HisToken"), GENUINE, NOW)
    assert refused.value.status == 403


@pytest.mark.parametrize("receiver", ["", "wwcorp", "wwCORP1", "wwCOR"])
def test_a_message_for_another_receiver_is_forged(receiver: str) -> None:
    text = encrypted(padded(framed(MESSAGE, receiver=receiver)))
    with pytest.raises(Unreadable) as refused:
        Cipher(TOKEN, AES_KEY, CORP).open(signed(text), text, NOW)
    assert refused.value.status == 403


@pytest.mark.parametrize("late", [timedelta(seconds=600), timedelta(seconds=-600), timedelta()])
def test_a_call_within_ten_minutes_is_taken(late: timedelta) -> None:
    assert CIPHER.open(signed(GENUINE), GENUINE, NOW + late) == MESSAGE


@pytest.mark.parametrize("late", [timedelta(seconds=601), timedelta(seconds=-601), timedelta(hours=2)])
def test_an_old_or_a_coming_call_is_refused(late: timedelta) -> None:
    with pytest.raises(Unreadable) as refused:
        CIPHER.open(signed(GENUINE), GENUINE, NOW + late)
    assert refused.value.status == 403


# --- malformed: 400 ---


@pytest.mark.parametrize("name", ["msg_signature", "timestamp", "nonce"])
def test_a_query_with_a_part_missing_is_malformed(name: str) -> None:
    query = {key: value for key, value in signed(GENUINE).items() if key != name}
    with pytest.raises(Unreadable) as refused:
        CIPHER.open(query, GENUINE, NOW)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    "timestamp", ["", "-1", "+1", "1.5", " 1795000000", "1795000000\n", "17950000000", "١٧٩٥", "1_0"]
)
def test_a_time_that_is_no_number_is_malformed(timestamp: str) -> None:
    with pytest.raises(Unreadable) as refused:
        CIPHER.open(signed(GENUINE, timestamp=timestamp), GENUINE, NOW)
    assert refused.value.status == 400


def test_half_a_character_in_the_query_is_malformed() -> None:
    with pytest.raises(Unreadable) as refused:
        CIPHER.open(signed(GENUINE, nonce="\ud800"), GENUINE, NOW)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AAAA",
        GENUINE[:-1],
        GENUINE[:-4],
        GENUINE + "AAAA",
        GENUINE.rstrip("=") + "====",
        f"{GENUINE}\n",
        "路灯",
        "!!!!",
    ],
)
def test_what_is_not_whole_blocks_in_base64_is_malformed(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        CIPHER.open(signed(text), text, NOW)
    assert refused.value.status == 400


@pytest.mark.parametrize("pad", [0, 33, 48, 64, 255])
def test_a_pad_that_nobody_writes_is_malformed(pad: int) -> None:
    filling = max(pad, 1)
    with pytest.raises(Unreadable) as refused:
        opened(framed(b"x" * (-(20 + filling) % 16)) + bytes([pad]) * filling)
    assert refused.value.status == 400


@pytest.mark.parametrize("at", range(1, 8))
def test_a_pad_of_unequal_bytes_is_malformed(at: int) -> None:
    blocks = bytearray(framed(b"x" * 36) + bytes([8]) * 8)
    blocks[-1 - at] ^= 1
    with pytest.raises(Unreadable) as refused:
        opened(bytes(blocks))
    assert refused.value.status == 400


def test_a_pad_that_leaves_no_room_for_a_length_is_malformed() -> None:
    with pytest.raises(Unreadable) as refused:
        opened(b"r" * 19 + bytes([29]) * 29)
    assert refused.value.status == 400


@pytest.mark.parametrize("length", [len(MESSAGE) + 1, 2**31, 2**32 - 1])
def test_a_length_beyond_the_end_is_malformed(length: int) -> None:
    with pytest.raises(Unreadable) as refused:
        opened(padded(framed(MESSAGE, length=length)))
    assert refused.value.status == 400


def test_a_length_that_falls_short_leaves_a_foreign_receiver() -> None:
    with pytest.raises(Unreadable) as refused:
        opened(padded(framed(MESSAGE, length=len(MESSAGE) - 1)))
    assert refused.value.status == 403


@pytest.mark.parametrize("message", [b"\xff", b"\xe8\xb7", b"\xed\xa0\x80"])
def test_a_message_that_is_no_text_is_malformed(message: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        opened(padded(framed(message)))
    assert refused.value.status == 400


@given(blocks=st.lists(st.binary(min_size=16, max_size=16), max_size=8), text=st.text(), as_blocks=st.booleans())
def test_nothing_but_a_refusal_comes_of_anything_else(blocks: list[bytes], text: str, as_blocks: bool) -> None:
    sealed = encrypted(b"".join(blocks)) if as_blocks else text
    with pytest.raises(Unreadable) as refused:
        CIPHER.open(signed(sealed), sealed, NOW)
    assert refused.value.status in {400, 403}


@given(query=st.dictionaries(st.sampled_from(["msg_signature", "timestamp", "nonce"]), st.text()), text=st.text())
def test_nothing_but_a_refusal_comes_of_any_query(query: dict[str, str], text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        CIPHER.open(query, text, NOW)
    assert refused.value.status in {400, 403}
