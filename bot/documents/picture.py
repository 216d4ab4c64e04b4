"""Posters as pictures, to be passed on in a chat: the page of an A4 sheet at 150 dots an inch."""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from bot.documents.poster import code
from handlers.document import Document

WIDTH, HEIGHT = 1240, 1754
MARGIN: Final = 100
TITLE_SIZE: Final = 76
LARGE_SIZE: Final = 46
SMALL_SIZE: Final = 30
SPACING: Final = 1.45  # of the size, from line to line
CODE_WIDTH: Final = 300
INK, PAPER = "#111111", "#ffffff"

TYPEFACES: Final = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/simsun.ttc",
    "/System/Library/Fonts/PingFang.ttc",
)
"""Where Debian's fonts-noto-cjk and fonts-wqy-*, and other systems, keep a typeface with Chinese signs."""
SIMPLIFIED: Final = 2  # which face of Noto's collection has the mainland's forms
WHOLE: Final = re.compile(r"[“（〔《]*(?:[!-~—]+|.)[。，、；：”）〕》！？]*")
"""What must not be broken: a number, a word in letters, a Chinese sign, each with the brackets and stops around it."""


@cache
def chinese_typeface() -> str | None:
    """Return the file of a typeface with Chinese signs, None where the machine has none."""
    return next((path for path in TYPEFACES if Path(path).exists()), None)


def drawn(document: Document, typeface: str) -> bytes:
    """Return *document* as the content of a .png file; a long one in smaller type, so that all of it is there."""
    page = next(page for page in _tries(document, typeface) if page.fits)
    content = BytesIO()
    page.image.save(content, format="PNG")
    return content.getvalue()


def _tries(document: Document, typeface: str) -> Iterator["_Page"]:
    """Yield the page in smaller and smaller type; the last is taken whether it fits or not."""
    for share in range(100, 40, -5):
        yield _Page(document, typeface, share / 100)
    last = _Page(document, typeface, 0.4)
    last.fits = True
    yield last


class _Page:
    """One sheet; *share* is how large its type is, of what it should be."""

    def __init__(self, document: Document, typeface: str, share: float) -> None:
        self.image = Image.new("L", (WIDTH, HEIGHT), PAPER)
        self._pen = ImageDraw.Draw(self.image)
        self._typeface = typeface
        self._y = MARGIN
        number, *texts = document.paragraphs
        title_size = min(TITLE_SIZE, (WIDTH - 2 * MARGIN) // max(map(len, document.title.splitlines())))
        self._write(document.title, title_size, centred=True, weight=2)
        self._write(number, SMALL_SIZE, centred=True)
        for text in texts:
            self._write(text, round(LARGE_SIZE * share))
        for row in document.rows:
            for cell in row:
                self._write(f"{cell.label}：{cell.value}", round(LARGE_SIZE * share), strong=len(cell.label) + 1)
        bottom = HEIGHT - MARGIN - CODE_WIDTH
        self.fits = self._y <= bottom
        self._place_code(document, bottom)

    def _place_code(self, document: Document, top: int) -> None:
        picture = Image.open(BytesIO(code(document.code))).convert("L")
        self.image.paste(picture.resize((CODE_WIDTH, CODE_WIDTH), Image.Resampling.NEAREST), (MARGIN, top))
        font = self._font(SMALL_SIZE)
        y = HEIGHT - MARGIN
        for line in reversed(document.footer.splitlines()):
            y -= round(SMALL_SIZE * SPACING)
            self._pen.text((WIDTH - MARGIN - font.getlength(line), y), line, fill=INK, font=font)

    def _font(self, size: int) -> ImageFont.FreeTypeFont:
        index = SIMPLIFIED if "Noto" in self._typeface else 0
        return ImageFont.truetype(self._typeface, size, index=index)

    def _write(self, text: str, size: int, *, centred: bool = False, strong: int = 0, weight: int = 0) -> None:
        """Write *text* below what was written last, its first *strong* signs, or with *weight* all of it, thicker."""
        font = self._font(size)
        written = 0
        for line in lines(text, font):
            x = (WIDTH - font.getlength(line)) / 2 if centred else float(MARGIN)
            head = line[: max(0, strong - written)]
            self._pen.text((x, self._y), head, fill=INK, font=font, stroke_width=1, stroke_fill=INK)
            rest_at = x + font.getlength(head)
            self._pen.text(
                (rest_at, self._y), line[len(head) :], fill=INK, font=font, stroke_width=weight, stroke_fill=INK
            )
            written += len(line)
            self._y += round(size * SPACING)
        self._y += round(size * (SPACING - 1))


def lines(text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    """Yield *text* in lines as wide as the page; no line begins with a closing sign, no number is broken."""
    for own_line in text.splitlines():
        line = ""
        for piece in WHOLE.findall(own_line):
            if line and font.getlength(line + piece) > WIDTH - 2 * MARGIN:
                yield line
                line = ""
            line += piece
        yield line
