"""Which staged rows may be a place that is there already, or that another row brings."""

import math
from collections.abc import Iterator

import pyarrow as pa

from flock.domain import positions
from flock.domain.likeness import cell_zoom
from flock.storage.database import sql
from flock.storage.imports import Staging

# Of Jaro and Winkler's similarity; rows of one postcode or neighbourhood with names less alike are no candidates.
_LEAST_NAME = 0.6
_MOST_SHARED = 4  # a phone number or site of more places is that of a chain or a council
_MOST_TOGETHER = 500  # places of one cell or postcode that are all compared with each other
_PAIRS_AT_ONCE = 10_000


def near_or_alike(staging: Staging, *, reach_m: float) -> Iterator[pa.RecordBatch]:
    """Give pairs of rows to be created with a place that is there or a row above, each side with what it is told by."""
    cursor = staging.cursor
    farthest = cursor.execute(sql("import_farthest")).fetchall()[0][0] or 0.0
    cursor.execute(sql("import_places"), {"zoom": cell_zoom(reach_m, farthest)})
    limits = {"least_name": _LEAST_NAME, "most_shared": _MOST_SHARED, "most_together": _MOST_TOGETHER}
    cursor.execute(sql("import_pairs"), {"reach_deg": math.degrees(reach_m / positions.EARTH_RADIUS_M)} | limits)
    yield from cursor.execute(sql("import_candidates")).to_arrow_reader(_PAIRS_AT_ONCE)
    cursor.execute("DROP TABLE import_pair")
    cursor.execute("DROP TABLE import_place")
