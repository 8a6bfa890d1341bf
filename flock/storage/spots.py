"""Where every place is and what it offers, in memory: what a map tile and the search for the nearest look at first.

DuckDB plans a question for a millisecond or two before it reads a row. These arrays, 24 bytes a place, tell in a fraction of that which
few places are to be shown, and only of those is everything read. They are read once for every version of the places, a second for
ten millions. Safe between threads.
"""

import math
import threading
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from flock.domain import positions, tiles
from flock.domain.positions import Bounds, LatLon
from flock.storage.database import Database

ROUNDED_M = 1.5  # how far rounding to 32 bits moves a place, and the last digits of a distance, at most
_FIRST_LOOK_M = 500.0
_ACROSS = 4  # tiles: a box is covered by so many at most in either direction
_HALF_ROUND_M = math.pi * positions.EARTH_RADIUS_M
_JOINED = 80_000  # places that DuckDB passes over in the time that a question of its own takes to be planned


class Near(NamedTuple):
    """Places near a point, one an index, in no order. Positions and distances are rounded."""

    quadkey: NDArray[np.int64]
    lat: NDArray[np.float32]
    lon: NDArray[np.float32]
    distance_m: NDArray[np.float64]

    def only(self, chosen: NDArray[np.bool_]) -> "Near":
        """Leave out what is not chosen."""
        return Near._make(column[chosen] for column in self)


class Spots(NamedTuple):
    """All places along the Z-order curve, one an index. Positions are rounded to 32 bits."""

    quadkey: NDArray[np.int64]
    facts: NDArray[np.int64]
    lat: NDArray[np.float32]
    lon: NDArray[np.float32]

    def clusters(self, forbidden: int, *, first: int, last: int, shift: int) -> list[tuple[int, LatLon, int]]:
        """Group the fitting places of a range of quadkeys by `quadkey >> shift`: number, mean position, and the quadkey of one."""
        rows = self._fitting(forbidden, first, last)
        if not len(rows):
            return []
        keys = self.quadkey[rows]
        starts = np.flatnonzero(np.diff(keys >> shift, prepend=-1))
        venues = np.diff(starts, append=len(rows))
        lat, lon = (np.add.reduceat(column[rows], starts, dtype=np.float64) / venues for column in (self.lat, self.lon))
        groups = zip(venues.tolist(), lat.tolist(), lon.tolist(), keys[starts].tolist(), strict=True)
        return [(n, LatLon(*position), key) for n, *position, key in groups]

    def near(self, forbidden: int, *, center: LatLon, wanted: int) -> Near:
        """Give the nearest fitting places and what lies about as far as the last of them; all where there are no more.

        A box grows until it holds as many as are wanted. No wanted place is farther than the farthest of some that are in it.
        """
        half_m = _FIRST_LOOK_M
        rows = self._around(forbidden, center, half_m)
        while len(rows) < wanted and half_m < _HALF_ROUND_M:
            half_m *= min(2.0, math.sqrt(2 * wanted / len(rows))) if len(rows) else 2.0
            rows = self._around(forbidden, center, half_m)
        if len(rows) < wanted:
            return self._measured(rows, center)
        # On a flat map, which is good enough to choose these and takes a fifth of the time.
        flat = (self.lat[rows] - center.lat) ** 2 + ((self.lon[rows] - center.lon) * math.cos(math.radians(center.lat))) ** 2
        some = self._measured(rows[np.argpartition(flat, wanted - 1)[:wanted]], center)
        reach_m = float(some.distance_m.max()) + 2 * ROUNDED_M
        near = self._measured(self._around(forbidden, center, reach_m + ROUNDED_M), center)
        return near.only(near.distance_m <= reach_m)

    def ranges(self, area: Bounds) -> list[tuple[int, int]]:
        """Give ranges of quadkeys that together hold a rectangle, joined where few places lie between."""
        found: list[tuple[int, int]] = []
        for first, last in tiles.covering(area):
            if found and np.diff(np.searchsorted(self.quadkey, (found[-1][1], first)))[0] <= _JOINED:
                found[-1] = (found[-1][0], last)
            else:
                found.append((first, last))
        return found

    def spans(self, quadkeys: NDArray[np.int64]) -> list[tuple[int, int]]:
        """Give few ranges that hold some quadkeys, apart only where many places lie between."""
        ranked = np.sort(quadkeys)
        gaps = np.flatnonzero(np.diff(np.searchsorted(self.quadkey, ranked)) > _JOINED)
        return [(int(piece[0]), int(piece[-1]) + 1) for piece in np.split(ranked, gaps + 1)]

    def _around(self, forbidden: int, center: LatLon, half_m: float) -> NDArray[np.intp]:
        """Find the fitting places of the box around a circle; on its edge, rounding decides."""
        box = positions.box_around(center, half_m)
        rows = np.concatenate([self._fitting(forbidden, *keys) for keys in tiles.covering(box, across=_ACROSS)])
        lat, lon = self.lat[rows], self.lon[rows]
        return rows[(lat >= box.south) & (lat <= box.north) & (lon >= box.west) & (lon <= box.east)]  # type: ignore[no-any-return]

    def _measured(self, rows: NDArray[np.intp], center: LatLon) -> Near:
        return measured(center, quadkey=self.quadkey[rows], lat=self.lat[rows], lon=self.lon[rows])

    def _fitting(self, forbidden: int, first: int, last: int) -> NDArray[np.intp]:
        start, end = np.searchsorted(self.quadkey, (first, last))
        return start + np.flatnonzero(self.facts[start:end] & forbidden == 0)  # type: ignore[no-any-return]


_kept: WeakKeyDictionary[Database, tuple[int, Spots]] = WeakKeyDictionary()
_turn = threading.Lock()


def of(db: Database, version: int) -> Spots:
    """Give the places of this version, while others who want to know the same wait."""
    kept = _kept.get(db)
    if kept is None or kept[0] != version:
        with _turn:
            kept = _kept.get(db)
            if kept is None or kept[0] != version:
                _kept.pop(db, None)  # the old ones make room for the new
                kept = _kept[db] = (version, _read(db))
    return kept[1]


def _read(db: Database) -> Spots:
    spots = Spots._make(column.to_numpy() for column in db.table("venue_spots").columns)
    if np.all(spots.quadkey[1:] >= spots.quadkey[:-1]):
        return spots
    order = np.argsort(spots.quadkey, kind="stable")  # places that were changed one by one lie at the end
    return Spots._make(column[order] for column in spots)


def measured(center: LatLon, *, quadkey: NDArray[np.int64], lat: NDArray[Any], lon: NDArray[Any]) -> Near:
    """Round positions and measure how far they are."""
    lat, lon = lat.astype(np.float32), lon.astype(np.float32)
    return Near(quadkey, lat, lon, distances_m(center, lat=lat, lon=lon))


def distances_m(center: LatLon, *, lat: NDArray[np.float32], lon: NDArray[np.float32]) -> NDArray[np.float64]:
    """Measure great-circle distances in metres as `positions.distance_m` does, for many positions at once."""
    phi, theta = np.radians(lat, dtype=np.float64), np.radians(lon, dtype=np.float64)
    half_dlat, half_dlon = (phi - math.radians(center.lat)) / 2, (theta - math.radians(center.lon)) / 2
    h = np.sin(half_dlat) ** 2 + math.cos(math.radians(center.lat)) * np.cos(phi) * np.sin(half_dlon) ** 2
    return 2 * positions.EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, h)))  # type: ignore[no-any-return]
