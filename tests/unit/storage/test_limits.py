"""How long a question may take and how many rows it may give."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from flock.domain.filters import VenueFilter
from flock.domain.positions import LatLon
from flock.errors import TooMuch
from flock.services.discovery import Discovery
from flock.storage import limits
from flock.storage.database import Database
from flock.web import open_data, venue_tiles

FOREVER = "SELECT count(*) FROM range(1_000_000_000_000) AS a(i) WHERE i % 7 = 3 AND i % 5 = 1"


def test_a_question_is_stopped_with_a_sentence_and_others_go_on() -> None:
    db = Database(None)

    def patient() -> int:
        with db.reading() as cursor, limits.within(cursor, 60):
            return len(cursor.execute("SELECT * FROM range(100_000)").fetchall())

    def impatient() -> float:
        began = time.monotonic()
        with pytest.raises(TooMuch, match="took too long and was stopped"), db.reading() as cursor, limits.within(cursor, 0.1):
            cursor.execute(FOREVER).fetchall()
        return time.monotonic() - began

    with ThreadPoolExecutor(8) as threads:
        stopped = [threads.submit(impatient) for _ in range(4)]
        answered = [threads.submit(patient) for _ in range(4)]
        assert [one.result() for one in answered] == [100_000] * 4
        assert all(one.result() < 30 for one in stopped)
    assert limits.rows(db, "SELECT 1", {}) == [(1,)]


def test_who_interrupts_for_another_reason_is_not_told_of_a_limit() -> None:
    db = Database(None)
    is_done = threading.Event()

    def interrupt(cursor: duckdb.DuckDBPyConnection) -> None:
        while not is_done.wait(0.05):
            cursor.interrupt()

    with db.reading() as cursor, ThreadPoolExecutor(1) as other:
        other.submit(interrupt, cursor)
        with pytest.raises(duckdb.InterruptException), limits.within(cursor, 60):
            cursor.execute(FOREVER)
        is_done.set()


def test_too_many_rows_are_refused_with_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ROWS", 1_000)
    db = Database(None)
    assert len(limits.rows(db, "SELECT * FROM range(1_000)", {})) == 1_000
    with pytest.raises(TooMuch, match="over 1,000"):
        limits.rows(db, "SELECT * FROM range(1_001)", {})


@pytest.mark.parametrize("address", ["/tiles/venues/6/31/20.json?q=caf", "/api/venues.csv?q=caf"])
def test_a_tile_and_open_data_say_so(places_db: Database, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    discovery = Discovery(places_db)
    routes = [*venue_tiles.routes(lambda: discovery), *open_data.routes(lambda: discovery)]
    client = TestClient(Starlette(routes=routes))
    monkeypatch.setattr(limits, "MOST_ROWS", 0)
    refused = client.get(address)
    assert (refused.status_code, refused.headers["cache-control"], refused.headers["retry-after"]) == (503, "no-store", "60")
    assert "more than can be shown at once" in refused.json()["error"]
    monkeypatch.undo()
    assert client.get(address).status_code == 200


def test_a_list_says_so(places_db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ROWS", 3)
    leeds = LatLon(53.8, -1.55)
    with pytest.raises(TooMuch):
        Discovery(places_db).search(VenueFilter(near=leeds, radius_m=5_000))
