"""A sound database has nothing to say; each rule that is broken is said in a sentence."""

from datetime import UTC, datetime

import pytest

from flock.storage import integrity, schema, staff_log
from flock.storage.database import Database
from tests.unit.conftest import bring_in, invent


@pytest.fixture(scope="module")
def sound() -> Database:
    """A database with places, two members and an entry in the staff's log, in which nothing is wrong."""
    db = Database(None)
    schema.bring_up_to_date(db)
    bring_in(db, invent(50, seed=1))
    with db.writing() as cursor:
        cursor.execute("INSERT INTO member (member_id, name) SELECT uuidv7(), 'Ada' FROM range(2)")
        for act in ("one", "two"):
            staff_log.add(cursor, None, act, None, "", now=datetime.now(UTC))
    assert integrity.check(db) == []
    return db


def test_places_brought_in_are_sound(places_db: Database) -> None:
    assert integrity.check(places_db) == []


BREAKING = {
    "counts disagree": "DELETE FROM venue WHERE venue_id = (SELECT min(venue_id) FROM venue)",
    "does not know of": "DELETE FROM opening_hours",
    "contradict each other": "UPDATE venue SET facts = 0",
    "places are there twice": "UPDATE venue SET venue_id = (SELECT min(venue_id) FROM venue)",
    "members are there twice": "UPDATE member SET member_id = (SELECT min(member_id) FROM member)",
    "not a hexagon": "INSERT INTO member (member_id, home_cell) VALUES (uuidv7(), 622236750694711295)",
    "towards herself": "INSERT INTO interaction (actor_id, towards_id) SELECT id, id FROM (SELECT uuidv7() AS id)",
    "tells caches": "DELETE FROM venue_version",
    "changed or cut at entry 1": "UPDATE staff_log SET act = 'nothing' WHERE number = 1",
    "changed or cut at entry 2": "DELETE FROM staff_log WHERE number = 2",
}


@pytest.mark.parametrize(("words", "statement"), BREAKING.items())
def test_what_is_broken_is_said(sound: Database, words: str, statement: str) -> None:
    found = damaged(sound, statement)
    assert any(words in sentence for sentence in found), found


@pytest.mark.parametrize(("table", "column"), integrity._BELONGS)
def test_what_is_left_alone_is_said(sound: Database, table: str, column: str) -> None:
    found = damaged(sound, f"INSERT INTO {table} ({column}) VALUES (uuidv7())")
    assert any(f"1 rows of {table}.{column} lead to a" in sentence for sentence in found), found


def damaged(db: Database, statement: str) -> list[str]:
    """Do something to a copy of a database and check that."""
    copy = Database(None)
    schema.bring_up_to_date(copy)
    with db.reading() as cursor, copy.writing() as writer:
        for (table,) in cursor.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            rows = cursor.execute(f'FROM "{table}"').to_arrow_table()
            writer.register("rows", rows)
            writer.execute(f'DELETE FROM "{table}"')
            writer.execute(f'INSERT INTO "{table}" BY NAME FROM rows')
            writer.unregister("rows")
        writer.execute(statement)
    found = integrity.check(copy)
    copy.close()
    return found
