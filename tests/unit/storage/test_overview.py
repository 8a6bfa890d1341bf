import threading
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pytest

from flock.domain import positions, tiles
from flock.domain.filters import VenueFilter
from flock.domain.positions import LatLon
from flock.domain.venues import bit
from flock.storage import overview, schema, venues
from flock.storage.database import Database
from flock.storage.venues import Asked

LEEDS, BRISTOL, LERWICK = LatLon(53.797, -1.543), LatLon(51.455, -2.588), LatLon(60.155, -1.145)
CAFE, PUB = bit("kind", "cafe"), bit("kind", "pub")


@pytest.fixture
def db() -> Iterator[Database]:
    database = Database(None)
    schema.bring_up_to_date(database)
    yield database
    database.close()


def put_cells(db: Database, *places: tuple[LatLon, int, int]) -> None:
    with db.writing() as cursor:
        for position, facts, number in places:
            cell = tiles.quadkey(position) >> 32
            values = [cell, facts, number, number * position.lat, number * position.lon]
            cursor.execute("INSERT INTO venue_cell VALUES (?, ?, ?, ?, ?)", values)


def put_places(db: Database, center: LatLon, number: int) -> None:
    """Along a line to the east of the centre, about 1 m apart."""
    line = sorted(
        (tiles.quadkey(place), *place) for place in (LatLon(center.lat, center.lon + i * 1.5e-5) for i in range(number))
    )
    names, (keys, lats, lons) = [str(i) for i in range(number)], zip(*line, strict=True)
    columns = {"name": names, "quadkey": keys, "lat": lats, "lon": lons}
    with db.writing() as cursor:
        cursor.register("line", pa.table(columns))
        cursor.execute(
            "INSERT INTO venue BY NAME SELECT *, uuid() AS venue_id, 'cafe' AS kind, 'open' AS status, $facts AS facts FROM line",
            {"facts": CAFE},
        )


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
    assert overview.radius_m(db, 1, center=LEEDS, places=1) is None


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


def test_where_places_lie_close_together_the_radius_is_small(db: Database) -> None:
    put_places(db, LEEDS, 20_000)
    in_leeds, in_lerwick = (overview.radius_m(db, 1, center=center, places=5_000) for center in (LEEDS, LERWICK))
    assert in_leeds is not None
    assert in_lerwick is not None
    assert in_leeds < 20_000
    assert in_lerwick == pytest.approx(positions.distance_m(LEEDS, LERWICK), rel=0.02)
    assert overview.radius_m(db, 1, center=LEEDS, places=30_000) is None


def test_distances_are_those_of_one_by_one() -> None:
    many = overview.distances_m(LEEDS, lat=np.array([BRISTOL.lat, LEEDS.lat]), lon=np.array([BRISTOL.lon, LEEDS.lon]))
    assert many == pytest.approx([positions.distance_m(LEEDS, BRISTOL), 0])


def test_ranges_are_joined_only_over_few_places(db: Database) -> None:
    seam = LatLon(51.5, 0.0)  # where halves of the world meet: far apart along the curve
    area = positions.box_around(seam, 500)
    apart = tiles.covering(area, joined_gap=0)
    assert len(apart) > 1
    assert len(overview.ranges(db, 1, area=area)) == 1  # nothing lies between
    many = np.linspace(apart[0][1], apart[1][0] - 1, 200_000).astype(int).tolist()
    with db.writing() as cursor:
        cursor.execute("INSERT INTO venue (quadkey, lat, lon) SELECT unnest(?::BIGINT[]), 51.5, 0.0", [many])
    assert overview.ranges(db, 2, area=area)[0] == apart[0]
    keys = np.array([apart[1][0], apart[0][0], apart[0][0] + 5])
    assert overview.spans(db, 2, quadkeys=keys) == [(apart[0][0], apart[0][0] + 6), (apart[1][0], apart[1][0] + 1)]


@pytest.mark.parametrize("center", [LatLon(LEEDS.lat, LEEDS.lon + 0.1), LERWICK], ids=["among them", "far away"])
def test_nearest_in_pages_is_nearest_at_once(db: Database, center: LatLon) -> None:
    put_places(db, LEEDS, 9_000)
    with db.writing() as cursor:  # several at one address
        cursor.execute("UPDATE venue SET lat = 53.797, lon = -1.443, quadkey = ? WHERE name < '11'", [tiles.quadkey(center)])
        cursor.execute(
            "CREATE OR REPLACE TABLE sorted AS FROM venue ORDER BY quadkey; DELETE FROM venue; INSERT INTO venue FROM sorted"
        )
    asked = Asked(VenueFilter())
    at_once = venues.nearest(db, asked, center=center, most=60)
    in_pages = [pair for page in range(3) for pair in venues.nearest(db, asked, center=center, most=20, skip=20 * page)]
    assert [venue.venue_id for venue, _ in in_pages] == [venue.venue_id for venue, _ in at_once]
    with db.reading() as cursor:
        every = [positions.distance_m(center, LatLon(*row)) for row in cursor.execute("SELECT lat, lon FROM venue").fetchall()]
    assert [distance_m for _, distance_m in at_once] == pytest.approx(sorted(every)[:60])
    assert venues.nearest(db, asked, center=center, most=20, skip=9_000) == []


def test_the_first_and_the_last_cell_of_a_tile_are_its_own(db: Database) -> None:
    x, y = tiles.column_row(LEEDS, 6)
    corners = [tiles.center(8, 4 * x, 4 * y), tiles.center(8, 4 * x + 3, 4 * y + 3)]
    outside = [tiles.center(8, 4 * x - 1, 4 * y), tiles.center(8, 4 * x + 4, 4 * y + 3)]
    put_cells(db, *((corner, CAFE, 1) for corner in corners), *((position, CAFE, 10) for position in outside))
    assert [n for n, _ in clusters(db, 6, LEEDS)] == [1, 1]


def test_the_nearest_of_a_rare_kind_is_found_far_away(db: Database) -> None:
    put_places(db, LEEDS, 20_000)
    with db.writing() as cursor:
        cursor.execute("UPDATE venue SET kind = 'pub', facts = ? WHERE name IN ('3', '19999')", [PUB])
    found = venues.nearest(db, Asked(VenueFilter(kinds=frozenset({"pub"}))), center=LatLon(LEEDS.lat, LEEDS.lon + 0.1), most=5)
    assert [venue.name for venue, _ in found] == ["3", "19999"]
