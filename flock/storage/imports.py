"""How a table of places enters the database: staged, matched with what is there, written beside it, and swapped in.

Nobody sees half of an import. The whole new content is written to tables of its own, in transactions small enough to
survive a kill, along the Z-order curve that map tiles are cut from; one last small transaction puts them in place of the old
ones. Where a program ends in between, `clear_unfinished` sweeps up what is left at the next start.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flock.domain import tiles
from flock.domain.venues import VOCABULARY, bit
from flock.storage import venues
from flock.storage.database import Database, sql

# DuckDB 1.5 may show half of a larger insert after a kill; also a whole number of its vectors of 2,048 rows.
_MOST_ROWS_A_TRANSACTION = 98_304


@dataclass(frozen=True, slots=True)
class Outcome:
    """What staged rows become. `duplicates` are pairs of lines: the one left out, and the one that is kept for it."""

    created: int
    updated: int
    unchanged: int
    duplicates: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Batch:
    """What is noted of an import for ever: where it came from and by whom."""

    import_id: UUID
    file_name: str
    sha256: str
    who: str
    sample: bool
    started_at: datetime


class Staging:
    """Rows of one import, out of everybody's sight. One thread at a time; `staging` makes one."""

    def __init__(self, db: Database, cursor: duckdb.DuckDBPyConnection) -> None:
        self._db = db
        self._cursor = cursor
        cursor.execute(sql("import_stage_create"))

    def add(self, chunk: pa.Table) -> None:
        """Take clean, placed rows; the columns are those that `import_stage_add.sql` names, but for quadkey and search_text."""
        places = chunk.append_column("quadkey", _quadkeys(chunk["lat"], chunk["lon"]))
        self._cursor.register("chunk", places.append_column("search_text", _search_texts(chunk)))
        self._cursor.execute(sql("import_stage_add"))
        self._cursor.unregister("chunk")

    def match(self, *, sample: bool) -> Outcome:
        """Compare with the places that are there, and within. Call once, when all rows are added."""
        self._cursor.execute(sql("import_match"), {"closed": bit("status", "closed"), "sample": sample})
        created, updated, unchanged = self._cursor.execute(sql("import_counts")).fetchone() or (0, 0, 0)
        return Outcome(created, updated, unchanged, self._cursor.execute(sql("import_duplicates")).fetchall())

    def commit(
        self, batch: Batch, outcome: Outcome, *, rows: int, rejected: int, progress: Callable[[float], None] = lambda share: None
    ) -> None:
        """Write what was matched. Other writers must be kept out since `match`; readers go on and see all or nothing."""
        with self._db.writing() as cursor:
            cursor.execute(
                sql("import_batch_start"), _params(batch, "import_id", "file_name", "sha256", "who", "sample", "started_at")
            )
        changed = outcome.created + outcome.updated > 0
        if changed:
            self._write_beside(batch, progress)
        with self._db.writing() as cursor:
            if changed:
                cursor.execute(sql("import_publish"))
            counts = _params(outcome, "created", "updated", "unchanged")
            others = {"rows": rows, "rejected": rejected, "duplicates": len(outcome.duplicates), "import_id": batch.import_id}
            cursor.execute(sql("import_batch_finish"), counts | others)

    def _write_beside(self, batch: Batch, progress: Callable[[float], None]) -> None:
        """Fill venue_next and the tables derived from it, along the Z-order curve, a slice a transaction."""
        cursor = self._cursor
        cursor.execute(sql("import_next"))
        cursor.register("word", self._words())
        cursor.execute(sql("import_order"), {"sample": batch.sample})
        slices = cursor.execute(sql("import_slices"), {"size": _MOST_ROWS_A_TRANSACTION}).fetchall()
        names = ("first_place", "last_place", "first_key", "last_key")
        for number, edges in enumerate(slices, 1):
            values = {"import_id": batch.import_id, "now": batch.started_at} | dict(zip(names, edges, strict=True))
            cursor.execute(sql("import_merge"), values)
            progress(number / len(slices))
        self._copy("import_cells", into="import_cells_add")
        self._copy("import_hours", into="import_hours_add")

    def _copy(self, question: str, *, into: str) -> None:
        """Answer a question into a table, a little at a time."""
        for chunk in self._cursor.execute(sql(question)).to_arrow_reader(_MOST_ROWS_A_TRANSACTION):
            with self._db.writing() as cursor:
                cursor.register("chunk", chunk)
                cursor.execute(sql(into))

    def _words(self) -> pa.Table:
        """Give the words of each combination of facts that was staged: they are kept as bits until here, to save memory."""
        bitmaps = [facts for (facts,) in self._cursor.execute("SELECT DISTINCT facts FROM import_stage").fetchall()]
        columns = {
            name: [next(value for value in values if facts & bit(name, value)) for facts in bitmaps]
            for name, values in VOCABULARY.items()
        }
        return pa.table(
            {"facts": pa.array(bitmaps, pa.int64())} | {name: pa.array(words, pa.string()) for name, words in columns.items()}
        )


@contextmanager
def staging(db: Database) -> Iterator[Staging]:
    """Lend a place to collect the rows of one import. What is not committed is gone at the end."""
    with db.reading() as cursor:
        yield Staging(db, cursor)


def clear_unfinished(db: Database) -> None:
    """Drop what an import left behind whose program ended in its midst. Call at start, before anything is shown."""
    with db.writing() as cursor:
        cursor.execute(sql("import_clear"))


def is_sample_only(db: Database) -> bool:
    """Tell whether all places come from the shipped sample. False where there are none."""
    row = db.one("import_sample_only")
    return bool(row and row[0])


def _params(source: object, *names: str) -> dict[str, Any]:
    return {name: getattr(source, name) for name in names}


def _quadkeys(lats: pa.ChunkedArray, lons: pa.ChunkedArray) -> pa.Array:
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
