"""The schema in numbered steps."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from flock.errors import DatabaseUnavailable
from flock.storage import schema
from flock.storage.database import Database


def tables(db: Database) -> set[str]:
    with db.reading() as cursor:
        return {name for (name,) in cursor.execute("SELECT table_name FROM duckdb_tables()").fetchall()}


def test_steps_are_numbered_in_order_and_no_number_comes_twice() -> None:
    numbers = [number for number, _ in schema.steps()]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 1


def test_new_database_gets_every_step_and_a_second_time_none(new_database: Callable[[], Database]) -> None:
    db = new_database()
    newest = schema.steps()[-1][0]
    assert schema.bring_up_to_date(db) == newest
    assert {"venue", "venue_cell", "opening_hours", "import_batch", "geocode_memory"} <= tables(db)
    assert schema.bring_up_to_date(db) == newest
    with db.reading() as cursor:
        assert cursor.execute("SELECT version FROM schema_version ORDER BY version").fetchall() == [
            (number,) for number, _ in schema.steps()
        ]


def test_older_database_gets_what_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = schema.steps()
    db = Database(tmp_path / "flock.duckdb")
    schema.bring_up_to_date(db)
    monkeypatch.setattr(schema, "steps", lambda: [*steps, (steps[-1][0] + 1, "CREATE TABLE later (number INTEGER)")])
    assert schema.bring_up_to_date(db) == steps[-1][0] + 1
    assert "later" in tables(db)


def test_step_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = schema.steps()
    db = Database(None)
    schema.bring_up_to_date(db)
    broken = (steps[-1][0] + 1, "CREATE TABLE later (number INTEGER); CREATE TABLE venue (number INTEGER)")
    with monkeypatch.context() as patch:
        patch.setattr(schema, "steps", lambda: [*steps, broken])
        with pytest.raises(duckdb.Error):
            schema.bring_up_to_date(db)
    assert "later" not in tables(db)
    assert schema.bring_up_to_date(db) == steps[-1][0]


def test_newer_schema_is_refused(tmp_path: Path) -> None:
    db = Database(tmp_path / "flock.duckdb")
    newest = schema.bring_up_to_date(db)
    with db.writing() as cursor:
        cursor.execute("INSERT INTO schema_version VALUES (99, now())")
    with pytest.raises(DatabaseUnavailable, match=f"has version 99; this program knows versions up to {newest}. Start the newer"):
        schema.bring_up_to_date(db)


@pytest.mark.parametrize("theirs", ["CREATE TABLE venue (name VARCHAR)", "CREATE TABLE schema_version (applied VARCHAR)"])
def test_database_of_another_program_is_refused_and_left_as_it_is(tmp_path: Path, theirs: str) -> None:
    db = Database(tmp_path / "theirs.duckdb")
    with db.writing() as cursor:
        cursor.execute(theirs)
    before = tables(db)
    with pytest.raises(
        DatabaseUnavailable, match=r"theirs\.duckdb is not a Flock database\. Give another path in FLOCK_DATABASE"
    ):
        schema.bring_up_to_date(db)
    assert tables(db) == before
