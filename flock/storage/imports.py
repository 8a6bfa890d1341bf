"""How a table of places enters the database: staged, matched with what is there, written beside it, and swapped in.

Nobody sees half of an import. The whole new content is written to tables of its own, in transactions small enough to
survive a kill, along the Z-order curve that map tiles are cut from; one last small transaction puts them in place of the old
ones. Where a program ends in between, `clear_unfinished` sweeps up what is left at the next start.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, TypeVar
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
MOST_ROWS_A_TRANSACTION = 98_304
_BEYOND = (1 << 2 * tiles.MAX_ZOOM, 0)  # a quadkey greater than any, and whatever

_Item = TypeVar("_Item")
_Done = TypeVar("_Done")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What staged rows become. `duplicates` are the line left out, the line that is kept for it, and the name."""

    created: int
    updated: int
    unchanged: int
    duplicates: list[tuple[int, int, str]]


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
    """Rows of one import, out of everybody's sight. Used by one thread at a time; `staging` makes one.

    Its cursor works in a thread of its own, so that the next rows are read while the last ones are put away.
    """

    def __init__(self, db: Database, cursor: duckdb.DuckDBPyConnection, worker: Executor) -> None:
        self._db = db
        self._cursor = cursor
        self._worker = worker
        cursor.execute(sql("import_stage_create"))
        self._adding: Future[None] = worker.submit(lambda: None)

    def add(self, chunk: pa.Table) -> None:
        """Take clean, placed rows; the columns are those that `import_stage_add.sql` names, but for quadkey and search_text."""
        self._adding.result()
        self._adding = self._worker.submit(self._add, chunk)

    def _add(self, chunk: pa.Table) -> None:
        places = chunk.append_column("quadkey", quadkeys(chunk["lat"], chunk["lon"]))
        self._cursor.register("chunk", places.append_column("search_text", _search_texts(chunk)))
        self._cursor.execute(sql("import_stage_add"))
        self._cursor.unregister("chunk")

    def match(self, *, sample: bool) -> Outcome:
        """Compare with the places that are there, and within. Call once, when all rows are added."""
        self._adding.result()
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
        try:
            if changed:
                self._write_beside(batch, progress)
            with self._db.writing() as cursor:
                if changed:
                    cursor.execute(sql("import_publish"))
                if changed and not batch.sample:
                    cursor.execute(sql("people_remove_sample"))  # invented people go with the invented places
                counts = _params(outcome, "created", "updated", "unchanged")
                others = {"rows": rows, "rejected": rejected, "duplicates": len(outcome.duplicates), "import_id": batch.import_id}
                cursor.execute(sql("import_batch_finish"), counts | others)
        except BaseException:
            clear_unfinished(self._db)
            raise

    def _write_beside(self, batch: Batch, progress: Callable[[float], None]) -> None:
        """Fill venue_next and the tables derived from it, along the Z-order curve, a slice a transaction."""
        cursor = self._cursor
        cursor.execute(sql("import_next_create"))
        cursor.execute(sql("import_keep_changed"))
        cursor.register("chunk", self._words())
        cursor.execute(sql("import_words"))
        starts = cursor.execute(sql("import_slices"), {"size": MOST_ROWS_A_TRANSACTION, "sample": batch.sample}).fetchall()
        common = {"sample": batch.sample, "import_id": batch.import_id, "now": batch.started_at}
        slices = [
            common | {"first_key": first[0], "first_tie": first[1], "next_key": following[0], "next_tie": following[1]}
            for first, following in pairwise([*starts, _BEYOND])
        ]
        for number, rows in enumerate(_one_ahead(self._worker, self._merged, slices), 1):
            self._insert(rows, "import_next_venues")
            progress(number / len(slices))
        for question, into in (("import_cells", "import_next_cells"), ("import_hours", "import_next_hours")):
            for rows in cursor.execute(sql(question)).to_arrow_reader(MOST_ROWS_A_TRANSACTION):
                self._insert(rows, into)

    def _merged(self, values: dict[str, Any]) -> pa.Table:
        return self._cursor.execute(sql("import_merge"), values).to_arrow_table()

    def _insert(self, rows: pa.Table | pa.RecordBatch, question: str) -> None:
        with self._db.writing() as cursor:
            cursor.register("chunk", rows)
            cursor.execute(sql(question))

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


def _one_ahead(worker: Executor, work: Callable[[_Item], _Done], items: Iterable[_Item]) -> Iterator[_Done]:
    """Give the work done on each item, while the worker is at the next one."""
    coming: Future[_Done] | None = None
    for item in items:
        ready, coming = coming, worker.submit(work, item)
        if ready:
            yield ready.result()
    if coming:
        yield coming.result()


@contextmanager
def staging(db: Database) -> Iterator[Staging]:
    """Lend a place to collect the rows of one import. What is not committed is gone at the end."""
    with db.reading() as cursor, ThreadPoolExecutor(1, "import") as worker:
        yield Staging(db, cursor, worker)


def clear_unfinished(db: Database) -> None:
    """Drop what an import left behind that did not get to its end. Call also at start, before anything is shown."""
    with db.writing() as cursor:
        cursor.execute(sql("import_clear"))


def is_sample_only(db: Database) -> bool:
    """Tell whether all places come from the shipped sample. False where there are none."""
    row = db.one("import_sample_only")
    return bool(row and row[0])


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
