"""What is asked about all places at once, kept while they do not change: counts per cell, how densely places lie, and the like.

Each answer takes a look at every row of a table, which is tens of milliseconds where there are millions; a map asks for a
dozen tiles of the same filter at once. So it is asked once for every version of the places. Safe between threads.
"""

import math
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from flock.domain import positions, tiles
from flock.domain.positions import Bounds, LatLon
from flock.storage.database import Database

CELL_ZOOM = 8  # the zoom of venue_cell

_MOST_ANSWERS = 64  # a filter's cells take 2 MB at most: there are 65,536 of them
_PLACES_A_MILESTONE = 2048  # as in venue_milestones.sql
_JOINED_MILESTONES = 40

_known: dict[tuple[Any, ...], Any] = {}
_turn = threading.Lock()


class _Milestones(NamedTuple):
    """Every so-manieth place along the Z-order curve, in its order."""

    quadkey: NDArray[np.int64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]


class Cells(NamedTuple):
    """Places that fit a filter, per cell of zoom 8 along the Z-order curve; empty cells are left out."""

    cell: NDArray[np.int64]
    venues: NDArray[np.int64]
    sum_lat: NDArray[np.float64]
    sum_lon: NDArray[np.float64]

    @property
    def total(self) -> int:
        """The number of places in all cells."""
        return int(self.venues.sum())

    def clusters(self, zoom: int, x: int, y: int, *, split: int) -> list[tuple[int, LatLon]]:
        """Give number and mean position of a tile's places, grouped into the tiles that lie `split` zooms deeper."""
        below = 2 * (tiles.MAX_ZOOM - CELL_ZOOM)
        first, last = (np.searchsorted(self.cell, edge >> below) for edge in tiles.key_range(zoom, x, y))
        if first == last:
            return []
        groups = self.cell[first:last] >> 2 * (CELL_ZOOM - zoom - split)
        starts = np.flatnonzero(np.diff(groups, prepend=groups[0] - 1))
        venues, lat, lon = (np.add.reduceat(column[first:last], starts).tolist() for column in self[1:])
        return [(n, LatLon(sum_lat / n, sum_lon / n)) for n, sum_lat, sum_lon in zip(venues, lat, lon, strict=True)]


def once(question: tuple[Any, ...], ask: Callable[[], Any]) -> Any:
    """Answer from memory what was asked before; else ask, while others who want to know the same wait.

    The question names the database and the version of its places, so that an answer is never older than they are.
    """
    answer = _known.get(question)
    if answer is None:
        with _turn:
            answer = _known.get(question)
            if answer is None:
                answer = ask()
                while len(_known) >= _MOST_ANSWERS:
                    del _known[next(iter(_known))]
                _known[question] = answer
    return answer


def cells(db: Database, version: int, *, forbidden: int) -> Cells:
    """Count the places that have none of the forbidden facts, cell by cell."""

    def ask() -> Cells:
        table = db.table("venue_cells", {"forbidden": forbidden})
        return Cells(*(column.to_numpy() for column in table.columns))

    found: Cells = once((db, version, "cells", forbidden), ask)
    return found


def distances_m(center: LatLon, *, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure great-circle distances in metres as `positions.distance_m` does, for many positions at once."""
    half_dlat, half_dlon = np.radians(lat - center.lat) / 2, np.radians(lon - center.lon) / 2
    h = np.sin(half_dlat) ** 2 + math.cos(math.radians(center.lat)) * np.cos(np.radians(lat)) * np.sin(half_dlon) ** 2
    return 2 * positions.EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, h)))  # type: ignore[no-any-return]


def radius_m(db: Database, version: int, *, center: LatLon, places: int) -> float | None:
    """Guess the radius in metres of a circle that holds so many places; None where it would hold them all.

    Tells where to begin to look for the nearest ones: far too wide a circle reads too many rows, far too narrow a one is for
    nothing. Milestones stand for places: the circle reaches as far as the n-th nearest of them.
    """
    known = _milestones(db, version)
    wanted = -(-places // _PLACES_A_MILESTONE)
    if wanted > len(known.quadkey):
        return None
    distances = distances_m(center, lat=known.lat, lon=known.lon)
    return float(np.partition(distances, wanted - 1)[wanted - 1])


def ranges(db: Database, version: int, *, area: Bounds) -> list[tuple[int, int]]:
    """Give ranges of quadkeys that together hold a rectangle, joined where few places lie between.

    A few ten thousand rows are read in the time that a question of its own takes to be planned.
    """
    known = _milestones(db, version).quadkey
    found: list[tuple[int, int]] = []
    for first, last in tiles.covering(area, joined_gap=0):
        if found and np.searchsorted(known, first) - np.searchsorted(known, found[-1][1]) <= _JOINED_MILESTONES:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def spans(db: Database, version: int, *, quadkeys: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Give few ranges that hold some quadkeys, apart only where many places lie between."""
    ranked = np.sort(quadkeys)
    gaps = np.flatnonzero(np.diff(np.searchsorted(_milestones(db, version).quadkey, ranked)) > _JOINED_MILESTONES)
    return [(int(piece[0]), int(piece[-1]) + 1) for piece in np.split(ranked, gaps + 1)]


def _milestones(db: Database, version: int) -> _Milestones:
    def ask() -> _Milestones:
        return _Milestones(*(column.to_numpy() for column in db.table("venue_milestones").columns))

    found: _Milestones = once((db, version, "milestones"), ask)
    return found
