"""A DuckLake: the catalogue in PostgreSQL, the rows as Parquet in a folder that all servers share or in S3-compatible storage."""

import logging
import os
import random
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import duckdb
import duckdb_extensions
import psycopg
from psycopg import conninfo

from flock.errors import DatabaseUnavailable
from flock.storage import lake_copy, object_store
from flock.storage.lake_copy import Copy
from flock.storage.scratch import Scratch

log = logging.getLogger(__name__)

PREFIX = "ducklake:postgres:"
TRIES = 5
KEPT = timedelta(minutes=15)  # how long a question that began may still read what was deleted since
_FIRST_WAIT_S = 0.1
_WRITERS = 0x464C4F434B  # the number of the lock that a writer holds, the same on every server
# PostgreSQL lets go of a server that vanished without a word after 20 s, and of the lock it held.
_NOTICE = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
_LOST = (
    "Unable to connect to Postgres",
    "server closed the connection",
    "terminating connection",
    "the database system is",
    "Connection refused",
    "connection to server",
    "no connection to the server",
    "could not connect",
    "SSL SYSCALL error",
    "error for HTTP",  # of S3-compatible storage
)


class Lake:
    """Opens a lake and gives writers their turn across all servers on it. Safe between threads."""

    def __init__(self, address: str, files: str, environment: Mapping[str, str] = os.environ) -> None:
        """Take `ducklake:postgres:` with what PostgreSQL's own programs take after it, and where the Parquet files lie.

        The environment has the keys of S3-compatible storage, where they lie there.
        """
        self._catalogue = address.removeprefix(PREFIX)
        self._in_store = files.startswith(object_store.PREFIX)
        self.files = f"{files.rstrip('/')}/" if self._in_store else str(Path(files).resolve())
        self._environment = environment
        self._scratch = Scratch()
        self._writers: psycopg.Connection | None = None
        self._turn = threading.Lock()
        self.copy = Copy(self._catalogue, options=_NOTICE)

    def __str__(self) -> str:
        """Name the lake, without a password."""
        try:
            known = conninfo.conninfo_to_dict(self._catalogue)
        except psycopg.ProgrammingError:
            known = {}
        return f"lake {known.get('dbname', '')} at {known.get('host', 'this machine')}"

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Open a DuckDB in memory with the lake and an empty copy attached, not locked down yet."""
        connection = duckdb.connect()
        if self._in_store:
            object_store.connect(connection, self.files, self._environment)
        else:
            Path(self.files).mkdir(parents=True, exist_ok=True)
        for extension in ("postgres_scanner", "ducklake"):
            duckdb_extensions.import_extension(extension, con=connection)
            connection.execute(f"LOAD {extension}")
        with self.turn():  # two servers that open an empty catalogue at once would both fill it
            # What is attached cannot be bound; both are the administrator's own words, and doubled as SQL wants it.
            # Rows lie in files alone, not in the catalogue too, so there is one place that what is erased has to leave.
            connection.execute(
                f"ATTACH {_quoted(f'ducklake:postgres:{self._catalogue}')} AS {lake_copy.LAKE} "
                f"(DATA_PATH {_quoted(self.files)}, DATA_INLINING_ROW_LIMIT 0)"
            )
            self._warn_of_a_mighty_role()
        connection.execute(f"ATTACH {_quoted(str(self._scratch.path / 'copy.duckdb'))} AS {lake_copy.COPY}")
        return connection

    def _warn_of_a_mighty_role(self) -> None:
        """Say it where who gets SQL into this program could also read files and run programs where PostgreSQL is."""
        row = (
            self._writers.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
            if self._writers
            else None
        )
        if row and row[0]:
            log.warning("the lake's role is a superuser of PostgreSQL; give it one that owns its own database and nothing else")

    def limits(self) -> dict[str, Any]:
        """Give where this process may spill to, and what it may read and write."""
        return {"temp_directory": str(self._scratch.path), "allowed_directories": [self.files]}

    def bring_copy_up_to_date(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Let the copy follow what any server has committed.

        Raises:
            DatabaseUnavailable: PostgreSQL is gone.
        """
        try:
            self.copy.follow(connection)
        except (psycopg.Error, duckdb.Error) as error:
            if isinstance(error, duckdb.Error) and not self.is_lost(error):
                raise
            self.unreachable(error)

    @contextmanager
    def turn(self, *, wait: bool = True) -> Iterator[bool]:
        """Keep writers of every server out; without `wait` give False at once where one is at work. A server that dies lets go."""
        with self._turn:
            taken = self._take(wait=wait)
            try:
                yield taken
            finally:
                if taken:
                    self._let_go()

    def still_mine(self) -> None:
        """Make sure, before a commit, that no other server has taken the turn meanwhile.

        Raises:
            DatabaseUnavailable: PostgreSQL was gone in between, so somebody else may be writing.
        """
        try:
            if self._writers is not None:
                self._writers.execute("SELECT 1")
                return
        except psycopg.Error as error:
            self.unreachable(error)
        self.unreachable(None)

    def tell_catalogue(self, statements: str) -> None:
        """Run statements of ours in the catalogue itself. To be called with the turn."""
        if self._writers is not None:
            self._writers.execute(statements.encode())

    def is_lost(self, error: Exception) -> bool:
        """Tell whether an error says that PostgreSQL or the files cannot be reached, and not that something was asked wrongly."""
        return isinstance(error, duckdb.HTTPException) or any(words in str(error) for words in _LOST)

    def unreachable(self, error: Exception | None) -> NoReturn:
        """Say that PostgreSQL is gone."""
        raise DatabaseUnavailable(
            f"The {self} cannot be reached at the moment. Nothing was changed; try again in a minute."
        ) from error

    def why_not(self) -> str:
        """Say what to look at where it cannot be opened."""
        return (
            f"The {self} cannot be opened. Check that PostgreSQL runs and takes what FLOCK_DATABASE says, "
            f"and that {self.files} may be written to."
        )

    def close(self) -> None:
        """Let go of everything."""
        self.copy.close()
        if self._writers is not None:
            self._writers.close()
        self._scratch.close()

    def _take(self, *, wait: bool = True) -> bool:
        for attempt in range(TRIES):
            try:
                if self._writers is None or self._writers.closed:
                    self._writers = psycopg.connect(self._catalogue, autocommit=True, options=_NOTICE, connect_timeout=5)
                if wait:
                    self._writers.execute("SELECT pg_advisory_lock(%s)", [_WRITERS])
                    return True
                row = self._writers.execute("SELECT pg_try_advisory_lock(%s)", [_WRITERS]).fetchone()
                return bool(row and row[0])
            except psycopg.OperationalError as error:
                self._drop()
                if attempt == TRIES - 1:
                    self.unreachable(error)
                wait_before(attempt)
        return False

    def _let_go(self) -> None:
        try:
            if self._writers is not None:
                self._writers.execute("SELECT pg_advisory_unlock(%s)", [_WRITERS])
        except psycopg.Error:
            self._drop()  # with the connection goes its lock

    def _drop(self) -> None:
        if self._writers is not None:
            self._writers.close()
        self._writers = None


def wait_before(attempt: int) -> None:
    """Wait before the next try: twice as long each time, give or take a half, so that servers do not come all at once."""
    time.sleep(_FIRST_WAIT_S * 2**attempt * random.uniform(0.5, 1.5))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
