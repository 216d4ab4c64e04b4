"""What an administrator copies to run the bot as a service holds true of this bot."""

import ast
import configparser
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pytest

from bot.app import LAST_ANSWERS, LAST_MOMENTS
from bot.config.settings import WebSettings
from bot.metrics import Metrics

ROOT: Final = Path(__file__).parents[2]
SERVICE: Final = ROOT / "bot" / "service"
UNIT: Final = SERVICE / "liaison-bot.service"
EXPOSED: Final = 20  # of 100: how open to others systemd may find the process


def parsed_unit() -> configparser.ConfigParser:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # names are told apart by capitals
    unit.read(UNIT, encoding="utf-8")
    return unit


@pytest.mark.parametrize("name", ["liaison-bot.service", "liaison-bot@qingshi.service"])
def test_systemd_takes_the_unit_under_both_names_and_finds_it_closed_to_others(name: str, tmp_path: Path) -> None:
    systemd = shutil.which("systemd-analyze")
    started = parsed_unit()["Service"]["ExecStart"].split()[0]
    assert Path(started).relative_to("/opt/liaison-bot") == Path(".venv/bin/liaison-bot")
    if systemd is None:
        return
    for copy in {name, re.sub("@.*[.]", "@.", name)}:
        (tmp_path / copy).write_text(UNIT.read_text("utf-8").replace(started, sys.executable), "utf-8")
    subprocess.run([systemd, "verify", f"./{name}"], cwd=tmp_path, check=True)
    subprocess.run(
        [systemd, "security", "--offline=true", f"--threshold={EXPOSED}", f"./{name}"],
        cwd=tmp_path, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def test_systemd_lets_the_bot_finish_what_is_claimed() -> None:
    assert int(parsed_unit()["Service"]["TimeoutStopSec"]) >= LAST_ANSWERS + LAST_MOMENTS + 5


# --- the container ---


def instructions(kind: str) -> Iterable[str]:
    text = (SERVICE / "Containerfile").read_text("utf-8").replace("\\\n", "")
    return re.findall(rf"^{kind} (.+)$", text, flags=re.MULTILINE)


def test_what_the_container_copies_is_enough_to_install_the_bot(tmp_path: Path) -> None:
    for line in instructions("COPY"):
        *sources, target = line.split()
        for source in sources:
            copy = tmp_path / target / (source if target == "./" else "")
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, copy, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, copy)
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run(build, cwd=tmp_path, check=True, capture_output=True)
    assert all((tmp_path / name).exists() for name in re.findall(r"--requirement (\S+)", " ".join(instructions("RUN"))))


def test_the_container_runs_the_bot_as_nobody_special_and_asks_for_its_health_where_it_answers() -> None:
    assert list(instructions("USER")) == ["liaison"]
    assert list(instructions("ENTRYPOINT")) == ['["liaison-bot"]']
    (health,) = instructions("HEALTHCHECK")
    assert f"127.0.0.1:{WebSettings().port}/healthz" in health


# --- the dashboard ---


def told() -> Iterator[str]:
    """Yield patterns of the names of all figures: those every bot has, and those that parts of it tell."""
    yield from re.findall(r"^(\w+)[ {]", Metrics().exposition().decode(), flags=re.MULTILINE)
    for path in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Figure":
                yield re.sub(r"\{\w+\}", "[a-z]+", ast.literal_eval(ast.unparse(node.args[0]).removeprefix("f")))


def shown() -> set[str]:
    """Return the names of all figures that the dashboard asks for; each of its questions asks for some."""
    dashboard = json.loads((SERVICE / "dashboard.json").read_text("utf-8"))
    names = set()
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            asked = re.findall(r"\b(?:liaison|process)_\w+", target["expr"])
            assert asked, f"{panel['title']}: {target['expr']}"
            names.update(asked)
    return names


def test_the_dashboard_asks_only_for_figures_that_the_bot_tells() -> None:
    patterns = set(told())
    assert [name for name in shown() if not any(re.fullmatch(one, name) for one in patterns)] == []


def test_the_dashboard_shows_all_that_every_bot_tells_of_its_work() -> None:
    assert {name for name in told() if re.fullmatch("liaison_(?!wecom|dingtalk)[a-z_]+", name)} - shown() == set()
