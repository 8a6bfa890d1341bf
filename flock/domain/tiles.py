"""Web-Mercator tiles and the quadkey that orders places on disk.

A quadkey interleaves the bits of a place's tile column and row at zoom 24 (a Z-order curve; column in the even bits, row in the odd bits).
Every tile of every zoom is then one unbroken range of quadkeys, and so one unbroken run of rows.
Tile scheme: x to the east, y to the south, as in OpenStreetMap's "slippy map" tile names.
"""

import math

from flock.domain.positions import Bounds, LatLon
from flock.errors import BadFilter

MAX_ZOOM = 24
MAX_LATITUDE = math.degrees(math.atan(math.sinh(math.pi)))  # 85.05…, where the square Mercator map ends


def check_tile(zoom: int, x: int, y: int) -> None:
    """Raise BadFilter unless the tile exists."""
    if not 0 <= zoom <= MAX_ZOOM:
        raise BadFilter(f"There is no zoom {zoom}: it runs from 0 to {MAX_ZOOM}.")
    if not (0 <= x < 1 << zoom and 0 <= y < 1 << zoom):
        raise BadFilter(f"There is no tile {x}, {y} at zoom {zoom}: both numbers run from 0 to {(1 << zoom) - 1}.")


def column_row(position: LatLon, zoom: int) -> tuple[int, int]:
    """Give column and row of the tile that holds the position. Latitudes beyond the map's edge count as on it."""
    phi = math.radians(max(-MAX_LATITUDE, min(MAX_LATITUDE, position.lat)))
    size = 1 << zoom
    x = int((position.lon + 180) / 360 * size)
    y = int((1 - math.asinh(math.tan(phi)) / math.pi) / 2 * size)
    return max(0, min(size - 1, x)), max(0, min(size - 1, y))


def quadkey(position: LatLon) -> int:
    """Give the position's 48-bit quadkey."""
    x, y = column_row(position, MAX_ZOOM)
    return tile_key(x, y)


def tile_key(x: int, y: int) -> int:
    """Interleave column and row bits: the number of a tile along the Z-order curve of its zoom."""
    return _spread_bits(x) | _spread_bits(y) << 1


def _spread_bits(number: int) -> int:
    """Put a zero between any two bits, halving the distance moved five times ("Interleave bits by binary magic numbers")."""
    number = (number | number << 16) & 0x0000FFFF0000FFFF
    number = (number | number << 8) & 0x00FF00FF00FF00FF
    number = (number | number << 4) & 0x0F0F0F0F0F0F0F0F
    number = (number | number << 2) & 0x3333333333333333
    return (number | number << 1) & 0x5555555555555555


def key_range(zoom: int, x: int, y: int) -> tuple[int, int]:
    """Give the half-open range of quadkeys that a tile covers."""
    shift = 2 * (MAX_ZOOM - zoom)
    first = tile_key(x, y)
    return first << shift, (first + 1) << shift


def bounds(zoom: int, x: int, y: int) -> Bounds:
    """Give the tile's rectangle."""
    size = 1 << zoom

    def lat(row: int) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / size))))

    return Bounds(lat(y + 1), x / size * 360 - 180, lat(y), (x + 1) / size * 360 - 180)


def center(zoom: int, x: int, y: int) -> LatLon:
    """Give the middle of the tile as it is drawn: halfway in Mercator rows, not in degrees."""
    south, west, _, _ = bounds(zoom + 1, 2 * x + 1, 2 * y)
    return LatLon(south, west)


def covering(area: Bounds, *, across: int = 2) -> list[tuple[int, int]]:
    """Give ranges of quadkeys that together hold a rectangle, in their order, none touching the next.

    They are the tiles it touches at the deepest zoom where it spans no more than so many columns and rows.
    """
    west, north = column_row(LatLon(area.north, area.west), MAX_ZOOM)
    east, south = column_row(LatLon(area.south, area.east), MAX_ZOOM)
    zoom = MAX_ZOOM
    while east - west >= across or south - north >= across:
        west, north, east, south = west >> 1, north >> 1, east >> 1, south >> 1
        zoom -= 1
    touched = sorted(key_range(zoom, x, y) for x in range(west, east + 1) for y in range(north, south + 1))
    ranges: list[tuple[int, int]] = []
    for first, last in touched:
        if ranges and first == ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], last)
        else:
            ranges.append((first, last))
    return ranges
