"""What several instances need that are started as processes of their own."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.faults.instances.setting_up import ENVIRONMENT


@pytest.fixture(scope="session")
def clock_ahead(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is loaded into a process to have its clock be ahead."""
    compiler = shutil.which("gcc")
    if compiler is None:
        reason = "gcc is missing; install it with: sudo apt-get install gcc"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    shim = tmp_path_factory.mktemp("shim") / "clock_ahead.so"
    source = Path(__file__).parent / "instances" / "clock_ahead.c"
    subprocess.run([compiler, "-shared", "-fPIC", "-Wall", "-Werror", "-o", shim, source, "-ldl"], check=True)
    return shim


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the secrets of every platform where the configuration looks for them."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
