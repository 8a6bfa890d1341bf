"""The schema in numbered steps, each applied once, in a transaction of its own."""

from importlib import resources

import duckdb

from flock.errors import DatabaseUnavailable
from flock.storage.database import Database


def steps() -> list[tuple[int, str]]:
    """Give each step's number and SQL, in order."""
    folder = resources.files("flock.storage").joinpath("sql", "schema")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return [(int(file.name.split("_")[0]), file.read_text("utf-8")) for file in files if file.name.endswith(".sql")]


def bring_up_to_date(db: Database) -> int:
    """Apply the steps that the database lacks and give the version it is at then.

    Raises:
        DatabaseUnavailable: the database is newer than this program, or is somebody else's.
    """
    newest = steps()[-1][0]
    if "schema_version" in tables(db) and check(db) == newest:
        return newest  # nothing to do, so nobody need wait for a server that is writing
    with db.turn():  # another server may be doing the same
        _begin(db)
        version = check(db)
        for number, text in steps():
            if number > version:
                with db.writing() as cursor:
                    cursor.execute(text)
                    cursor.execute("INSERT INTO schema_version VALUES (?, now())", [number])
                db.checkpoint()
    return newest


def _begin(db: Database) -> None:
    there = tables(db)
    if there and "schema_version" not in there:
        raise _not_ours(db)
    with db.writing() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER, applied_at TIMESTAMPTZ)")


def tables(db: Database) -> list[str]:
    """Name the tables that are there."""
    with db.reading() as cursor:
        asked = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()"
        return [name for (name,) in cursor.execute(asked).fetchall()]


def check(db: Database) -> int:
    """Give the version that a database is at, without touching it.

    Raises:
        DatabaseUnavailable: the database is newer than this program, or is somebody else's.
    """
    version, newest = _version(db), steps()[-1][0]
    if version > newest:
        raise DatabaseUnavailable(
            f"The database {db.where} has version {version}; this program knows versions up to {newest}. "
            "Start the newer Flock that wrote it."
        )
    return version


def _version(db: Database) -> int:
    with db.reading() as cursor:
        try:
            row = cursor.execute("SELECT coalesce(max(version), 0) FROM schema_version").fetchone()
        except duckdb.Error as error:
            raise _not_ours(db) from error
    return int(row[0]) if row else 0


def _not_ours(db: Database) -> DatabaseUnavailable:
    return DatabaseUnavailable(f"{db.where} is not a Flock database. Give another path in FLOCK_DATABASE.")
