"""Hexagons that stand for members: which are shown, how coarse, and how far apart they are.

Everything here takes hexagons and gives hexagons or bands. No position of a home comes near it; see `domain/homes.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from h3.api import basic_int as h3
from numpy.typing import NDArray

from flock.domain import positions
from flock.domain.positions import Bounds, LatLon

LEAST = 5
"""The fewest visible members that a hexagon is shown with."""

LEVELS = (7, 6, 5, 4)
"""The resolutions at which a home may be shown, finest first; 0 stands for not at all."""

STEPS = (25, 10, 5)
BANDS_M = (3_000, 5_000, 10_000, 20_000, 40_000)
BANDS = ("your area", "under 3 km", "under 5 km", "under 10 km", "under 20 km", "under 40 km", "further away")
HOLD = timedelta(days=30)
"""For so long after it became coarser a hexagon becomes no finer."""


@dataclass(frozen=True, slots=True)
class Level:
    """How finely a home's hexagon is shown, and since which day."""

    level: int
    since: date


@dataclass(frozen=True, slots=True)
class Shown:
    """A hexagon as it is published: nobody in it is in another, and there are `step` or more."""

    cell: int
    step: int


def resolution(cell: int) -> int:
    """Give the resolution of a hexagon."""
    return cell >> 52 & 15


def step(count: int) -> int:
    """Give the step of a count: 25, 10 or 5; 0 where there are too few to say anything."""
    return next((step for step in STEPS if count >= step), 0)


def parent(cell: int, level: int) -> int:
    """Give the hexagon that holds this one at a coarser resolution. The bits are H3's: resolution, then three for each digit."""
    return (cell & ~(15 << 52)) | (level << 52) | ((1 << (3 * (15 - level))) - 1)


def inside(some: NDArray[np.int64], hexagon: int) -> NDArray[np.bool_]:
    """Tell which of some hexagons are this one or lie in it."""
    level = resolution(hexagon)
    ancestors = (some & ~np.int64(15 << 52)) | np.int64(level << 52) | np.int64((1 << (3 * (15 - level))) - 1)
    return np.asarray((ancestors == hexagon) & (some != 0) & (((some >> 52) & 15) >= level))


def settle(homes: Mapping[int, int], before: Mapping[int, Level], today: date) -> tuple[list[Shown], dict[int, Level]]:
    """Decide what is shown of homes until the next night: groups of five or more that share nobody, the finest first.

    A home that finds no four others in its own hexagon goes with what is left over in the next coarser one, and so on. A
    hexagon that became coarser becomes no finer for thirty days. `homes` has the number of members for each hexagon.
    """
    cap = {cell: _finest_allowed(before.get(cell), today) for cell in homes}
    left, at = dict(homes), dict.fromkeys(homes, 0)
    shown: list[Shown] = []
    for level in LEVELS:
        groups: dict[int, list[int]] = {}
        for cell in left:
            if cap[cell] >= level:
                groups.setdefault(parent(cell, level), []).append(cell)
        for group, cells in groups.items():
            number = sum(left[cell] for cell in cells)
            if number >= LEAST:
                shown.append(Shown(group, step(number)))
                for cell in cells:
                    at[cell] = level
                    del left[cell]
    after = {cell: _since(before.get(cell), level, today) for cell, level in at.items()}
    # A hexagon that nobody lives in any more keeps its level, so that coming back teaches nothing.
    gone = {cell: _since(level, 0, today) for cell, level in before.items() if cell not in after}
    return shown, after | gone


def shown_cell(home: int, shown: Mapping[int, int]) -> int | None:
    """Give the finest published hexagon around a home, None where there is none. `shown` has the published ones as keys."""
    return next((cell for level in LEVELS if (cell := parent(home, level)) in shown), None)


def corners(cell: int) -> list[LatLon]:
    """Give the corners of a hexagon."""
    return [LatLon(*corner) for corner in h3.cell_to_boundary(cell)]


def touching(box: Bounds) -> list[int]:
    """Give the hexagons of homes, the finest there are, that touch a rectangle. It must not reach round the earth."""
    outline = h3.LatLngPoly([(box.south, box.west), (box.south, box.east), (box.north, box.east), (box.north, box.west)])
    return [int(cell) for cell in h3.h3shape_to_cells_experimental(outline, LEVELS[0], contain="overlap")]


def is_home(cell: int) -> bool:
    """Tell whether a number is that of a hexagon in which homes are kept."""
    return 0 < cell < 1 << 63 and bool(h3.is_valid_cell(cell)) and resolution(cell) == LEVELS[0]


@lru_cache(maxsize=200_000)
def middle(cell: int) -> LatLon:
    """Give the middle of a hexagon."""
    return LatLon(*h3.cell_to_latlng(cell))


def apart_m(one: int, other: int) -> float:
    """Give the distance in metres from middle to middle."""
    return positions.distance_m(middle(one), middle(other))


def band(own: int, other: int | None) -> int:
    """Give the number of the band in `BANDS` between a home and a published hexagon; the last where none is published."""
    if other is None:
        return len(BANDS) - 1
    if parent(own, resolution(other)) == other:
        return 0
    return 1 + int(np.searchsorted(BANDS_M, apart_m(own, other), side="right"))


def _finest_allowed(before: Level | None, today: date) -> int:
    if before is None or today - before.since >= HOLD:
        return LEVELS[0]
    return before.level


def _since(before: Level | None, level: int, today: date) -> Level:
    if before is None and level == 0:
        return Level(0, date.min)  # where nothing was shown yet, nothing has become coarser
    return before if before is not None and before.level == level else Level(level, today)
