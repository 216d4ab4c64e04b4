"""`python -m tests.bench [--json FILE]`: measures what the bot has to reach and fails where it does not.

Each figure is measured in a fresh process, on one core (but those of PostgreSQL), so that none warms up or slows down
another.
"""

import argparse
import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Final

from tests.bench.figures import Figure, read

MODULES: Final = ("registrations", "growth", "running", "answers", "looking", "callbacks", "frames", "postgres")


def main() -> int:
    """Print the table; return 0 where every figure is good enough, else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("modules", nargs="*", default=MODULES, metavar="MODULE", help=", ".join(MODULES))
    options = parser.parse_args()
    figures = [figure for module in options.modules for figure in _measure(module)]
    if options.json is not None:
        lines = [asdict(figure) | {"met": figure.met} for figure in figures]
        options.json.write_text(json.dumps(lines, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0 if all(figure.met for figure in figures) else 1


def _measure(module: str) -> list[Figure]:
    """Measure one module's figures and print them as they come."""
    run = subprocess.run([sys.executable, "-m", f"tests.bench.{module}"], stdout=subprocess.PIPE, text=True, check=True)
    figures = read(run.stdout)
    for figure in figures:
        missed = "" if figure.met else "  MISSED"
        print(f"{figure.what:66}{figure.measured:10.2f} {figure.unit:4}  {figure.needed}{missed}", flush=True)
    return figures


if __name__ == "__main__":
    sys.exit(main())
