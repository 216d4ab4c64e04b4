"""Signature and envelope of WeChat Work's callbacks: wechatpy's, with what it lets through refused."""

import binascii
import hmac
import os
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from wechatpy.crypto import WeChatCipher
from wechatpy.crypto.pkcs7 import PKCS7Encoder
from wechatpy.utils import WeChatSigner

from bot.web.unreadable import FORGED, MALFORMED, Unreadable

FRESH: Final = timedelta(seconds=600)  # either way; repeated calls come seconds apart
SECONDS: Final = re.compile(r"[0-9]{1,10}")
KEY_BYTES: Final = 32
AES_BLOCK: Final = 16
RANDOM: Final = 16  # bytes before the length, which takes four
HEADER: Final = RANDOM + 4


class OutOfTime(Unreadable):
    """A call that is signed as it should be, but not of now: it is repeated, or the machine's clock is wrong."""

    def __init__(self) -> None:
        super().__init__(FORGED)


def key_from(text: str) -> bytes:
    """Return the AES key that *text* writes in Base64, with or without its last sign. Raise ValueError."""
    key = binascii.a2b_base64(f"{text}=")
    if len(key) != KEY_BYTES:
        raise ValueError("an AES key is 43 letters and digits")
    return key


class Cipher:
    """Opens and seals what goes over one callback address; *receiver* is the CorpID, or nothing for an AI bot."""

    def __init__(self, token: str, aes_key: str, receiver: str) -> None:
        """Raise ValueError where *aes_key* is none."""
        self.key: Final = key_from(aes_key)
        self._token = token
        self._receiver = receiver.encode()
        self._aes = WeChatCipher(self.key)

    def open(self, query: Mapping[str, str], encrypted: str, now: datetime) -> bytes:
        """Return the message in *encrypted*, which *query* signs. Raise `Unreadable`, of which `OutOfTime` is one.

        Token, time and nonce are signed sorted and joined, so a digit may be moved from one to the other and the
        signature still fits: a repetition is told by the message inside, never by time or nonce.
        """
        try:
            signature, timestamp, nonce = query["msg_signature"], query["timestamp"], query["nonce"]
            genuine = self.sign(timestamp, nonce, encrypted)
        except (KeyError, UnicodeEncodeError):
            raise Unreadable(MALFORMED) from None
        if not hmac.compare_digest(genuine.encode(), signature.encode(errors="replace")):
            raise Unreadable(FORGED)
        if SECONDS.fullmatch(timestamp) is None:
            raise Unreadable(MALFORMED)
        if abs(now.timestamp() - int(timestamp)) > FRESH.total_seconds():
            raise OutOfTime
        return self._opened(encrypted)

    def sign(self, timestamp: str, nonce: str, encrypted: str) -> str:
        """Return the signature that belongs in `msg_signature`."""
        signer = WeChatSigner()
        signer.add_data(self._token, timestamp, nonce, encrypted)
        signature: str = signer.signature
        return signature

    def seal(self, message: bytes) -> str:
        """Return *message* encrypted, as it stands in an answer."""
        length = len(message).to_bytes(4, "big")
        plain = PKCS7Encoder.encode(b"".join((os.urandom(RANDOM), length, message, self._receiver)))
        return binascii.b2a_base64(self._aes.encrypt(plain), newline=False).decode()

    def _opened(self, encrypted: str) -> bytes:
        try:
            sealed = binascii.a2b_base64(encrypted, strict_mode=True)
        except ValueError:  # characters outside Base64 or outside ASCII, wrong padding
            raise Unreadable(MALFORMED) from None
        if not sealed or len(sealed) % AES_BLOCK:
            raise Unreadable(MALFORMED)
        plain: bytes = self._aes.decrypt(sealed)
        pad = plain[-1]
        end = len(plain) - pad
        if not 1 <= pad <= PKCS7Encoder.block_size or plain[end:] != plain[-1:] * pad:
            raise Unreadable(MALFORMED)
        message_end = HEADER + int.from_bytes(plain[RANDOM:HEADER], "big")
        if message_end > end:
            raise Unreadable(MALFORMED)
        if not hmac.compare_digest(plain[message_end:end], self._receiver):
            raise Unreadable(FORGED)
        return _text(plain[HEADER:message_end])


def _text(message: bytes) -> bytes:
    try:
        message.decode()
    except UnicodeDecodeError:
        raise Unreadable(MALFORMED) from None
    return message
