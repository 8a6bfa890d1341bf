"""Matched rows of an import, a page at a time."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from flock.domain.positions import LatLon
from flock.storage.database import sql
from flock.storage.imports import Staging


class Point(NamedTuple):
    """A row on a map: what becomes of it is created, updated, merged, or nothing."""

    line: int
    outcome: str
    position: LatLon


def page(staging: Staging, outcome: str, *, most: int, skip: int = 0) -> list[dict[str, Any]]:
    """Give some of the rows that become one thing, by line; `venue_id` is the place that they change, if any."""
    values = {"outcome": outcome, "most": most, "skip": skip}
    rows = staging.cursor.execute(sql("import_page"), values).to_arrow_table().to_pylist()
    return [row | {"venue_id": UUID(row["venue_id"]) if row["venue_id"] else None} for row in rows]


def points(staging: Staging, *, lines: Sequence[int], most: int) -> list[Point]:
    """Give rows that change something as points, those on `lines` first and whatever becomes of them."""
    found = staging.cursor.execute(sql("import_points"), {"lines": list(lines), "most": most}).fetchall()
    return [Point(line, outcome, LatLon(lat, lon)) for line, outcome, lat, lon in found]
