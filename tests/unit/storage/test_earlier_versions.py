"""A database that an earlier version made is brought up to date, with every row that was in it."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from flock.storage import integrity, schema, staff_log
from flock.storage.database import Database

NEWEST = schema.steps()[-1][0]
MADE_HERE = {"schema_version", "log_salt", "secret", "staff_log_end", "venue_version"}
"""Tables in which the steps themselves put a row."""
DROPPED = {"alert_done"}
"""Tables that nothing ever wrote to and that a later step drops."""
DROPPED_COLUMNS = {"import_draft": {"path"}}
"""Columns that a later step drops, since nobody needs them any more."""
SAMPLES = {
    "UUID": "uuidv7()",
    "VARCHAR": "'text \u00e9 ' || i",
    "BIGINT": "i",
    "INTEGER": "i",
    "DOUBLE": "i / 8",
    "BOOLEAN": "i = 1",
    "DATE": "DATE '2026-01-01' + i::INTEGER",
    "TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ '2026-01-01 08:00:00+00' + INTERVAL 1 DAY * i",
    "BLOB": "'bytes'::BLOB",
    "JSON": "'{}'::JSON",
}


def at_version(file: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Make a database as that version made it, with two rows in each of its tables; give the rows of each."""
    db, known = Database(file), [step for step in schema.steps() if step[0] <= number]
    with monkeypatch.context() as earlier:
        earlier.setattr(schema, "steps", lambda: known)
        assert schema.bring_up_to_date(db) == number
    with db.writing() as cursor:
        tables: dict[str, list[tuple[str, str]]] = {}
        columns = "SELECT table_name, column_name, data_type FROM duckdb_columns() SEMI JOIN duckdb_tables() USING (table_name) ORDER BY column_index"
        for table, column, kind in cursor.execute(columns).fetchall():
            tables.setdefault(table, []).append((column, kind))
        for table in set(tables) - MADE_HERE - DROPPED:
            values = ", ".join(f"({SAMPLES.get(kind, 'NULL')})::{kind} AS {column}" for column, kind in tables[table])
            cursor.execute(f"INSERT INTO {table} BY NAME SELECT {values} FROM range(1, 3) AS r (i)")
    rows = {table: count(db, table) for table in tables}
    db.close()
    return rows


def count(db: Database, table: str) -> int:
    with db.reading() as cursor:
        return int(cursor.execute(f'SELECT count(*) FROM "{table}"').fetchall()[0][0])


def content(db: Database, table: str, columns: list[str]) -> list[str]:
    with db.reading() as cursor:
        rows = cursor.execute(f'SELECT one::VARCHAR FROM (SELECT {", ".join(columns)} FROM "{table}") AS one').fetchall()
    return sorted(told for (told,) in rows)


@pytest.mark.parametrize("number", [number for number, _ in schema.steps()[:-1]])
def test_an_earlier_version_is_brought_up_to_date(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "flock.duckdb"
    rows = at_version(file, number, monkeypatch)
    db = Database(file)
    with db.reading() as cursor:
        asked = "SELECT table_name, list(column_name) FROM duckdb_columns() WHERE NOT internal GROUP BY table_name"
        columns = dict(cursor.execute(asked).fetchall())
    for table, gone in DROPPED_COLUMNS.items():
        columns[table] = [column for column in columns.get(table, []) if column not in gone]
    before = {table: content(db, table, columns[table]) for table in rows.keys() - DROPPED - {"schema_version"}}
    assert schema.bring_up_to_date(db) == NEWEST
    db.close()
    db = Database(file)
    fresh = Database(None)
    schema.bring_up_to_date(fresh)
    everything = "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
    with db.reading() as cursor, fresh.reading() as other:
        assert cursor.execute(everything).fetchall() == other.execute(everything).fetchall(), "as if it were new"
    for table, told in before.items():
        assert content(db, table, columns[table]) == told, table
    assert schema.bring_up_to_date(db) == NEWEST
    assert isinstance(integrity.check(db), list)


def test_the_log_of_staff_goes_on_where_it_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = Database(tmp_path / "flock.duckdb")
    with monkeypatch.context() as earlier:
        known = [step for step in schema.steps() if step[0] <= 11]
        earlier.setattr(schema, "steps", lambda: known)
        schema.bring_up_to_date(db)
    with db.writing() as cursor:
        staff_log.add(cursor, uuid4(), "did something", None, "", now=datetime.now(UTC))
        cursor.execute("DROP TABLE staff_log_end")
        cursor.execute("DELETE FROM schema_version WHERE version = 11")
    schema.bring_up_to_date(db)
    with db.writing() as cursor:
        staff_log.add(cursor, uuid4(), "did more", None, "", now=datetime.now(UTC))
    assert staff_log.first_broken(db) is None
    assert [entry.number for entry in staff_log.latest(db, most=5)] == [2, 1]
