"""A year in which the process is killed at random: nothing confirmed is lost, nothing said twice, early or too late."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from handlers.message import MessageId
from handlers.ports import Progress
from storage.connect import connect
from tests.faults.year import KEY
from tests.support.township import BOUND, STATION, TOWNSHIP

START: Final = date(2026, 1, 1)
DAYS: Final = 365
KILLS: Final = int(os.environ.get("LIAISON_KILL_ROUNDS", "30")) // 3
# All in one worker, for each would live the two years of all these tests anew.
pytestmark = [pytest.mark.timeout(600 + 10 * KILLS), pytest.mark.xdist_group("year")]
LATE: Final = timedelta(minutes=10)
IN_FLIGHT: Final = 40  # lines: what one round of deliveries may have sent without having booked it


@dataclass(frozen=True, slots=True)
class Line:
    what: str
    key: str
    at: datetime
    text: str


class Year:
    """The year lived by one process after another; `lines` is all of them, `cuts` the number of lines at each kill."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.store = folder / "year.db"
        self._log = folder / "log"
        self._log.touch()
        self.cuts: list[int] = []

    def live(self, *, down: float = 0.0, kill_after: int | None = None) -> None:
        """Let a process live from where the store stands, *down* hours later, until the end or so many more lines."""
        size = self._size_after(kill_after)
        command = [sys.executable, "-m", "tests.faults.year", self.store, self._log, START.isoformat(), str(DAYS)]
        process = subprocess.Popen([*map(str, command), str(down)], stderr=subprocess.DEVNULL)
        while size is not None and process.poll() is None:
            if self._log.stat().st_size >= size:
                process.send_signal(signal.SIGKILL)
                process.wait()
                self.cuts.append(len(self.lines()))
                return
            time.sleep(0.002)  # noqa: TID251  # the other process decides when there is something to see
        assert process.wait() == 0

    def _size_after(self, lines: int | None) -> int | None:
        return None if lines is None else self._log.stat().st_size + lines * 300

    def lines(self) -> list[Line]:
        rows = [json.loads(line) for line in self._log.read_text("utf-8").splitlines()]
        return [Line(row["what"], row["key"], datetime.fromisoformat(row["at"]), row["text"]) for row in rows]

    @property
    def over(self) -> bool:
        return any(line.what == "done" for line in self.lines()[-1:])


@pytest.fixture(scope="module")
def undisturbed(memory: Path) -> Year:
    year = Year(memory / "undisturbed")
    year.live()
    return year


@pytest.fixture(scope="module")
def killed(memory: Path) -> Year:
    year = Year(memory / "killed")
    chance = random.Random(2026)
    year.live(kill_after=chance.randint(1, 120))
    while not year.over:
        more = chance.randint(1, 250) if len(year.cuts) < KILLS else None
        year.live(down=chance.choice((0.0, 0.1, 3.0, 26.0)), kill_after=more)
    return year


def posts(year: Year) -> dict[str, Line]:
    """Return each message by its key, as it was first taken."""
    return {line.key: line for line in reversed(year.lines()) if line.what == "post"}


def test_the_process_was_killed_that_often(killed: Year) -> None:
    assert len(killed.cuts) >= KILLS // 2


def test_whatever_was_acknowledged_is_kept_and_handled(killed: Year) -> None:
    asyncio.run(_whatever_was_acknowledged_is_kept_and_handled(killed))


async def _whatever_was_acknowledged_is_kept_and_handled(killed: Year) -> None:
    said = [line for line in killed.lines() if line.what == "acknowledged"]
    storage = await connect(f"tinydb:{killed.store}", roster=TOWNSHIP, key=KEY, bound=BOUND)
    try:
        async with storage.begin() as work:
            for line in said:
                kept = await work.messages.get(MessageId(line.key))
                assert kept is not None
                assert kept.progress is Progress.HANDLED
            tails = range(1, await work.petitions.next_tail(STATION.id, START.year))
            told = {one.text for tail in tails for one in await work.petitions.with_tail(STATION.id, tail)}
    finally:
        await storage.close()
    wanted = {line.text.removeprefix("/诉求 ") for line in said if line.text.startswith("/诉求")}
    assert wanted <= told


def test_each_petition_told_has_its_receipt(killed: Year) -> None:
    answered = {key.split("/")[0] for key in posts(killed)}
    said = {line.key for line in killed.lines() if line.what == "acknowledged"}
    assert said <= answered


def test_nothing_is_said_twice_but_what_was_on_its_way_at_a_kill(killed: Year) -> None:
    lines = killed.lines()
    counts = Counter(line.key for line in lines if line.what == "post")
    for number, line in enumerate(lines):
        if line.what == "post" and counts[line.key] > 1:
            counts[line.key] -= 1
            assert any(cut - IN_FLIGHT <= number < cut for cut in killed.cuts), line.key


def test_nothing_is_said_earlier_than_it_would_have_been(killed: Year, undisturbed: Year) -> None:
    in_time = posts(undisturbed)
    for key, line in posts(killed).items():
        if key in in_time and not key.startswith("undelivered/"):
            assert line.at >= in_time[key].at, key


def test_reception_notices_are_late_only_as_long_as_they_are_of_use_and_say_so(killed: Year, undisturbed: Year) -> None:
    in_time = posts(undisturbed)
    notices = [line for key, line in posts(killed).items() if "/announce" in key and key in in_time]
    assert notices
    for line in notices:
        usual = in_time[line.key]
        assert line.at < usual.at + timedelta(days=STATION.limits.announce_days)
        assert line.text.startswith("（补发）") is (line.at - usual.at > LATE)


def test_every_reception_day_is_announced_in_every_group(killed: Year, undisturbed: Year) -> None:
    assert announced(killed) == announced(undisturbed)


def announced(year: Year) -> set[tuple[str, str]]:
    """Return each reception day with each group that was told of it, whenever that was."""
    parts = (key.split("/announce/") for key in posts(year) if "/announce/" in key)
    return {(day, told.rsplit("/", 1)[-1]) for day, told in parts}
