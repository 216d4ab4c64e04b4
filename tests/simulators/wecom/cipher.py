"""The platform's own cipher: signatures, sealed messages and sealed media; nothing of the bot's is used here."""

import base64
import hashlib
from random import Random
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher as BlockCipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

BLOCK: Final = 32  # padded to 32 bytes, although AES has blocks of 16
HEAD: Final = 20  # 16 random bytes and the length


class Unreadable(ValueError):
    """What came is not what the other side should have sealed."""


def signature(token: str, *parts: str) -> str:
    """Return the signature over the sorted strings, joined by nothing."""
    return hashlib.sha1("".join(sorted((token, *parts))).encode()).hexdigest()


def new_key(random: Random) -> str:
    """Return a new EncodingAESKey: 43 signs that stand for 32 bytes."""
    return base64.b64encode(random.randbytes(32)).decode()[:43]


def key_bytes(encoding_aes_key: str) -> bytes:
    """Return the 32 bytes of an EncodingAESKey."""
    return base64.b64decode(encoding_aes_key + "=")


def pad(content: bytes) -> bytes:
    """Return *content* filled up to whole blocks, by a whole block where it is whole already."""
    missing = BLOCK - len(content) % BLOCK
    return content + bytes([missing]) * missing


def encrypt(padded: bytes, key: bytes) -> bytes:
    """Return what is already padded, encrypted; the first half of the key is the start value."""
    worker = BlockCipher(AES(key), CBC(key[:16])).encryptor()
    return worker.update(padded) + worker.finalize()


def seal_media(content: bytes, key: bytes) -> bytes:
    """Return a file as the platform keeps it for download."""
    return encrypt(pad(content), key)


class Cipher:
    """Seals and opens messages for one receiver: the corporation's id, or nothing for its own AI bots."""

    def __init__(self, token: str, encoding_aes_key: str, receiver: str, random: Random) -> None:
        self.token = token
        self.key = key_bytes(encoding_aes_key)
        self.receiver = receiver
        self._random = random

    def sign(self, *parts: str) -> str:
        """Return the signature over *parts* with this receiver's token."""
        return signature(self.token, *parts)

    def seal(self, message: bytes, *, receiver: str | None = None, length: int | None = None) -> str:
        """Return *message* sealed; *receiver* and *length* are for forgeries."""
        size = len(message) if length is None else length
        to = self.receiver if receiver is None else receiver
        plain = self._random.randbytes(16) + size.to_bytes(4, "big") + message + to.encode()
        return base64.b64encode(encrypt(pad(plain), self.key)).decode()

    def open(self, sealed: str) -> bytes:
        """Return the message in *sealed*; raise `Unreadable` where one byte of it is not as it should be."""
        try:
            encrypted = base64.b64decode(sealed, validate=True)
        except ValueError as error:
            raise Unreadable("not Base64") from error
        if not encrypted or len(encrypted) % BLOCK:
            raise Unreadable("not in whole blocks of 32")
        worker = BlockCipher(AES(self.key), CBC(self.key[:16])).decryptor()
        plain = worker.update(encrypted) + worker.finalize()
        filled = plain[-1]
        if not 1 <= filled <= BLOCK or plain[-filled:] != bytes([filled]) * filled:
            raise Unreadable("bad padding")
        content = plain[:-filled]
        end = HEAD + int.from_bytes(content[16:HEAD], "big")
        if len(content) < HEAD or content[end:] != self.receiver.encode() or end > len(content):
            raise Unreadable("length or receiver are wrong")
        return content[HEAD:end]
