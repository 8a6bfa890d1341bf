"""A table of places → the database: read, checked, placed, staged, matched, and committed unless it is a dry run.

A dry run is a `Check` that is not committed, so what it says is what will happen.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID, uuid4

import pyarrow as pa
import pyarrow.compute as pc

from flock.domain.positions import LatLon
from flock.geocoding.answers import Geocoder
from flock.ingest import apart, columns, problems, tables
from flock.ingest.checking import LEFT_OUT, Checked
from flock.ingest.columns import Columns
from flock.ingest.fixes import Fixes
from flock.ingest.problems import Problem
from flock.ingest.tables import Table
from flock.services import doubts, duplicates
from flock.services.doubts import ADDRESS, OUT, Decisions, Doubt
from flock.services.duplicates import Pair
from flock.services.import_results import Result
from flock.services.placing import Placed, Placer
from flock.storage import imports, venues
from flock.storage.database import Database
from flock.storage.imports import Batch, Counts, Outcome, Staging

Report = Callable[[str, float], None]
"""Hears a sentence of what is being done, and how much of it is, from 0 to 1."""

_BULK_ROWS = 50_000  # geocoders and the database like many rows at once
_READ_SHARE = 0.6  # of the time a large import takes
_FEWEST_TO_STRAY = 20  # rows, of which one can be far from all others
_MOST_REJECTED = 20_000  # rows whose cells are kept to be repaired


@dataclass(frozen=True, slots=True)
class Order:
    """What a person wants brought in: a table, which column is which, what she repaired, and what she decided."""

    table: Table
    columns: Columns
    fixes: Fixes = field(default_factory=dict)
    decisions: Decisions = field(default_factory=Decisions)
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class Means:
    """With what rows are placed. Coordinates are held against what `postcodes` says, which must not be an outside service."""

    geocoder: Geocoder
    postcodes: Geocoder | None = None


def look(path: Path, *, said: Mapping[str, Sequence[str]] | None = None) -> tuple[Table, Columns]:
    """Find out how a file is written and which column is which, before anything is opened for it.

    `said` are columns that a person chose for some fields; an empty list leaves a field out.

    Raises:
        BadTable: not a table, no column that could be a name or tell where, or a field or column that is not there.
    """
    table = tables.read(path)
    found = columns.suggest(path.stem, table.header, tables.sample(table))
    return table, columns.amended(found, said or {}, path.stem)


class Check:
    """A table read, checked, placed and matched, out of everybody's sight. Used by one thread at a time; to be closed.

    `problems` are in the order of their lines; `rejected` gives the cells of rejected rows by line, as repaired, `ragged` those of
    them with more or fewer cells than the header; `pairs` are rows that may be a place told twice, `open_pairs` those of them that
    wait for a person; `looked_up` tells how many addresses are looked up, and of how many.
    """

    def __init__(self, db: Database, order: Order, *, sample: bool) -> None:
        """Open an empty one. To invented people the places of the sample are places; for others they give way."""
        self._db = db
        self.order = order
        self._sample = sample
        self._stack = ExitStack()
        self.staging: Staging = self._stack.enter_context(
            imports.staging(db, sample=sample, tells_status=bool({"status", "closed"} & order.columns.fields.keys()))
        )
        self.rows = self.geocoded = 0
        self.looked_up = (0, 0)
        self._share = 0.0
        self.doubts: list[Doubt] = []
        self.rejected: dict[int, tuple[str, ...]] = {}
        self.ragged: set[int] = set()
        self.pairs: list[Pair] = []
        self.open_pairs: list[Pair] = []
        self._found: list[Problem] = []
        self._outcome = Outcome(0, 0, 0, 0, [])
        self._matched_with = -1  # which version of the places

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the staged rows."""
        self._stack.close()

    def read(self, means: Means, *, most_rows: int | None = None, progress: Report = lambda sentence, share: None) -> None:
        """Read the table to its end, or to about `most_rows`, and match it.

        Raises:
            BadTable: broken further down.
            GeocoderUnavailable: an outside geocoder did not answer.
        """
        placer = Placer(means.geocoder, means.postcodes)
        for places in _in_bulk(self._checked(most_rows, progress)):
            self._place(places, placer, progress)
        with self._db.turn():
            self._matched_with = venues.version(self._db)
            self._outcome = self.staging.match()
        strays = self.staging.outside(fewest=_FEWEST_TO_STRAY)
        known = {doubt.line for doubt in self.doubts}
        self.doubts += [
            Doubt(line, doubts.OUTSIDE, name, LatLon(lat, lon), None, 0.0, "This is far from all other places of the table.")
            for line, name, lat, lon in strays
            if line not in known
        ]
        progress("Looking for places told twice", _READ_SHARE)
        self.pairs = duplicates.find(self.staging)
        self._settle()

    def keep_cells(self) -> None:
        """Read once more the rows that nothing could place, so that they can be repaired and given back whole."""
        rejected = {problem.line for problem in self._found if problem.severity == "rejected"}
        lines = set(sorted(rejected - self.rejected.keys())[: max(0, _MOST_REJECTED - len(self.rejected))])
        if not lines:
            return
        for part in apart.rows(self.order.table, self.order.columns, self.order.fixes, left_out=lines):
            self.rejected |= {line: cells for line, cells in part.rejected.items() if line in lines}
            if lines <= self.rejected.keys():
                break

    def commit(self, *, who: str, member_id: UUID | None = None, progress: Report = lambda sentence, share: None) -> Result:
        """Write what was checked, all or nothing, matched once more where places have changed since. Only once."""
        batch = Batch(
            import_id=uuid4(),
            file_name=self.order.file_name or self.order.table.path.name,
            sha256=self.order.table.sha256,
            who=who,
            sample=self._sample,
            started_at=datetime.now(UTC),
            member_id=member_id,
        )
        with self._db.turn():
            if venues.version(self._db) != self._matched_with:
                self._outcome = self.staging.match()
                self.pairs = duplicates.find(self.staging)
                self._settle()
            result = self.result(batch.import_id)
            self.staging.commit(
                batch,
                self._outcome,
                Counts(result.rows, result.rejected, result.doubtful, result.geocoded),
                progress=lambda share: progress("Writing the places", _READ_SHARE + share * (1 - _READ_SHARE)),
            )
        return result

    @property
    def problems(self) -> list[Problem]:
        """Give all findings, those about rows told twice among them."""
        name = self.order.columns.label("name")
        found = [*self._found]
        for line, kept, text in self._outcome.duplicates:
            found.append(problems.warning(line, name, text, f"The same place is on line {kept}, and that row counts."))
        open_lines = {pair.line for pair in self.open_pairs}
        for pair in self.pairs:
            if pair.line in open_lines:
                sentence = f"This may be {_called(pair)}. It comes in as a place of its own; check which is right."
                found.append(problems.warning(pair.line, name, pair.place.name, sentence))
                open_lines.discard(pair.line)
        return sorted(found, key=lambda problem: problem.line)

    def open_doubts(self) -> list[Doubt]:
        """Give the doubts that nobody has decided."""
        return [doubt for doubt in self.doubts if self.order.decisions.about(doubt) is None]

    def result(self, import_id: UUID | None = None) -> Result:
        """Say in numbers what will happen."""
        outcome = self._outcome
        return Result(
            rows=self.rows,
            created=outcome.created,
            updated=outcome.updated,
            unchanged=outcome.unchanged,
            rejected=sum(1 for problem in self._found if problem.severity == "rejected"),
            doubtful=len(self.open_doubts()),
            duplicates=len(outcome.duplicates) + outcome.merged,
            geocoded=self.geocoded,
            import_id=import_id,
            mapping=self.order.columns.described(),
            problems=self.problems,
        )

    def changes(self) -> bool:
        """Tell whether there is anything to write; a row that the file holds twice is nothing."""
        return bool(self._outcome.created or self._outcome.updated or self._outcome.merged)

    def decide_twins(self, decisions: Decisions) -> None:
        """Take what a person says of rows told twice, without reading anything again."""
        self.order = replace(self.order, decisions=replace(self.order.decisions, twins=decisions.twins))
        self._outcome = self.staging.match()
        self._settle()

    def _settle(self) -> None:
        twins, self.open_pairs = duplicates.settle(self.pairs, self.order.decisions.twins)
        if twins:
            self._outcome = self.staging.merge_twins(twins)

    def _checked(self, most_rows: int | None, progress: Report) -> Iterator[pa.Table]:
        order = self.order
        parts: Iterator[Checked] = apart.rows(order.table, order.columns, order.fixes, left_out=order.decisions.left_out)
        for part in parts:
            self._found += part.problems
            self.rows += part.rows
            if len(self.rejected) < _MOST_REJECTED:
                self.rejected |= part.rejected
                self.ragged |= part.ragged
            self._share = part.share_read * _READ_SHARE
            progress(f"Reading {order.file_name or order.table.path.name}: {self.rows:,} rows", self._share)
            yield part.places
            if most_rows is not None and self.rows >= most_rows:
                break

    def _place(self, places: pa.Table, placer: Placer, progress: Report) -> None:
        columns = self.order.columns
        placed = placer.place(places, columns, progress=lambda done, of: self._heard(done, of, progress))
        found = doubts.find(placed.places, placed.far)
        choices = {doubt.line: self.order.decisions.about(doubt) for doubt in found}
        self.doubts += found
        out = [doubt for doubt in found if choices[doubt.line] == OUT]
        by_address = [line for line, choice in choices.items() if choice == ADDRESS]
        decided = {line for line, choice in choices.items() if choice}
        self._found += [problem for problem in placed.problems if problem.line not in decided or problem.severity == "rejected"]
        self._found += [problems.rejected(doubt.line, columns.label("name"), doubt.name, LEFT_OUT) for doubt in out]
        gone = [doubt.line for doubt in out] + by_address
        self._stage(placed, without=gone)
        if by_address:
            again = placer.place(_without_position(places, by_address), columns)
            self._found += again.problems
            self._stage(again, without=[])

    def _heard(self, done: int, of: int, progress: Report) -> None:
        self.looked_up = (done, of)
        progress(f"Looking up addresses: {done:,} of {of:,}", self._share)

    def _stage(self, placed: Placed, *, without: list[int]) -> None:
        self.geocoded += placed.geocoded
        kept = placed.places
        if without:
            kept = kept.filter(pc.invert(pc.is_in(kept["line"], pa.array(without, pa.int64()))))
        self.staging.add(kept)


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

    `said` are columns that a person chose; `sample` marks the invented places that vanish when the first real ones come. A dry run
    writes nothing.

    Raises:
        BadTable: not a table, or no column that could be a name or tell where.
        GeocoderUnavailable: an outside geocoder did not answer.
    """
    table, mapping = look(path, said=said)
    with Check(db, Order(table, mapping), sample=sample) as check:
        check.read(Means(geocoder, postcodes), progress=progress)
        return check.result() if dry_run else check.commit(who=who, progress=progress)


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


def _without_position(places: pa.Table, lines: list[int]) -> pa.Table:
    """Give some rows as if they had no coordinates."""
    chosen = places.filter(pc.is_in(places["line"], pa.array(lines, pa.int64())))
    for name in ("lat", "lon"):
        at = chosen.schema.get_field_index(name)
        chosen = chosen.set_column(at, name, pa.nulls(chosen.num_rows, pa.float64()))
    return chosen


def _called(pair: Pair) -> str:
    return f"«{pair.twin.name}»" + (f" on line {pair.twin_line}" if pair.twin_line else ", which is here already")
