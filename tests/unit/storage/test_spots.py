"""What is kept in memory of every place, beside the same worked out one place at a time."""

import math
import random
import threading
from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa
import pytest

from flock.domain import positions, tiles
from flock.domain.filters import VenueFilter
from flock.domain.positions import LatLon
from flock.domain.venues import bit, facts_bitmap
from flock.storage import schema, spots, venues
from flock.storage.database import Database
from flock.storage.venues import Asked

LEEDS, BRISTOL, LERWICK = LatLon(53.797, -1.543), LatLon(51.455, -2.588), LatLon(60.155, -1.145)
CAFE, PUB = (facts_bitmap({"kind": kind, "status": "open"}) for kind in ("cafe", "pub"))


@pytest.fixture
def db(new_database: Callable[[], Database]) -> Iterator[Database]:
    database = new_database()
    schema.bring_up_to_date(database)
    yield database
    database.close()


def put(db: Database, places: list[LatLon], *, facts: int = CAFE) -> None:
    """Places named by their number, as they come."""
    keys = [tiles.quadkey(place) for place in places]
    columns = {
        "name": [str(i) for i in range(len(places))],
        "quadkey": keys,
        "lat": [p.lat for p in places],
        "lon": [p.lon for p in places],
    }
    with db.writing() as cursor:
        cursor.register("places", pa.table(columns))
        cursor.execute("INSERT INTO venue BY NAME SELECT *, uuid() AS venue_id, $facts AS facts FROM places", {"facts": facts})
        cursor.execute("UPDATE venue_version SET version = version + 1")


def line_from(center: LatLon, number: int) -> list[LatLon]:
    """Along a line to the east, about 1 m apart, in the order of their quadkeys."""
    return sorted((LatLon(center.lat, center.lon + i * 1.5e-5) for i in range(number)), key=tiles.quadkey)


def known(db: Database) -> spots.Spots:
    return spots.of(db, venues.version(db))


def scattered(number: int, *, seed: int) -> list[LatLon]:
    """A dense town, a few places anywhere, and some where maps end: at the poles and on both sides of the date line."""
    dice = random.Random(seed)
    town = [LatLon(51.5 + dice.gauss(0, 0.01), dice.gauss(0, 0.02)) for _ in range(number)]  # across the meridian of Greenwich
    anywhere = [LatLon(math.degrees(math.asin(dice.uniform(-1, 1))), dice.uniform(-180, 180)) for _ in range(number // 10)]
    return [*town, *anywhere, LatLon(89.9, 10), LatLon(-90, 0), LatLon(-17.8, 179.999), LatLon(-17.8, -179.999)]


@pytest.mark.parametrize(
    "center",
    [LatLon(51.5, 0.0), LatLon(51.6, 0.4), LatLon(-17.8, 180.0), LatLon(90, 0), LatLon(-86, 120), LatLon(0, 0)],
    ids=["in town", "outside", "date line", "pole", "beyond the map", "equator"],
)
@pytest.mark.parametrize("wanted", [1, 7, 60])
def test_the_nearest_are_those_of_measuring_all(db: Database, center: LatLon, wanted: int) -> None:
    places = scattered(500, seed=wanted)
    put(db, places)
    expected = sorted(positions.distance_m(center, place) for place in places)[:wanted]
    found = venues.nearest(db, Asked(VenueFilter()), center=center, most=wanted)
    assert [distance_m for _, distance_m in found] == pytest.approx(expected)


def test_places_that_were_changed_last_are_found_though_they_lie_out_of_order(db: Database) -> None:
    put(db, line_from(LEEDS, 50))
    put(db, [BRISTOL, LatLon(LEEDS.lat + 1e-4, LEEDS.lon)])
    assert np.all(np.diff(known(db).quadkey) >= 0)
    assert venues.nearest(db, Asked(VenueFilter()), center=BRISTOL, most=1)[0][0].position == BRISTOL
    [(n, position, _)] = known(db).clusters(0, first=tiles.quadkey(BRISTOL), last=tiles.quadkey(BRISTOL) + 1, shift=0)
    assert (n, position) == (1, pytest.approx(BRISTOL, abs=1e-5))


def test_clusters_count_what_fits_and_average_its_positions(db: Database) -> None:
    put(db, [LEEDS, LatLon(LEEDS.lat, LEEDS.lon + 1e-4), LERWICK])
    put(db, [LEEDS], facts=PUB)
    x, y = tiles.column_row(LEEDS, 10)
    first, last = tiles.key_range(10, x, y)
    groups = known(db).clusters(bit("kind", "pub"), first=first, last=last, shift=24)
    assert [n for n, _, _ in groups] == [2]
    assert groups[0][1] == pytest.approx(LatLon(LEEDS.lat, LEEDS.lon + 0.5e-4), abs=1e-5)
    assert known(db).clusters(bit("kind", "pub") | bit("kind", "cafe"), first=first, last=last, shift=24) == []


def test_it_is_read_again_when_the_places_change_and_once_for_all_who_ask(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    put(db, [LEEDS])
    asked: list[str] = []
    table = db.table
    monkeypatch.setattr(db, "table", lambda question: asked.append(question) or table(question))
    together = threading.Barrier(8)
    numbers: list[int] = []

    def ask() -> None:
        together.wait()
        numbers.append(len(known(db).quadkey))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers == [1] * 8
    assert asked == ["venue_spots"]
    put(db, [BRISTOL])
    assert len(known(db).quadkey) == 2
    assert len(asked) == 2


def test_distances_are_those_of_one_by_one() -> None:
    lat, lon = np.array([BRISTOL.lat, LEEDS.lat]), np.array([BRISTOL.lon, LEEDS.lon])
    near = spots.measured(LEEDS, quadkey=np.zeros(2, np.int64), lat=lat, lon=lon)
    assert near.distance_m == pytest.approx([positions.distance_m(LEEDS, BRISTOL), 0], abs=spots.ROUNDED_M)


def test_ranges_are_joined_only_over_few_places(db: Database) -> None:
    seam = LatLon(51.5, 0.0)  # where halves of the world meet: far apart along the curve
    area = positions.box_around(seam, 500)
    apart = tiles.covering(area)
    assert len(apart) > 1
    assert len(known(db).ranges(area)) == 1  # nothing lies between
    many = np.linspace(apart[0][1], apart[1][0] - 1, 200_000).astype(int).tolist()
    with db.writing() as cursor:
        cursor.execute("INSERT INTO venue (quadkey, facts, lat, lon) SELECT unnest(?::BIGINT[]), 0, 51.5, 0.0", [many])
        cursor.execute("UPDATE venue_version SET version = version + 1")
    assert known(db).ranges(area)[0] == apart[0]
    keys = np.array([apart[1][0], apart[0][0], apart[0][0] + 5])
    assert known(db).spans(keys) == [(apart[0][0], apart[0][0] + 6), (apart[1][0], apart[1][0] + 1)]


@pytest.mark.parametrize("center", [LatLon(LEEDS.lat, LEEDS.lon + 0.1), LERWICK], ids=["among them", "far away"])
def test_nearest_in_pages_is_nearest_at_once(db: Database, center: LatLon) -> None:
    put(db, line_from(LEEDS, 9_000))
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


def test_the_nearest_of_a_rare_kind_is_found_far_away(db: Database) -> None:
    put(db, line_from(LEEDS, 20_000))
    with db.writing() as cursor:
        cursor.execute("UPDATE venue SET facts = ? WHERE name IN ('3', '19999')", [PUB])
    found = venues.nearest(db, Asked(VenueFilter(kinds=frozenset({"pub"}))), center=LatLon(LEEDS.lat, LEEDS.lon + 0.1), most=5)
    assert [venue.name for venue, _ in found] == ["3", "19999"]
