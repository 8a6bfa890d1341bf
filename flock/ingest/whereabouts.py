"""The position that a row gives: two columns of degrees, both in one cell or in a map's address, or metres on the British grid."""

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from flock.domain import positions
from flock.errors import BadPosition
from flock.ingest import cells
from flock.ingest.columns import Columns
from flock.ingest.problems import Findings
from flock.ingest.tables import Chunk

if TYPE_CHECKING:
    import pyproj

_NOWHERE = "Nothing says where this is. Give a postcode, an address or a town, or latitude and longitude."
_LOOKED_UP = "The position is looked up from the address instead."
_GRID_EAST_M, _GRID_NORTH_M = 700_000, 1_300_000
_DEGREES = ("lat", "lon")
_Told = positions.LatLon | str | None  # a position, what is wrong with it, or nothing


def read(
    chunk: Chunk, columns: Columns, findings: Findings, *, has_words: Callable[[int], bool]
) -> tuple[list[float | None], list[float | None]]:
    """Give latitudes and longitudes, None where a row has none that can be right.

    Such a row stays if `has_words` says of it that an address, town or postcode can tell the place instead.
    """
    fields = next((names for names in (_DEGREES, *_READERS) if names[0] in columns.fields), ())
    written = [chunk.columns[columns.fields[name][0]] for name in fields]
    lats: list[float | None] = [None] * len(chunk.lines)
    lons: list[float | None] = [None] * len(chunk.lines)
    told: Iterable[tuple[int, _Told]]
    if fields == _DEGREES:
        lats[:], lons[:] = _floats(written[0]), _floats(written[1])
        told = [(row, _position(*(column[row] for column in written))) for row in _unsure(lats, lons)]
    else:
        told = enumerate(_READERS[fields](*written) if fields else [None] * len(chunk.lines))
    for row, found in told:
        lats[row], lons[row] = found if isinstance(found, positions.LatLon) else (None, None)
        if isinstance(found, str):
            value = ", ".join(cells_of_field[row] for cells_of_field in written)
            if has_words(row):
                findings.warn(row, fields[0], value, f"{found} {_LOOKED_UP}")
            else:
                findings.reject(row, fields[0], value, found)
        elif found is None and not has_words(row):
            findings.reject(row, "postcode", "", _NOWHERE)
    return lats, lons


def _floats(column: Sequence[str]) -> list[float]:
    """Read degrees, NaN for what is no number."""
    try:
        return list(map(float, column))
    except ValueError:
        return [_float(cell) for cell in column]


def _float(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return math.nan


def _unsure(lats: Sequence[float | None], lons: Sequence[float | None]) -> list[int]:
    """Find the rows that `positions.check` would not take as they are."""
    north, east = np.array(lats, float), np.array(lons, float)
    fine = (np.abs(north) <= 90) & (np.abs(east) <= 180) & ((north != 0) | (east != 0))  # nothing compares with NaN
    return np.flatnonzero(~fine).tolist()


def _position(lat: str, lon: str) -> _Told:
    try:
        return positions.check(float(lat), float(lon))
    except BadPosition as error:
        complaint = str(error)
    except ValueError:
        complaint = ""
    if not cells.filled(lat) and not cells.filled(lon):
        return None
    north, east = cells.degrees(lat), cells.degrees(lon)
    if north is None or east is None:
        return f"{'Latitude' if north is None else 'Longitude'} is not a number of degrees. Write for example 51.45 and -2.59."
    return complaint or _checked(north, east)


def _pairs(both: Sequence[str]) -> list[_Told]:
    found = [cells.pair(cell) for cell in both]
    return [
        _checked(*pair) if pair else "This is not «latitude, longitude»." if cells.filled(cell) else None
        for cell, pair in zip(both, found, strict=True)
    ]


def _pairs_turned(both: Sequence[str]) -> list[_Told]:
    return [
        _checked(*pair[::-1]) if pair else "This is not «longitude, latitude»." if cells.filled(cell) else None
        for cell in both
        for pair in (cells.pair(cell),)
    ]


def _links(addresses: Sequence[str]) -> list[_Told]:
    """Read what a map's address tells; one that tells nothing, such as a short one, is no fault."""
    return [_checked(*pair) if (pair := cells.pair_in_link(cell)) else None for cell in addresses]


def _grid(eastings: Sequence[str], northings: Sequence[str]) -> list[_Told]:
    """Convert the British National Grid to degrees; without its grid of corrections, right to about five metres."""
    easts, norths = [cells.metres(cell) for cell in eastings], [cells.metres(cell) for cell in northings]
    known = [
        row
        for row, (e, n) in enumerate(zip(easts, norths, strict=True))
        if e is not None and n is not None and 0 < e < _GRID_EAST_M and 0 < n < _GRID_NORTH_M
    ]
    told: list[_Told] = [
        "Easting and northing are not on the British National Grid." if cells.filled(e) or cells.filled(n) else None
        for e, n in zip(eastings, northings, strict=True)
    ]
    lons, lats = _to_degrees().transform([easts[row] for row in known], [norths[row] for row in known])
    for row, lat, lon in zip(known, lats, lons, strict=True):
        told[row] = _checked(round(lat, 6), round(lon, 6))
    return told


def _checked(lat: float, lon: float) -> _Told:
    try:
        return positions.check(lat, lon)
    except BadPosition as error:
        return str(error)


@cache
def _to_degrees() -> "pyproj.Transformer":
    import pyproj  # takes long to load, and few tables come without degrees

    return pyproj.Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)


_READERS: dict[tuple[str, ...], Callable[..., list[_Told]]] = {
    ("position",): _pairs,
    ("lon_lat",): _pairs_turned,
    ("easting", "northing"): _grid,
    ("map_link",): _links,
}
