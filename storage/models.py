"""The station's own weights of the recogniser: kept beside the store, with those before them."""

import logging
import os
from hashlib import sha256
from pathlib import Path
from typing import Final

from handlers.intake.rules.model import BadModel, Model, read, shipped, written
from storage.errors import Unwritable

log = logging.getLogger(__name__)

_CURRENT: Final = "recogniser.bin"
_EARLIER: Final = "recogniser.earlier.bin"

_Version = tuple[int, int, int] | None
"""What tells one file from the next in its place; None where there is none."""


class NoEarlierModel(Exception):
    """The station already uses the weights that came with the program."""


class Models:
    """What the station learned last, and what it used before, in one folder."""

    def __init__(self, folder: Path) -> None:
        self._current = folder / _CURRENT
        self._earlier = folder / _EARLIER
        self._known: tuple[_Version, Model] | None = None

    def current(self) -> Model:
        """Return what the station learned last, as soon as any process has kept it; else the shipped one.

        What is damaged, or was learned with another version of the program, gives way to the shipped one.
        """
        version = self._version()
        if self._known is None or self._known[0] != version:
            self._known = version, shipped() if version is None else self._read()
        return self._known[1]

    def keep(self, model: Model) -> None:
        """Put *model* in use; the one before is kept. Cut short anywhere, a whole model is left, or the shipped one.

        Raise `Unwritable`.
        """
        new = self._current.with_suffix(".new")
        try:
            with new.open("wb") as file:
                file.write(_signed(written(model)))
                file.flush()
                os.fsync(file.fileno())
            if self._current.exists():
                self._current.replace(self._earlier)
            new.replace(self._current)
        except OSError as error:
            raise Unwritable(self._current, str(error)) from error

    def roll_back(self) -> None:
        """Go back to the model before, or to the shipped one. Raise `NoEarlierModel`."""
        if self._earlier.exists():
            self._earlier.replace(self._current)
        elif self._current.exists():
            self._current.unlink()
        else:
            raise NoEarlierModel

    def _version(self) -> _Version:
        try:
            status = self._current.stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size

    def _read(self) -> Model:
        try:
            return _opened(self._current.read_bytes())
        except (OSError, BadModel):
            log.warning("the station's own model is damaged or of another version: the shipped one is used")
            return shipped()


def _signed(model: bytes) -> bytes:
    """Return *model* after a hash that ties it to the shipped weights: only beside these its rows mean the same."""
    return sha256(shipped().table + model).digest() + model


def _opened(content: bytes) -> Model:
    model = content[sha256().digest_size :]
    if content != _signed(model):
        raise BadModel
    return read(model)
