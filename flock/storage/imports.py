"""How a table of places enters the database: staged, matched with what is there, written beside it, and swapped in.

Nobody sees half of an import: see `import_writing`. Where a program ends in between, `clear_unfinished` sweeps up what is left. What an import replaces is kept, so that it can be taken back (`import_history`).
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flock.domain import blending, tiles
from flock.domain.venues import bit
from flock.storage import import_writing, remembered, staff_log, venues
from flock.storage.database import Database, sql

DAYS_TO_UNDO = 30


@dataclass(frozen=True, slots=True)
class Outcome:
    """What staged rows become. `duplicates` are the line left out, the line that is kept for it, and the name.

    `merged` rows are a place that is there, or that another row brings, under another name or address.
    """

    created: int
    updated: int
    unchanged: int
    merged: int
    duplicates: list[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Batch:
    """What is noted of an import for ever: where it came from and by whom. `sample` is of an invented community."""

    import_id: UUID
    file_name: str
    sha256: str
    who: str
    sample: bool
    started_at: datetime
    member_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What only the one who read the file knows of its rows."""

    rows: int
    rejected: int
    doubtful: int = 0
    geocoded: int = 0


class Kept(NamedTuple):
    """A field that a person changed: an import leaves it as it is. `edited_at` is UTC."""

    line: int
    venue_id: UUID
    field: str
    editor: str
    edited_at: datetime


class Twin(NamedTuple):
    """A row that is a place which is there, or which another row brings."""

    line: int
    twin_id: UUID | None
    twin_line: int | None


class Staging:
    """Rows of one import, out of everybody's sight. Used by one thread at a time; `staging` makes one.

    Its cursor works in a thread of its own, so that the next rows are read while the last ones are put away. `crowded` counts the
    rows at a spot with so many places that not all of them were compared.
    """

    def __init__(
        self, db: Database, cursor: duckdb.DuckDBPyConnection, worker: Executor, *, sample: bool, tells_status: bool
    ) -> None:
        self._db = db
        self.tells_status = tells_status
        self.cursor = cursor
        self._worker = worker
        self.crowded = 0
        cursor.execute(sql("import_stage_create"))
        cursor.execute(sql("import_keys"))
        cursor.execute(sql("import_given_way"), {"sample": sample})
        self._adding: Future[None] = worker.submit(lambda: None)

    def add(self, chunk: pa.Table) -> None:
        """Take clean, placed rows; the columns are those that `import_stage_add.sql` names, but for quadkey and search_text."""
        self._adding.result()
        self._adding = self._worker.submit(self._add, chunk)

    def _add(self, chunk: pa.Table) -> None:
        with self.offered(_derived(chunk)):
            self.cursor.execute(sql("import_stage_add"))

    def match(self) -> Outcome:
        """Compare with the places that are there, and within. Call when all rows are added, and again when places have changed."""
        self._adding.result()
        self.cursor.execute(sql("import_match"), {"closed": bit("status", "closed")})
        return self.outcome()

    def merge_twins(self, twins: Sequence[Twin]) -> Outcome:
        """Merge rows into the places that they are; after `match`."""
        columns = {"line": pa.int64(), "twin_id": pa.string(), "twin_line": pa.int64()}
        values = [[twin.line for twin in twins], [_text(twin.twin_id) for twin in twins], [twin.twin_line for twin in twins]]
        arrays = [pa.array(column, kind) for column, kind in zip(values, columns.values(), strict=True)]
        with self.offered(pa.table(arrays, list(columns))):
            self.cursor.execute(sql("import_twins"))
        return self.outcome()

    def outcome(self) -> Outcome:
        """Count what rows become, as matched last."""
        ((created, updated, unchanged, merged),) = self.cursor.execute(sql("import_counts")).fetchall()
        duplicates = self.cursor.execute(sql("import_duplicates")).fetchall()
        return Outcome(created, updated, unchanged, merged, duplicates)

    def outside(self, *, fewest: int) -> list[tuple[int, str, float, float]]:
        """Give line, name, latitude and longitude of rows far from nearly all others, where there are so many rows."""
        return self.cursor.execute(sql("import_outside"), {"fewest": fewest}).fetchall()

    def kept(self) -> list[Kept]:
        """Give the fields of places to be updated that people changed, by line."""
        found = self.cursor.execute(sql("import_edited")).fetchall()
        return [Kept(line, venue_id, name, editor, at.replace(tzinfo=UTC)) for line, venue_id, name, editor, at in found]

    def rows(self, lines: Sequence[int]) -> dict[int, dict[str, Any]]:
        """Give staged rows by line."""
        with self.offered(pa.table({"line": pa.array(lines, pa.int64())})):
            found = self.cursor.execute(sql("import_stage_rows")).to_arrow_table().to_pylist()
        return {row["line"]: row for row in found}

    def places(self, venue_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
        """Give places that are there, with the columns of staged rows."""
        with self.offered(pa.table({"venue_id": pa.array(map(_text, venue_ids), pa.string())})):
            found = self.cursor.execute(sql("import_venue_rows")).to_arrow_table().to_pylist()
        return {UUID(row["venue_id"]): row for row in found}

    def commit(
        self, batch: Batch, outcome: Outcome, counts: Counts, *, progress: Callable[[float], None] = lambda share: None
    ) -> None:
        """Write what was matched. Other writers must be kept out since `match`; readers go on and see all or nothing."""
        clear_unfinished(self._db)  # of a server that was killed
        with self._db.writing() as cursor:
            cursor.execute(sql("import_batch_start"), _params(batch, *Batch.__slots__))
        try:
            over, changed = self._prepare(batch)
            if changed:
                import_writing.keep_image(self._db, self.cursor, "import_leaving_rows", {}, import_id=batch.import_id, turn=0)
                import_writing.beside(self._db, self.cursor, progress=progress)
            with self._db.writing() as cursor:
                if changed:
                    import_writing.publish(cursor)
                if changed and not batch.sample:
                    cursor.execute(sql("people_remove_sample"))  # invented people go with the invented places
                told = _params(outcome, "created", "updated", "unchanged") | _params(counts, *Counts.__slots__)
                told |= {"duplicates": len(outcome.duplicates) + outcome.merged, "over": over, "import_id": batch.import_id}
                cursor.execute(sql("import_batch_finish"), told)
                if batch.member_id:
                    about = f"{batch.import_id}"
                    staff_log.add(cursor, batch.member_id, "brought in places", None, about, now=datetime.now(UTC))
        except BaseException:
            clear_unfinished(self._db)
            raise

    def _prepare(self, batch: Batch) -> tuple[list[UUID], bool]:
        """Say on the cursor what leaves and what comes; give the imports whose places leave, and whether anything changes."""
        cursor = self.cursor
        self._blend()
        cursor.execute(sql("import_leaving_create"))
        cursor.execute(sql("import_keep_changed"))
        cursor.execute(sql("import_take_known"), {"facts": blending.silent_bits(tells_status=self.tells_status)})
        cursor.execute(sql("import_blended_into"))
        over = [import_id for (import_id,) in cursor.execute(sql("import_over")).fetchall() if import_id]
        import_writing.tell_words(cursor, "import_stage_facts")  # kept as bits until here, to save memory
        cursor.execute(sql("import_this"), {"import_id": batch.import_id, "now": batch.started_at})
        cursor.execute(sql("import_coming_create"))
        return over, bool(cursor.execute("SELECT EXISTS (FROM import_stage)").fetchall()[0][0])

    def _blend(self) -> None:
        """Write the rows that are made of what is there and what the file says: where people edited, and where twins are merged."""
        self.cursor.execute(sql("import_blended_create"))
        rows = [*self._edited_rows(), *self._merged_rows()]
        if rows:
            schema = self.cursor.execute("FROM import_stage LIMIT 0").to_arrow_table().schema
            plain = pa.schema([field for field in schema if field.name not in ("quadkey", "search_text")])
            with self.offered(_derived(pa.Table.from_pylist(rows, plain))):
                self.cursor.execute(sql("import_blended_add"))

    def _edited_rows(self) -> Iterator[dict[str, Any]]:
        fields: dict[tuple[int, UUID], set[str]] = {}
        for kept in self.kept():
            fields.setdefault((kept.line, kept.venue_id), set()).add(blending.field_of(kept.field))
        staged, there = self.rows([line for line, _ in fields]), self.places([venue_id for _, venue_id in fields])
        for (line, venue_id), names in fields.items():
            stays = names | blending.unsaid(staged[line], tells_status=self.tells_status)
            yield blending.blend(there[venue_id], staged[line], kept=stays) | {"venue_id": str(venue_id)}

    def _merged_rows(self) -> Iterator[dict[str, Any]]:
        """Give places that learn something from a row that was merged into them; the first row for each place has the word."""
        pairs = self.cursor.execute(sql("import_merged")).fetchall()
        staged = self.rows([line for pair in pairs for line in pair[:2] if line])
        there = self.places([venue_id for _, _, venue_id in pairs if venue_id])
        for line, kept_line, venue_id in pairs:
            whole, part = there[venue_id] if venue_id else staged[kept_line], staged[line]
            blended = blending.blend(whole, part, kept=blending.known(whole, beside=part))
            if blending.differences(whole, blended):
                own = ("natural_key", "content_hash", "venue_id")
                yield blended | {name: whole[name] for name in own} | {"line": line if venue_id else kept_line}

    @contextmanager
    def offered(self, rows: pa.Table) -> Iterator[None]:
        """Let a question see some rows as «chunk»."""
        self.cursor.register("chunk", rows)
        try:
            yield
        finally:
            self.cursor.unregister("chunk")


@contextmanager
def staging(db: Database, *, sample: bool = False, tells_status: bool = True) -> Iterator[Staging]:
    """Lend a place to collect the rows of one import. What is not committed is gone at the end.

    To an import that is no `sample` the places of the sample are as good as gone: they give way to it. A table that has no column of
    it does not `tells_status`, and leaves that of the places that it updates as it is.
    """
    with db.reading() as cursor, ThreadPoolExecutor(1, "import") as worker:
        yield Staging(db, cursor, worker, sample=sample, tells_status=tells_status)


def clear_unfinished(db: Database) -> None:
    """Drop what an import left behind that did not get to its end. Whoever calls it has the turn, so no import is running."""
    with db.writing() as cursor:
        cursor.execute(sql("import_clear"))
    with db.writing() as cursor:
        cursor.execute(sql("import_clear_images"), {"days": DAYS_TO_UNDO})


def is_sample_only(db: Database) -> bool:
    """Tell whether all places come from the shipped sample. False where there are none."""
    row = remembered.one(db, "import_sample_only")
    return bool(row and row[0])


def _derived(chunk: pa.Table) -> pa.Table:
    """Add what follows from other columns."""
    places = chunk.append_column("quadkey", quadkeys(chunk["lat"], chunk["lon"]))
    return places.append_column("search_text", _search_texts(chunk))


def _text(venue_id: UUID | None) -> str | None:
    return str(venue_id) if venue_id else None


def _params(source: object, *names: str) -> dict[str, Any]:
    return {name: getattr(source, name) for name in names}


def quadkeys(lats: pa.ChunkedArray, lons: pa.ChunkedArray) -> pa.Array:
    """Do what `tiles.quadkey` does for whole columns."""
    size = 1 << tiles.MAX_ZOOM
    phi = np.radians(np.clip(lats.to_numpy(), -tiles.MAX_LATITUDE, tiles.MAX_LATITUDE))
    x = (lons.to_numpy() + 180) / 360 * size
    y = (1 - np.arcsinh(np.tan(phi)) / np.pi) / 2 * size
    x, y = (np.clip(v.astype(np.int64), 0, size - 1) for v in (x, y))
    return pa.array(_spread_bits(x) | _spread_bits(y) << 1)


def _spread_bits(numbers: "np.ndarray[Any, np.dtype[np.int64]]") -> "np.ndarray[Any, np.dtype[np.int64]]":
    """Put a zero between any two bits, halving the distance moved five times ("Interleave bits by binary magic numbers")."""
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        numbers = (numbers | numbers << shift) & mask
    return numbers


def _search_texts(chunk: pa.Table) -> pa.Array:
    joined = pc.binary_join_element_wise(
        *(chunk[name] for name in ("name", "town", "postcode", "address")), " ", null_handling="skip"
    ).to_pylist()
    return pa.array([text.lower() if text.isascii() else venues.searchable(text) for text in joined], pa.string())
