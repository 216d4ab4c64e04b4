"""A PostgreSQL server of the tests' own, from Debian's package: never the machine's, and gone with the tests."""

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psycopg

_PACKAGES: Final = Path("/usr/lib/postgresql")  # Debian puts each version in a folder of its own
_USER: Final = "liaison"
_NEW: Final = f"""
    initdb --pgdata=data --username={_USER} --auth=trust --no-sync --encoding=UTF8 --locale=C.UTF-8 > {os.devnull}
"""
_IN_MEMORY: Final = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=32MB")


def programs() -> Path | None:
    """Return the folder with the programs of the newest PostgreSQL installed, or None."""
    found = sorted(_PACKAGES.glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    return found[-1].parent if found else None


class Server:
    """A server that listens on a socket in a folder of its own; databases are made on it by `database`."""

    def __init__(self, folder: Path, programs: Path, as_whom: Sequence[str], settings: Sequence[str]) -> None:
        self.data: Final = folder / "data"
        self._folder = folder
        self._programs = programs
        self._as_whom = as_whom
        given = ("listen_addresses=", f"unix_socket_directories={folder}", *settings)
        self._command = [*as_whom, str(programs / "postgres"), "-D", str(self.data), *(f"-c{one}" for one in given)]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Have it run; it lets nobody in until it `answers`. It ends with the thread that has started it."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log, cwd=self._folder)

    def stop(self) -> None:
        """End it as a crash does: at once, whoever is connected. What it had written stays."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()

    def shell(self, script: str) -> None:
        """Run *script* as whoever runs the server, in its folder; it finds the programs, and them the server."""
        path = f"{self._programs}:{os.environ['PATH']}"
        where = {"PATH": path, "PGHOST": str(self._folder), "PGUSER": _USER, "PGDATABASE": "postgres"}
        subprocess.run(
            [*self._as_whom, "bash", "-euo", "pipefail", "-c", script], env=where, cwd=self._folder, check=True
        )

    def disconnect_all(self) -> None:
        """Break every connection to it."""
        self._administer(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )

    def address(self, name: str) -> str:
        """Return the address of the database called *name*."""
        return f"postgresql://{_USER}@/{name}?host={self._folder}"

    def database(self, name: str) -> str:
        """Make a new, empty database; return its address."""
        self._administer(f"CREATE DATABASE {name}")
        return self.address(name)

    def drop(self, name: str) -> None:
        """Have a database be no more, whoever is connected to it."""
        self._administer(f"DROP DATABASE {name} WITH (FORCE)")

    def answers(self) -> bool:
        """Return whether the server lets anybody in yet."""
        assert self._process is None or self._process.poll() is None, (self._folder / "log").read_text()
        try:
            self._administer("SELECT")
        except psycopg.OperationalError:
            return False
        return True

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(statement)


async def started(server: Server) -> None:
    """Start *server*, and return once it lets somebody in."""
    server.start()
    while not server.answers():  # noqa: ASYNC110  # nothing tells when
        await asyncio.sleep(0.02)


@contextmanager
def running(programs: Path, settings: Sequence[str] = _IN_MEMORY) -> Iterator[Server]:
    """Give a new server, started as somebody who is not root; it ends with this process, however that ends."""
    folder = Path(tempfile.mkdtemp(prefix="liaison-postgres-"))
    as_whom = ["setpriv", "--pdeathsig", "QUIT"]
    if os.geteuid() == 0:  # which PostgreSQL refuses to run as; Debian's package brings a user for it
        shutil.chown(folder, "postgres")
        as_whom += ["--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
    server = Server(folder, programs, as_whom, settings)
    try:
        server.shell(_NEW)
        server.start()
        try:
            while not server.answers():
                time.sleep(0.05)  # noqa: TID251  # nothing tells when it lets the first one in
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def empty(url: str) -> None:
    """Take out all rows of a database, and have everything be counted from one again."""
    with psycopg.connect(url, autocommit=True) as connection:
        statements = "".join(statement for (statement,) in connection.execute(_EMPTYING))
        if statements:
            connection.execute(statements)


_EMPTYING: Final = """
    SELECT format(CASE relkind WHEN 'S' THEN 'SELECT setval(%L, 1, false);' ELSE 'DELETE FROM %s;' END, oid::regclass)
    FROM pg_class
    WHERE relkind IN ('r', 'p', 'S') AND NOT relispartition AND relnamespace = 'public'::regnamespace
        AND relname <> 'applied'
"""
