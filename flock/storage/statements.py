"""Runs questions inside a caller's transaction, and files of several statements."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import duckdb

from flock.storage.database import Database, sql

Cursor = duckdb.DuckDBPyConnection
"""A cursor lent by `Database.writing`, for those who only pass it on."""


def run(cursor: duckdb.DuckDBPyConnection, question: str, values: Mapping[str, Any]) -> None:
    """Run each statement of `storage/sql/<question>.sql` with the values it names; DuckDB would give them to the last one only."""
    for statement in re.sub(r"--.*", "", sql(question)).split(";"):
        named = set(re.findall(r"\$(\w+)", statement))
        cursor.execute(statement, {name: value for name, value in values.items() if name in named})


def changed(cursor: Cursor, question: str, values: Mapping[str, Any]) -> bool:
    """Run a statement and tell whether it wrote to any row."""
    row = cursor.execute(sql(question), values).fetchone()
    return bool(row and row[0])


def rows(cursor: Cursor) -> list[tuple[Any, ...]]:
    """Give all rows of what was asked. Times without a zone, as `AT TIME ZONE 'UTC'` makes them, are UTC."""
    return [tuple(one.replace(tzinfo=UTC) if isinstance(one, datetime) else one for one in row) for row in cursor.fetchall()]


def asked(db: Database, question: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Ask a stored question and give all rows, with times in UTC."""
    with db.reading() as cursor:
        return rows(cursor.execute(sql(question), values))
