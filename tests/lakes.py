"""A PostgreSQL of our own for tests of lakes: Debian's, in a folder that is thrown away, on a free port of loopback."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from flock.storage.lakes import Lake

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))


@dataclass
class Postgres:
    """A running server; `stop` and `start` play its going and coming back."""

    folder: Path
    port: int
    made: list[str] = field(default_factory=list)

    def new_lake(self) -> Lake:
        """Make an empty catalogue and an empty folder of files."""
        name = f"lake{len(self.made)}"
        self.made.append(name)
        with psycopg.connect(f"{self.server} dbname=postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.lake(name)

    def new_lake_like(self, name: str) -> Lake:
        """Copy a lake that nobody has open, which takes a tenth of the time of filling one."""
        copy = f"lake{len(self.made)}"
        self.made.append(copy)
        with psycopg.connect(f"{self.server} dbname=postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {copy} TEMPLATE {name}")
        shutil.copytree(self.folder / "files" / name, self.folder / "files" / copy)
        with psycopg.connect(f"{self.server} dbname={copy}", autocommit=True) as connection:
            path = f"{self.folder / 'files' / copy}/"
            connection.execute("UPDATE ducklake_metadata SET value = %s WHERE key = 'data_path'", [path])
        return self.lake(copy)

    def lake(self, name: str) -> Lake:
        """Give the lake of that name, as another server would open it."""
        return Lake(f"ducklake:postgres:{self.server} dbname={name}", str(self.folder / "files" / name))

    @property
    def server(self) -> str:
        """Say how it is reached."""
        return f"host=127.0.0.1 port={self.port} user=flock"

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = (
            f"-c listen_addresses=127.0.0.1 -p {self.port} -c unix_socket_directories='' -c fsync=off -c max_connections=200"
        )
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """Stop it at once, in the middle of whatever goes on."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", "immediate", "stop")

    def _run(self, program: str, *words: str) -> None:
        command = [str(PROGRAMS[-1] / program), *words]
        if os.geteuid() == 0:  # PostgreSQL refuses to be run by root
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL, timeout=60)


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """Run a PostgreSQL in a folder; skip where there is none, but for continuous integration."""
    if not PROGRAMS:
        if os.environ.get("CI"):
            pytest.fail("There is no PostgreSQL; continuous integration must install it.")
        pytest.skip("There is no PostgreSQL on this machine. On Debian and Ubuntu: apt-get install postgresql")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    server = Postgres(folder, port)
    server._run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "flock", "-E", "UTF8", "--no-sync")
    server.start()
    try:
        yield server
    finally:
        server.stop()
