"""Which staged rows may be a place that is there already, or that another row brings.

Only numbers are paired: cells, and hashes of phones, sites and postcodes; DuckDB then looks at the names, and gives what else is known of
the few pairs that are left. Of a cell or postcode with very many places, those are compared whose names begin with the same word,
and none where even those are too many: a table placed at its towns' middles does not compare all with all.
"""

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from flock.domain import blocking, positions
from flock.domain.blocking import Ints, Pairs
from flock.domain.likeness import cell_zoom
from flock.storage.database import sql
from flock.storage.imports import Staging

# Of Jaro and Winkler's similarity; rows of one postcode or neighbourhood with names less alike are no candidates.
_LEAST_NAME = 0.6
_MOST_SHARED = 4  # a phone number or site of more places is that of a chain or a council
_MOST_TOGETHER = 1_000  # places of one cell or postcode that are all compared with each other
_FEW = 20  # times fewer rows than places: then only places around the rows are looked at
_PAIRS_AT_ONCE = 10_000


class _Keys(NamedTuple):
    """What pairs are found by, a column each; `number` as in import_places.sql, the others 0 where there is nothing."""

    number: Ints
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    cell: Ints
    word: NDArray[np.uint64]
    phone: NDArray[np.uint64]
    url: NDArray[np.uint64]
    postcode: NDArray[np.uint64]


def near_or_alike(staging: Staging, *, reach_m: float) -> Iterator[pa.RecordBatch]:
    """Give pairs of rows to be created with a place that is there or a row above, each side with what it is told by."""
    cursor = staging.cursor
    farthest = cursor.execute(sql("import_farthest")).fetchall()[0][0] or 0.0
    cursor.execute(sql("import_places"), {"zoom": cell_zoom(reach_m, farthest), "width": blocking.WIDTH})
    cursor.execute(sql("import_pair_create"))
    told = cursor.execute(sql("import_place_keys")).to_arrow_table()
    keys = _Keys(*(told[name].to_numpy() for name in _Keys._fields))
    del told
    staging.crowded = int(np.count_nonzero((keys.number >= 0) & (_full(keys.cell) | _full(keys.postcode))))
    for named, pairs in ((True, _near(keys, reach_m)), (True, _of_one_postcode(keys)), (False, _of_one_contact(keys))):
        for one, other in pairs:
            own, twin = _meant(keys, one, other)
            with staging.offered(pa.table({"number": keys.number[own], "twin": keys.number[twin]})):
                cursor.execute(sql("import_pair_add"), {"named": named, "least_name": _LEAST_NAME})
    del keys
    yield from cursor.execute(sql("import_candidates")).to_arrow_reader(_PAIRS_AT_ONCE)
    cursor.execute("DROP TABLE import_pair")
    cursor.execute("DROP TABLE import_place")


def _near(keys: _Keys, reach_m: float) -> Iterator[Pairs]:
    reach_deg = math.degrees(reach_m / positions.EARTH_RADIUS_M)
    full = _full(keys.cell)
    looked_at, comes = np.flatnonzero(~full), keys.number >= 0
    if np.count_nonzero(comes) * _FEW < len(comes):
        looked_at = looked_at[np.isin(keys.cell[looked_at], blocking.around(keys.cell[comes]))]
    for one, other in blocking.neighbours(keys.cell[looked_at]):
        own, twin = _meant(keys, looked_at[one], looked_at[other])
        far = np.abs(keys.lat[own] - keys.lat[twin]) > reach_deg
        far |= np.abs(keys.lon[own] - keys.lon[twin]) * np.cos(np.radians(keys.lat[own])) > reach_deg
        yield own[~far], twin[~far]
    yield from blocking.of_one_key(np.where(full, _mixed(keys.cell, keys.word), 0), most=_MOST_TOGETHER)


def _full(keys: NDArray[np.uint64] | Ints) -> NDArray[np.bool_]:
    """Tell which places have so many others in their cell or postcode that not all are compared with all."""
    there: NDArray[np.bool_] = keys != 0
    return blocking.crowded(keys, most=_MOST_TOGETHER) & there


def _of_one_postcode(keys: _Keys) -> Iterator[Pairs]:
    full = _full(keys.postcode)
    yield from blocking.of_one_key(np.where(full, _mixed(keys.postcode, keys.word), keys.postcode), most=_MOST_TOGETHER)


def _of_one_contact(keys: _Keys) -> Iterator[Pairs]:
    for contact in (keys.phone, keys.url):
        yield from blocking.of_one_key(contact, most=_MOST_SHARED)


def _meant(keys: _Keys, one: Ints, other: Ints) -> Pairs:
    """Put the row to be decided about first; leave out two places that are there."""
    later = keys.number[one] > keys.number[other]
    own, twin = np.where(later, one, other), np.where(later, other, one)
    comes = keys.number[own] >= 0
    return own[comes], twin[comes]


def _mixed(key: NDArray[Any], word: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Make one key of two."""
    return key.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) ^ word
