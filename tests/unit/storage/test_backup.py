"""A backup is whole and consistent while people write, and a restored one equals what was backed up."""

from pathlib import Path

import duckdb
import pytest

from benchmarks import backups
from benchmarks.backups import checksums
from flock.errors import CannotWrite, DatabaseUnavailable
from flock.storage import backup, schema
from flock.storage.database import Database

BACKUPS_WHILE_WRITING = 3


def opened(folder: Path) -> Database:
    db = Database(folder / "flock.duckdb", backup_folder=folder / "backups")
    schema.bring_up_to_date(db)
    return db


def test_a_restored_backup_equals_what_was_backed_up(tmp_path: Path) -> None:
    db = opened(tmp_path)
    with db.writing() as cursor:
        cursor.execute("INSERT INTO venue (venue_id, name, lat) SELECT uuidv7(), 'Place ' || i, i FROM range(50000) AS r(i)")
    file = tmp_path / "backups" / "one.duckdb"
    backup.write(db, file)
    with db.writing() as cursor:
        cursor.execute("DELETE FROM venue")
    db.close()
    kept = backup.restore(file, into=tmp_path / "flock.duckdb")
    assert checksums(tmp_path / "flock.duckdb") == checksums(file)
    assert checksums(file)["venue"][0] == 50_000
    assert kept is not None
    assert checksums(kept)["venue"][0] == 0


def test_backups_made_while_members_write_are_whole_and_equal_once_restored(tmp_path: Path) -> None:
    """The short form of `benchmarks/backups.py`."""
    found = backups.run(tmp_path, backups=BACKUPS_WHILE_WRITING, places=500, members=900)
    assert len(found.restore_s) == BACKUPS_WHILE_WRITING
    assert found.written > 0


def test_a_backup_goes_nowhere_but_into_its_folder_and_over_nothing(tmp_path: Path) -> None:
    db = opened(tmp_path)
    with pytest.raises(CannotWrite):
        backup.write(db, tmp_path / "elsewhere.duckdb")
    assert not (tmp_path / "elsewhere.duckdb").exists()
    there = tmp_path / "backups" / "there.duckdb"
    there.parent.mkdir(exist_ok=True)
    there.write_text("mine")
    with pytest.raises(CannotWrite, match="is there already"):
        backup.write(db, there)
    assert there.read_text() == "mine"


def test_a_database_in_use_or_a_file_of_another_kind_is_not_restored_over(tmp_path: Path) -> None:
    db = opened(tmp_path)
    file = tmp_path / "backups" / "one.duckdb"
    backup.write(db, file)
    with pytest.raises(DatabaseUnavailable, match="already open"):
        backup.restore(file, into=tmp_path / "flock.duckdb")
    with duckdb.connect(str(tmp_path / "theirs.duckdb")) as connection:
        connection.execute("CREATE TABLE note (text VARCHAR)")
    with pytest.raises(DatabaseUnavailable, match="not a Flock database"):
        backup.restore(tmp_path / "theirs.duckdb", into=tmp_path / "new.duckdb")
    with pytest.raises(DatabaseUnavailable):
        backup.restore(tmp_path / "missing.duckdb", into=tmp_path / "new.duckdb")
    assert not (tmp_path / "new.duckdb").exists()
