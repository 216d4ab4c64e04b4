"""What platforms count against an organisation by the month."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from handlers.reports.rules.quotas import Quota


class QuotaRepository(Protocol):
    """How much of each quota was spent in each month."""

    async def get(self, name: str, month: date) -> Quota | None: ...

    async def save(self, quota: Quota) -> None: ...

    async def of(self, month: date) -> Sequence[Quota]:
        """Return the quotas of which something was spent in that month, by their names."""
