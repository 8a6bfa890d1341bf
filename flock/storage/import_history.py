"""The imports that were: listed, taken back, and brought in again.

A turn of an import swaps what it changed with the image that is kept of before: an even number of turns and it is in, an odd
one and it is out. It is written like an import is, so nobody sees half of it, and a kill leaves all or nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import duckdb
import pyarrow as pa

from flock.domain import blending, tiles, words
from flock.domain.positions import LatLon
from flock.domain.venues import VOCABULARY
from flock.storage import import_writing, imports, staff_log, venues
from flock.storage.database import Database, sql

COMMITTED, UNDONE = "committed", "undone"


@dataclass(frozen=True, slots=True)
class Entry:
    """An import as it is noted: times in UTC, `state` is running, committed, undone or abandoned.

    The counts are None where it did not get to its end.
    """

    import_id: UUID
    file_name: str
    sha256: str
    who: str
    member_id: UUID | None
    sample: bool
    state: str
    started_at: datetime
    finished_at: datetime | None
    turn: int
    turned_at: datetime | None
    turned_by: str | None
    rows: int | None
    created: int | None
    updated: int | None
    unchanged: int | None
    rejected: int | None
    duplicates: int | None
    doubtful: int | None
    geocoded: int | None

    @property
    def undo_until(self) -> datetime | None:
        """Give the time until which it can be taken back or brought in again; None where it cannot be."""
        last = self.turned_at or self.finished_at
        if self.state not in (COMMITTED, UNDONE) or last is None:
            return None
        return last + timedelta(days=imports.DAYS_TO_UNDO)

    def can_turn(self, at: datetime | None = None) -> bool:
        """Tell whether it can be taken back or brought in again."""
        until = self.undo_until
        return until is not None and (at or datetime.now(UTC)) < until


class Turned(NamedTuple):
    """What a turn did: places taken off the map, put back as they were, and of the former those kept in the archive."""

    removed: int
    restored: int
    archived: int

    def as_text(self, *, brought_in: bool) -> str:
        """Say it to a person."""
        if brought_in:
            return f"{words.count(self.restored, 'place is', 'places are')} in again."
        parts = [f"{words.count(self.removed, 'place is', 'places are')} off the map"] if self.removed else []
        if self.restored:
            parts.append(f"{words.count(self.restored, 'place is', 'places are')} as before")
        said = f"{' and '.join(parts)}." if parts else "Nothing had to change."
        kept = words.count(self.archived, "place is", "places are")
        return said + (
            f" Members had added something to what was taken off: {kept} kept in the archive." if self.archived else ""
        )


def entries(db: Database, *, most: int = 50, skip: int = 0) -> list[Entry]:
    """Give the imports, the newest first."""
    return [_entry(row) for row in db.rows("import_history", {"import_id": None, "most": most, "skip": skip})]


def entry(db: Database, import_id: UUID) -> Entry | None:
    """Give one import, or None."""
    row = db.one("import_history", {"import_id": import_id, "most": 1, "skip": 0})
    return _entry(row) if row else None


def _entry(row: tuple[Any, ...]) -> Entry:
    values: list[Any] = [value.replace(tzinfo=UTC) if isinstance(value, datetime) else value for value in row]
    return Entry(*values)


def written_over_by(db: Database, import_id: UUID) -> list[str]:
    """Name the files of later imports that changed places of this one and are in: they go first."""
    return [name for (name,) in db.rows("import_later", {"import_id": import_id})]


class Conflict(Exception):
    """Other imports have brought in or changed the same places since; names their files. For the service to say."""


def turn(
    db: Database, found: Entry, *, who: str, by: UUID | None = None, progress: Callable[[float], None] = lambda share: None
) -> Turned:
    """Take an import back, or bring in again one that was taken back. Writers must be kept out; readers see all or nothing.

    Raises:
        Conflict: it was taken back, and its places came in another way since.
    """
    brings_in = found.state == UNDONE
    imports.clear_unfinished(db)  # of a server that was killed
    with db.reading() as cursor:
        _prepare(db, cursor, found, brings_in=brings_in)
        changes = Turned(*cursor.execute(sql("import_turn_changes")).fetchall()[0])
        archived = cursor.execute("FROM import_archived").to_arrow_table()
        changed = bool(changes.removed or changes.restored)
        try:
            if changed:
                options = {"brings_in": brings_in}
                import_id, number = found.import_id, found.turn + 1
                import_writing.keep_image(db, cursor, "import_turn_image", options, import_id=import_id, turn=number)
                import_writing.beside(db, cursor, progress=progress)
            with db.writing() as writer:
                if archived.num_rows:
                    writer.register("chunk", archived)
                    writer.execute(sql("import_archive_add"), {"import_id": found.import_id})
                if brings_in:
                    writer.execute(sql("import_archive_remove"), {"import_id": found.import_id})
                if changed:
                    import_writing.publish(writer)
                if changed and brings_in and not found.sample:
                    writer.execute(sql("people_remove_sample"))
                values = {"state": COMMITTED if brings_in else UNDONE, "who": who, "import_id": found.import_id}
                writer.execute(sql("import_turn_finish"), values)
                if by:
                    did = "brought places in again" if brings_in else "took an import of places back"
                    staff_log.add(writer, by, did, None, str(found.import_id), now=datetime.now(UTC))
        finally:
            imports.clear_unfinished(db)
    return changes


def _prepare(db: Database, cursor: duckdb.DuckDBPyConnection, found: Entry, *, brings_in: bool) -> None:
    """Say on the cursor what leaves and what comes."""
    cursor.execute(sql("import_image_create"))
    for rows in import_writing.image(db, import_id=found.import_id, turn=found.turn):
        cursor.register("chunk", rows)
        cursor.execute(sql("import_image_load"))
        cursor.unregister("chunk")
    if brings_in and (others := [name for (name,) in cursor.execute(sql("import_turn_conflicts")).fetchall()]):
        raise Conflict(*others)
    import_writing.tell_words(cursor, "import_image_facts")
    cursor.execute(sql("import_turn_coming"), {"brings_in": brings_in, "sample": found.sample})
    cursor.execute(sql("import_turn_leaving"), {"import_id": found.import_id, "brings_in": brings_in})
    cursor.execute(sql("import_turn_archived"))
    rewritten = list(_keeping_edits(cursor))
    if rewritten:
        schema = cursor.execute("FROM import_coming LIMIT 0").to_arrow_table().schema
        cursor.register("chunk", pa.Table.from_pylist(rewritten, schema))
        cursor.execute(sql("import_turn_rewrite"))
        cursor.unregister("chunk")
        import_writing.tell_words(cursor, "import_image_facts")


def _keeping_edits(cursor: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    """Give the places that come back with what people changed of them since left as it is."""
    fields: dict[str, set[str]] = {}
    for venue_id, field in cursor.execute(sql("import_turn_edited")).fetchall():
        fields.setdefault(str(venue_id), set()).add(blending.field_of(field))
    if not fields:
        return
    cursor.register("chunk", pa.table({"venue_id": list(fields)}))
    sides = cursor.execute(sql("import_turn_sides")).to_arrow_table().to_pylist()
    cursor.unregister("chunk")
    for side in sides:
        place = blending.blend(side["venue"], side["coming"], kept=fields[str(side["venue_id"])])
        place |= {name: blending.word(place["facts"], name) for name in VOCABULARY}
        place["quadkey"] = tiles.quadkey(LatLon(place["lat"], place["lon"]))
        texts = (place[name] for name in ("name", "town", "postcode", "address"))
        place["search_text"] = venues.searchable(" ".join(filter(None, texts)))
        yield place
