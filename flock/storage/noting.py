"""Which tables a transaction writes to, told from its statements."""

import re
from typing import Any

import duckdb

_WRITES = re.compile(
    r"\b(?:INTO|UPDATE|DELETE\s+FROM|TRUNCATE|RENAME\s+TO|TABLE(?:\s+IF\s+(?:NOT\s+)?EXISTS)?)\s+\"?(\w+)", re.IGNORECASE
)


class Noting:
    """A cursor that notes the tables its statements write to."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self.written: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def execute(self, text: str, params: Any = None) -> duckdb.DuckDBPyConnection:
        """Run a statement as a cursor does."""
        self.written.update(found.lower() for found in _WRITES.findall(text))
        return self._cursor.execute(text, params)

    def executemany(self, text: str, params: Any = None) -> duckdb.DuckDBPyConnection:
        """Run a statement for each set of values as a cursor does."""
        self.written.update(found.lower() for found in _WRITES.findall(text))
        return self._cursor.executemany(text, params)
