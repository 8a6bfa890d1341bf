"""A sound database has nothing to say; each rule that is broken is said in a sentence."""

import pytest

from flock.storage import integrity, schema
from flock.storage.database import Database
from tests.unit.conftest import bring_in, invent


def test_places_brought_in_are_sound(places_db: Database) -> None:
    assert integrity.check(places_db) == []


BREAKING = {
    "counts disagree": "DELETE FROM venue WHERE venue_id = (SELECT min(venue_id) FROM venue)",
    "does not know of": "DELETE FROM opening_hours",
    "contradict each other": "UPDATE venue SET facts = 0",
    "under one id": "UPDATE venue SET venue_id = (SELECT min(venue_id) FROM venue)",
    "not a hexagon": "INSERT INTO member (member_id, home_cell) VALUES (uuidv7(), 622236750694711295)",
    "towards herself": "INSERT INTO interaction (actor_id, towards_id) SELECT id, id FROM (SELECT uuidv7() AS id)",
    "tells caches": "DELETE FROM venue_version",
}


@pytest.mark.parametrize(("words", "statement"), BREAKING.items())
def test_what_is_broken_is_said(words: str, statement: str) -> None:
    db = Database(None)
    schema.bring_up_to_date(db)
    bring_in(db, invent(50, seed=1))
    with db.writing() as cursor:
        cursor.execute(statement)
    assert any(words in sentence for sentence in integrity.check(db))
