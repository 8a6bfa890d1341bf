"""What a person repaired in a table, put into its rows before they are checked: the file itself stays as it is."""

from collections.abc import Mapping
from dataclasses import replace

from flock.ingest.columns import Columns
from flock.ingest.tables import Chunk

Fixes = Mapping[int, Mapping[str, str]]
"""For the line of a row, the text that each field has instead; a ragged row is taken as it is shown even where that is nothing."""

_TELL_A_POSITION = frozenset({"lat", "position", "lon_lat", "easting", "map_link"})


def fields(columns: Columns) -> list[str]:
    """Give the fields that can be repaired: those of the file, and the words that tell where a place is."""
    own = [name for name in columns.fields if name != "house_number"]
    added = [name for name in ("address", "town", "postcode") if name not in own]
    where = [] if _TELL_A_POSITION & set(own) else ["lat", "lon"]
    return own + added + where


def widen(columns: Columns, fixes: Fixes) -> Columns:
    """Give repaired fields that have no column one of their own, right of the file's."""
    named = {name for texts in fixes.values() for name in texts}
    if named & {"lat", "lon"} and not _TELL_A_POSITION & columns.fields.keys():
        named |= {"lat", "lon"}
    missing = [name for name in fields(columns) if name in named and name not in columns.fields]
    width = len(columns.header)
    added = {name: (width + place,) for place, name in enumerate(missing)}
    return replace(columns, header=[*columns.header, *missing], fields={**columns.fields, **added})


def apply(chunk: Chunk, columns: Columns, fixes: Fixes) -> Chunk:
    """Give the rows as repaired; `columns` are the widened ones."""
    chunk = _straightened(chunk, fixes)
    there = {line: row for row, line in enumerate(chunk.lines) if line in fixes}
    blank = [("",) * len(chunk.lines)] * (len(columns.header) - len(chunk.columns))
    if not there:
        return replace(chunk, columns=chunk.columns + blank) if blank else chunk
    changed = [list(column) for column in chunk.columns + blank]
    for line, row in there.items():
        for name, text in fixes[line].items():
            numbers = columns.fields.get(name, ())
            for number, part in zip(numbers, [text, *[""] * len(numbers)], strict=False):
                changed[number][row] = part
            if name == "address" and "house_number" not in fixes[line] and (house := columns.fields.get("house_number")):
                changed[house[0]][row] = ""
    return replace(chunk, columns=[tuple(column) for column in changed])


def _straightened(chunk: Chunk, fixes: Fixes) -> Chunk:
    """Take ragged rows that a person looked at: cells from the left, empty where there are too few, without those too many."""
    taken = {row.problem.line: row.cells for row in chunk.ragged if row.problem.line in fixes}
    if not taken:
        return chunk
    width = len(chunk.columns)
    rows = dict(zip(chunk.lines, zip(*chunk.columns, strict=True), strict=True))
    rows |= {line: (*cells, *[""] * width)[:width] for line, cells in taken.items()}
    lines = sorted(rows)
    columns = list(zip(*(rows[line] for line in lines), strict=True))
    return replace(chunk, lines=lines, columns=columns, ragged=[row for row in chunk.ragged if row.problem.line not in taken])
