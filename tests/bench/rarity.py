"""Counts in how many texts each pair of characters stands: `python -m tests.bench.rarity FILE... >rarity.json`.

Each FILE has one {"text", "detail"} a line, the detail may be missing. What comes out is a table of pairs by how often they
were seen, to the nearest power of two, and says nothing of any single text.
"""

import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from handlers.petitions.rules.alike import gist

SEEN_AT_LEAST: Final = 24
HEAD: Final = 200  # of a long letter: what follows repeats it


def texts(path: Path) -> Iterator[str]:
    """Yield title and body of every line; words that were set apart are joined again."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield row["text"].replace(" ", "")
        if row.get("detail"):
            yield row["detail"][:HEAD]


def table(lines: Iterable[str]) -> dict[str, object]:
    """Return how many texts were counted, and the pairs by how many of them they stand in."""
    seen: Counter[str] = Counter()
    count = 0
    for line in lines:
        count += 1
        seen.update(term for term in gist(line).terms if len(term) == 2 and term >= "\u4e00")
    by_level: defaultdict[int, list[str]] = defaultdict(list)
    for pair, times in seen.items():
        if times >= SEEN_AT_LEAST:
            by_level[2 ** round(math.log2(times))].append(pair)
    return {"texts": count, "seen": {level: "".join(sorted(by_level[level])) for level in sorted(by_level)}}


def main() -> None:
    lines = (line for name in sys.argv[1:] for line in texts(Path(name)))
    print(json.dumps(table(lines), ensure_ascii=False, indent=0))


if __name__ == "__main__":
    main()
