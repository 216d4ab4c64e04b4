"""Instances of the bot: processes that are killed, stand still, and are started again."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[3]
BOT: Final = ("-m", "bot")


class Blow(StrEnum):
    """What befalls a process."""

    KILLED = "killed"
    FROZEN = "frozen"
    ENDED = "ended by itself"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suffered:
    """What befell an instance from when until it ran again."""

    blow: Blow
    instance: int
    at: datetime
    until: datetime


class Instance:
    """One instance; what it logs is appended to `log` by one process after the other."""

    def __init__(
        self, number: int, config: Path, port: int, environment: Mapping[str, str], program: Sequence[str] = BOT
    ) -> None:
        self.number: Final = number
        self.port: Final = port
        self.log: Final = config.with_suffix(".log")
        self.busy = False
        """Whether something befalls it already."""
        self.home = ROOT
        """The folder with the program that the next process runs."""
        self._command = (
            "setpriv", "--pdeathsig", "KILL", sys.executable, *program, "run", "--config", str(config),
        )  # fmt: skip
        self._environment = {**os.environ, **environment}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Have a process run; it ends with this one, however that ends."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdout=subprocess.DEVNULL, stderr=log, env=self._environment, cwd=self.home
            )

    @property
    def has_ended(self) -> bool:
        """Whether there is no process any more."""
        return self._process is None or self._process.poll() is not None

    def kill(self) -> None:
        """End the process in the middle of everything."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    async def stop(self) -> int:
        """Tell the process to end, as whoever looks after it does; return its status once it has."""
        assert self._process is not None
        self._process.terminate()
        while (status := self._process.poll()) is None:  # noqa: ASYNC110  # whoever waits for it stops everybody
            await asyncio.sleep(0.05)
        return status

    def freeze(self) -> None:
        """Have the process stand still."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Have the process go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, sign: signal.Signals) -> None:
        if self._process is not None and not self.has_ended:
            self._process.send_signal(sign)
