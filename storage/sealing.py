"""Sealing: what identifies a person is kept encrypted, and an account becomes an id that tells nothing."""

import base64
import hmac
import json
import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from handlers.message import Account
from handlers.people.rules.roster import PersonId

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12  # NIST SP 800-38D 8.2: 96 bits, drawn anew for each sealing
_PERSON_BYTES: Final = 10  # 80 bits: among a million people two share an id once in 2.4 trillion installations


class WrongKey(ValueError):
    """What was sealed with another key, or changed since, cannot be read."""


class Sealer:
    """Seals and unseals with one installation's key, and names the person behind an account."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(key)}")
        self._sealing = hmac.digest(key, b"liaison-bot: sealing", "sha256")
        self._naming = hmac.digest(key, b"liaison-bot: person ids", "sha256")
        self._hiding = hmac.digest(key, b"liaison-bot: hidden keys", "sha256")
        self.fingerprint: Final = hmac.digest(key, b"liaison-bot: fingerprint", "sha256")[:8].hex()
        """Says whether two stores were sealed with one key, and nothing of the key."""

    def seal(self, plain: bytes, *, place: str) -> bytes:
        """Return *plain* encrypted, in Base64; it can be unsealed only at the same *place* (a table and a key)."""
        nonce = os.urandom(_NONCE_BYTES)
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, plain, place.encode()))

    def unseal(self, sealed: str | bytes, *, place: str) -> bytes:
        """Return what was sealed. Raise `WrongKey`."""
        from cryptography.exceptions import InvalidTag

        raw = base64.b64decode(sealed)
        try:
            return self._cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode())
        except InvalidTag:
            raise WrongKey(f"the key does not open {place}") from None

    @cached_property
    def _cipher(self) -> "AESGCM":
        # Imported with the first thing that is sealed: a bot that waits for its first word is 7 MB smaller.
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        return AESGCM(self._sealing)

    def hidden(self, fact: str) -> str:
        """Return what stands for *fact* where it is looked up: the same each time, and no way back."""
        return hmac.digest(self._hiding, fact.encode(), "sha256").hex()

    def person(self, account: Account) -> PersonId:
        """Return the id of whoever holds an account that nobody has bound: the same each time, and no way back."""
        fact = json.dumps([account.platform, account.account, account.user]).encode()
        digest = hmac.digest(self._naming, fact, "sha256")[:_PERSON_BYTES]
        return PersonId("p_" + base64.b32encode(digest).decode().lower())


def load_key(path: Path) -> bytes:
    """Return the key kept in *path*; where the file is missing it is made first, readable by its owner only.

    Raise ValueError where the file holds no key.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        try:
            key = bytes.fromhex(path.read_text().strip())
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            raise ValueError(f"{path} does not hold a key of {KEY_BYTES} bytes in hexadecimal") from None
        return key
    key = os.urandom(KEY_BYTES)
    with os.fdopen(descriptor, "w") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(descriptor)
    return key
