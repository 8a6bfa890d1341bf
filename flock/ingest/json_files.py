"""GeoJSON, one object or one feature a line, and what an Overpass server answers, read feature by feature.

A place that is drawn as a line or an area stands at the middle of its outline. What lies deeper than one level in a feature's
properties is kept as the JSON that it is.
"""

import codecs
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Any

import ijson

from flock.errors import BadTable
from flock.ingest import osm_tags
from flock.ingest.reading import LONGEST_CELL, Block, Reading

LAT, LON = "latitude", "longitude"
_MOST_COLUMNS = 5_000
_BUFFER = 1 << 20
_WGS84 = ("CRS84", "4326", "WGS84", "WGS 84")

_Find = Callable[[IO[bytes]], Iterator[Any]]


@dataclass(frozen=True, slots=True)
class JsonFile:
    """A file of features. Its lines are the numbers of the features, from 1."""

    path: Path
    reading: Reading
    header: list[str]
    find: _Find
    row: Callable[[Any], list[str] | None]
    sheets: tuple[str, ...] = ()

    def blocks(self, rows: int, *, after_line: int = 0) -> Iterator[Block]:
        """Read the features."""
        size = max(self.path.stat().st_size, 1)
        block = Block([], [], 0.0)
        with _opened(self.path) as file:
            number = 0
            for found in self.find(file):
                row = self.row(found)
                if row is None:
                    continue
                number += 1
                if max(map(len, row)) > LONGEST_CELL:
                    raise BadTable(f"{self.path.name}: feature {number} has a text of more than {LONGEST_CELL:,} letters.")
                block.lines.append(number)
                block.rows.append(row)
                if len(block.lines) == rows:
                    yield Block(block.lines, block.rows, min(file.tell() / size, 1.0))
                    block = Block([], [], 0.0)
        if block.lines:
            yield Block(block.lines, block.rows, 1.0)


def find(path: Path) -> JsonFile:
    """Find out what the file holds, and for GeoJSON which properties its features have: that takes one pass over it.

    Raises:
        BadTable: no JSON, no features in it, or features in other coordinates than degrees.
    """
    with _opened(path) as file:
        what = _what(path, file)
    if what == "elements":
        return JsonFile(path, Reading("overpass"), list(osm_tags.HEADER), _in("elements.item"), _element)
    features = _in("features.item" if what == "features" else "")
    names: dict[str, None] = {}
    with _opened(path) as file:
        for feature in features(file):
            names.update(dict.fromkeys(_properties(feature)))
            if len(names) > _MOST_COLUMNS:
                raise BadTable(f"{path.name} has more than {_MOST_COLUMNS:,} different properties. That is no table of places.")
    return JsonFile(path, Reading("geojson"), [LAT, LON, *names], features, lambda feature: _cells(feature, names))


def _in(prefix: str) -> _Find:
    return lambda file: ijson.items(file, prefix, use_float=True, multiple_values=True, buf_size=_BUFFER)


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("rb") as file:
            file.seek(len(codecs.BOM_UTF8) if file.read(3) == codecs.BOM_UTF8 else 0)
            yield _WithoutMarks(file)  # type: ignore[misc]
    except BadTable:
        raise
    except (ijson.JSONError, UnicodeError, RecursionError, OverflowError, ValueError) as error:
        raise BadTable(f"{path.name} is not whole JSON: it breaks off or goes wrong on the way. Export it again.") from error


class _WithoutMarks:
    """Reads a file past the marks that some put before each feature (RFC 8142)."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.tell = file.tell

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size).replace(b"\x1e", b" ")


def _what(path: Path, file: IO[bytes]) -> str:
    """Tell which list the file is about: "features", "elements", or "" for one feature after the other."""
    key = ""
    for prefix, event, value in ijson.parse(file, use_float=True, multiple_values=True, buf_size=_BUFFER):
        if prefix == "" and event == "map_key":
            key = value
        elif prefix in ("features", "elements") and event == "start_array":
            return str(prefix)
        elif prefix == "type" and key == "type" and value == "Feature":
            return ""
        elif prefix == "crs.properties.name" and not any(name in str(value) for name in _WGS84):
            raise BadTable(f"{path.name} has its coordinates in {str(value)[:60]}. Export it in degrees (WGS 84, EPSG:4326).")
        elif prefix == "" and event == "end_map":
            break
    raise BadTable(f"{path.name} is JSON without a list of features, so not GeoJSON. Export it as GeoJSON or CSV.")


def _properties(feature: Any) -> Iterator[str]:
    if isinstance(feature, Mapping) and isinstance(properties := feature.get("properties"), Mapping):
        for name, value in properties.items():
            if isinstance(value, Mapping) and value:
                yield from (f"{name}.{inner}" for inner in value)
            else:
                yield str(name)


def _cells(feature: Any, names: Mapping[str, None]) -> list[str]:
    feature = feature if isinstance(feature, Mapping) else {}
    properties = feature.get("properties")
    flat: dict[str, str] = {}
    for name, value in properties.items() if isinstance(properties, Mapping) else ():
        if isinstance(value, Mapping):
            flat |= {f"{name}.{inner}": _text(deeper) for inner, deeper in value.items()}
        else:
            flat[name] = _text(value)
    spot = _middle(feature.get("geometry"))
    where = [repr(degrees) for degrees in spot] if spot else ["", ""]
    return where + [flat.get(name, "") for name in names]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        return "; ".join(map(_text, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _middle(geometry: Any) -> tuple[float, float] | None:
    """Give latitude and longitude of a point, of another shape those of the middle of its outline."""
    if not isinstance(geometry, Mapping):
        return None
    parts = geometry.get("geometries")
    drawn = [part.get("coordinates") for part in parts if isinstance(part, Mapping)] if isinstance(parts, list) else []
    points = list(_points([geometry.get("coordinates"), *drawn]))
    if not points:
        return None
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2


def _points(coordinates: Any) -> Iterator[tuple[float, float]]:
    waiting = [coordinates]
    while waiting:
        found = waiting.pop()
        if not isinstance(found, list) or not found:
            continue
        if all(isinstance(number, int | float) and not isinstance(number, bool) for number in found):
            if len(found) >= 2:
                yield float(found[0]), float(found[1])
        else:
            waiting.extend(found)


def _element(element: Any) -> list[str] | None:
    """Give the row of what an Overpass server found; a way or relation has its centre told."""
    if not isinstance(element, Mapping) or not isinstance(tags := element.get("tags"), Mapping):
        return None
    centre = element.get("center")
    at = centre if isinstance(centre, Mapping) else element
    lat, lon = at.get("lat"), at.get("lon")
    texts = {str(key): str(value) for key, value in chain(tags.items())}
    return osm_tags.row(f"{element.get('type')}/{element.get('id')}", texts, lat, lon)
