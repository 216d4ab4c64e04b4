"""What platforms count by the month: one row for each quota's month."""

from collections.abc import Sequence
from datetime import date

from handlers.reports.rules.quotas import Quota
from storage.embedded.table import Table
from storage.keys import joined


class EmbeddedQuotas:
    def __init__(self, quotas: Table[Quota]) -> None:
        self._quotas = quotas

    async def get(self, name: str, month: date) -> Quota | None:
        return self._quotas.find(joined(name, month))

    async def save(self, quota: Quota) -> None:
        self._quotas.put(quota)

    async def of(self, month: date) -> Sequence[Quota]:
        return sorted(self._quotas.span("month", str(month)), key=lambda one: one.name)
