"""Which words of a table stand for an empty cell.

«NA» is missing in most columns, but in a column of two-letter codes it is Naples or Namibia; where a table has such a column, each
field decides for itself (`cells.text_or_na`).
"""

import re
from collections.abc import Sequence

from flock.ingest.wording import NA, NULLS

ALWAYS = NULLS
_ALSO = frozenset(
    {"n.a.", "n/d", "n.d.", "k.a.", "k. a.", "s/d", "s.d.", "#n/a", "#na", "null", "n/a", "(null)", "none given", "暂无"}
)
_CODE = re.compile(r"[A-Z]{2}")


def find(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Give the words among some rows that mean nothing, in their order."""
    found = {cell for row in rows for cell in row if cell in NULLS or (len(cell) < 12 and cell.casefold() in _ALSO)} - {""}
    columns = list(zip(*rows, strict=False))
    if any(NA in column for column in columns) and not any(_are_codes(column) for column in columns):
        found.add(NA)
    return tuple(sorted(found))


def _are_codes(column: Sequence[str]) -> bool:
    others = [cell for cell in column if cell not in NULLS and cell != NA]
    return bool(others) and sum(1 for cell in others if _CODE.fullmatch(cell)) > 0.8 * len(others)
