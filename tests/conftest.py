"""How every test runs: Hypothesis profiles, the log, and the browser and PostgreSQL, or the reason why there is none."""

import os
import shutil
from collections.abc import Iterator
from typing import NoReturn

import pytest
from hypothesis import settings

from tests.support import postgres
from tests.support.log import log_as_before
from tests.support.postgres import Server

# No deadline: how long an example takes says more about the machine than about the rule.
settings.register_profile("quick", max_examples=60, deadline=None)
settings.register_profile("ci", parent=settings.get_profile("quick"), derandomize=True, print_blob=True)
settings.register_profile("soak", max_examples=3000, deadline=None)
settings.load_profile("ci" if "CI" in os.environ else "quick")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--on-model", action="store_true", help="keep scenarios in the plain model, which is faster")


@pytest.fixture(autouse=True)
def _log() -> Iterator[None]:
    """Have no test leave the log going to a stream that ends with it, as a verb of the command would."""
    with log_as_before():
        yield


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's Chromium; skips the test where it is missing, unless LIAISON_REQUIRE_BROWSER=1."""
    path = shutil.which("chromium")
    if path is None:
        _missing("chromium", required="LIAISON_REQUIRE_BROWSER")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL server; skips the test where there is none, unless LIAISON_REQUIRE_POSTGRES=1."""
    programs = postgres.programs()
    if programs is None:
        _missing("postgresql", required="LIAISON_REQUIRE_POSTGRES")
    with postgres.running(programs) as server:
        yield server


@pytest.fixture
def own_server(postgres_server: Server) -> Iterator[Server]:
    """A server that a test may stop and start; a crash loses nothing that was committed."""
    programs = postgres.programs()
    assert programs is not None
    with postgres.running(programs, ("fsync=off",)) as server:
        yield server


@pytest.fixture(scope="session")
def one_database(postgres_server: Server) -> str:
    """The database that all tests of a process have in turn."""
    return postgres_server.database("station")


@pytest.fixture
def database(one_database: str) -> str:
    """The address of a database with nothing in it."""
    postgres.empty(one_database)
    return one_database


def _missing(package: str, *, required: str) -> NoReturn:
    reason = f"{package} is missing; install it with: sudo apt-get install {package}"
    if os.environ.get(required) == "1":
        pytest.fail(reason)
    pytest.skip(reason)
