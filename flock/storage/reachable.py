"""Which places can be reached from a hexagon in twenty minutes: counted per hexagon once for every version of the places."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from h3.api import basic_int as h3
from numpy.typing import NDArray

from flock.domain import cells, fit, members
from flock.storage import venues
from flock.storage.database import Database, sql

_RINGS = 3  # of hexagons, which hold all whose middles are within reach


@dataclass(slots=True)
class _Counted:
    version: int
    places: Mapping[int, int]
    reach: dict[int, Mapping[int, int]] = field(default_factory=dict)


_counted: dict[Database, _Counted] = {}
_turn = threading.Lock()


def in_common(db: Database, own: int, others: NDArray[np.int64]) -> NDArray[np.float32]:
    """Count for each of some hexagons the places that are in reach from it and from one's own; 0 for the hexagon 0."""
    counted = _current(db)
    mine = _from_cell(counted, own)
    starts = np.flatnonzero(np.diff(others, prepend=-1))  # people lie hexagon by hexagon
    counts = [sum(mine.get(cell, 0) for cell in _from_cell(counted, other)) if other else 0 for other in others[starts].tolist()]
    return np.repeat(np.array(counts, np.float32), np.diff(starts, append=len(others)))


def _current(db: Database) -> _Counted:
    version = venues.version(db)
    with _turn:
        counted = _counted.get(db)
        if counted is None or counted.version != version:
            counted = _counted[db] = _Counted(version, _count(db))
        return counted


def _from_cell(counted: _Counted, cell: int) -> Mapping[int, int]:
    """Give the hexagons with places that are in reach from the middle of a hexagon, and how many places each has."""
    if cell not in counted.reach:
        counted.reach[cell] = _reach(counted.places, cell)
    return counted.reach[cell]


def _reach(places: Mapping[int, int], cell: int) -> dict[int, int]:
    start = h3.latlng_to_cell(*cells.middle(cell), members.HOME_RESOLUTION)
    near = (other for other in h3.grid_disk(start, _RINGS) if other in places)
    return {other: places[other] for other in near if cells.apart_m(start, other) <= fit.REACH_M}


def _count(db: Database) -> dict[int, int]:
    with db.reading() as cursor:
        at = cursor.execute(sql("reachable_positions")).fetchnumpy()
    found = [h3.latlng_to_cell(lat, lon, members.HOME_RESOLUTION) for lat, lon in zip(at["lat"], at["lon"], strict=True)]
    distinct, counts = np.unique(np.array(found, np.int64), return_counts=True)
    return dict(zip(distinct.tolist(), counts.tolist(), strict=True))
