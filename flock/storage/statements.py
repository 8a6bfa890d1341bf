"""Runs a file of several statements, each with the values that it names: DuckDB would give the values to the last one only."""

import re
from collections.abc import Mapping
from typing import Any

import duckdb

from flock.storage.database import sql


def run(cursor: duckdb.DuckDBPyConnection, question: str, values: Mapping[str, Any]) -> None:
    """Run each statement of `storage/sql/<question>.sql` in turn."""
    for statement in re.sub(r"--.*", "", sql(question)).split(";"):
        named = set(re.findall(r"\$(\w+)", statement))
        cursor.execute(statement, {name: value for name, value in values.items() if name in named})
