"""The names of people, found in a text however many there are."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from handlers.intake.rules.normalise import fold


class Names(Collection[str]):
    """Names as texts are compared, each there for as long as somebody is called so.

    A prefecture has a hundred thousand, learnt one by one: there is one of these for all who look for them.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._called: Counter[str] = Counter()
        self._lengths: dict[str, set[int]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Know that somebody more is called *name*."""
        folded = _folded(name)
        self._called[folded] += 1
        self._lengths.setdefault(folded[:1], set()).add(len(folded))

    def remove(self, name: str) -> None:
        """Know that somebody less is called *name*."""
        folded = _folded(name)
        self._called[folded] -= 1
        if not self._called[folded]:
            del self._called[folded]

    def found_in(self, line: str) -> set[str]:
        """Return all names that stand anywhere in *line*, which is folded."""
        return {
            name
            for start, head in enumerate(line)
            for length in self._lengths.get(head, ())
            if (name := line[start : start + length]) in self._called
        }

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and _folded(name) in self._called

    def __iter__(self) -> Iterator[str]:
        return iter(self._called)

    def __len__(self) -> int:
        return len(self._called)


def _folded(name: str) -> str:
    return fold(name).text.strip()
