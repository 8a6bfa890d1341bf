import threading
from collections.abc import Callable, Iterator

import pytest

from flock.domain import tiles
from flock.domain.filters import VenueFilter
from flock.domain.positions import LatLon
from flock.domain.venues import bit
from flock.storage import overview, schema, venues
from flock.storage.database import Database
from flock.storage.venues import Asked

LEEDS, BRISTOL, LERWICK = LatLon(53.797, -1.543), LatLon(51.455, -2.588), LatLon(60.155, -1.145)
CAFE, PUB = bit("kind", "cafe"), bit("kind", "pub")


@pytest.fixture
def db(new_database: Callable[[], Database]) -> Iterator[Database]:
    database = new_database()
    schema.bring_up_to_date(database)
    yield database
    database.close()


def put_cells(db: Database, *places: tuple[LatLon, int, int]) -> None:
    with db.writing() as cursor:
        for position, facts, number in places:
            cell = tiles.quadkey(position) >> 32
            values = [cell, facts, number, number * position.lat, number * position.lon]
            cursor.execute("INSERT INTO venue_cell VALUES (?, ?, ?, ?, ?)", values)


def clusters(db: Database, zoom: int, position: LatLon, *, forbidden: int = 0) -> list[tuple[int, LatLon]]:
    return overview.cells(db, 1, forbidden=forbidden).clusters(zoom, *tiles.column_row(position, zoom), split=2)


def test_a_tile_counts_its_own_places_and_averages_their_positions(db: Database) -> None:
    put_cells(db, (LEEDS, CAFE, 3), (LEEDS, PUB, 1), (BRISTOL, CAFE, 2), (LERWICK, PUB, 5))
    assert sorted(n for n, _ in clusters(db, 5, LEEDS)) == [2, 4]  # one tile, two of its sixteen cells
    assert [n for n, _ in clusters(db, 5, LERWICK)] == [5]
    [(_, position)] = [group for group in clusters(db, 5, LEEDS) if group[0] == 4]
    assert position == pytest.approx(LEEDS)


def test_deep_cells_are_joined_where_a_tile_is_large(db: Database) -> None:
    near = LatLon(LEEDS.lat + 1.5, LEEDS.lon)
    put_cells(db, (LEEDS, CAFE, 3), (near, CAFE, 1))
    [(n, position)] = clusters(db, 0, LEEDS)
    assert n == 4
    assert position.lat == pytest.approx(LEEDS.lat + 1.5 / 4)


def test_forbidden_facts_are_left_out(db: Database) -> None:
    put_cells(db, (LEEDS, CAFE, 3), (LEEDS, PUB, 1), (BRISTOL, PUB, 2))
    assert overview.cells(db, 1, forbidden=PUB).total == 3
    assert [n for n, _ in clusters(db, 6, LEEDS, forbidden=PUB)] == [3]


def test_nothing_anywhere(db: Database) -> None:
    assert overview.cells(db, 1, forbidden=0).total == 0
    assert clusters(db, 0, LEEDS) == []


def test_an_answer_is_kept_until_the_places_change(db: Database) -> None:
    put_cells(db, (LEEDS, CAFE, 3))
    assert venues.count(db, Asked(VenueFilter())) == 3
    put_cells(db, (LEEDS, CAFE, 4))
    assert venues.count(db, Asked(VenueFilter())) == 3
    with db.writing() as cursor:
        cursor.execute("UPDATE venue_version SET version = version + 1")
    assert venues.count(db, Asked(VenueFilter())) == 7


def test_two_databases_do_not_answer_for_each_other(db: Database) -> None:
    other = Database(None)
    schema.bring_up_to_date(other)
    put_cells(db, (LEEDS, CAFE, 3))
    assert [overview.cells(one, 1, forbidden=0).total for one in (db, other)] == [3, 0]
    other.close()


def test_many_at_once_ask_once(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    put_cells(db, (LEEDS, CAFE, 3))
    asked: list[str] = []
    table = db.table
    monkeypatch.setattr(db, "table", lambda question, params: asked.append(question) or table(question, params))
    together = threading.Barrier(8)
    totals: list[int] = []

    def ask() -> None:
        together.wait()
        totals.append(overview.cells(db, 1, forbidden=0).total)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert totals == [3] * 8
    assert asked == ["venue_cells"]


def test_memory_forgets_what_was_asked_longest_ago(db: Database) -> None:
    put_cells(db, (LEEDS, CAFE, 3))
    for forbidden in range(200):
        overview.cells(db, 1, forbidden=forbidden << 20)
    assert len(overview._known) <= overview._MOST_ANSWERS


def test_the_first_and_the_last_cell_of_a_tile_are_its_own(db: Database) -> None:
    x, y = tiles.column_row(LEEDS, 6)
    corners = [tiles.center(8, 4 * x, 4 * y), tiles.center(8, 4 * x + 3, 4 * y + 3)]
    outside = [tiles.center(8, 4 * x - 1, 4 * y), tiles.center(8, 4 * x + 4, 4 * y + 3)]
    put_cells(db, *((corner, CAFE, 1) for corner in corners), *((position, CAFE, 10) for position in outside))
    assert [n for n, _ in clusters(db, 6, LEEDS)] == [1, 1]
