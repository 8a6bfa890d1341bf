"""What one server reads of a lake: all tables in a DuckDB file of its own that follows the commits of all servers.

A question to a lake asks PostgreSQL a dozen times for each table before it reads a row. A question to the copy asks it once, whether
anybody has committed since; what was, is brought over from the files that are new or no longer count.
"""

import re
import threading
from collections import defaultdict
from typing import Any

import duckdb
import psycopg

from flock.storage.questions import sql

LAKE = "flock"
COPY = "copy"
_NEWEST = "SELECT max(snapshot_id) FROM ducklake_snapshot"
_NOTED = (
    "SELECT snapshot_id, changes_made FROM ducklake_snapshot_changes WHERE snapshot_id BETWEEN %s AND %s ORDER BY snapshot_id"
)
_NAMES = "SELECT table_id, table_name FROM ducklake_table WHERE end_snapshot IS NULL"
_FILLED = (
    "SELECT DISTINCT table_id FROM ducklake_data_file WHERE begin_snapshot <= %s AND (end_snapshot IS NULL OR end_snapshot > %s)"
)
_WRITTEN = re.compile(r"(\w+):(\d+)")
_ROWS = {"inserted_into_table", "deleted_from_table"}
_SAME_ROWS = {"merge_adjacent", "rewrite_delete"}


class Copy:
    """The copy, and the last commit to each table. Safe between threads."""

    def __init__(self, catalogue: str, *, options: str) -> None:
        """Take how the catalogue's PostgreSQL is reached; nothing is asked yet."""
        self._catalogue = catalogue
        self._options = options
        self._asking: psycopg.Connection | None = None
        self._turn = threading.Lock()
        self._at = -1  # the commit that the copy has come up to
        self._since = -1  # the commit since which the ones of each table are known
        self._last: dict[str, int] = {}
        self._names: dict[int, str] = {}
        self._columns: dict[str, str] = {}
        self._files: dict[str, dict[str, tuple[int, str | None]]] = {}  # of each table: its files, numbered, with what is gone
        self._numbers = 0

    def follow(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Bring over what any server has committed up to now.

        Raises:
            psycopg.Error, duckdb.Error: PostgreSQL is gone; the copy is as it was.
        """
        with self._turn:
            if self._ask(_NEWEST)[0][0] == self._at:
                return
            at, self._at = self._at, -1  # what fails in the middle is brought over whole the next time
            with connection.cursor() as cursor:
                cursor.begin()
                (now,) = cursor.execute(sql("lake_now")).fetchone() or (-1,)  # the transaction reads the lake as of this commit
                noted = self._ask(_NOTED, [at, now])
                written = {number: _written(changes or "") for number, changes in noted if number > at}
                # Where the commit it is at is gone, old ones were let go of, and what they wrote may never have been seen.
                if not noted or noted[0][0] != at or None in written.values():
                    self._copy_all(cursor, now)
                    self._since, self._last = now, {}
                else:
                    last = {self._names[table]: number for number, tables in written.items() for table in tables or ()}
                    for table in last:
                        self._copy_changes(cursor, table)
                    self._last |= last
                cursor.commit()
            self._at = now

    def revision(self, tables: tuple[str, ...]) -> int:
        """Give the number of the last commit that wrote to one of these tables, or of a later one where that is not known."""
        return max((self._last.get(table, self._since) for table in tables), default=self._since)

    def close(self) -> None:
        """Let go of the connection to PostgreSQL."""
        if self._asking is not None:
            self._asking.close()
        self._asking = None

    def _ask(self, question: str, params: list[Any] | None = None) -> list[tuple[Any, ...]]:
        if self._asking is None or self._asking.closed:
            self._asking = psycopg.connect(self._catalogue, autocommit=True, options=self._options, connect_timeout=5)
        try:
            return self._asking.execute(question.encode(), params).fetchall()
        except psycopg.Error:
            self.close()
            raise

    def _copy_all(self, cursor: duckdb.DuckDBPyConnection, now: int) -> None:
        self._names = {int(table_id): str(name) for table_id, name in self._ask(_NAMES)}
        filled = {self._names.get(table_id) for (table_id,) in self._ask(_FILLED, [now, now])}
        columns: dict[str, dict[str, str]] = defaultdict(dict)
        for table, column, kind in cursor.execute(sql("lake_columns"), {"lake": LAKE}).fetchall():
            columns[table][_name(column)] = kind
        self._columns = {table: ", ".join(named) for table, named in columns.items()}
        views = cursor.execute(sql("lake_views"), {"lake": LAKE}).fetchall()
        cursor.execute(f"USE {COPY}")
        cursor.execute("DROP SCHEMA IF EXISTS rows CASCADE")
        cursor.execute("CREATE SCHEMA rows")
        for table, named in columns.items():
            made_of = ", ".join(f"{column} {kind}" for column, kind in named.items())
            for step in sql("lake_copy_create").split(";"):
                cursor.execute(step.format(rows=_rows(table), table=_name(table), columns=made_of))
            self._files[table] = {}
            if table in filled:
                self._copy_table(cursor, table)
        for (view,) in views:
            cursor.execute(view.replace("CREATE VIEW", "CREATE OR REPLACE VIEW", 1))

    def _copy_table(self, cursor: duckdb.DuckDBPyConnection, table: str) -> None:
        files = cursor.execute(sql("lake_files"), {"table": table}).fetchall()
        self._files[table] = {file: (self._number(), gone) for file, gone in files}
        given = {"files": [file for file, _ in files], "numbers": [number for number, _ in self._files[table].values()]}
        cursor.execute(self._about(table, "lake_copy_table"), given)

    def _copy_changes(self, cursor: duckdb.DuckDBPyConnection, table: str) -> None:
        known, there = self._files[table], dict(cursor.execute(sql("lake_files"), {"table": table}).fetchall())
        over = [number for file, (number, _) in known.items() if file not in there]
        if over:
            cursor.execute(self._about(table, "lake_drop_files"), {"numbers": over})
        kept = {}
        for file, gone in there.items():
            number, gone_before = known.get(file, (None, None))
            if number is None:
                number = self._number()
                cursor.execute(self._about(table, "lake_copy_file"), {"file": file, "number": number})
            if gone != gone_before:
                cursor.execute(self._about(table, "lake_drop_rows"), {"gone": gone, "number": number})
            kept[file] = (number, gone)
        self._files[table] = kept

    def _number(self) -> int:
        self._numbers += 1
        return self._numbers

    def _about(self, table: str, question: str) -> str:
        """Name the table and its columns in a question; names cannot be bound, and all are the schema's own."""
        return sql(question).format(rows=_rows(table), table=f"{LAKE}.{_name(table)}", columns=self._columns[table])


def _written(changes: str) -> set[int] | None:
    """Read which tables a commit wrote to; None where it did something else, such as to make or change a table."""
    tables = set()
    for part in filter(None, re.split(r",(?=[a-z_]+:)", changes)):
        found = _WRITTEN.fullmatch(part)
        if not found or found[1] not in _ROWS | _SAME_ROWS:
            return None
        tables.add(int(found[2]))
    return tables


def _name(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _rows(table: str) -> str:
    return f"{COPY}.rows.{_name(table)}"
