"""The one object that owns a DuckDB file: a cursor per call, writers take turns, every write in a transaction."""

import re
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, cast

import duckdb
import pyarrow as pa

from flock.errors import DatabaseUnavailable

Params = Mapping[str, Any]

_WRITES = re.compile(
    r"\b(?:INTO|UPDATE|DELETE\s+FROM|TRUNCATE|RENAME\s+TO|TABLE(?:\s+IF\s+(?:NOT\s+)?EXISTS)?)\s+\"?(\w+)", re.IGNORECASE
)


@cache
def sql(question: str) -> str:
    """Give the text of `storage/sql/<question>.sql`."""
    return resources.files("flock.storage").joinpath("sql", f"{question}.sql").read_text("utf-8")


class Database:
    """A DuckDB file, or a database in memory, locked down as soon as it is open.

    Safe to share between threads: each call works on its own cursor, because a connection used by two threads
    answers one with the other's rows.
    """

    def __init__(
        self,
        path: Path | None,
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
        self.path = path
        self._turn = threading.RLock()
        self._cursors = threading.Lock()
        self._revisions: Counter[str] = Counter()
        spill = Path(f"{path}.tmp") if path else None
        try:
            if path and not read_only:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = duckdb.connect(str(path) if path else ":memory:", read_only=read_only)
            limits: dict[str, Any] = {"memory_limit": f"{memory_mb}MB", "threads": threads}
            limits["temp_directory"] = str(spill) if spill else ""
            limits["allowed_directories"] = [str(backup_folder.resolve())] if backup_folder else []
            self._lock_down(limits)
        except (duckdb.Error, OSError) as error:
            raise DatabaseUnavailable(_why_not(path, str(error))) from error

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

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor for reading."""
        with self._cursors:
            cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    @contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor inside a transaction: committed at the end, rolled back on any error. Writers take turns."""
        with self._turn, self.reading() as cursor:
            noting = _Noting(cursor)
            cursor.begin()
            try:
                yield cast(duckdb.DuckDBPyConnection, noting)
            except BaseException:
                cursor.rollback()
                raise
            cursor.commit()
            self._revisions.update(noting.written)

    def revision(self, *tables: str) -> int:
        """Give a number that grows with each commit that wrote to one of these tables.

        What was read after asking for it holds for as long as the number stays the same.
        """
        return sum(self._revisions[table] for table in tables)

    @contextmanager
    def turn(self, *, wait: bool = True) -> Iterator[bool]:
        """Keep other writers out over several transactions of one piece of work. Readers go on.

        Without `wait` give False at once where somebody else is writing.
        """
        is_mine = self._turn.acquire(blocking=wait)
        try:
            yield is_mine
        finally:
            if is_mine:
                self._turn.release()

    def rows(self, question: str, params: Params | None = None) -> list[tuple[Any, ...]]:
        """Ask a stored question and give all rows."""
        with self.reading() as cursor:
            return cursor.execute(sql(question), params or {}).fetchall()

    def one(self, question: str, params: Params | None = None) -> tuple[Any, ...] | None:
        """Ask a stored question and give the first row, or None."""
        with self.reading() as cursor:
            return cursor.execute(sql(question), params or {}).fetchone()

    def table(self, question: str, params: Params | None = None) -> pa.Table:
        """Ask a stored question and give an Arrow table."""
        with self.reading() as cursor:
            return cursor.execute(sql(question), params or {}).to_arrow_table()


class _Noting:
    """A cursor that notes the tables its statements write to."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self.written: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def execute(self, text: str, params: Any = None) -> duckdb.DuckDBPyConnection:
        self.written.update(found.lower() for found in _WRITES.findall(text))
        return self._cursor.execute(text, params)

    def executemany(self, text: str, params: Any = None) -> duckdb.DuckDBPyConnection:
        self.written.update(found.lower() for found in _WRITES.findall(text))
        return self._cursor.executemany(text, params)


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
