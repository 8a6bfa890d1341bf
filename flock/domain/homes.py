"""Where a home is: a hexagon, and when saving it again means another one. The position itself goes no further than here."""

import math
from datetime import timedelta

from h3.api import basic_int as h3

from flock.domain import members
from flock.domain.positions import EARTH_RADIUS_M, LatLon

STICKS_M = 750.0
"""So far outside its hexagon a home may be saved and stays: who watches forty saves then learns no more than the hexagon tells."""
BETWEEN_MOVES = timedelta(days=14)
"""At most one real move in this time, so that nobody walks the boundary of a hexagon with her own account."""


def settled(position: LatLon, *, home: int | None) -> int:
    """Give the hexagon of a home that is saved; the one before stands while it is no more than `STICKS_M` outside of it."""
    if home is not None and outside_m(position, home) <= STICKS_M:
        return home
    return members.home_cell(position)


def outside_m(position: LatLon, cell: int) -> float:
    """Measure how far outside a hexagon a position is, 0 inside, on the plane that touches the earth there (exact to 1 in 10,000)."""
    if members.home_cell(position) == cell:
        return 0.0
    corners = [_flat(LatLon(*corner), around=position) for corner in h3.cell_to_boundary(cell)]
    return min(_to_edge(corners[i - 1], corners[i]) for i in range(len(corners)))


def _flat(corner: LatLon, *, around: LatLon) -> tuple[float, float]:
    east = (corner.lon - around.lon + 180) % 360 - 180
    x = math.radians(east) * math.cos(math.radians((corner.lat + around.lat) / 2)) * EARTH_RADIUS_M
    return x, math.radians(corner.lat - around.lat) * EARTH_RADIUS_M


def _to_edge(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Measure from the origin to the nearest point of an edge."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    along = -(a[0] * dx + a[1] * dy) / ((dx * dx + dy * dy) or 1.0)
    along = min(max(along, 0.0), 1.0)
    return math.hypot(a[0] + along * dx, a[1] + along * dy)
