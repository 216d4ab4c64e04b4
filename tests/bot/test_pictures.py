"""A picture that was cleaned still draws, and tells nothing of its maker."""

import zlib

import pytest
from hypothesis import given
from hypothesis.strategies import binary, integers, sampled_from

from bot.pictures import NotAPicture, clean

SECRET = b"taken at 31.2N 121.4E by Zhao Min"


def _segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2) + content


def _chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def _riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(kind + len(part).to_bytes(4, "little") + part + b"\0" * (len(part) % 2) for kind, part in chunks)
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body


SCAN = _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
QUANTISATION = _segment(0xDB, bytes(65))
JPEG = b"".join(
    (
        b"\xff\xd8",
        _segment(0xE0, b"JFIF\0" + bytes(9)),
        _segment(0xE1, b"Exif\0\0" + SECRET),
        _segment(0xFE, SECRET),
        QUANTISATION,
        SCAN,
        _segment(0xC4, bytes(20)),  # a progressive picture: tables and a second scan
        SCAN,
        b"\xff\xd9",
        SECRET,
    )
)
PIXELS = _chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
HEADER = _chunk(b"IHDR", (1).to_bytes(4) + (1).to_bytes(4) + b"\x08\x02\0\0\0")
END = _chunk(b"IEND", b"")
SIGN = b"\x89PNG\r\n\x1a\n"
PNG = SIGN + HEADER + _chunk(b"tEXt", SECRET) + _chunk(b"eXIf", SECRET) + PIXELS + END + SECRET
WEBP = _riff((b"VP8X", b"\x3c" + bytes(9)), (b"VP8 ", b"frame"), (b"EXIF", SECRET), (b"XMP ", SECRET))


@pytest.mark.parametrize(
    ("content", "kind", "cleaned"),
    [
        (JPEG, "image/jpeg", b"\xff\xd8" + QUANTISATION + SCAN + _segment(0xC4, bytes(20)) + SCAN + b"\xff\xd9"),
        (PNG, "image/png", SIGN + HEADER + PIXELS + END),
        (WEBP, "image/webp", _riff((b"VP8X", b"\x10" + bytes(9)), (b"VP8 ", b"frame"))),
    ],
)
def test_nothing_but_the_image_is_kept(content: bytes, kind: str, cleaned: bytes) -> None:
    picture = clean(content)
    assert (picture.type, picture.content) == (kind, cleaned)
    assert clean(picture.content) == picture


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + bytes(20),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7",
        _riff((b"VP8X", b"\x02" + bytes(9)), (b"ANIM", bytes(6)), (b"ANMF", SECRET)),
    ],
)
def test_what_is_no_still_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPicture):
        clean(content)


@given(whole=sampled_from([JPEG.removesuffix(SECRET), PNG.removesuffix(SECRET), WEBP]), cut=integers(1, 60))
def test_a_picture_cut_short_is_refused(whole: bytes, cut: int) -> None:
    try:
        kept = clean(whole[:-cut])
    except NotAPicture:
        return
    assert SECRET[:8] not in kept.content  # the cut took whole parts that are not drawn


@given(start=sampled_from([JPEG, PNG, WEBP]), keep=integers(2, 200), rest=binary(max_size=200))
def test_no_bytes_at_all_break_the_cleaning(start: bytes, keep: int, rest: bytes) -> None:
    try:
        picture = clean(start[:keep] + rest)
    except NotAPicture:
        return
    assert clean(picture.content) == picture
