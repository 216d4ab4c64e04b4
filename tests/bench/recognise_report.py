"""Prints how well `recognise` tells petitions from talk: `python tests/bench/recognise_report.py FILE`.

FILE has one {"text", "label", "style"} a line. An asked speaker counts as half right and half wrong.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import TypedDict

from handlers.intake.rules.recognise import Decision, recognise

SHARE = {Decision.REGISTER: 1.0, Decision.ASK: 0.5, Decision.NO: 0.0}


class Row(TypedDict):
    text: str
    label: int
    style: str


def report(name: str, rows: Sequence[Row]) -> str:
    """Return one line of figures."""
    began = perf_counter()
    decisions = [recognise(row["text"]).decision for row in rows]
    microseconds = (perf_counter() - began) / len(rows) * 1e6
    taken = [SHARE[decision] for decision in decisions]
    right = sum(share for row, share in zip(rows, taken, strict=True) if row["label"])
    precision, recall = right / sum(taken), right / sum(row["label"] for row in rows)
    f1 = 2 * precision * recall / (precision + recall)
    asked = decisions.count(Decision.ASK) / len(rows)
    return f"{name:12} P {precision:.3f} R {recall:.3f} F1 {f1:.3f} asked {asked:.1%} {microseconds:.0f} us each"


def main() -> None:
    rows: list[Row] = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    print(report("all", rows))
    for style in sorted({row["style"] for row in rows}):
        chosen = [row for row in rows if row["style"] == style]
        if any(row["label"] for row in chosen):
            print(report(style, chosen))


if __name__ == "__main__":
    main()
