"""A table read from its first row to its last, repaired and checked on the way, here or in a process beside this one."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import pyarrow as pa

from flock.ingest import fixes as repairs
from flock.ingest import problems, venues
from flock.ingest.columns import Columns
from flock.ingest.fixes import Fixes
from flock.ingest.problems import Problem
from flock.ingest.tables import Chunk, Table

LEFT_OUT = "You left this row out."


@dataclass(frozen=True, slots=True)
class Checked:
    """Some rows of a table: the places that can be taken, what was found, and the cells of the rows that were rejected, by line.

    `ragged` are the lines of those among them that have more or fewer cells than the header.
    `rows` counts the rejected ones too; `share_read` is how far into the file this is, 0 to 1.
    """

    rows: int
    places: pa.Table
    problems: list[Problem]
    rejected: dict[int, tuple[str, ...]]
    ragged: set[int]
    share_read: float


def rows(table: Table, columns: Columns, fixes: Fixes, *, left_out: Collection[int] = ()) -> Iterator[Checked]:
    """Check a table, some rows at a time; `left_out` are lines that a person does not want.

    Raises:
        BadTable: broken further down.
    """
    widened = repairs.widen(columns, fixes)
    for chunk in table.chunks():
        yield _checked(repairs.apply(chunk, widened, fixes), widened, left_out)


def _checked(chunk: Chunk, columns: Columns, left_out: Collection[int]) -> Checked:
    found = venues.check(chunk, columns)
    places, findings = found.places, found.problems
    unwanted = [line for line in chunk.lines if line in left_out] if left_out else []
    if unwanted:
        gone = set(unwanted)
        places = places.filter(pa.array([line not in gone for line in places["line"].to_pylist()], pa.bool_()))
        findings = [problem for problem in findings if problem.line not in gone]
        names = dict(zip(chunk.lines, chunk.columns[columns.fields["name"][0]], strict=True))
        findings += [problems.rejected(line, columns.label("name"), names[line], LEFT_OUT) for line in unwanted]
    rejected = {problem.line for problem in findings if problem.severity == "rejected"}
    kept = {line: tuple(column[row] for column in chunk.columns) for row, line in enumerate(chunk.lines) if line in rejected}
    ragged = {row.problem.line: row.cells for row in chunk.ragged}
    return Checked(chunk.rows, places, findings, kept | ragged, set(ragged), chunk.share_read)
