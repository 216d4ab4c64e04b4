"""What commands are tried on."""

from pathlib import Path

import pytest

from tests.bot.config.example import EXAMPLE


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return where the example configuration is, beside an empty folder for its data."""
    path = tmp_path / "config.toml"
    path.write_text(EXAMPLE, "utf-8")
    (tmp_path / "data").mkdir()
    return path
