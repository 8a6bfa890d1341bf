"""Which staged rows may be a place that is there already, or that another row brings."""

import math
from collections.abc import Iterator
from typing import Any

from flock.domain import positions
from flock.domain.likeness import cell_zoom
from flock.storage.database import sql
from flock.storage.imports import Staging

_LEAST_NAME = (
    0.6  # of Jaro and Winkler's similarity; rows of one postcode or neighbourhood with names less alike are no candidates
)
_MOST_SHARED = 4  # a phone number or site of more places is that of a chain or a council
_PAIRS_AT_ONCE = 10_000


def near_or_alike(staging: Staging, *, reach_m: float) -> Iterator[dict[str, Any]]:
    """Give pairs of rows to be created with a place that is there or a row above, each side with what it is told by."""
    farthest = staging.cursor.execute(sql("import_farthest")).fetchall()[0][0] or 0.0
    values = {
        "zoom": cell_zoom(reach_m, farthest),
        "reach_deg": math.degrees(reach_m / positions.EARTH_RADIUS_M),
        "least_name": _LEAST_NAME,
        "most_shared": _MOST_SHARED,
    }
    for batch in staging.cursor.execute(sql("import_candidates"), values).to_arrow_reader(_PAIRS_AT_ONCE):
        yield from batch.to_pylist()
