"""What is asked about all places at once, kept while they do not change: counts per cell, and the like.

Each answer takes a look at every row of a table, which is tens of milliseconds where there are millions; a map asks for a
dozen tiles of the same filter at once. So it is asked once for every version of the places. Safe between threads.
"""

import threading
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from flock.domain import tiles
from flock.domain.positions import LatLon
from flock.storage.database import Database

CELL_ZOOM = 8  # the zoom of venue_cell

_MOST_ANSWERS = 64  # a filter's cells take 2 MB at most: there are 65,536 of them

_known: dict[tuple[Any, ...], Any] = {}
_turn = threading.Lock()


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
