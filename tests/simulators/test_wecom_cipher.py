"""The platform's cipher agrees with the protocol's check value and with other people's ciphers."""

import base64
import json
from contextlib import suppress
from random import Random
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.enterprise.crypto import WeChatCrypto

from tests.simulators.wecom.cipher import Cipher, Unreadable, new_key, pad, seal_media, signature

KEY: Final = new_key(Random(7))
RECEIVERS: Final = st.sampled_from(["", "wwTownship"])


def test_the_signature_is_that_of_the_protocol() -> None:
    signed = signature("MyToken", "1700000000", "n0nce7", "Zm9vYmFy")
    assert signed == "e3173cb91851f417c8ef2ee4b5f6c8e0aae7b7e0"


def test_a_key_may_end_in_a_sign_with_spare_bits() -> None:
    even, odd = "A" * 42 + "A", "A" * 42 + "B"
    assert Cipher("T", even, "", Random(1)).key == Cipher("T", odd, "", Random(1)).key


@given(message=st.text(min_size=1), receiver=RECEIVERS)
def test_wechatpy_opens_what_is_sealed(message: str, receiver: str) -> None:
    cipher = Cipher("MyToken", KEY, receiver, Random(1))
    sealed = cipher.seal(message.encode())
    crypto = WeChatCrypto("MyToken", KEY, receiver)
    opened = crypto.decrypt_message({"Encrypt": sealed}, cipher.sign("1", "2", sealed), "1", "2")
    assert opened == message


@given(message=st.text(min_size=1), receiver=RECEIVERS)
def test_what_wechatpy_seals_is_opened(message: str, receiver: str) -> None:
    sealed = WeChatCrypto("MyToken", KEY, receiver).encrypt_message(message, "2", "1")
    inside = sealed.split("<Encrypt><![CDATA[")[1].split("]]>")[0]
    assert Cipher("MyToken", KEY, receiver, Random(1)).open(inside).decode() == message


@given(message=st.binary(), receiver=RECEIVERS, data=st.data())
def test_no_changed_byte_goes_unnoticed_but_in_the_random_beginning(
    message: bytes, receiver: str, data: st.DataObject
) -> None:
    cipher = Cipher("MyToken", KEY, receiver, Random(1))
    sealed = bytearray(base64.b64decode(cipher.seal(message)))
    place = data.draw(st.integers(16, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with suppress(Unreadable):
        assert cipher.open(base64.b64encode(sealed).decode()) != message


@pytest.mark.parametrize("sealed", ["", "AAAA", "%%%", base64.b64encode(bytes(31)).decode()])
def test_what_is_no_whole_number_of_blocks_is_not_opened(sealed: str) -> None:
    with pytest.raises(Unreadable):
        Cipher("T", KEY, "", Random(1)).open(sealed)


def test_a_message_for_somebody_else_is_not_opened() -> None:
    sealed = Cipher("T", KEY, "wwSomebodyElse", Random(1)).seal(json.dumps({}).encode())
    with pytest.raises(Unreadable):
        Cipher("T", KEY, "wwTownship", Random(1)).open(sealed)


@pytest.mark.parametrize("size", [0, 1, 31, 32, 33])
def test_padding_fills_blocks_of_thirty_two_and_never_is_none(size: int) -> None:
    padded = pad(bytes(size))
    assert len(padded) % 32 == 0
    assert padded[-1] == len(padded) - size in range(1, 33)


def test_the_sdk_opens_a_sealed_file() -> None:
    from wecom_aibot_sdk.crypto import decrypt_file

    key = bytes(range(32))
    assert decrypt_file(seal_media(b"a lamp", key), base64.b64encode(key).decode()) == b"a lamp"
