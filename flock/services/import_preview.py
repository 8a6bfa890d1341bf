"""What an import would do, a page at a time: new places, old and new of each cell, what is wrong, grouped by what repairs it."""

import csv
import io
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flock.domain import blending
from flock.domain.positions import LatLon
from flock.ingest import fixes
from flock.ingest.problems import Problem
from flock.services.doubts import FAR
from flock.services.exports import neutralised
from flock.services.imports import Check
from flock.storage import import_preview

NEW, CHANGED, DUPLICATE, DOUBT = "new", "changed", "duplicate", "doubt"
MOST_POINTS = 1_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a place that the file says otherwise. `kept_by` edited it by hand at `kept_at` (UTC), so it stays as it is."""

    field: str
    old: Any
    new: Any
    kept_by: str = ""
    kept_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A place that the file changes, and how."""

    line: int
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that one thing repairs: of one column, and of one sentence but for names and numbers in it.

    `is_ragged` where the rows have more or fewer cells than the header.
    """

    severity: str
    column: str
    sentence: str
    problems: tuple[Problem, ...]
    is_ragged: bool


@dataclass(frozen=True, slots=True)
class Point:
    """A row on the map, and what it is there: new, changed, duplicate or doubt."""

    line: int
    what: str
    position: LatLon


def created(check: Check, *, most: int, skip: int = 0) -> list[dict[str, Any]]:
    """Give some of the places that are new, by line."""
    rows = import_preview.page(check.staging, "created", most=most, skip=skip)
    shown = ("line", "name", "address", "town", "postcode", "hours", "url", "phone", "lat", "lon", "precision_m")
    return [{"kind": blending.word(row["facts"], "kind")} | {name: row[name] for name in shown} for row in rows]


def unchanged(check: Check, *, most: int, skip: int = 0) -> list[dict[str, Any]]:
    """Give some of the places that are here as the file says."""
    rows = import_preview.page(check.staging, "unchanged", most=most, skip=skip)
    return [{name: row[name] for name in ("line", "name", "town", "postcode")} for row in rows]


def changes(check: Check, *, most: int, skip: int = 0) -> list[Change]:
    """Give some of the places that the file changes, old and new of each cell, with those that stay as people edited them."""
    rows = import_preview.page(check.staging, "updated", most=most, skip=skip)
    there = check.staging.places([row["venue_id"] for row in rows])
    kept = {(one.line, blending.field_of(one.field)): one for one in check.staging.kept()}
    found = []
    for row in rows:
        cells = []
        now = there[row["venue_id"]]
        then = blending.blend(now, row, kept=blending.unsaid(row, tells_status=check.staging.tells_status))
        for name, (old, new) in blending.differences(now, then).items():
            by = kept.get((row["line"], name))
            cells.append(Cell(name, old, new, by.editor, by.edited_at) if by else Cell(name, old, new))
        found.append(Change(row["line"], row["name"], tuple(cells)))
    return found


def groups(check: Check) -> list[Group]:
    """Group findings by what repairs them: rows that are left out first, then the largest. What is asked about elsewhere is not here."""
    asked = {doubt.line for doubt in check.doubts if doubt.kind == FAR}
    twins = {pair.line for pair in check.open_pairs}
    where, name = (check.order.columns.label(field) for field in ("lat", "name"))
    alike: dict[tuple[str, str, str], list[Problem]] = defaultdict(list)
    for problem in check.problems:
        is_asked = (problem.column == where and problem.line in asked) or (problem.column == name and problem.line in twins)
        if is_asked and problem.severity == "warning":
            continue
        alike[problem.severity, problem.column, _pattern(problem)].append(problem)
    found = [
        Group(severity, column, same[0].sentence, tuple(same), is_ragged=all(problem.line in check.ragged for problem in same))
        for (severity, column, _), same in alike.items()
    ]
    return sorted(found, key=lambda group: (group.severity != "rejected", -len(group.problems), group.problems[0].line))


def fixable(check: Check) -> list[str]:
    """Give the fields that can be repaired in the rows of a check."""
    return fixes.fields(check.order.columns)


def points(check: Check, *, most: int = MOST_POINTS) -> list[Point]:
    """Give what changes as points for a map: everything in doubt, and as much of the rest as there is room for."""
    twins = {pair.line for pair in check.open_pairs}
    doubtful = {doubt.line for doubt in check.open_doubts()} | twins
    named = {"created": NEW, "updated": CHANGED, "merged": DUPLICATE}
    rows = import_preview.points(check.staging, lines=sorted(doubtful)[:most], most=most)
    return [Point(row.line, DOUBT if row.line in doubtful else named[row.outcome], row.position) for row in rows]


def rejected_csv(check: Check) -> bytes:
    """Give the rows that are left out, as they are in the file, with what is wrong with each; cells that a sheet would compute are text."""
    header = [*check.order.columns.header, "What is wrong"]
    wrong = {problem.line: problem for problem in check.problems if problem.severity == "rejected"}
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Line", *(neutralised(name) for name in header)])
    width = len(header) - 1
    for line, problem in sorted(wrong.items()):
        cells = check.rejected.get(line, (problem.value,))
        even, over = [*cells, *[""] * width][:width], cells[width:]
        writer.writerow([line, *map(neutralised, even), neutralised(problem.sentence), *map(neutralised, over)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _pattern(problem: Problem) -> str:
    """Give a sentence without what is peculiar to its row."""
    words = problem.sentence.replace(problem.value, "…") if problem.value else problem.sentence
    parts = words.split("«")
    quoted = [parts[0], *(part.partition("»")[2] for part in parts[1:])]
    return "…".join("".join(letter for letter in part if not letter.isdigit()) for part in quoted)
