"""On which line the column names stand: on the first, below a title, or nowhere."""

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from flock.errors import BadTable
from flock.ingest import cells, headers

_MOST_TITLE_ROWS = 20
_MANY_KNOWN = 2
_NO_NAME = (  # what no column is called
    re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", re.I),
    re.compile(r"https?://\S+", re.I),
    re.compile(r"\d{4}-\d\d-\d\d.*"),
    re.compile(r"[-+]?\d{1,3}[.,]\d{3,}"),
    re.compile(r"[-+]?\d{1,3}\.\d+\s*[,; ]\s*[-+]?\d{1,3}\.\d+"),
)
_DATA = (*_NO_NAME, re.compile(r"[-+]?\d+(?:[.,]\d+)?"))  # a year may be the name of a column

Rows = Sequence[tuple[int, list[str]]]
"""Rows that are not empty, from the start of a file, each with its line."""


def usual_width(rows: Rows) -> int:
    """Give the number of cells that most rows have; one is given only where no row has more."""
    widths = Counter(len(cells) for _, cells in rows)
    return max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))[0]


def find(rows: Rows, file_name: str) -> int:
    """Give the line of the column names, 0 where the first row is a place already. Titles above are passed over.

    Raises:
        BadTable: no row could be one, or it has another number of names than the rows have cells.
    """
    width = usual_width(rows)
    enough = min(width, median(_extent(cells) for _, cells in rows)) if rows else width
    likely = [(line, cells) for line, cells in rows[:_MOST_TITLE_ROWS] if 2 * _filled(cells) > enough]
    if not likely:
        raise BadTable(f"{file_name} has no row of column names in its first lines. Put one above the places, with «name» in it.")
    line, names = likely[0]
    if not known(names):
        line, names = next(((line, cells) for line, cells in likely[1:] if _surely_names(cells)), (line, names))
    if line == likely[0][0] and _is_data(names, [cells for other, cells in rows if other > line]):
        return 0
    if len(names) == width or (len(names) < width and not any("".join(cells[len(names) :]) for _, cells in rows)):
        return line
    raise BadTable(
        f"{file_name}: line {line} has {len(names)} column names, and the rows below it have {width} cells. "
        "Give every column one name."
    )


def known(names: Sequence[str]) -> int:
    """Count the names that columns of places usually have."""
    return len({plain for name in names if (plain := headers.plain(name)) and headers.is_known(plain)})


def _surely_names(names: Sequence[str]) -> bool:
    """Tell column names below a wide title from a place that happens to be called like one."""
    return known(names) >= _MANY_KNOWN and any(headers.plain(name) in headers.SYNONYMS["name"] for name in names)


def _filled(row: list[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _extent(row: list[str]) -> int:
    """Give how far to the right a row goes; a workbook's rows are filled up with empty cells."""
    return max((number for number, cell in enumerate(row, 1) if cell.strip()), default=0)


def _is_data(first: list[str], below: list[list[str]]) -> bool:
    """Tell whether the first row is of the kind of those below: a number above numbers, a link above links."""
    patterns = _NO_NAME if known(first) else _DATA
    for number, cell in enumerate(first):
        column = [row[number] for row in below if number < len(row) and cells.filled(row[number])]
        for pattern in patterns:
            if column and pattern.fullmatch(cell.strip()) and sum(map(bool, map(pattern.fullmatch, column))) > 0.8 * len(column):
                return True
    return False
