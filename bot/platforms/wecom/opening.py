"""Media opened as they come in, piece by piece: AES as in callbacks, without their header."""

from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from bot.media.folder import Garbled

BLOCK: Final = 32  # what the platform pads to; developer.work.weixin.qq.com 101033
IV_BYTES: Final = 16


class SealedFile:
    """Decrypts one file; what may still be padding is held back."""

    def __init__(self, key: bytes) -> None:
        self._aes = Cipher(AES(key), CBC(key[:IV_BYTES])).decryptor()
        self._sealed = 0
        self._held = b""

    def feed(self, sealed: bytes) -> bytes:
        """Return what is surely content."""
        self._sealed += len(sealed)
        opened = self._held + self._aes.update(sealed)
        end = max(len(opened) - BLOCK, 0)
        self._held = opened[end:]
        return opened[:end]

    def finish(self) -> bytes:
        """Return the rest of the content. Raise `Garbled`."""
        if not self._sealed or self._sealed % BLOCK:
            raise Garbled
        pad = self._held[-1]
        if not 1 <= pad <= BLOCK or self._held[-pad:] != bytes([pad]) * pad:
            raise Garbled
        return self._held[:-pad]
