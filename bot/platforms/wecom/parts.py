"""A text in numbered parts, for ways that carry so many bytes and no more. No I/O."""

from collections.abc import Iterator


def parts(text: str, most: int) -> tuple[str, ...]:
    """Return *text* in parts of at most *most* bytes of UTF-8, cut at line breaks where there are any.

    A text that fits is its own one part; of several each begins with its number. No character is broken, no part is
    blank, and the same text is always cut in the same way. *most* is 64 at least.
    """
    if len(text.encode()) <= most:
        return (text,)
    expected = 1
    while True:
        cut = tuple(_cut(text, most - len(_number(expected, expected))))
        if len(cut) <= expected:
            return tuple(_number(index, len(cut)) + part for index, part in enumerate(cut, start=1))
        expected = len(cut)


def _number(index: int, total: int) -> str:
    return f"({index}/{total})\n"


def _cut(text: str, room: int) -> Iterator[str]:
    while text:
        fits = text.encode()[:room].decode(errors="ignore")  # what is left out is the beginning of a character
        head, line_break, _ = fits.rpartition("\n") if len(fits) < len(text) else (fits, "", "")
        part = head if head.strip() else fits
        text = text[len(part) + len(line_break) if part == head else len(part) :]
        if part.strip():
            yield part
