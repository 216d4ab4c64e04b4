"""People's photos made small enough for a paper that is passed on in a chat."""

from io import BytesIO
from typing import Final

from PIL import Image

LONGEST_SIDE: Final = 1000  # dots: sharp enough at eight centimetres
QUALITY: Final = 80


def shrunk(content: bytes) -> bytes | None:
    """Return a picture as the content of a .jpg file, None where it cannot be read."""
    try:
        with Image.open(BytesIO(content)) as picture:
            photo = picture.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    photo.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    small = BytesIO()
    photo.save(small, format="JPEG", quality=QUALITY)
    return small.getvalue()
