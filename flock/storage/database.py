"""The one object that owns a DuckDB file or a lake: a cursor per call, writers take turns, every write in a transaction."""

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar, cast

import duckdb
import pyarrow as pa

from flock.errors import DatabaseUnavailable
from flock.storage import lakes
from flock.storage.lakes import Lake

Params = Mapping[str, Any]
T = TypeVar("T")

_WRITES = re.compile(
    r"\b(?:INTO|UPDATE|DELETE\s+FROM|TRUNCATE|RENAME\s+TO|TABLE(?:\s+IF\s+(?:NOT\s+)?EXISTS)?)\s+\"?(\w+)", re.IGNORECASE
)


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
        self._revisions: Counter[str] = Counter()
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
            noting = _Noting(cursor)
            cursor.begin()
            try:
                yield cast(duckdb.DuckDBPyConnection, noting)
                if self._lake:
                    self._lake.still_mine()
            except BaseException:
                cursor.rollback()
                raise
            cursor.commit()
            self._revisions.update(noting.written)

    def revision(self, *tables: str) -> int:
        """Give a number that grows with each commit that wrote to one of these tables.

        What was read after asking for it holds for as long as the number stays the same. On a lake it follows the commits of all
        servers.
        """
        if self._lake:
            return self._lake.revision(tables)
        return sum(self._revisions[table] for table in tables)

    @contextmanager
    def turn(self, *, wait: bool = True) -> Iterator[bool]:
        """Keep other writers out, of all servers, over several transactions of one piece of work. Readers go on.

        Without `wait` give False at once where somebody else is writing.
        """
        if not self._turn.acquire(blocking=wait):
            yield False
            return
        try:
            with self._among_servers(wait=wait) as is_mine:
                self._turns += is_mine
                try:
                    yield is_mine
                finally:
                    self._turns -= is_mine
        finally:
            self._turn.release()

    def _among_servers(self, *, wait: bool) -> AbstractContextManager[bool]:
        return nullcontext(True) if self._turns or not self._lake else self._lake.turn(wait=wait)

    def let_go_of_deleted(self) -> None:
        """On a lake, let files go in which there is still what was deleted a while ago. A DuckDB file does that by itself."""
        if self._lake:
            before = datetime.now(UTC) - lakes.KEPT
            with self.turn(), self.reading() as cursor:
                for step in sql("lake_let_go").split(";"):
                    cursor.execute(step, {"before": before} if "$before" in step else {}).fetchall()
                # The catalogue would keep the least and greatest values of erased rows for good.
                self._lake.tell_catalogue(sql("lake_forget_extremes"))

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
