"""How far something long has come, for whoever waits for it."""

from collections.abc import Callable
from time import monotonic
from typing import Final, TextIO

from bot import cli_texts

EVERY: Final = 10.0  # seconds between two lines where there is no terminal


class Bar:
    """Shows a bar on a terminal, and anywhere else a line now and then, which a log can keep."""

    def __init__(self, file: TextIO, *, seconds: Callable[[], float] = monotonic) -> None:
        self._file = file
        self._seconds = seconds
        self._on_terminal = file.isatty()
        self._told_at = seconds()
        self._percent = -1

    def show(self, done: int, of: int) -> None:
        """Show that so many are *done*, if there is anything new to see."""
        percent = 100 * done // of
        if self._on_terminal:
            if percent != self._percent:
                end = "\n" if done == of else ""
                print(f"\r{cli_texts.bar(percent, done, of)}", end=end, file=self._file, flush=True)
        elif percent != self._percent and self._seconds() >= self._told_at + EVERY:
            print(cli_texts.so_far(percent, done, of), file=self._file, flush=True)
            self._told_at = self._seconds()
        self._percent = percent
