"""A measured figure beside what is needed, and how each is measured: in a process of its own, on one core unless several are the matter."""

import asyncio
import json
import logging
import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured figure; *at_least* and *at_most* are what the issue asks, None where it asks nothing."""

    what: str
    measured: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None

    @property
    def met(self) -> bool:
        """Whether it is good enough."""
        return (self.at_least is None or self.measured >= self.at_least) and (
            self.at_most is None or self.measured <= self.at_most
        )

    @property
    def needed(self) -> str:
        """What it has to be, in words."""
        if self.at_least is not None:
            return f"at least {self.at_least:g}"
        return "" if self.at_most is None else f"at most {self.at_most:g}"


def report(measure: Callable[[], Awaitable[Sequence[Figure]]], *, on_one_core: bool = True) -> None:
    """Measure and print each figure as a line of JSON."""
    if on_one_core:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    logging.disable(logging.INFO)

    async def measured() -> Sequence[Figure]:
        return await measure()

    for figure in asyncio.run(measured()):
        print(json.dumps(asdict(figure), ensure_ascii=False))


def read(lines: str) -> list[Figure]:
    """Return the figures that `report` printed."""
    return [Figure(**json.loads(line)) for line in lines.splitlines() if line.startswith("{")]
