"""Single facts that outlive the process, shared by all instances."""

from storage.codec import Mark
from storage.postgres.records import Records


class Marks:
    """A name and a value each; one that was asked for is locked until the unit of work ends."""

    def __init__(self, marks: Records[Mark]) -> None:
        self._marks = marks

    async def get(self, name: str) -> str | None:
        mark = await self._marks.find(name)
        return None if mark is None else mark.value

    async def set(self, name: str, value: str) -> None:
        await self._marks.put(Mark(name=name, value=value))
