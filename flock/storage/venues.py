"""Questions about places. Every filter of `VenueFilter` becomes constant SQL with bound values here and nowhere else."""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from flock.domain import positions, tiles
from flock.domain.filters import VenueFilter
from flock.domain.positions import Bounds, LatLon
from flock.domain.venues import FACTS, Venue
from flock.storage import overview
from flock.storage.database import Database, sql

_PLAIN = (
    *("venue_id", "name", "kind", "status", "lat", "lon", "precision_m", "position_source", "tz"),
    *("address", "town", "postcode", "country", "hours", "url", "phone", "seats", "photo_url", "source", "licence", "checked_on"),
)
_COLUMNS = ", ".join((*_PLAIN, *FACTS))
# The haversine of the angle between a place and ($lat, $lon): grows with the distance and costs no root and no arc sine.
_HALF_DEGREE = math.radians(0.5)
_HAVERSINE = (
    f"pow(sin((lat - $lat) * {_HALF_DEGREE}), 2) "
    f"+ $cos_lat * cos(lat * {math.radians(1)}) * pow(sin((lon - $lon) * {_HALF_DEGREE}), 2)"
)
_IN_BOX = "lat BETWEEN $south AND $north AND lon BETWEEN $west AND $east"
_IN_AREA = "lat BETWEEN $area_south AND $area_north AND lon BETWEEN $area_west AND $area_east"
_ROUND_THE_EARTH_M = math.pi * positions.EARTH_RADIUS_M
_FIRST_LOOK = 6_000  # places, of which some fit
_SLACK_M = 0.01  # for the last digits, in which two ways to compute a distance differ
_MOST_GROWTH = 16.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter with its "open now" already answered: the ids of opening hours that are open, or None if not asked."""

    wanted: VenueFilter
    open_hours: Sequence[int] | None = None

    @property
    def facts_only(self) -> bool:
        """Tell whether the counts per cell can answer it."""
        w = self.wanted
        return self.open_hours is None and not w.text and w.radius_m is None and w.area is None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Some places drawn as one: their number, mean position, and for a single one its quadkey."""

    venues: int
    position: LatLon
    quadkey: int | None


class _Near(NamedTuple):
    """Places near a point, one an index."""

    quadkey: NDArray[np.int64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    distance_m: NDArray[np.float64]

    def only(self, chosen: NDArray[np.bool_]) -> "_Near":
        """Leave out what is not chosen."""
        return _Near(self.quadkey[chosen], self.lat[chosen], self.lon[chosen], self.distance_m[chosen])


@dataclass(frozen=True, slots=True)
class Mark:
    """A single place as a map draws it."""

    venue_id: UUID
    position: LatLon
    kind: str
    name: str
    status: str
    hours: str | None
    tz: str


def version(db: Database) -> int:
    """Give the number that grows with each change of the places."""
    row = db.one("venue_version")
    return int(row[0]) if row else 0


def clusters(db: Database, asked: Asked, *, zoom: int, x: int, y: int, split: int) -> list[Cluster]:
    """Group a tile's places into the cells that lie `split` zooms deeper. Empty cells are left out."""
    if asked.facts_only and zoom + split <= overview.CELL_ZOOM:
        groups = _cells(db, asked).clusters(zoom, x, y, split=split)
        return [Cluster(n, position, None) for n, position in groups]
    first, last = tiles.key_range(zoom, x, y)
    fits, params = _fits(asked, first=first, last=last)
    shift = 2 * (tiles.MAX_ZOOM - zoom - split)
    rows = _ask(db, "venue_clusters", fits, {**params, "shift": max(shift, 0)})
    return [Cluster(n, LatLon(lat, lon), key) for _, n, lat, lon, key in rows]


def marks(db: Database, asked: Asked, *, zoom: int, x: int, y: int, most: int) -> list[Mark]:
    """Give up to `most` single places of a tile, in no order."""
    first, last = tiles.key_range(zoom, x, y)
    fits, params = _fits(asked, first=first, last=last)
    return _marks(db, fits, {**params, "most": most})


def marks_at(db: Database, asked: Asked, quadkeys: Sequence[int]) -> list[Mark]:
    """Give the fitting places at exactly these quadkeys."""
    if not quadkeys:
        return []
    fits, params = _fits(asked, first=min(quadkeys), last=max(quadkeys) + 1)
    fits += " AND quadkey IN (SELECT unnest($quadkeys::BIGINT[]))"
    return _marks(db, fits, {**params, "quadkeys": list(quadkeys), "most": 4 * len(quadkeys)})


def count(db: Database, asked: Asked) -> int:
    """Count the places that fit."""
    if asked.facts_only:
        return _cells(db, asked).total
    box = _box(asked.wanted)
    if box is None:
        fits, params = _fits(asked)
        return int(_ask(db, "venue_count", fits, params)[0][0])
    pieces = [_fits(asked, first=first, last=last) for first, last in tiles.covering(box)]
    return sum(int(_ask(db, "venue_count", fits, params)[0][0]) for fits, params in pieces)


def nearest(db: Database, asked: Asked, *, center: LatLon, most: int, skip: int = 0) -> list[tuple[Venue, float]]:
    """Give places with their distance in metres from `center`, nearest first. A circle in the filter must have that centre.

    First a look at bare positions, in a circle that widens until it holds enough; then everything about the few to be shown.
    Both read a few ranges of quadkeys, so that the zone maps leave out nearly all of a large table.
    """
    at = version(db)
    near = _look_around(db, asked, center=center, version=at, wanted=most + skip)
    ranked = np.sort(near.distance_m)
    if skip >= len(ranked):
        return []
    least, reach = ranked[skip] - _SLACK_M, ranked[: skip + most][-1] + _SLACK_M
    shown = near.only((near.distance_m >= least) & (near.distance_m <= reach))
    found = []
    for first, last in overview.spans(db, at, quadkeys=shown.quadkey):
        there = shown.only((shown.quadkey >= first) & (shown.quadkey < last))
        box = Bounds(*(float(edge) for edge in (there.lat.min(), there.lon.min(), there.lat.max(), there.lon.max())))._asdict()
        fits, params = _fits(asked, first=first, last=last)
        found += [_venue(row) for row in _ask(db, "venue_rows", f"{fits} AND {_IN_BOX}", params | box)]
    pairs = ((venue, positions.distance_m(center, venue.position)) for venue in found)
    page = sorted((pair for pair in pairs if least <= pair[1] <= reach), key=lambda pair: (pair[1], pair[0].venue_id))
    closer = skip - int(np.searchsorted(ranked, least))
    return page[closer : closer + most]


def _look_around(db: Database, asked: Asked, *, center: LatLon, version: int, wanted: int) -> _Near:
    """Give the places in a circle that holds so many, in no order; or all there are."""
    widest = _widest_m(asked.wanted, center)
    looked_through = max(_FIRST_LOOK, wanted)
    while True:
        radius_m = min(overview.radius_m(db, version, center=center, places=looked_through) or widest, widest)
        near = _within(db, asked, center=center, version=version, radius_m=radius_m)
        if len(near.quadkey) >= wanted or radius_m >= widest:
            return near
        growth = 2 * wanted / len(near.quadkey) if len(near.quadkey) else _MOST_GROWTH
        looked_through = math.ceil(looked_through * min(growth, _MOST_GROWTH))


def _within(db: Database, asked: Asked, *, center: LatLon, version: int, radius_m: float) -> _Near:
    """Give the places in a circle, in no order."""
    circle = _circle(center, radius_m)
    pieces = []
    for first, last in overview.ranges(db, version, area=positions.box_around(center, radius_m)):
        fits, params = _fits(asked, first=first, last=last)
        with db.reading() as cursor:
            question = _written("venue_positions", f"{fits} AND {_IN_BOX}", params | circle)
            pieces.append(cursor.execute(*question).fetchnumpy())
    quadkey, lat, lon = (np.concatenate([piece[name] for piece in pieces]) for name in ("quadkey", "lat", "lon"))
    near = _Near(quadkey, lat, lon, overview.distances_m(center, lat=lat, lon=lon))
    return near.only(near.distance_m <= radius_m)


def _cells(db: Database, asked: Asked) -> overview.Cells:
    return overview.cells(db, version(db), forbidden=asked.wanted.forbidden)


def recent(db: Database, asked: Asked, *, most: int, skip: int = 0) -> list[Venue]:
    """Give places, the most recently checked first."""
    fits, params = _fits(asked)
    return [_venue(row) for row in _ask(db, "venue_recent", fits, {**params, "most": most, "skip": skip})]


def by_id(db: Database, venue_id: UUID) -> Venue | None:
    """Give one place, closed ones included, or None."""
    rows = _ask(db, "venue_by_id", "", {"venue_id": venue_id})
    return _venue(rows[0]) if rows else None


def extent(db: Database) -> Bounds | None:
    """Give the rectangle that holds nearly all places, None where there are none."""
    row = overview.once((db, version(db), "extent"), lambda: db.one("venue_extent"))
    return Bounds(*row) if row and row[0] is not None else None


def all_hours(db: Database) -> list[tuple[int, str, str]]:
    """Give id, hours and time zone of every distinct opening hours."""
    return db.rows("opening_hours_all")


def sources(db: Database) -> list[tuple[str | None, str | None]]:
    """Give the distinct sources and licences of the places, twenty at most."""
    found: list[tuple[str | None, str | None]] = overview.once((db, version(db), "sources"), lambda: db.rows("venue_sources"))
    return found


def export(db: Database, asked: Asked, *, most: int | None = None) -> pa.Table:
    """Give fitting places, up to `most` of them, as a table in quadkey order."""
    fits, params = _fits(asked)
    with db.reading() as cursor:
        return cursor.execute(sql("venue_export").format(fits=fits), {**params, "most": most}).to_arrow_table()


def _fits(asked: Asked, *, first: int | None = None, last: int | None = None) -> tuple[str, dict[str, Any]]:
    """Give the condition and its values. Each piece is constant text; what people typed is only ever bound."""
    wanted = asked.wanted
    pieces = ["facts & $forbidden = 0"]
    params: dict[str, Any] = {"forbidden": wanted.forbidden}
    if first is not None:
        pieces.append("quadkey >= $first AND quadkey < $last")
        params |= {"first": first, "last": last}
    if wanted.area:
        pieces.append(_IN_AREA)
        params |= {f"area_{edge}": value for edge, value in wanted.area._asdict().items()}
    if wanted.radius_m is not None and wanted.near:
        pieces += [_IN_BOX, f"{_HAVERSINE} <= $reach"]
        params |= _circle(wanted.near, wanted.radius_m)
    if asked.open_hours is not None:
        pieces.append("hours_id IN (SELECT unnest($open_hours::BIGINT[])) AND status = 'open'")
        params["open_hours"] = list(asked.open_hours)
    words = searchable(wanted.text).split()
    if words:
        pieces.append("list_bool_and([contains(search_text, word) FOR word IN $words::VARCHAR[]])")
        params["words"] = words
    return " AND ".join(pieces), params


def searchable(text: str) -> str:
    """Fold case and accents, as in the column search_text."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def _ask(db: Database, question: str, fits: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    with db.reading() as cursor:
        return cursor.execute(*_written(question, fits, params)).fetchall()


def _written(question: str, fits: str, params: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Give the text of a question and those of the values that it names."""
    text = sql(question).format(fits=fits, columns=_COLUMNS)
    return text, {name: value for name, value in params.items() if f"${name}" in text}


def _marks(db: Database, fits: str, params: dict[str, Any]) -> list[Mark]:
    rows = _ask(db, "venue_marks", fits, params)
    return [Mark(i, LatLon(lat, lon), kind, name, status, hours, tz) for i, lat, lon, kind, name, status, hours, tz in rows]


def _venue(row: tuple[Any, ...]) -> Venue:
    values = dict(zip((*_PLAIN, *FACTS), row, strict=True))
    facts = {name: values.pop(name) for name in FACTS}
    return Venue(position=LatLon(values.pop("lat"), values.pop("lon")), facts=facts, **values)


def _box(wanted: VenueFilter) -> Bounds | None:
    """Give a rectangle outside which nothing can fit."""
    if wanted.area:
        return wanted.area
    return positions.box_around(wanted.near, wanted.radius_m) if wanted.near and wanted.radius_m is not None else None


def _widest_m(wanted: VenueFilter, center: LatLon) -> float:
    """Give a radius beyond which nothing can fit."""
    if wanted.radius_m is not None:
        return wanted.radius_m
    if wanted.area and not -90 < wanted.area.south < wanted.area.north < 90:
        return _ROUND_THE_EARTH_M
    if wanted.area and wanted.area.east - wanted.area.west < 90:
        a = wanted.area
        corners = [LatLon(lat, lon) for lat in (a.south, a.north, center.lat) for lon in (a.west, a.east)]
        return 1.1 * max(positions.distance_m(center, corner) for corner in corners)
    return _ROUND_THE_EARTH_M


def _circle(center: LatLon, radius_m: float) -> dict[str, float]:
    """Give the values of a circle's box and of its haversine test."""
    reach = math.sin(min(radius_m / (2 * positions.EARTH_RADIUS_M), math.pi / 2)) ** 2
    box = positions.box_around(center, radius_m)._asdict()
    return {**box, "lat": center.lat, "lon": center.lon, "cos_lat": math.cos(math.radians(center.lat)), "reach": reach}
