"""A table of places → the database: read, checked, placed, staged, matched, and committed unless it is a dry run.

A dry run takes the same way to the last step, so what it says is what will happen.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pyarrow as pa

from flock.geocoding.answers import Geocoder
from flock.ingest import columns, problems, tables, venues
from flock.ingest.columns import Columns
from flock.ingest.problems import Problem
from flock.ingest.tables import Table
from flock.services.placing import Placer
from flock.storage import imports
from flock.storage.database import Database
from flock.storage.imports import Batch, Staging

Report = Callable[[str, float], None]
"""Hears a sentence of what is being done, and how much of it is, from 0 to 1."""

_COUNTS = ("rows", "created", "updated", "unchanged", "rejected", "duplicates", "doubtful", "geocoded")
_TOLD_PROBLEMS = 20
_BULK_ROWS = 50_000  # geocoders and the database like many rows at once
_READ_SHARE = 0.6  # of the time a large import takes


@dataclass(frozen=True, slots=True)
class Result:
    """What an import did, or would do: rows = created + updated + unchanged + rejected + duplicates.

    `import_id` is None where nothing was written; `mapping` gives, for each field, the name of its column; `problems` are in the
    order of their lines.
    """

    rows: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    doubtful: int
    duplicates: int
    geocoded: int
    import_id: UUID | None
    mapping: dict[str, str]
    problems: list[Problem]

    def as_json(self) -> dict[str, Any]:
        """Give the same with plain values."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return values | {
            "import_id": str(self.import_id) if self.import_id else None,
            "problems": [problem._asdict() for problem in self.problems],
        }

    def as_text(self) -> str:
        """Say it to a person: what was left out first, then what else there is to look at, alike findings told once."""
        lines = [f"{name:>10}  {getattr(self, name):,}" for name in _COUNTS]
        lines += ["", "Columns used:", *(f"  {field}: {label}" for field, label in self.mapping.items())]
        alike = Counter(_likeness(problem) for problem in self.problems)
        first = {_likeness(problem): problem for problem in reversed(self.problems)}
        told = sorted(first.values(), key=lambda problem: (problem.severity != "rejected", problem.line))[:_TOLD_PROBLEMS]
        if told:
            lines += ["", "To look at:", *(_told(problem, alike[_likeness(problem)] - 1) for problem in told)]
        rest = len(self.problems) - sum(alike[_likeness(problem)] for problem in told)
        if rest:
            lines.append(f"  … and {rest:,} more, see --json")
        if self.import_id is None:
            lines += ["", "This was a dry run: nothing was written."]
        return "\n".join(lines)


@dataclass(slots=True)
class _Tally:
    rows: int = 0
    doubtful: int = 0
    geocoded: int = 0


def look(path: Path, *, said: Mapping[str, Sequence[str]] | None = None) -> tuple[Table, Columns]:
    """Find out how a file is written and which column is which, before anything is opened for it.

    `said` are columns that a person chose for some fields; an empty list leaves a field out.

    Raises:
        BadTable: not a table, no column that could be a name or tell where, or a field or column that is not there.
    """
    table = tables.read(path)
    found = columns.suggest(path.stem, table.header, tables.sample(table))
    return table, columns.amended(found, said or {}, path.stem)


def run(
    db: Database,
    path: Path,
    *,
    geocoder: Geocoder,
    postcodes: Geocoder | None = None,
    who: str = "",
    said: Mapping[str, Sequence[str]] | None = None,
    sample: bool = False,
    dry_run: bool = False,
    progress: Report = lambda sentence, share: None,
) -> Result:
    """Import a table of places, all or nothing. Places that the table does not mention stay as they are.

    Coordinates are held against what `postcodes` says of their postcode; it is asked about every row, so it must not be an outside
    service. `said` is as for `look`. `sample` marks the invented places that vanish when the first real ones come. A dry run writes nothing.

    Raises:
        BadTable: not a table, or no column that could be a name or tell where.
        GeocoderUnavailable: an outside geocoder did not answer.
    """
    table, mapping = look(path, said=said)
    found: list[Problem] = []
    with imports.staging(db) as staging:
        tally = _stage(table, mapping, staging, Placer(geocoder, postcodes), found, progress)
        with db.turn():
            outcome = staging.match(sample=sample)
            rejected = sum(1 for problem in found if problem.severity == "rejected")
            batch = Batch(uuid4(), path.name, table.sha256, who, sample, datetime.now(UTC))
            if not dry_run:
                staging.commit(
                    batch,
                    outcome,
                    rows=tally.rows,
                    rejected=rejected,
                    progress=lambda share: progress("Writing the places", _READ_SHARE + share * (1 - _READ_SHARE)),
                )
    found += [
        problems.warning(line, mapping.label("name"), name, f"The same place is on line {kept}, so this row was left out.")
        for line, kept, name in outcome.duplicates
    ]
    return Result(
        rows=tally.rows,
        created=outcome.created,
        updated=outcome.updated,
        unchanged=outcome.unchanged,
        rejected=rejected,
        doubtful=tally.doubtful,
        duplicates=len(outcome.duplicates),
        geocoded=tally.geocoded,
        import_id=None if dry_run else batch.import_id,
        mapping=mapping.described(),
        problems=sorted(found, key=lambda problem: problem.line),
    )


def _stage(table: Table, mapping: Columns, staging: Staging, placer: Placer, found: list[Problem], progress: Report) -> _Tally:
    tally = _Tally()
    for places in _in_bulk(_checked(table, mapping, tally, found, progress)):
        placed = placer.place(places, mapping)
        staging.add(placed.places)
        found += placed.problems
        tally.geocoded += placed.geocoded
        tally.doubtful += placed.doubtful
    return tally


def _checked(table: Table, mapping: Columns, tally: _Tally, found: list[Problem], progress: Report) -> Iterator[pa.Table]:
    for chunk in table.chunks():
        checked = venues.check(chunk, mapping)
        found += checked.problems
        tally.rows += chunk.rows
        progress(f"Reading {table.path.name}: {tally.rows:,} rows", chunk.share_read * _READ_SHARE)
        yield checked.places


def _in_bulk(chunks: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Join small tables to large ones."""
    waiting: list[pa.Table] = []
    for chunk in chunks:
        waiting.append(chunk)
        if sum(places.num_rows for places in waiting) >= _BULK_ROWS:
            yield pa.concat_tables(waiting)
            waiting.clear()
    if waiting:
        yield pa.concat_tables(waiting)


def _likeness(problem: Problem) -> tuple[object, ...]:
    """Tell alike findings: warnings of one sentence about one column. A row that was left out is like no other."""
    return (problem.line,) if problem.severity == "rejected" else (problem.column, problem.sentence)


def _told(problem: Problem, more: int) -> str:
    where = f"line {problem.line}" + (f", {problem.column}" if problem.column else "")
    value = f" «{' '.join(problem.value.split())}»" if problem.value else ""
    left_out = "Left out: " if problem.severity == "rejected" else ""
    return f"  {left_out}{where}{value}: {problem.sentence}" + (f" (And {more:,} more rows like it.)" if more else "")
