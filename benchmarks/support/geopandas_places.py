"""The nearest places as geopandas finds them: its spatial index over a frame that was filtered before the clock started."""

from pathlib import Path
from typing import Any

import duckdb
import geopandas
import numpy as np
from shapely import Point

from flock.domain.positions import LatLon

_METRES = 27700  # the British National Grid
_FIRST_LOOK_M = 2_000.0


class Places:
    """The fitting places in memory. `sindex.nearest` gives one neighbour, so many are found in a circle that widens until it is full."""

    def __init__(self, path: Path, *, kind: str, wifi: tuple[str, ...]) -> None:
        with duckdb.connect(str(path), read_only=True) as connection:
            question = (
                "SELECT venue_id::VARCHAR AS venue_id, lat, lon FROM venue WHERE status <> 'closed' AND kind = ? AND wifi IN ?"
            )
            rows = connection.execute(question, [kind, list(wifi)]).df()
        points = geopandas.points_from_xy(rows.pop("lon"), rows.pop("lat"), crs=4326)
        self._places = geopandas.GeoDataFrame(rows, geometry=points).to_crs(_METRES)
        self._index = self._places.sindex

    def project(self, points: list[LatLon]) -> list[Point]:
        """Bring positions to the frame's grid."""
        return list(
            geopandas.GeoSeries(geopandas.points_from_xy([p.lon for p in points], [p.lat for p in points], crs=4326)).to_crs(
                _METRES
            )
        )

    def nearest(self, point: Point, *, most: int) -> list[tuple[Any, ...]]:
        """Give id and distance in metres on the grid, nearest first."""
        radius_m = _FIRST_LOOK_M
        found = self._index.query(point, predicate="dwithin", distance=radius_m)
        while len(found) < min(most, len(self._places)):
            radius_m *= 2
            found = self._index.query(point, predicate="dwithin", distance=radius_m)
        near = self._places.iloc[found]
        distances_m = near.distance(point).to_numpy()
        order = np.argsort(distances_m)[:most]
        return list(zip(near["venue_id"].to_numpy()[order], distances_m[order], strict=True))
