"""Small shared libraries that are loaded into a process to have it fare worse than it would."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def compiled(source: Path, folder: Path) -> Path:
    """Return the library that *source* makes, in *folder*.

    Where nothing can compile it the test is skipped; in CI it fails.
    """
    compiler = shutil.which("gcc")
    if compiler is None:
        reason = "gcc is missing; install it with: sudo apt-get install gcc"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    shim = folder / f"{source.stem}.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-Wall", "-Werror", "-o", shim, source, "-ldl"], check=True)
    return shim
