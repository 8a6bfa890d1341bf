"""Which hexagons with members have no fitting place near, and where a new place would bring most of them one (M8).

Only published hexagons come in here: five members or more, and nothing finer. Where in a hexagon they live is not known, so a
hexagon counts by the share of its area from which a place is in reach; what lies in a finer published hexagon is not part of a
coarser one. Hexagons that are wider than a town say nothing: members there live too far apart.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from h3.api import basic_int as h3

from flock.domain import positions
from flock.domain.positions import LatLon

Way = Literal["walk", "ride"]
MINUTES = 15
SPEED_KMH: dict[Way, float] = {"walk": 4.8, "ride": 15.0}
"""Assumed: an easy walk, an easy ride in town."""
DETOUR = 1.3
"""Assumed: streets are so much longer than the straight line."""
NEAR_SHARE = 0.5
"""A hexagon has a place near where at least this share of it is in reach of one."""
WIDEST = 6
"""The coarsest hexagons (H3) that say anything: 36 km², about a town."""
MOST_CANDIDATES = 10
_FINEST = 8  # what fills a published hexagon: one size below that of a home
_ACROSS_M = 700.0  # no less from middle to middle of such hexagons, wherever on earth


@dataclass(frozen=True, slots=True)
class Cell:
    """A published hexagon: at least `step` members, and the share of its area from which a fitting place is in reach.

    The share is None where the hexagon is too wide to say.
    """

    cell: int
    step: int
    near_share: float | None

    @property
    def is_gap(self) -> bool:
        """Tell whether members there have no fitting place near."""
        return self.near_share is not None and self.near_share < NEAR_SHARE


@dataclass(frozen=True, slots=True)
class Candidate:
    """Where a new place would help: the middle of a hexagon, and for how many members at least it would be near."""

    middle: LatLon
    members: float


def reach_m(way: Way) -> float:
    """Give how far 15 minutes reach as the crow flies, in metres."""
    return SPEED_KMH[way] * 1000 / 60 * MINUTES / DETOUR


def look(steps: Mapping[int, int], places: Sequence[LatLon], *, way: Way) -> tuple[list[Cell], list[Candidate]]:
    """Give each hexagon with the share that is near a place, emptiest first, and up to ten candidates, the best first."""
    reach = reach_m(way)
    by_spot: dict[int, list[LatLon]] = {}
    for place in places:
        by_spot.setdefault(h3.latlng_to_cell(*place, _FINEST), []).append(place)
    found: list[Cell] = []
    far: dict[int, float] = {}
    finer: set[int] = set()
    for cell, step in sorted(steps.items(), key=lambda item: (-h3.get_resolution(item[0]), item[0])):
        if h3.get_resolution(cell) < WIDEST:
            found.append(Cell(cell, step, None))
            continue
        spots = [spot for spot in h3.cell_to_children(cell, _FINEST) if spot not in finer]
        finer |= set(spots)
        away = [spot for spot in spots if not _is_near(spot, by_spot, reach)]
        found.append(Cell(cell, step, 1 - len(away) / len(spots) if spots else None))
        if found[-1].is_gap:
            far |= dict.fromkeys(away, step / len(spots))
    found.sort(key=lambda one: (one.near_share is None, one.near_share or 0.0, -one.step, one.cell))
    return found, _candidates(far, reach)


def _candidates(far: Mapping[int, float], reach: float) -> list[Candidate]:
    """Choose the spot that brings a place near to most members, then the next for those left, and so on (greedy cover)."""
    covers = {spot: [other for other in _around(spot, reach) if other in far and _apart(spot, other) <= reach] for spot in far}
    left = dict(far)
    chosen: list[Candidate] = []
    while covers and len(chosen) < MOST_CANDIDATES:
        gains = {spot: sum(left.get(other, 0.0) for other in others) for spot, others in covers.items()}
        best = max(gains, key=lambda spot: (gains[spot], spot))
        if gains[best] < 1:
            break
        chosen.append(Candidate(LatLon(*h3.cell_to_latlng(best)), gains[best]))
        for other in covers[best]:
            left.pop(other, None)
    return chosen


def _is_near(spot: int, places: Mapping[int, Sequence[LatLon]], reach: float) -> bool:
    middle = LatLon(*h3.cell_to_latlng(spot))
    return any(
        positions.distance_m(middle, place) <= reach for around in _around(spot, reach) for place in places.get(around, ())
    )


def _around(spot: int, reach: float) -> list[int]:
    """Give the small hexagons that anything within reach of a spot's middle may lie in."""
    return list(h3.grid_disk(spot, math.ceil(reach / _ACROSS_M) + 1))


def _apart(one: int, other: int) -> float:
    return positions.distance_m(LatLon(*h3.cell_to_latlng(one)), LatLon(*h3.cell_to_latlng(other)))
