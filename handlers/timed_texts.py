"""How what was due earlier is marked."""

from datetime import datetime, timedelta
from typing import Final

LATE_AFTER: Final = timedelta(minutes=10)
LATE: Final = "（补发）"


def when_late(text: str, *, due: datetime, now: datetime) -> str:
    """Return *text*, marked once where it is said so much after it was due that people may wonder."""
    return f"{LATE}{text}" if now - due > LATE_AFTER and not text.startswith(LATE) else text
