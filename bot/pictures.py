"""Pictures without what they tell of their maker: only the parts needed to draw them are kept.

The web chat's page draws each picture anew before it sends it, which turns it upright and leaves out everything else
already; here the same is made sure of, whoever sent the bytes.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

JPEG_START: Final = b"\xff\xd8"
JPEG_END: Final = b"\xff\xd9"
PNG_START: Final = b"\x89PNG\r\n\x1a\n"
PNG_KEPT: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT", b"IEND"})
WEBP_KEPT: Final = frozenset({b"VP8X", b"ALPH", b"VP8 ", b"VP8L"})
WEBP_ALPHA: Final = (
    0x10  # the one flag of VP8X whose part is kept; developers.google.com/speed/webp/docs/riff_container
)
ADOBE: Final = 0xEE  # says how colours are coded; the other application segments (Exif, XMP, ICC, previews) go
COMMENT: Final = 0xFE
APPLICATION: Final = range(0xE0, 0xF0)
SCAN: Final = 0xDA
AFTER_SCAN: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


class NotAPicture(Exception):
    """The bytes are no JPEG, PNG or WebP picture, or a damaged or moving one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture with its media type, named after its content."""

    type: str
    content: bytes

    @property
    def name(self) -> str:
        """The name it is kept under; the same for the same picture."""
        return hashlib.sha256(self.content).hexdigest()


def clean(content: bytes) -> Picture:
    """Return *content* as a picture with nothing but its image data. Raise `NotAPicture`."""
    for kind, (begins, strip) in KINDS.items():
        if begins.match(content):
            try:
                return Picture(type=kind, content=strip(content))
            except IndexError:
                raise NotAPicture from None
    raise NotAPicture


def _part(content: bytes, start: int, end: int) -> bytes:
    if end > len(content):
        raise NotAPicture
    return content[start:end]


def _jpeg(content: bytes) -> bytes:
    kept = bytearray(JPEG_START)
    at = len(JPEG_START)
    while _part(content, at, at + 2) != JPEG_END:
        if content[at] != 0xFF:
            raise NotAPicture
        marker = content[at + 1]
        end = at + 2 + int.from_bytes(_part(content, at + 2, at + 4))
        segment = _part(content, at, end)
        if marker == ADOBE or (marker != COMMENT and marker not in APPLICATION):
            kept += segment
        at = end
        if marker == SCAN:
            following = AFTER_SCAN.search(content, at)
            if following is None:
                raise NotAPicture
            kept += content[at : following.start()]
            at = following.start()
    return bytes(kept + JPEG_END)


def _png(content: bytes) -> bytes:
    kept = bytearray(PNG_START)
    at = len(PNG_START)
    kind = b""
    while kind != b"IEND":
        kind = _part(content, at + 4, at + 8)
        end = at + 12 + int.from_bytes(content[at : at + 4])
        chunk = _part(content, at, end)
        if kind in PNG_KEPT:
            kept += chunk
        at = end
    return bytes(kept)


def _webp(content: bytes) -> bytes:
    kept = bytearray()
    at = 12
    while at < len(content):
        kind = _part(content, at, at + 4)
        size = int.from_bytes(_part(content, at + 4, at + 8), "little")
        chunk = bytearray(_part(content, at, at + 8 + size + size % 2))
        if kind == b"VP8X":
            chunk[8] &= WEBP_ALPHA
        if kind in WEBP_KEPT:
            kept += chunk
        at += len(chunk)
    if b"VP8 " not in kept and b"VP8L" not in kept:
        raise NotAPicture
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WEBP" + bytes(kept)


KINDS: Final[Mapping[str, tuple[re.Pattern[bytes], Callable[[bytes], bytes]]]] = {
    "image/jpeg": (re.compile(rb"\xff\xd8\xff"), _jpeg),
    "image/png": (re.compile(re.escape(PNG_START)), _png),
    "image/webp": (re.compile(rb"RIFF....WEBP", re.DOTALL), _webp),
}
