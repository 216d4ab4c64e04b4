"""What the tests of WeChat Work's wire have in common: a key, a moment, and the platform's hand at sealing."""

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher as Aes
from cryptography.hazmat.primitives.ciphers import algorithms, modes

from handlers.dates.china_time import CHINA_TIME

TOKEN: Final = "MyToken"
AES_KEY: Final = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
CORP: Final = "wwCORP"
SECONDS: Final = 1795000000
NOW: Final = datetime.fromtimestamp(SECONDS, CHINA_TIME)


def padded(plain: bytes) -> bytes:
    """Return *plain* filled up to whole blocks of 32, as the platform does."""
    pad = 32 - len(plain) % 32
    return plain + bytes([pad]) * pad


def framed(message: bytes, *, length: int | None = None, receiver: str = "") -> bytes:
    """Return *message* between its random beginning, its length, rightly told or not, and its receiver."""
    return b"r" * 16 + (len(message) if length is None else length).to_bytes(4, "big") + message + receiver.encode()


def encrypted(blocks: bytes) -> str:
    """Return whole blocks as they stand in a callback."""
    key = base64.b64decode(AES_KEY + "=")
    encryptor = Aes(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(blocks) + encryptor.finalize()).decode()


def signed(text: str, *, timestamp: str = str(SECONDS), nonce: str = "n0nce7", token: str = TOKEN) -> Mapping[str, str]:
    """Return the query that comes with an encrypted *text*."""
    joined = "".join(sorted([token, timestamp, nonce, text]))
    signature = hashlib.sha1(joined.encode("utf-8", "surrogatepass")).hexdigest()
    return {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce}
