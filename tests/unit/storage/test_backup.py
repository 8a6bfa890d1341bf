"""A backup is whole and consistent while people write, and a restored one equals what was backed up; of a file and of a lake."""

import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from benchmarks import backups
from benchmarks.backups import checksums
from flock.errors import CannotWrite, DatabaseUnavailable
from flock.storage import backup, schema
from flock.storage.database import Database
from tests.lakes import Postgres

BACKUPS_WHILE_WRITING = 3


def opened(folder: Path) -> Database:
    db = Database(folder / "flock.duckdb", backup_folder=folder / "backups")
    schema.bring_up_to_date(db)
    return db


@pytest.fixture(params=["duckdb", "lake"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with the whole schema that may be backed up into `backups`."""
    if request.param == "duckdb":
        db = opened(tmp_path)
    else:
        lake = request.getfixturevalue("server").new_lake_like(request.getfixturevalue("ready_lake"))
        db = Database(lake, backup_folder=tmp_path / "backups")
    yield db
    db.close()


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


def test_backups_taken_while_others_write_show_no_half_of_a_transaction(db: Database, tmp_path: Path) -> None:
    with db.writing() as cursor:
        cursor.execute("CREATE TABLE two_sides (side VARCHAR)")
    stop = threading.Event()

    def keep_writing() -> None:
        while not stop.is_set():
            with db.writing() as cursor:
                cursor.execute("INSERT INTO two_sides VALUES ('left')")
                cursor.execute("INSERT INTO two_sides VALUES ('right')")

    writers = [threading.Thread(target=keep_writing) for _ in range(4)]
    for writer in writers:
        writer.start()
    files = [tmp_path / "backups" / f"{number}.duckdb" for number in range(BACKUPS_WHILE_WRITING)]
    for file in files:
        backup.write(db, file)
    stop.set()
    for writer in writers:
        writer.join()
    for file in files:
        with duckdb.connect(str(file), read_only=True) as connection:
            left, right = connection.execute(
                "SELECT count(*) FILTER (side = 'left'), count(*) FILTER (side = 'right') FROM two_sides"
            ).fetchone()
        assert left == right


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


def test_a_file_moves_into_a_lake_and_back(server: Postgres, tmp_path: Path) -> None:
    db = opened(tmp_path)
    with db.writing() as cursor:
        cursor.execute("INSERT INTO venue (venue_id, name, lat) SELECT uuidv7(), 'Place ' || i, i FROM range(500) AS r(i)")
        cursor.execute("INSERT INTO secret VALUES ('photos', 'bytes'::BLOB)")
        cursor.execute("INSERT INTO import_draft (draft_id, reading) VALUES (uuidv7(), '{}')")
    file, back = tmp_path / "backups" / "one.duckdb", tmp_path / "backups" / "back.duckdb"
    backup.write(db, file)
    db.close()
    lake = server.new_lake()
    backup.restore_into_lake(file, lake)
    moved = Database(server.lake(server.made[-1]), backup_folder=back.parent)
    assert schema.check(moved) == schema.steps()[-1][0]
    with moved.writing() as cursor:
        assert cursor.execute("SELECT count(*) FROM venue").fetchone() == (500,)
    backup.write(moved, back)
    moved.close()
    assert checksums(back) == checksums(file)
    backup.restore(back, into=tmp_path / "again.duckdb")
    assert checksums(tmp_path / "again.duckdb") == checksums(file)


def test_a_lake_that_holds_anything_is_not_restored_over(server: Postgres, ready_lake: str, tmp_path: Path) -> None:
    db = opened(tmp_path)
    file = tmp_path / "backups" / "one.duckdb"
    backup.write(db, file)
    with pytest.raises(CannotWrite, match="something in the lake"):
        backup.restore_into_lake(file, server.new_lake_like(ready_lake))
    with duckdb.connect(str(tmp_path / "theirs.duckdb")) as connection:
        connection.execute("CREATE TABLE note (text VARCHAR)")
    with pytest.raises(DatabaseUnavailable, match="not a Flock database"):
        backup.restore_into_lake(tmp_path / "theirs.duckdb", server.new_lake())
