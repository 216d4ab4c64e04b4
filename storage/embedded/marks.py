"""Single facts that outlive the process."""

from storage.codec import Mark
from storage.embedded.table import Table


class Marks:
    """A name and a value each."""

    def __init__(self, marks: Table[Mark]) -> None:
        self._marks = marks

    def __getitem__(self, name: str) -> str | None:
        mark = self._marks.find(name)
        return None if mark is None else mark.value

    def __setitem__(self, name: str, value: str) -> None:
        self._marks.put(Mark(name=name, value=value))
