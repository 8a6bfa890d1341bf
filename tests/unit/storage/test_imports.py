"""Staging and swapping in: the columns that are computed, the slices, and what a program that ends in the midst leaves behind."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flock.domain import tiles, venues
from flock.domain.positions import LatLon
from flock.storage import import_writing, imports, schema
from flock.storage import venues as stored_venues
from flock.storage.database import Database

ROOT = Path(__file__).resolve().parents[3]
FACTS = venues.facts_bitmap({"kind": "cafe", "status": "open", "wifi": "free"})
TEXTS = ("address", "country", "url", "phone", "photo_url", "source", "licence")


def places(positions: list[LatLon], *, first_line: int = 2, **changes: Any) -> pa.Table:
    """Give staged rows, one a position."""
    count = len(positions)
    columns: dict[str, Any] = {name: pa.nulls(count, pa.string()) for name in TEXTS}
    columns |= {
        "line": pa.array(range(first_line, first_line + count), pa.int64()),
        "name": [f"Place {first_line + i}" for i in range(count)],
        "town": ["Leeds"] * count,
        "postcode": pa.nulls(count, pa.string()),
        "lat": pa.array([position.lat for position in positions], pa.float64()),
        "lon": pa.array([position.lon for position in positions], pa.float64()),
        "precision_m": [0.0] * count,
        "position_source": ["given"] * count,
        "tz": ["Europe/London"] * count,
        "hours": ["24/7"] * count,
        "seats": pa.nulls(count, pa.int32()),
        "checked_on": pa.nulls(count, pa.date32()),
        "facts": pa.array([FACTS] * count, pa.int64()),
    }
    return pa.table(columns | {name: pa.array([value] * count) for name, value in changes.items()})


def bring(db: Database, *chunks: pa.Table, sample: bool = False) -> imports.Outcome:
    with imports.staging(db, sample=sample) as staging, db.turn():
        for chunk in chunks:
            staging.add(chunk)
        outcome = staging.match()
        batch = imports.Batch(uuid4(), "places.csv", "0", "me", sample, datetime.now(UTC))
        staging.commit(batch, outcome, imports.Counts(sum(chunk.num_rows for chunk in chunks), 0))
    return outcome


def ask(db: Database, question: str) -> list[tuple[Any, ...]]:
    with db.reading() as cursor:
        return cursor.execute(question).fetchall()


def anywhere(count: int, seed: int = 1) -> list[LatLon]:
    rng = random.Random(seed)
    return [LatLon(rng.uniform(-90, 90), rng.uniform(-180, 180)) for _ in range(count)]


@pytest.fixture
def in_memory() -> Database:
    """A DuckDB, for what is compared in the same way wherever it lies."""
    db = Database(None)
    schema.bring_up_to_date(db)
    return db


@pytest.fixture
def db(new_database: Callable[[], Database]) -> Database:
    db = new_database()
    schema.bring_up_to_date(db)
    return db


@settings(deadline=None)
@given(st.lists(st.builds(LatLon, st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=50))
def test_quadkeys_of_columns_are_those_of_single_positions(positions: list[LatLon]) -> None:
    table = places(positions)
    assert imports.quadkeys(table["lat"], table["lon"]).to_pylist() == [tiles.quadkey(position) for position in positions]


def test_the_table_lies_along_the_curve_and_its_counts_agree(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_writing, "MOST_ROWS_A_TRANSACTION", 7)
    spots = [*anywhere(60), *[LatLon(53.8, -1.55)] * 20]
    bring(db, places(spots[:30]), places(spots[30:], first_line=32))
    bring(db, places(anywhere(25, seed=2), first_line=500))
    keys = [key for (key,) in ask(db, "SELECT quadkey FROM venue ORDER BY rowid")]
    assert keys == sorted(keys)
    assert len(keys) == 105
    assert ask(db, "SELECT sum(venues), count(DISTINCT (cell, facts)) = count(*) FROM venue_cell") == [(105, True)]
    ((lat, lon, cell_lat, cell_lon),) = ask(
        db, "SELECT sum(lat), sum(lon), (SELECT sum(sum_lat) FROM venue_cell), (SELECT sum(sum_lon) FROM venue_cell) FROM venue"
    )
    assert (lat, lon) == (pytest.approx(cell_lat), pytest.approx(cell_lon))
    assert ask(db, "SELECT count(*) FROM venue JOIN venue_cell ON cell = quadkey >> 32 AND venue.facts = venue_cell.facts") == [
        (105,)
    ]
    assert ask(db, "SELECT hours, tz, count(*) FROM opening_hours GROUP BY ALL") == [("24/7", "Europe/London", 1)]


def test_facts_are_written_out_as_words(db: Database) -> None:
    rng = random.Random(3)
    told = [{name: rng.choice(values) for name, values in venues.VOCABULARY.items()} for _ in range(30)]
    rows = [places(anywhere(1, seed=n), first_line=n, facts=venues.facts_bitmap(facts)) for n, facts in enumerate(told)]
    bring(db, *rows)
    written = dict(ask(db, f"SELECT name, ({', '.join(venues.VOCABULARY)}) FROM venue"))
    assert written == {f"Place {line}": tuple(facts[name] for name in venues.VOCABULARY) for line, facts in enumerate(told)}


def test_the_text_to_search_is_folded_as_the_search_folds(db: Database) -> None:
    bring(
        db,
        places([LatLon(1, 1)], name="Ångström’s ﬁne Straße CAFÉ"),
        places([LatLon(2, 2)], first_line=9, name="PLAIN", postcode="LS1 1UR"),
    )
    assert ask(db, "SELECT search_text FROM venue ORDER BY lat") == [
        (stored_venues.searchable("Ångström’s ﬁne Straße CAFÉ Leeds"),),
        ("plain leeds ls1 1ur",),
    ]


def test_equal_hours_in_two_time_zones_are_two(db: Database) -> None:
    bring(db, places([LatLon(1, 1)]), places([LatLon(2, 2)], first_line=3, tz="Europe/Paris"))
    assert ask(db, "SELECT count(DISTINCT hours_id) FROM opening_hours") == [(2,)]
    first = ask(db, "SELECT hours_id FROM opening_hours ORDER BY tz")
    bring(db, places([LatLon(3, 3)], first_line=4))
    assert ask(db, "SELECT hours_id FROM opening_hours ORDER BY tz") == first


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"name": "St. Mary's Café"}, {"name": "ST MARYS  CAFE"}, False),
        ({"name": "The Café, Leeds"}, {"name": "the cafe leeds"}, True),
        ({"postcode": "LS1 1UR"}, {"postcode": "ls11ur"}, True),
        ({"postcode": "LS1 1UR"}, {"postcode": "LS1 1UP"}, False),
        ({"lat": 53.80001}, {"lat": 53.80002}, True),
        ({"lat": 53.80}, {"lat": 53.81}, False),
        ({"precision_m": 5000.0, "address": "1 High St."}, {"precision_m": 5000.0, "address": "1, high st", "lat": 9.0}, True),
        ({"precision_m": 5000.0, "town": "Leeds"}, {"precision_m": 5000.0, "town": "York"}, False),
    ],
)
def test_what_makes_two_rows_the_same_place(in_memory: Database, one: dict[str, Any], other: dict[str, Any], same: bool) -> None:
    common = {"name": "One"}
    bring(in_memory, places([LatLon(53.8, -1.55)], **common | one))
    outcome = bring(in_memory, places([LatLon(53.8, -1.55)], **common | other))
    assert (outcome.created == 0) is same


@pytest.mark.parametrize(
    "change", [{"wifi": "no"}, {"phone": "1"}, {"hours": None}, {"lat": 53.80001}, {"seats": 4}, {"licence": "OGL"}]
)
def test_any_change_a_person_would_notice_is_an_update(in_memory: Database, change: dict[str, Any]) -> None:
    if "wifi" in change:
        change = {"facts": venues.facts_bitmap({"kind": "cafe", "status": "open", **change})}
    bring(in_memory, places([LatLon(53.8, -1.55)]))
    table = places([LatLon(53.8, -1.55)])
    for name, value in change.items():
        table = table.set_column(table.schema.get_field_index(name), name, pa.array([value], table.schema.field(name).type))
    assert bring(in_memory, table).updated == 1


def test_an_import_that_fails_leaves_nothing_and_the_next_one_works(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(db, places(anywhere(5)))
    before = ask(db, "SELECT venue_id FROM venue ORDER BY 1")
    with monkeypatch.context() as patch:
        patch.setattr(import_writing, "_insert", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            bring(db, places(anywhere(5, seed=9), first_line=90))
    assert ask(db, "SELECT venue_id FROM venue ORDER BY 1") == before
    assert ask(db, "SELECT state FROM import_batch ORDER BY started_at") == [("committed",), ("abandoned",)]
    assert bring(db, places(anywhere(5, seed=9), first_line=90)).created == 5


def test_readers_see_all_or_nothing_meanwhile(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_writing, "MOST_ROWS_A_TRANSACTION", 10)
    bring(db, places(anywhere(30)))
    seen = set()
    with imports.staging(db) as staging, db.turn():
        staging.add(places(anywhere(100, seed=5), first_line=1_000))
        outcome = staging.match()
        batch = imports.Batch(uuid4(), "places.csv", "0", "me", False, datetime.now(UTC))

        def look(share: float) -> None:
            seen.add(ask(db, "SELECT count(*), (SELECT sum(venues) FROM venue_cell), (FROM venue_version) FROM venue")[0])

        staging.commit(batch, outcome, imports.Counts(100, 0), progress=look)
        look(1.0)
    assert seen == {(30, 30, 2), (130, 130, 3)}


KILLED = """
import sys
from pathlib import Path
from datetime import UTC, datetime
from uuid import uuid4
sys.path[:0] = [{root!r}, {here!r}]
import test_imports
from flock.storage import import_writing, imports, schema
from flock.storage.database import Database
import_writing.MOST_ROWS_A_TRANSACTION = 4_096
db = Database(Path(sys.argv[1]))
schema.bring_up_to_date(db)
imports.clear_unfinished(db)
print("begin", flush=True)
test_imports.bring(db, test_imports.places(test_imports.anywhere(40_000, seed=6), first_line=10_000))
print("end", flush=True)
"""


@pytest.fixture
def few_places(tmp_path: Path) -> Path:
    path = tmp_path / "flock.duckdb"
    db = Database(path)
    schema.bring_up_to_date(db)
    bring(db, places(anywhere(100)))
    db.close()
    return path


def test_a_killed_import_is_there_as_a_whole_or_not_at_all(few_places: Path) -> None:
    script = KILLED.format(root=str(ROOT), here=str(Path(__file__).parent))
    for pause_s in (0.1, 0.3, 0.6, 1.0):
        process = subprocess.Popen([sys.executable, "-c", script, str(few_places)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "begin\n"
        try:
            process.wait(pause_s)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
        ended = "end" in process.communicate()[0]
        db = Database(few_places)
        imports.clear_unfinished(db)
        ((places_there, in_cells),) = ask(db, "SELECT count(*), (SELECT sum(venues) FROM venue_cell) FROM venue")
        ((committed,),) = ask(db, "SELECT count(*) FROM import_batch WHERE state = 'committed' AND created = 40000")
        assert (places_there, in_cells) == ((40_100, 40_100) if committed else (100, 100))
        assert committed or not ended
        assert ask(db, "SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE '%next'") == [(0,)]
        db.close()
