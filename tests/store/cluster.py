"""A PostgreSQL of the tests' own: on loopback, in a temporary folder, never as root."""

from __future__ import annotations

import contextlib
import itertools
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

NO_POSTGRES = "NOT TESTED: the store on PostgreSQL. There is no PostgreSQL that can be started here (Debian: apt-get install postgresql)."


def _binaries() -> Path | None:
    """The newest of Debian's versions, or whatever is on the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).parent if found else None


BINARIES = _binaries()
# The server refuses to be run by root; Debian's package brings a user for it.
_AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
_AS = ["runuser", "-u", "postgres", "--"] if _AS_ROOT else []
AVAILABLE = BINARIES is not None and (not _AS_ROOT or shutil.which("runuser") is not None)


class Cluster:
    """One server with as many databases as are needed at the same time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._password = secrets.token_hex(8)
        self._numbers = itertools.count(1)
        self._free: list[str] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])

    def make(self) -> None:
        if _AS:
            shutil.chown(self._folder, "postgres")
        secret = self._folder / "password"
        secret.write_text(self._password)
        secret.chmod(0o644)
        self._run(
            "initdb", "--no-sync", "--username=biobot", "--auth=scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8"
        )
        # Without fsync: the tests kill processes, not the machine, and what a process has written outlives it.
        options = f"port={self.port}\nlisten_addresses='127.0.0.1'\nunix_socket_directories=''\nmax_connections=40\nfsync=off\n"
        subprocess.run(
            [*_AS, "tee", "-a", str(self._data / "postgresql.conf")],
            input=options,
            text=True,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def start(self) -> None:
        self._run("pg_ctl", "--wait", "--timeout=60", f"--log={self._folder / 'log'}", "start")

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "--wait", "--timeout=60", f"--mode={mode}", "stop")

    def kill(self) -> None:
        """Kill the server and all of its processes, as the kernel does where memory runs out."""
        for process in self._processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        (self._data / "postmaster.pid").unlink(missing_ok=True)

    @contextlib.contextmanager
    def frozen(self) -> Iterator[None]:
        """The server takes connections and says nothing, as over a network that swallows everything."""
        processes = self._processes()
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                os.kill(process, signal.SIGCONT)

    def new_database(self) -> str:
        """The URL of an empty database: one that a test has given back, else a new one."""
        if self._free:
            name = self._free.pop()
            self.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608
            self.sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public", name)
        else:
            name = f"biobot_{next(self._numbers)}"
            self.sql(f"CREATE DATABASE {name}")
        return f"postgresql+asyncpg://biobot:{self._password}@127.0.0.1:{self.port}/{name}"

    def give_back(self, url: str) -> None:
        self._free.append(url.rpartition("/")[2])

    def sql(self, statement: str, database: str = "postgres") -> str:
        """What psql prints for a statement, or for the statements of a file's text."""
        command = [str(BINARIES / "psql"), "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1"] if BINARIES else []
        address = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "biobot", "-d", database, "-f", "-"]
        environment = {**os.environ, "PGPASSWORD": self._password}
        done = subprocess.run(
            [*command, *address], input=statement, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _run(self, program: str, *options: str) -> None:
        assert BINARIES is not None
        command = [*_AS, str(BINARIES / program), f"--pgdata={self._data}", *options]
        # Into a file: the server would hold a pipe open for as long as it runs.
        with (self._folder / f"{program}.out").open("w+") as told:
            if subprocess.run(
                command, stdout=told, stderr=told, stdin=subprocess.DEVNULL, cwd="/", check=False
            ).returncode:
                told.seek(0)
                raise RuntimeError(told.read())

    def _processes(self) -> list[int]:
        """The server first, so that it starts nothing anew while the others go."""
        server = int((self._data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        return [server, *map(int, children)]


@contextlib.contextmanager
def running() -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="biobot-pg-"))
    cluster = Cluster(folder)
    try:
        cluster.make()
        cluster.start()
        yield cluster
    finally:
        with contextlib.suppress(OSError, RuntimeError):
            cluster.stop("immediate")
        _remove(folder)


def _remove(folder: Path) -> None:
    for _ in range(20):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.1)
