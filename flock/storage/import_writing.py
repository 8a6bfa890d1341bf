"""The places as they will be, written beside those that are there and put in their place; and what they were, kept.

What leaves and what comes is told by `import_leaving` and `import_coming` on the cursor: temporary tables or views. The whole new
content is written to tables of its own, in transactions small enough to survive a kill, along the Z-order curve that map tiles
are cut from. `publish`, in one last small transaction, makes it what everybody sees.
"""

from collections.abc import Callable, Iterator
from itertools import count, pairwise
from uuid import UUID

import duckdb
import pyarrow as pa

from flock.domain import blending, tiles
from flock.domain.venues import VOCABULARY
from flock.storage.database import Database, Params, sql

# DuckDB 1.5 may show half of a larger insert after a kill; also a whole number of its vectors of 2,048 rows.
MOST_ROWS_A_TRANSACTION = 98_304
_ROWS_AN_IMAGE = 32_768
_BEYOND = (1 << 2 * tiles.MAX_ZOOM, 0)  # a quadkey greater than any, and whatever
_IMAGE = pa.ipc.IpcWriteOptions(compression="zstd")


def beside(
    db: Database,
    cursor: duckdb.DuckDBPyConnection,
    *,
    progress: Callable[[float], None] = lambda share: None,
) -> None:
    """Fill venue_next and the tables derived from it, a slice a transaction."""
    with db.writing() as writer:
        writer.execute(sql("import_next_create"))
    starts = cursor.execute(sql("import_slices"), {"size": MOST_ROWS_A_TRANSACTION}).fetchall()
    slices = [
        {"first_key": first[0], "first_tie": first[1], "next_key": following[0], "next_tie": following[1]}
        for first, following in pairwise([*starts, _BEYOND])
    ]
    # One slice at a time: merging the next one meanwhile saved no time on two cores and held 250 MB more at a million rows.
    for number, edges in enumerate(slices, 1):
        _insert(db, cursor.execute(sql("import_merge"), edges).to_arrow_table(), "import_next_venues")
        progress(number / len(slices))
    for question, into in (("import_cells", "import_next_cells"), ("import_hours", "import_next_hours")):
        for rows in cursor.execute(sql(question)).to_arrow_reader(MOST_ROWS_A_TRANSACTION):
            _insert(db, rows, into)


def publish(cursor: duckdb.DuckDBPyConnection) -> None:
    """Put what was written beside in place of what is there; in a transaction of the caller's."""
    cursor.execute(sql("import_publish"))


def tell_words(cursor: duckdb.DuckDBPyConnection, question: str) -> None:
    """Put the words of each combination of facts that a question on the cursor gives into `import_word` there."""
    bitmaps = [facts for (facts,) in cursor.execute(sql(question)).fetchall()]
    columns = {name: pa.array([blending.word(facts, name) for facts in bitmaps], pa.string()) for name in VOCABULARY}
    cursor.register("chunk", pa.table({"facts": pa.array(bitmaps, pa.int64())} | columns))
    cursor.execute(sql("import_words"))
    cursor.unregister("chunk")


def keep_image(
    db: Database, cursor: duckdb.DuckDBPyConnection, question: str, params: Params, *, import_id: UUID, turn: int
) -> None:
    """Keep the rows that a question on the cursor gives as the image that a turn of an import goes back from."""
    reader = cursor.execute(sql(question), params).to_arrow_reader(_ROWS_AN_IMAGE)
    for part, batch in enumerate(reader):
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema, options=_IMAGE) as stream:
            stream.write_batch(batch)
        with db.writing() as writer:
            values = {"import_id": import_id, "turn": turn, "part": part, "content": sink.getvalue().to_pybytes()}
            writer.execute(sql("import_image_add"), values)


def image(db: Database, *, import_id: UUID, turn: int) -> Iterator[pa.Table]:
    """Give the rows of an image, some at a time; none where nothing was kept."""
    for part in count():  # one question each: an answer of many would be held as a whole
        row = db.one("import_image_read", {"import_id": import_id, "turn": turn, "part": part})
        if row is None:
            return
        with pa.ipc.open_stream(row[0]) as stream:
            yield stream.read_all()


def _insert(db: Database, rows: pa.Table | pa.RecordBatch, question: str) -> None:
    with db.writing() as cursor:
        cursor.register("chunk", rows)
        cursor.execute(sql(question))
