"""What several instances need that are started as processes of their own."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest

from tests.faults.instances.setting_up import ENVIRONMENT
from tests.support.shims import compiled

MEMORY: Final = Path("/dev/shm")


@pytest.fixture(scope="session")
def memory() -> Iterator[Path]:
    """A folder where no fsync takes its time, on Linux; a file there outlives every process, though not the machine."""
    with TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def clock_ahead(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is loaded into a process to have its clock be ahead."""
    return compiled(Path(__file__).parent / "instances" / "clock_ahead.c", tmp_path_factory.mktemp("shim"))


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the secrets of every platform where the configuration looks for them."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
