"""Questions about places. Every filter of `VenueFilter` becomes constant SQL with bound values here and nowhere else."""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa

from flock.domain import positions, tiles
from flock.domain.filters import VenueFilter
from flock.domain.positions import Bounds, LatLon
from flock.domain.venues import Venue, facts_words
from flock.storage import limits, overview, remembered, spots
from flock.storage.database import Database, sql

_COLUMNS = (
    *("venue_id", "name", "lat", "lon", "precision_m", "position_source", "tz", "address", "town", "postcode", "country"),
    *("hours", "url", "phone", "seats", "photo_url", "source", "licence", "checked_on", "facts"),
)
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
_ROUNDED = 1e-5  # degrees, by which rounding to 32 bits moves a place at most
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
    row = remembered.one(db, "venue_version")
    return int(row[0]) if row else 0


def clusters(db: Database, asked: Asked, *, zoom: int, x: int, y: int, split: int) -> list[Cluster]:
    """Group a tile's places into the cells that lie `split` zooms deeper. Empty cells are left out."""
    if asked.facts_only and zoom + split <= overview.CELL_ZOOM:
        groups = _cells(db, asked).clusters(zoom, x, y, split=split)
        return [Cluster(n, position, None) for n, position in groups]
    first, last = tiles.key_range(zoom, x, y)
    shift = max(2 * (tiles.MAX_ZOOM - zoom - split), 0)
    if asked.facts_only:
        found = spots.of(db, version(db)).clusters(asked.wanted.forbidden, first=first, last=last, shift=shift)
        return [Cluster(n, position, key) for n, position, key in found]
    fits, params = _fits(asked, first=first, last=last)
    rows = _ask(db, "venue_clusters", fits, {**params, "shift": shift})
    return [Cluster(n, LatLon(lat, lon), key) for _, n, lat, lon, key in rows]


def marks(db: Database, asked: Asked, *, zoom: int, x: int, y: int) -> list[Mark]:
    """Give the single places of a tile, in no order."""
    first, last = tiles.key_range(zoom, x, y)
    return _marks(db, *_fits(asked, first=first, last=last))


def marks_at(db: Database, asked: Asked, quadkeys: Sequence[int]) -> list[Mark]:
    """Give the fitting places at exactly these quadkeys."""
    if not quadkeys:
        return []
    fits, params = _fits(asked, first=min(quadkeys), last=max(quadkeys) + 1)
    fits += " AND quadkey IN (SELECT unnest($quadkeys::BIGINT[]))"
    return _marks(db, fits, {**params, "quadkeys": list(quadkeys)})


def count(db: Database, asked: Asked) -> int:
    """Count the places that fit."""
    if asked.facts_only:
        return _cells(db, asked).total
    box = _box(asked.wanted)
    if box is None:
        fits, params = _fits(asked)
        return int(_ask(db, "venue_count", fits, params)[0][0])
    pieces = [_fits(asked, first=first, last=last) for first, last in spots.of(db, version(db)).ranges(box)]
    return sum(int(_ask(db, "venue_count", fits, params)[0][0]) for fits, params in pieces)


def nearest(db: Database, asked: Asked, *, center: LatLon, most: int, skip: int = 0) -> list[tuple[Venue, float]]:
    """Give places with their distance in metres from `center`, nearest first. A circle in the filter must have that centre.

    First a look at rounded positions; then everything about those that may be among the ones to be shown, measured exactly.
    """
    known = spots.of(db, version(db))
    near = _look_around(db, asked, known, center=center, wanted=most + skip)
    ranked = np.sort(near.distance_m)
    if skip >= len(ranked):
        return []
    least_m, reach_m = ranked[skip] - 2 * spots.ROUNDED_M, ranked[: skip + most][-1] + 2 * spots.ROUNDED_M
    shown = near.only((near.distance_m >= least_m) & (near.distance_m <= reach_m))
    found = _at_spots(db, asked, known, shown)
    lat, lon = np.array([venue.position for venue in found], np.float32).reshape(-1, 2).T
    rounded_m = spots.distances_m(center, lat=lat, lon=lon)
    meant = [venue for venue, away_m in zip(found, rounded_m, strict=True) if least_m <= away_m <= reach_m]
    pairs = [(venue, positions.distance_m(center, venue.position)) for venue in meant]
    closer = skip - int(np.searchsorted(ranked, least_m))
    return sorted(pairs, key=lambda pair: (pair[1], pair[0].venue_id))[closer : closer + most]


def _at_spots(db: Database, asked: Asked, known: spots.Spots, shown: spots.Near) -> list[Venue]:
    """Give everything about the fitting places at some spots, and maybe about a few others between them."""
    found = []
    for first, last in known.spans(shown.quadkey):
        there = shown.only((shown.quadkey >= first) & (shown.quadkey < last))
        (south, north), (west, east) = ((float(d.min()) - _ROUNDED, float(d.max()) + _ROUNDED) for d in (there.lat, there.lon))
        fits, params = _fits(asked, first=first, last=last)
        box = {"south": south, "west": west, "north": north, "east": east}
        found += [_venue(row) for row in _ask(db, "venue_rows", f"{fits} AND {_IN_BOX}", params | box)]
    return found


def _look_around(db: Database, asked: Asked, known: spots.Spots, *, center: LatLon, wanted: int) -> spots.Near:
    """Give the nearest places and maybe more, in no order; or all there are. What is in memory answers only for facts."""
    if asked.open_hours is None and not asked.wanted.text and asked.wanted.area is None:
        return known.near(asked.wanted.forbidden, center=center, wanted=wanted)
    widest_m = _widest_m(asked.wanted, center)
    looked_through = max(_FIRST_LOOK, wanted)
    while True:
        candidates = known.near(asked.wanted.forbidden, center=center, wanted=looked_through).distance_m
        radius_m = min(float(candidates.max()), widest_m) if len(candidates) >= looked_through else widest_m
        near = _within(db, asked, known, center=center, radius_m=radius_m)
        if np.count_nonzero(near.distance_m <= radius_m) >= wanted or radius_m >= widest_m:
            return near
        growth = 2 * wanted / len(near.quadkey) if len(near.quadkey) else _MOST_GROWTH
        looked_through = math.ceil(looked_through * min(growth, _MOST_GROWTH))


def _within(db: Database, asked: Asked, known: spots.Spots, *, center: LatLon, radius_m: float) -> spots.Near:
    """Give the places in a circle, and a few just outside, in no order."""
    circle = _circle(center, radius_m + 3 * spots.ROUNDED_M)
    pieces = []
    for first, last in known.ranges(Bounds(*(circle[edge] for edge in Bounds._fields))):
        fits, params = _fits(asked, first=first, last=last)
        with db.reading() as cursor, limits.within(cursor):
            question = _written("venue_positions", f"{fits} AND {_IN_BOX}", params | circle)
            pieces.append(cursor.execute(*question).fetchnumpy())
    quadkey, lat, lon = (np.concatenate([piece[name] for piece in pieces]) for name in ("quadkey", "lat", "lon"))
    near = spots.measured(center, quadkey=quadkey, lat=lat, lon=lon)
    return near.only(near.distance_m <= radius_m + 2 * spots.ROUNDED_M)


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


def archived(db: Database, venue_id: UUID) -> tuple[str, datetime] | None:
    """Give the name of a place that an undone import had brought, and when it was archived (UTC); None where it is not."""
    row = db.one("venue_archived", {"venue_id": venue_id})
    return (row[0], row[1].replace(tzinfo=UTC)) if row else None


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
    with db.reading() as cursor, limits.within(cursor, limits.MOST_S_OF_MEASURE if most is None else limits.MOST_S):
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
    return limits.rows(db, *_written(question, fits, params))


def _written(question: str, fits: str, params: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Give the text of a question and those of the values that it names."""
    text = sql(question).format(fits=fits, columns=", ".join(_COLUMNS))
    return text, {name: value for name, value in params.items() if f"${name}" in text}


def _marks(db: Database, fits: str, params: dict[str, Any]) -> list[Mark]:
    rows = _ask(db, "venue_marks", fits, params)
    return [Mark(i, LatLon(lat, lon), kind, name, status, hours, tz) for i, lat, lon, kind, name, status, hours, tz in rows]


def _venue(row: tuple[Any, ...]) -> Venue:
    values = dict(zip(_COLUMNS, row, strict=True))
    words = facts_words(values.pop("facts"))  # the bitmap says them all in one column instead of eleven
    kind, status = words.pop("kind"), words.pop("status")
    return Venue(kind=kind, status=status, position=LatLon(values.pop("lat"), values.pop("lon")), facts=words, **values)


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
