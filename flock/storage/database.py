"""The one object that owns a DuckDB file or a lake: a cursor per call, writers take turns, every write in a transaction."""

import logging
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar, cast

import duckdb
import pyarrow as pa

from flock.errors import DatabaseUnavailable, of_disk
from flock.storage import lake_copy, lakes
from flock.storage.admission import Admission
from flock.storage.lakes import Lake
from flock.storage.noting import Noting
from flock.storage.questions import sql as sql

log = logging.getLogger(__name__)

Params = Mapping[str, Any]
T = TypeVar("T")

_WRITTEN_ALL_THE_SAME = "COMMIT succeeded and is durable"  # though the log could not be folded into the file after it
_LET_OTHERS_END_S = 2.0


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
        self._lent: set[duckdb.DuckDBPyConnection] = set()
        self._cursors = threading.Condition()
        self._admission = Admission()
        self._revisions: Counter[str] = Counter()
        self._read_only = read_only
        self._backups = [str(backup_folder.resolve())] if backup_folder else []
        self._limits: dict[str, Any] = {"memory_limit": f"{memory_mb}MB", "threads": threads}
        self.openings = 0
        """How many times the file was opened: what was held on a cursor at an earlier number is gone."""
        self._connection = self._open()
        self._is_broken = False

    def _open(self) -> duckdb.DuckDBPyConnection:
        where = self.where
        try:
            if isinstance(where, Lake):
                connection, limits = where.connect(), where.limits()
            else:
                if where and not self._read_only:
                    where.parent.mkdir(parents=True, exist_ok=True)
                connection = duckdb.connect(str(where) if where else ":memory:", read_only=self._read_only)
                limits = {"temp_directory": f"{where}.tmp" if where else "", "allowed_directories": []}
            limits["allowed_directories"] += self._backups
            _lock_down(connection, self._limits | limits)
        except (duckdb.Error, OSError) as error:
            why = where.why_not() if isinstance(where, Lake) else _why_not(where, str(error))
            raise DatabaseUnavailable(why) from error
        self.openings += 1
        return connection

    def close(self) -> None:
        """Close the file. Calls after this fail."""
        self._connection.close()
        if self._lake:
            self._lake.close()

    @property
    def is_shared(self) -> bool:
        """Tell whether other servers may work on the same data."""
        return self._lake is not None

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor for reading. On a lake it reads this server's copy, which has come up to the last commit of any server.

        Raises:
            DatabaseUnavailable: the lake's PostgreSQL is gone.
        """
        with self._admission.asking(), self._lending(lake_copy.COPY) as cursor:
            yield cursor

    @contextmanager
    def whole(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor on the file or the lake itself, for copying everything, or to be held while others write.

        What `reading` lends stays at the commit that a lake's copy had come up to.
        """
        with self._lending(lake_copy.LAKE) as cursor:
            yield cursor

    def checkpoint(self) -> None:
        """Fold the file's log of writes into it; a lake has none."""
        if not self._lake:
            with self.reading() as cursor:
                cursor.execute("CHECKPOINT")

    @contextmanager
    def _lending(self, part: str) -> Iterator[duckdb.DuckDBPyConnection]:
        cursor = self._lend()
        try:
            if self._lake:
                if part == lake_copy.COPY:
                    self._lake.bring_copy_up_to_date(self._connection)
                cursor.execute(f"USE {part}")
            yield cursor
        except duckdb.Error as error:
            self._say_what_failed(error)
            raise
        finally:
            self._take_back(cursor)

    @contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor inside a transaction: committed at the end, rolled back on any error. Writers take turns.

        Raises:
            DatabaseUnavailable: the disk is full or may not be written to, or the lake's PostgreSQL is gone; nothing was written.
        """
        making_way = nullcontext() if self._lake else self._admission.writing()  # there another server's import may have the turn
        with making_way, self._take_turn(), self._lending(lake_copy.LAKE) as cursor:
            noting = Noting(cursor)
            cursor.begin()
            try:
                yield cast(duckdb.DuckDBPyConnection, noting)
                if self._lake:
                    self._lake.still_mine()
            except BaseException:
                with suppress(duckdb.Error):  # the first error says more
                    cursor.rollback()
                raise
            self._commit(cursor)
            self._revisions.update(noting.written)

    def _commit(self, cursor: duckdb.DuckDBPyConnection) -> None:
        try:
            cursor.commit()
        except duckdb.FatalException as error:
            if _WRITTEN_ALL_THE_SAME not in str(error):
                raise
            self._is_broken = True
            log.error("the log of writes cannot be folded into the database: %s", of_disk(error) or "the disk fails")

    def _say_what_failed(self, error: duckdb.Error) -> None:
        """Raise a sentence for what is no mistake of ours; return where it may be one."""
        if self._lake and self._lake.is_lost(error):
            self._lake.unreachable(error)
        if isinstance(error, duckdb.FatalException | duckdb.InternalException):
            self._is_broken = True
        if why := of_disk(error):
            log.error("nothing was written: %s", why)
            raise DatabaseUnavailable(f"{why} Nothing was changed; try again when that is mended.") from error
        if self._is_broken and isinstance(error, duckdb.FatalException | duckdb.InterruptException):
            raise DatabaseUnavailable("The database had to be opened again. Nothing was changed; try once more.") from error

    def _lend(self) -> duckdb.DuckDBPyConnection:
        with self._cursors:
            while self._is_broken and isinstance(self.where, Path):
                self._open_again()
            cursor = self._connection.cursor()
            self._lent.add(cursor)
            return cursor

    def _take_back(self, cursor: duckdb.DuckDBPyConnection) -> None:
        with self._cursors:
            cursor.close()
            self._lent.discard(cursor)
            self._cursors.notify_all()

    def _open_again(self) -> None:
        """Open the file anew after a failure from which DuckDB does not go on, such as a full disk. What was committed is in it."""
        before = self.openings
        for cursor in self._lent:
            cursor.interrupt()
        self._cursors.wait_for(lambda: not self._lent or self.openings > before, _LET_OTHERS_END_S)
        if self.openings > before:
            return  # another thread was faster
        for cursor in self._lent:  # held idle, such as by a check of an import: to be begun anew
            cursor.close()
        self._lent.clear()
        self._connection.close()
        self._connection = self._open()
        self._is_broken = False
        log.warning("the database was opened again")

    def revision(self, *tables: str) -> int:
        """Give a number that grows with each commit that wrote to one of these tables.

        What was read after asking for it holds for as long as the number stays the same. On a lake it follows the commits of all
        servers.
        """
        if self._lake:
            with self.reading():
                return self._lake.copy.revision(tables)
        return sum(self._revisions[table] for table in tables)

    @contextmanager
    def turn(self, *, wait: bool = True) -> Iterator[bool]:
        """Keep other writers out, of all servers, over several transactions of one piece of work. Readers go on.

        Without `wait` give False at once where somebody else is writing.
        """
        with self._take_turn(wait=wait) as is_mine, self._admission.long_work():
            yield is_mine

    @contextmanager
    def _take_turn(self, *, wait: bool = True) -> Iterator[bool]:
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
            with self.turn(), self._lending(lake_copy.LAKE) as cursor:
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
        """Ask, and again where a lake is out of reach or the file had to be opened anew: a question changes nothing."""
        for attempt in range(lakes.TRIES - 1 if self._lake else 1):
            before = self.openings
            try:
                with self.reading() as cursor:
                    return ask(cursor)
            except DatabaseUnavailable:
                if self._lake:
                    lakes.wait_before(attempt)
                elif self.openings == before and not self._is_broken:
                    raise
        with self.reading() as cursor:
            return ask(cursor)


def _lock_down(connection: duckdb.DuckDBPyConnection, limits: Mapping[str, Any]) -> None:
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
        connection.execute(f"SET {name} = ?", [value])


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
