"""Questions about places. Every filter of `VenueFilter` becomes constant SQL with bound values here and nowhere else."""

import heapq
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import pyarrow as pa

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
_MOST_GROWTH = 8.0


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
    """A place found near a point, and the range of quadkeys it was found in."""

    distance_m: float
    venue_id: UUID
    quadkey: int
    first: int
    last: int


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

    Looks in a circle that widens until it holds enough, a few ranges of quadkeys at a time, so that the zone maps leave out
    nearly all of a large table.
    """
    wanted = most + skip
    widest = _widest_m(asked.wanted, center)
    radius_m = min(overview.close_by_m(db, version(db), center=center) or widest, widest)
    found = _within(db, asked, center=center, radius_m=radius_m, most=wanted)
    while len(found) < wanted and radius_m < widest:
        growth = 2 * math.sqrt(wanted / len(found)) if found else _MOST_GROWTH
        radius_m = min(radius_m * min(growth, _MOST_GROWTH), widest)
        found = _within(db, asked, center=center, radius_m=radius_m, most=wanted)
    shown = found[skip:]
    return sorted(_fetch(db, shown, center=center), key=lambda pair: (pair[1], pair[0].venue_id))


def _cells(db: Database, asked: Asked) -> overview.Cells:
    return overview.cells(db, version(db), forbidden=asked.wanted.forbidden)


def _within(db: Database, asked: Asked, *, center: LatLon, radius_m: float, most: int) -> list[_Near]:
    """Give the nearest places in a circle, nearest first."""
    circle = _circle(center, radius_m)
    found: list[_Near] = []
    for first, last in tiles.covering(positions.box_around(center, radius_m)):
        fits, params = _fits(asked, first=first, last=last)
        for haversine, key, venue_id in _ask(db, "venue_nearest", f"{fits} AND {_IN_BOX}", {**params, **circle, "most": most}):
            distance_m = 2 * positions.EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, haversine)))
            if distance_m <= radius_m:
                found.append(_Near(distance_m, venue_id, key, first, last))
    return heapq.nsmallest(most, found)


def _fetch(db: Database, near: Sequence[_Near], *, center: LatLon) -> list[tuple[Venue, float]]:
    """Give the places with their distances, range by range, in no order."""
    distances = {one.venue_id: one.distance_m for one in near}
    circle = _circle(center, 1.001 * max(distances.values(), default=0.0) + 1)
    rows = []
    for first, last in {(one.first, one.last) for one in near}:
        keys = [one for one in near if (one.first, one.last) == (first, last)]
        params = {
            "first": min(one.quadkey for one in keys),
            "last": max(one.quadkey for one in keys),
            "venue_ids": [one.venue_id for one in keys],
        }
        rows += _ask(db, "venue_by_ids", _IN_BOX, params | circle)
    return [(_venue(row), distances[row[0]]) for row in rows]


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
    text = sql(question).format(fits=fits, columns=_COLUMNS, haversine=_HAVERSINE)
    named = {name: value for name, value in params.items() if f"${name}" in text}
    with db.reading() as cursor:
        return cursor.execute(text, named).fetchall()


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
