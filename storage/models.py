"""The station's own weights of the recogniser: kept beside the store, with those before them."""

import os
from pathlib import Path
from typing import Final

from handlers.intake.rules.model import BadModel, Model, read, shipped, written

_CURRENT: Final = "recogniser.bin"
_EARLIER: Final = "recogniser.earlier.bin"


class NoEarlierModel(Exception):
    """The station already uses the weights that came with the program."""


class Models:
    """What the station learned last, and what it used before, in one folder."""

    def __init__(self, folder: Path) -> None:
        self._current = folder / _CURRENT
        self._earlier = folder / _EARLIER

    def current(self) -> Model:
        """Return what the station learned last, or the shipped one: also where another program wrote the file."""
        try:
            return read(self._current.read_bytes())
        except (FileNotFoundError, BadModel):
            return shipped()

    def keep(self, model: Model) -> None:
        """Put *model* in use; the one before is kept. Cut short anywhere, a whole model is left, or the shipped one."""
        new = self._current.with_suffix(".new")
        with new.open("wb") as file:
            file.write(written(model))
            file.flush()
            os.fsync(file.fileno())
        if self._current.exists():
            self._current.replace(self._earlier)
        new.replace(self._current)

    def roll_back(self) -> None:
        """Go back to the model before, or to the shipped one. Raise `NoEarlierModel`."""
        if self._earlier.exists():
            self._earlier.replace(self._current)
        elif self._current.exists():
            self._current.unlink()
        else:
            raise NoEarlierModel
