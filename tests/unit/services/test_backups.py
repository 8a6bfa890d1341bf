"""Leads make backups while the app runs; old ones go."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from flock.domain.members import Person
from flock.errors import NotAllowed
from flock.services.accounts import Accounts
from flock.services.backups import KEPT_DAYS, Backups
from flock.storage import schema
from flock.storage.database import Database


@pytest.fixture
def db(tmp_path: Path) -> Database:
    db = Database(tmp_path / "flock.duckdb", backup_folder=tmp_path / "backups")
    schema.bring_up_to_date(db)
    return db


def somebody(db: Database, role: str) -> Person:
    with db.writing() as cursor:
        (member_id,) = cursor.execute(
            "INSERT INTO member (member_id, name, role) VALUES (uuidv7(), 'Ada', ?) RETURNING member_id", [role]
        ).fetchone()
    assert isinstance(member_id, UUID)
    return Person(member_id, "Ada", role)


def test_only_leads_make_and_see_backups(db: Database, tmp_path: Path) -> None:
    backups = Backups(db, Accounts(db), tmp_path / "backups")
    for role in ("member", "organiser"):
        with pytest.raises(NotAllowed):
            backups.make(somebody(db, role))
        with pytest.raises(NotAllowed):
            backups.there(somebody(db, role))
    assert not (tmp_path / "backups").exists()
    lead = somebody(db, "lead")
    made = backups.make(lead)
    assert backups.there(lead) == [made]
    assert made.size == made.file.stat().st_size > 0


def test_visitors_of_the_demo_write_no_backups(db: Database, tmp_path: Path) -> None:
    lead = somebody(db, "lead")
    with db.writing() as cursor:
        cursor.execute("UPDATE member SET sample = TRUE")
        batch = "SELECT uuidv7() AS import_id, TRUE AS sample, 'committed' AS state, 1 AS created, 0 AS updated"
        cursor.execute(f"INSERT INTO import_batch BY NAME {batch}")
    with pytest.raises(NotAllowed, match="invented"):
        Backups(db, Accounts(db), tmp_path / "backups").make(lead)
    assert not (tmp_path / "backups").exists()


def test_a_backup_of_somebody_who_left_is_gone_after_thirty_days(db: Database, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    now = datetime.now(UTC)
    for days in (KEPT_DAYS + 1, KEPT_DAYS - 1):
        (folder / f"flock-{now - timedelta(days=days):%Y-%m-%dT%H-%M-%S}.duckdb").touch()
    (folder / "flock-notes.duckdb").touch()
    backups = Backups(db, Accounts(db), folder)
    lead = somebody(db, "lead")
    backups.make(lead)
    assert len(backups.there(lead)) == 2
    assert (folder / "flock-notes.duckdb").exists()
