"""The one object that owns a DuckDB file or a lake: a cursor per call, writers take turns, every write in a transaction."""

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from flock.errors import DatabaseUnavailable
from flock.storage import lakes
from flock.storage.lakes import Lake

Params = Mapping[str, Any]
T = TypeVar("T")


@cache
def sql(question: str) -> str:
    """Give the text of `storage/sql/<question>.sql`."""
    return resources.files("flock.storage").joinpath("sql", f"{question}.sql").read_text("utf-8")


class Database:
    """A DuckDB file, a database in memory, or a lake that many servers share, locked down as soon as it is open.

    Safe to share between threads: each call works on its own cursor, because a connection used by two threads
    answers one with the other's rows.
    """

    def __init__(
        self,
        where: Path | Lake | None,
        *,
        read_only: bool = False,
        memory_mb: int = 2048,
        threads: int = 2,
        backup_folder: Path | None = None,
    ) -> None:
        """Open the file, creating it and its folder where missing; None is a database in memory.

        `backup_folder` is the one folder that backups may be written to; without it there are none.

        Raises:
            DatabaseUnavailable: held by another process or already open in this one, not a database, or not readable.
        """
        self.where = where
        self._lake = where if isinstance(where, Lake) else None
        self._turn = threading.RLock()
        self._turns = 0
        self._cursors = threading.Lock()
        backups = [str(backup_folder.resolve())] if backup_folder else []
        limits: dict[str, Any] = {"memory_limit": f"{memory_mb}MB", "threads": threads}
        try:
            if isinstance(where, Lake):
                self._connection = where.connect()
                limits |= where.limits()
            else:
                if where and not read_only:
                    where.parent.mkdir(parents=True, exist_ok=True)
                self._connection = duckdb.connect(str(where) if where else ":memory:", read_only=read_only)
                limits |= {"temp_directory": f"{where}.tmp" if where else "", "allowed_directories": []}
            self._lock_down(limits | {"allowed_directories": limits["allowed_directories"] + backups})
        except (duckdb.Error, OSError) as error:
            why = where.why_not() if isinstance(where, Lake) else _why_not(where, str(error))
            raise DatabaseUnavailable(why) from error

    def _lock_down(self, limits: Mapping[str, Any]) -> None:
        for name, value in {
            **limits,
            "preserve_insertion_order": True,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
            "TimeZone": "UTC",
            "enable_external_access": False,
            "lock_configuration": True,
        }.items():
            self._connection.execute(f"SET {name} = ?", [value])

    def close(self) -> None:
        """Close the file. Calls after this fail."""
        self._connection.close()
        if self._lake:
            self._lake.close()

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor for reading.

        Raises:
            DatabaseUnavailable: the lake's PostgreSQL is gone.
        """
        with self._cursors:
            cursor = self._connection.cursor()
        try:
            if self._lake:
                cursor.execute(f"USE {lakes.NAME}")
            yield cursor
        except duckdb.Error as error:
            if self._lake and self._lake.is_lost(error):
                self._lake.unreachable(error)
            raise
        finally:
            cursor.close()

    @contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor inside a transaction: committed at the end, rolled back on any error. Writers take turns.

        Raises:
            DatabaseUnavailable: the lake's PostgreSQL is gone; nothing was written.
        """
        with self.turn(), self.reading() as cursor:
            cursor.begin()
            try:
                yield cursor
                if self._lake:
                    self._lake.still_mine()
            except BaseException:
                cursor.rollback()
                raise
            cursor.commit()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Keep other writers out, of all servers, over several transactions of one piece of work. Readers go on."""
        with self._turn, nullcontext() if self._turns or not self._lake else self._lake.turn():
            self._turns += 1
            try:
                yield
            finally:
                self._turns -= 1

    @contextmanager
    def turn_if_free(self) -> Iterator[bool]:
        """Keep other writers out as `turn` does, or tell that another server has its turn."""
        with self._turn, nullcontext(True) if self._turns or not self._lake else self._lake.turn_if_free() as mine:
            self._turns += mine
            try:
                yield mine
            finally:
                self._turns -= mine

    def rows(self, question: str, params: Params | None = None) -> list[tuple[Any, ...]]:
        """Ask a stored question and give all rows."""
        return self._asked(lambda cursor: cursor.execute(sql(question), params or {}).fetchall())

    def one(self, question: str, params: Params | None = None) -> tuple[Any, ...] | None:
        """Ask a stored question and give the first row, or None."""
        return self._asked(lambda cursor: cursor.execute(sql(question), params or {}).fetchone())

    def table(self, question: str, params: Params | None = None) -> pa.Table:
        """Ask a stored question and give an Arrow table."""
        return self._asked(lambda cursor: cursor.execute(sql(question), params or {}).to_arrow_table())

    def _asked(self, ask: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """Ask, and once more a few times where a lake is out of reach: a question changes nothing, so it may be repeated."""
        for attempt in range(lakes.TRIES - 1 if self._lake else 0):
            try:
                with self.reading() as cursor:
                    return ask(cursor)
            except DatabaseUnavailable:
                lakes.wait_before(attempt)
        with self.reading() as cursor:
            return ask(cursor)


def _why_not(path: Path | None, reason: str) -> str:
    holder = re.search(r"held in (.+?) \(PID (\d+)\)", reason)
    if holder:
        program = Path(holder[1]).name
        return (
            f"The database {path} is in use by another program ({program}, process {holder[2]}). "
            "Stop that program first; only one at a time can hold the file."
        )
    if re.search("configuration has been locked|different configuration", reason):
        return f"The database {path} is already open in this program. Use the one that is open."
    if "not a valid DuckDB" in reason:
        return f"{path} is not a Flock database. Give another path in FLOCK_DATABASE, or move the file away."
    if "newer version" in reason or "storage version" in reason.lower():
        return f"{path} was written by a newer version of the database engine. Start the newer Flock instead."
    if "Corrupt database file" in reason:
        return f"The database {path} is damaged. Put a backup in its place, or move it away to start with an empty one."
    return f"The database {path} cannot be opened. Check that its folder exists and may be written to."
