"""What platforms count by the month: one row for each quota's month."""

from collections.abc import Sequence
from datetime import date

from handlers.reports.rules.quotas import Quota
from storage.postgres.records import Records


class PostgresQuotas:
    def __init__(self, quotas: Records[Quota]) -> None:
        self._quotas = quotas

    async def get(self, name: str, month: date) -> Quota | None:
        return await self._quotas.find(name, month)

    async def save(self, quota: Quota) -> None:
        await self._quotas.put(quota)

    async def of(self, month: date) -> Sequence[Quota]:
        return await self._quotas.select("WHERE month = %s ORDER BY name", month)
