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
        room = most - len(_number(expected, expected))
        cut = tuple(part for part in _cut(text, room) if part.strip())
        if len(cut) <= expected:
            return tuple(_number(index, len(cut)) + part for index, part in enumerate(cut, start=1))
        expected = len(cut)


def _number(index: int, total: int) -> str:
    return f"({index}/{total})\n"


def _cut(text: str, room: int) -> Iterator[str]:
    while len(text.encode()) > room:
        fits = text.encode()[:room].decode(errors="ignore")  # what is ignored is the beginning of a character
        line_break = fits.rfind("\n")
        end = line_break if line_break > 0 else len(fits)
        yield text[:end]
        text = text[end:].removeprefix("\n")
    yield text
