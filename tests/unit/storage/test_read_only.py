"""A folder that may not be written to: said in a sentence, nothing left in it, and it goes on once it may."""

import io
from pathlib import Path
from uuid import UUID

import pytest

from flock.domain.members import Person
from flock.errors import CannotWrite, DatabaseUnavailable, of_disk
from flock.services.accounts import Accounts
from flock.services.import_drafts import ImportDrafts
from flock.storage import backup, schema
from flock.storage.database import Database
from tests.faults import read_only

TABLE = b"name,lat,lon\nThe Bean,51.45,-2.6\n"


def opened(folder: Path) -> Database:
    folder.mkdir(exist_ok=True)
    db = Database(folder / "flock.duckdb", backup_folder=folder.parent / "backups")
    schema.bring_up_to_date(db)
    return db


def test_database_in_a_folder_that_cannot_be_written_to_is_refused_with_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "here"
    opened(folder).close()
    with read_only(folder):
        for name in ("flock.duckdb", "new.duckdb"):
            with pytest.raises(DatabaseUnavailable, match="Check that its folder exists and may be written to"):
                Database(folder / name)
    assert not (folder / "new.duckdb").exists()
    opened(folder).close()


def test_backup_goes_nowhere_and_then_it_does(tmp_path: Path) -> None:
    db, folder = opened(tmp_path / "here"), tmp_path / "backups"
    folder.mkdir()
    with read_only(folder), pytest.raises(CannotWrite, match="may be written to"):
        backup.write(db, folder / "one.duckdb")
    backup.write(db, folder / "one.duckdb")
    with read_only(tmp_path / "here"), pytest.raises((CannotWrite, DatabaseUnavailable), match="may be written to"):
        backup.restore(folder / "one.duckdb", into=tmp_path / "here" / "other.duckdb")
    assert not list((tmp_path / "here").glob("other*"))


def test_upload_is_refused_leaves_nothing_and_is_taken_later(tmp_path: Path) -> None:
    db, folder = opened(tmp_path / "here"), tmp_path / "uploads"
    folder.mkdir()
    with db.writing() as cursor:
        (row,) = cursor.execute(
            "INSERT INTO member (member_id, role) VALUES (uuidv7(), 'organiser') RETURNING member_id"
        ).fetchall()
    organiser = Person(UUID(str(row[0])), "Ada", "organiser")
    drafts = ImportDrafts(db, Accounts(db), folder)
    with read_only(folder), pytest.raises(OSError, match=r"Read-only|Permission") as caught:
        drafts.begin(organiser, "places.csv", io.BytesIO(TABLE))
    assert of_disk(caught.value) == "The server's disk cannot be written to."
    assert list(folder.iterdir()) == []
    assert drafts.begin(organiser, "places.csv", io.BytesIO(TABLE)).path.read_bytes() == TABLE
