"""Taking imports back and bringing them in again: exactly what was, and nothing of what people added is lost."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flock.domain import venues
from flock.storage import import_history, imports, schema
from flock.storage.database import Database

from .test_imports import FACTS, anywhere, ask, places

ROOT = Path(__file__).resolve().parents[3]
NO_WIFI = venues.facts_bitmap({"kind": "cafe", "status": "open", "wifi": "no"})


@pytest.fixture
def db(new_database: Callable[[], Database]) -> Database:
    db = new_database()
    schema.bring_up_to_date(db)
    return db


def bring(db: Database, rows: pa.Table, *, sample: bool = False, name: str = "places.csv") -> UUID:
    with imports.staging(db, sample=sample) as staging, db.turn():
        staging.add(rows)
        batch = imports.Batch(uuid4(), name, "0", "me", sample, datetime.now(UTC))
        staging.commit(batch, staging.match(), imports.Counts(rows.num_rows, 0))
    return batch.import_id


def turn(db: Database, import_id: UUID) -> import_history.Turned:
    found = import_history.entry(db, import_id)
    assert found
    with db.turn():
        return import_history.turn(db, found, who="Anna")


def content(db: Database) -> list[list[tuple[Any, ...]]]:
    """Give everything that is shown, in its order on disk."""
    return [
        ask(db, "SELECT * REPLACE (updated_at::VARCHAR AS updated_at) FROM venue ORDER BY quadkey, hash(natural_key)"),
        ask(db, "FROM venue_cell ORDER BY ALL"),
        ask(db, "FROM opening_hours ORDER BY ALL"),
    ]


def in_order(db: Database) -> bool:
    keys = [key for (key,) in ask(db, "SELECT quadkey FROM venue ORDER BY rowid")]
    return keys == sorted(keys)


def some(lines: range, seed: int = 1, **changes: Any) -> pa.Table:
    spots = anywhere(lines.stop, seed=seed)[lines.start :]
    return places(spots, first_line=lines.start, **changes)


def test_undo_gives_exactly_what_was_and_redo_what_it_was_after(db: Database) -> None:
    bring(db, some(range(0, 40)))
    before = content(db)
    second = bring(db, some(range(20, 60), facts=NO_WIFI))
    after = content(db)
    assert turn(db, second) == (20, 20, 0)
    assert content(db) == before
    assert in_order(db)
    assert turn(db, second) == (0, 40, 0)
    assert content(db) == after
    assert turn(db, second) == (20, 20, 0)
    assert content(db) == before
    assert ask(
        db, "SELECT count(DISTINCT turn) FROM import_image WHERE import_id = (SELECT max(import_id) FROM import_batch)"
    ) <= [(1,)]


def test_history_says_who_what_and_in_which_state(db: Database) -> None:
    first = bring(db, some(range(0, 5)), name="a.csv")
    turn(db, first)
    (entry,) = import_history.entries(db)
    assert (entry.file_name, entry.who, entry.state, entry.turned_by, entry.created) == ("a.csv", "me", "undone", "Anna", 5)
    assert entry.can_turn()
    assert not entry.can_turn(datetime(2099, 1, 1, tzinfo=UTC))
    assert import_history.entry(db, uuid4()) is None


def test_what_is_too_old_to_be_taken_back_is_forgotten(db: Database) -> None:
    bring(db, some(range(0, 5)))
    bring(db, some(range(0, 5), facts=NO_WIFI))
    imports.clear_unfinished(db)
    assert ask(db, "SELECT count(*) FROM import_image") == [(1,)]
    with db.writing() as cursor:
        cursor.execute("UPDATE import_batch SET finished_at = now() - INTERVAL 31 DAYS")
    imports.clear_unfinished(db)
    assert ask(db, "SELECT count(*) FROM import_image") == [(0,)]


def test_later_imports_of_the_same_places_are_named(db: Database) -> None:
    first = bring(db, some(range(0, 5)), name="a.csv")
    second = bring(db, some(range(3, 9), facts=NO_WIFI), name="b.csv")
    assert import_history.written_over_by(db, first) == ["b.csv"]
    assert import_history.written_over_by(db, second) == []
    turn(db, second)
    assert import_history.written_over_by(db, first) == []


def test_places_that_came_in_another_way_since_stop_a_redo(db: Database) -> None:
    first = bring(db, some(range(0, 5)), name="a.csv")
    turn(db, first)
    bring(db, some(range(4, 6)), name="b.csv")
    before = content(db)
    with pytest.raises(import_history.Conflict, match=r"b\.csv"):
        turn(db, first)
    assert content(db) == before


def test_places_that_members_added_to_are_archived_and_come_back(db: Database) -> None:
    first = bring(db, some(range(0, 5)))
    after = content(db)
    ((venue_id,),) = ask(db, "SELECT venue_id FROM venue WHERE name = 'Place 2'")
    with db.writing() as cursor:
        cursor.execute("INSERT INTO interaction (interaction_id, kind, venue_id) VALUES (uuid(), 'attended', ?)", [venue_id])
    assert turn(db, first) == (5, 0, 1)
    assert ask(db, "SELECT count(*) FROM venue") == [(0,)]
    assert ask(db, "SELECT venue_id, name FROM venue_archive") == [(venue_id, "Place 2")]
    turn(db, first)
    assert content(db) == after
    assert ask(db, "SELECT count(*) FROM venue_archive") == [(0,)]


def edit(db: Database, name: str, field: str, old: str | None, new: str | None) -> None:
    with db.writing() as cursor:
        cursor.execute(
            "INSERT INTO venue_edit BY NAME SELECT uuidv7() AS edit_id, venue_id, ? AS field, ? AS old_value, ? AS new_value, "
            "now() AS edited_at, 'Anna' AS editor, 'edit' AS cause FROM venue WHERE name = ?",
            [field, old, new, name],
        )
        cursor.execute(f"UPDATE venue SET {field} = ? WHERE name = ?", [new, name])
        if field in venues.VOCABULARY:
            bits = venues.bit(field, str(old)) | venues.bit(field, str(new))
            cursor.execute("UPDATE venue SET facts = xor(facts, ?) WHERE name = ?", [bits, name])


def test_what_people_edited_since_survives_the_undo(db: Database) -> None:
    bring(db, some(range(0, 5)))
    second = bring(db, some(range(0, 5), facts=NO_WIFI, town="York"))
    edit(db, "Place 3", "wifi", "no", "paid")
    edit(db, "Place 3", "phone", None, "0113 1")
    turn(db, second)
    assert ask(db, "SELECT wifi, phone, town FROM venue WHERE name IN ('Place 3', 'Place 4') ORDER BY name") == [
        ("paid", "0113 1", "Leeds"),
        ("free", None, "Leeds"),
    ]
    paid = venues.facts_bitmap({"kind": "cafe", "status": "open", "wifi": "paid"})
    assert ask(db, "SELECT facts FROM venue WHERE name = 'Place 3'") == [(paid,)]
    assert ask(db, "SELECT sum(venues) FROM venue_cell WHERE facts = " + str(paid)) == [(1,)]


def test_an_import_keeps_what_people_edited(db: Database) -> None:
    bring(db, some(range(0, 5)))
    edit(db, "Place 3", "wifi", "free", "paid")
    edit(db, "Place 3", "town", "Leeds", "Otley")
    edit(db, "Place 4", "town", "Leeds", "Otley")
    edit(db, "Place 4", "town", "Otley", "Leeds")
    rows = some(range(0, 5), facts=NO_WIFI, town="York", phone="1")
    with imports.staging(db) as staging:
        staging.add(rows)
        staging.match()
        assert [(kept.line, kept.field, kept.editor) for kept in staging.kept()] == [(3, "town", "Anna"), (3, "wifi", "Anna")]
    bring(db, rows)
    assert ask(db, "SELECT name, wifi, town, phone, search_text FROM venue WHERE name IN ('Place 3', 'Place 4') ORDER BY 1") == [
        ("Place 3", "paid", "Otley", "1", "place 3 otley"),
        ("Place 4", "no", "York", "1", "place 4 york"),
    ]
    with imports.staging(db) as staging:
        staging.add(rows)
        assert staging.match().unchanged == 5


def test_the_sample_comes_back_when_the_real_import_is_taken_back(db: Database) -> None:
    bring(db, some(range(0, 5)), sample=True)
    before = content(db)
    real = bring(db, some(range(50, 53)))
    after = content(db)
    assert turn(db, real) == (3, 5, 0)
    assert content(db) == before
    assert imports.is_sample_only(db)
    turn(db, real)
    assert content(db) == after
    turn(db, real)
    assert content(db) == before


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 8), st.booleans()), min_size=1, max_size=5), st.integers(0, 99))
def test_any_series_of_imports_can_be_taken_back_to_nothing(series: list[tuple[int, int, bool]], seed: int) -> None:
    db = Database(None)
    schema.bring_up_to_date(db)
    done, states = [], [content(db)]
    for start, length, without in series:
        done.append(bring(db, some(range(start, start + length), facts=NO_WIFI if without else FACTS)))
        states.append(content(db))
    for import_id, before, after in reversed(list(zip(done, states, states[1:], strict=False))):
        assert content(db) == after
        if random.Random(seed).random() < 0.5:
            turn(db, import_id)
            turn(db, import_id)
            assert content(db) == after
        turn(db, import_id)
        assert content(db) == before
    db.close()
