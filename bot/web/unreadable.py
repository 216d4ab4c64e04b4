"""What is said to whoever calls what he must not, or says what nobody can read. No I/O."""

from typing import Final

MALFORMED: Final = 400
FORGED: Final = 403
TOO_LARGE: Final = 413


class Unreadable(Exception):
    """A call that is not to be acted upon; *status* is all that its sender is told."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status
