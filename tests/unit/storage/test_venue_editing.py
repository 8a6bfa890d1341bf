"""Changing places one by one: what is counted of them stays true, whatever is changed, merged and taken back, in any order."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flock.domain import editing, tiles, venues
from flock.domain.filters import VenueFilter
from flock.domain.positions import LatLon
from flock.errors import ChangedMeanwhile, NotFound
from flock.storage import schema, venue_editing, venue_merging
from flock.storage import venues as stored_venues
from flock.storage.database import Database
from flock.storage.venue_editing import Act
from flock.storage.venues import Asked
from tests.unit.conftest import bring_in, invent

RHONA = uuid4()
FIELDS = {
    "name": st.sampled_from(["Oat", "The Ünd", "{{7*7}}", "=SUM(A1)", "<b>"]),
    "town": st.sampled_from([None, "Leeds", "Bath"]),
    "hours": st.sampled_from([None, "24/7", "Mo-Fr 09:00-17:00"]),
    "wifi": st.sampled_from(venues.VOCABULARY["wifi"]),
    "status": st.sampled_from(venues.VOCABULARY["status"]),
    "seats": st.sampled_from([None, "4", "20"]),
    "position": st.sampled_from(["51.5, -0.1, 0, given", "40.7, -74.0, 0, given", "53.8, -1.55, 400, towns"]),
}
CHANGES = st.fixed_dictionaries({}, optional=FIELDS)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), st.integers(0, 11), CHANGES),
        st.tuples(st.just("merge"), st.integers(0, 11), st.integers(0, 11), CHANGES),
        st.tuples(st.just("undo"), st.integers(0, 9)),
    ),
    max_size=14,
)


def act(cause: str = "edit", *, minute: int = 0) -> Act:
    return Act(RHONA, "Rhona", cause, datetime(2026, 11, 25, tzinfo=UTC) + timedelta(minutes=minute))


def ask(db: Database, question: str) -> list[tuple[Any, ...]]:
    with db.reading() as cursor:
        return cursor.execute(question).fetchall()


def ids(db: Database) -> list[UUID]:
    return [venue_id for (venue_id,) in ask(db, "SELECT venue_id FROM venue ORDER BY natural_key")]


def now(db: Database, venue_id: UUID) -> editing.Values:
    venue = stored_venues.by_id(db, venue_id)
    assert venue
    return editing.values(venue)


def filled(db: Database, places: int = 12) -> Database:
    schema.bring_up_to_date(db)
    bring_in(db, invent(places, seed=5))
    with db.writing() as cursor:
        for n, venue_id in enumerate(ids_in(cursor)):
            for _ in range(n % 3):
                cursor.execute("INSERT INTO interaction (interaction_id, venue_id) VALUES (uuidv7(), ?)", [venue_id])
    return db


def ids_in(cursor: Any) -> list[UUID]:
    return [venue_id for (venue_id,) in cursor.execute("SELECT venue_id FROM venue ORDER BY natural_key").fetchall()]


def assert_true(db: Database) -> None:
    """Count everything derived anew and compare."""
    recount = (
        "SELECT quadkey >> 32, facts, count(*), round(sum(lat), 6), round(sum(lon), 6) FROM venue GROUP BY 1, 2 ORDER BY ALL"
    )
    kept = "SELECT cell, facts, venues, round(sum_lat, 6), round(sum_lon, 6) FROM venue_cell ORDER BY ALL"
    assert ask(db, kept) == ask(db, recount)
    hours = "SELECT DISTINCT hours_id, hours, tz FROM venue WHERE hours IS NOT NULL ORDER BY ALL"
    assert ask(db, "SELECT hours_id, hours, tz FROM opening_hours ORDER BY ALL") == ask(db, hours)
    names = ", ".join(venues.VOCABULARY)
    for lat, lon, quadkey, facts, name, town, postcode, address, text, *words in ask(
        db, f"SELECT lat, lon, quadkey, facts, name, town, postcode, address, search_text, {names} FROM venue"
    ):
        assert quadkey == tiles.quadkey(LatLon(lat, lon))
        assert facts == venues.facts_bitmap(dict(zip(venues.VOCABULARY, words, strict=True)))
        assert text == stored_venues.searchable(" ".join(filter(None, (name, town, postcode, address))))


@pytest.fixture
def db(new_database: Callable[[], Database]) -> Database:
    return filled(new_database())


def test_p8_an_edit_changes_the_place_and_nothing_that_imports_know_it_by(db: Database) -> None:
    venue_id = ids(db)[3]
    known_by = ask(db, f"SELECT natural_key, content_hash, import_id FROM venue WHERE venue_id = '{venue_id}'")
    before, version = now(db, venue_id), stored_venues.version(db)
    wanted = {"name": "Ünd Café", "hours": "24/7", "wifi": "paid", "position": "40.7, -74.0, 0, given", "seats": "4"}
    changes = venue_editing.save(db, venue_id, wanted, seen=before, act=act())
    assert changes == editing.changed(before, wanted)
    assert now(db, venue_id) == before | wanted
    venue = stored_venues.by_id(db, venue_id)
    assert venue
    assert venue.tz == "America/New_York"
    assert ask(db, f"SELECT natural_key, content_hash, import_id FROM venue WHERE venue_id = '{venue_id}'") == known_by
    assert stored_venues.version(db) == version + 1
    assert_true(db)


def test_the_history_tells_who_when_and_from_what_to_what(db: Database) -> None:
    venue_id = ids(db)[0]
    before = now(db, venue_id)
    venue_editing.save(db, venue_id, {"town": "Bath", "seats": "9"}, seen=before, act=act())
    venue_editing.save(db, venue_id, {"town": None}, seen=now(db, venue_id), act=act("undo", minute=5))
    told = venue_editing.history(db, [venue_id])
    assert [(e.field, e.old_value, e.new_value, e.editor, e.cause) for e in told] == [
        ("town", "Bath", None, "Rhona", "undo"),
        ("seats", None, "9", "Rhona", "edit"),
        ("town", "Leeds", "Bath", "Rhona", "edit"),
    ]
    assert told[0].edited_at == act(minute=5).at
    assert told[1].change_id == told[2].change_id != told[0].change_id
    assert venue_editing.last_edits(db, venue_id)["town"] == ("Rhona", act(minute=5).at)


def test_what_is_already_so_writes_nothing(db: Database) -> None:
    venue_id, version = ids(db)[0], stored_venues.version(db)
    before = now(db, venue_id)
    assert venue_editing.save(db, venue_id, {"name": before["name"]}, seen=before, act=act()) == {}
    assert venue_editing.history(db, [venue_id]) == []
    assert stored_venues.version(db) == version


def test_of_two_who_change_the_same_field_the_second_is_told_and_nothing_of_hers_is_written(db: Database) -> None:
    venue_id = ids(db)[0]
    both_saw = now(db, venue_id)
    venue_editing.save(db, venue_id, {"phone": "1"}, seen=both_saw, act=act())
    with pytest.raises(ChangedMeanwhile, match="Rhona changed phone") as raised:
        venue_editing.save(db, venue_id, {"phone": "2", "town": "Bath"}, seen=both_saw, act=act())
    assert raised.value.fields == ("phone",)
    assert now(db, venue_id) == both_saw | {"phone": "1"}
    venue_editing.save(db, venue_id, {"phone": "1", "town": "Bath"}, seen=both_saw, act=act())  # the same value is no quarrel
    venue_editing.save(db, venue_id, {"url": "https://x.org"}, seen=both_saw, act=act())  # nor is another field
    assert now(db, venue_id) == both_saw | {"phone": "1", "town": "Bath", "url": "https://x.org"}


def test_a_place_that_is_not_there(db: Database) -> None:
    with pytest.raises(NotFound):
        venue_editing.save(db, uuid4(), {"name": "X"}, seen={}, act=act())


def test_p8_a_merge_moves_what_speaks_of_the_lost_place_and_leads_to_the_kept_one(db: Database) -> None:
    lost, kept, last = ids(db)[2], ids(db)[4], ids(db)[6]
    moving = ask(db, f"SELECT count(*) FROM interaction WHERE venue_id = '{lost}'")[0][0]
    assert moving > 0
    there = ask(db, f"SELECT count(*) FROM interaction WHERE venue_id = '{kept}'")[0][0]
    assert venue_merging.what_moves(db, lost)["interaction"] == moving
    venue_merging.merge(db, lost_id=lost, kept_id=kept, wanted={"phone": "7"}, seen=now(db, kept), act=act("merge"))
    assert now(db, kept)["phone"] == "7"
    assert now(db, lost)["status"] == "closed"
    assert ask(db, f"SELECT count(*) FROM interaction WHERE venue_id = '{kept}'") == [(there + moving,)]
    venue_merging.merge(db, lost_id=kept, kept_id=last, wanted={}, seen=now(db, last), act=act("merge"))
    assert venue_editing.kept_id(db, lost) == venue_editing.kept_id(db, kept) == venue_editing.kept_id(db, last) == last
    found = stored_venues.nearest(db, Asked(VenueFilter()), center=LatLon(53.8, -1.55), most=50)
    assert not {lost, kept} & {venue.venue_id for venue, _ in found}
    with pytest.raises(ChangedMeanwhile, match="merged into another"):
        venue_editing.save(db, kept, {"name": "X"}, seen=now(db, kept), act=act())
    with pytest.raises(ChangedMeanwhile, match="one already"):
        venue_merging.merge(db, lost_id=last, kept_id=last, wanted={}, seen={}, act=act("merge"))


def test_a_merge_is_undone_to_what_was_but_for_what_came_since(db: Database) -> None:
    lost, kept = ids(db)[2], ids(db)[4]
    before = {venue_id: now(db, venue_id) for venue_id in (lost, kept)}
    notes = ask(db, "SELECT interaction_id, venue_id FROM interaction ORDER BY ALL")
    wanted = {"phone": "7", "url": "https://x.org"}
    merge_id = venue_merging.merge(db, lost_id=lost, kept_id=kept, wanted=wanted, seen=before[kept], act=act("merge"))
    assert [(m.merge_id, m.lost_id, m.merger) for m in venue_merging.into(db, kept)] == [(merge_id, lost, "Rhona")]
    venue_editing.save(db, kept, {"url": "https://since.org"}, seen=now(db, kept), act=act())
    venue_merging.undo(db, merge_id, act=act("undo"))
    assert now(db, kept) == before[kept] | {"url": "https://since.org"}
    assert now(db, lost) == before[lost]
    assert ask(db, "SELECT interaction_id, venue_id FROM interaction ORDER BY ALL") == notes
    assert venue_editing.kept_id(db, lost) == lost
    assert venue_merging.into(db, kept) == []
    with pytest.raises(ChangedMeanwhile, match="apart already"):
        venue_merging.undo(db, merge_id, act=act("undo"))
    assert_true(db)


def test_a_merge_under_another_merge_waits_for_that_one_to_be_undone(db: Database) -> None:
    a, b, c = ids(db)[:3]
    first = venue_merging.merge(db, lost_id=a, kept_id=b, wanted={}, seen=now(db, b), act=act("merge"))
    second = venue_merging.merge(db, lost_id=b, kept_id=c, wanted={}, seen=now(db, c), act=act("merge"))
    with pytest.raises(ChangedMeanwhile, match="take the two apart first"):
        venue_merging.undo(db, first, act=act("undo"))
    venue_merging.undo(db, second, act=act("undo"))
    venue_merging.undo(db, first, act=act("undo"))
    assert venue_editing.kept_id(db, a) == a


def test_every_table_that_speaks_of_places_moves_along_or_is_known_to_stay(db: Database) -> None:
    staying = {"venue", "venue_edit", "venue_archive"}
    speaking = {
        table
        for (table,) in ask(
            db,
            "SELECT table_name FROM duckdb_columns() SEMI JOIN duckdb_tables() USING (table_name) WHERE column_name = 'venue_id'",
        )
    }
    assert speaking - staying == set(venue_merging.MOVED)


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_counts_are_true_after_any_edits_merges_and_undoings(steps: list[tuple[Any, ...]]) -> None:
    """Undoing all that is still merged, and putting back every edit, gives what was there at first (P8)."""
    db = filled(Database(None))
    places = ids(db)
    first = {venue_id: now(db, venue_id) for venue_id in places}
    notes = ask(db, "SELECT interaction_id, venue_id FROM interaction ORDER BY ALL")
    merged: list[UUID] = []
    minutes = itertools.count()
    for kind, *told in steps:
        try:
            if kind == "edit":
                venue_id, wanted = places[told[0]], told[1]
                venue_editing.save(db, venue_id, wanted, seen=now(db, venue_id), act=act(minute=next(minutes)))
            elif kind == "merge":
                lost, kept = places[told[0]], places[told[1]]
                doing = act("merge", minute=next(minutes))
                merged.append(venue_merging.merge(db, lost_id=lost, kept_id=kept, wanted=told[2], seen=now(db, kept), act=doing))
            elif merged:
                merge_id = merged[told[0] % len(merged)]
                venue_merging.undo(db, merge_id, act=act("undo", minute=next(minutes)))
                merged.remove(merge_id)
        except ChangedMeanwhile:
            pass
    assert_true(db)
    for merge_id in reversed(merged):
        venue_merging.undo(db, merge_id, act=act("undo", minute=next(minutes)))
    assert ask(db, "SELECT interaction_id, venue_id FROM interaction ORDER BY ALL") == notes
    for edit in venue_editing.history(db, places, most=10_000):
        seen = now(db, edit.venue_id)
        venue_editing.save(db, edit.venue_id, {edit.field: edit.old_value}, seen=seen, act=act("undo", minute=next(minutes)))
    assert {venue_id: now(db, venue_id) for venue_id in places} == first
    assert_true(db)
