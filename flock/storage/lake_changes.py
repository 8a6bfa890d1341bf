"""Which tables of a lake were written to and when, as its catalogue knows it from the commits of all servers."""

import re
import threading

import psycopg

_NOTED = "SELECT snapshot_id, changes_made FROM ducklake_snapshot_changes WHERE snapshot_id >= %s ORDER BY snapshot_id"
_NAMES = "SELECT table_id, table_name FROM ducklake_table WHERE end_snapshot IS NULL"
_WRITTEN = re.compile(r"(\w+):(\d+)")
_ROWS = {"inserted_into_table", "deleted_from_table"}
_SAME_ROWS = {"merge_adjacent", "rewrite_delete", "compacted_table"}


class Changes:
    """Follows the commits to a lake. Safe between threads."""

    def __init__(self, catalogue: str, *, options: str) -> None:
        """Connect to the catalogue's PostgreSQL."""
        self._connection = psycopg.connect(catalogue, autocommit=True, options=options, connect_timeout=5)
        self._turn = threading.Lock()
        self._seen = 0  # the last commit that was looked at
        self._since = 0  # the commit since which the ones of each table are known
        self._last: dict[str, int] = {}
        self._names: dict[int, str] = {}

    def revision(self, tables: tuple[str, ...]) -> int:
        """Give the number of the last commit that wrote to one of these tables, or of a later one where that is not known.

        Raises:
            psycopg.Error: PostgreSQL is gone.
        """
        with self._turn:
            # The last one seen is asked for again: where it is gone, old ones were let go of and some may never have been seen.
            noted = self._connection.execute(_NOTED, [self._seen]).fetchall()
            first = next(iter(noted), None)
            if first is None or first[0] != self._seen:
                self._start_anew(noted[-1][0] if noted else self._seen)
            for number, changes in noted:
                if number > self._seen:
                    self._note(number, changes or "")
            return max((self._last.get(table, self._since) for table in tables), default=self._since)

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def _note(self, number: int, changes: str) -> None:
        self._seen = number
        parts = [part for part in re.split(r",(?=[a-z_]+:)", changes) if part]
        for part in parts:
            found = _WRITTEN.fullmatch(part)
            if found and found[1] in _ROWS and int(found[2]) in self._names:
                self._last[self._names[int(found[2])]] = number
            elif not (found and found[1] in _SAME_ROWS):
                self._start_anew(number)  # a table was made or changed

    def _start_anew(self, number: int) -> None:
        self._names = dict(self._connection.execute(_NAMES).fetchall())
        self._seen = self._since = number
        self._last.clear()
