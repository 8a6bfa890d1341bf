"""Changing a place in the table, with everything that is derived from it kept true in the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import duckdb
import pyarrow as pa

from flock.domain import editing, hours, tiles, venues, words
from flock.domain.editing import FIELDS, POSITION, Edit, Spot, Values
from flock.domain.positions import LatLon
from flock.errors import ChangedMeanwhile, NotFound
from flock.storage import limits, remembered, staff_log, statements
from flock.storage.database import Database, sql
from flock.storage.venues import searchable

# A place that was merged into another is listed only where such are asked for.
_LISTED_IF = """(kept_id IS NOT NULL) = $merged
    AND ($status::VARCHAR IS NULL OR status = $status)
    AND ($checked_before::DATE IS NULL OR checked_on IS NULL OR checked_on < $checked_before)
    AND coalesce(list_bool_and([contains(search_text, word) FOR word IN $words::VARCHAR[]]), TRUE)"""
_DID = {"close": "closed a place", "undo": "put a place back"}
_GONE = "There is no such place any more. It may have been removed, or the link was cut short."


@dataclass(frozen=True, slots=True)
class Act:
    """Who changes something, why, and when (UTC). All that is changed at once has one `change_id`, given if not told."""

    editor_id: UUID
    editor: str
    cause: str
    at: datetime
    change_id: UUID | None = None


class Import(NamedTuple):
    """The import that last wrote a place."""

    file_name: str
    who: str
    finished_at: datetime | None
    sample: bool


class Listed(NamedTuple):
    """A place as a line of a list. `kept_id` is set where it was merged into that one."""

    venue_id: UUID
    name: str
    kind: str
    status: str
    town: str | None
    postcode: str | None
    checked_on: date | None
    kept_id: UUID | None


def catalogue(
    db: Database,
    *,
    text: str = "",
    status: str | None = None,
    checked_before: date | None = None,
    merged: bool = False,
    most: int,
    skip: int = 0,
) -> tuple[int, list[Listed]]:
    """Give how many places there are of that kind, closed ones included, and a page of them by name."""
    asked = {"words": searchable(text).split(), "status": status, "checked_before": checked_before, "merged": merged}
    with db.reading() as cursor, limits.within(cursor):
        row = cursor.execute(sql("venue_catalogue_count").format(fits=_LISTED_IF), asked).fetchone()
        page = cursor.execute(sql("venue_catalogue").format(fits=_LISTED_IF), asked | {"most": most, "skip": skip}).fetchall()
    return (row[0] if row else 0), [Listed(*values) for values in page]


def save(db: Database, venue_id: UUID, wanted: Values, *, seen: Mapping[str, str | None], act: Act) -> Values:
    """Change some fields of a place, all or none; `seen` are the values that the editor had before her. Give what changed.

    Raises:
        ChangedMeanwhile: one of the fields is neither as she saw it nor as she wants it, or the place was merged into another.
        NotFound: no place has that id.
    """
    with db.writing() as cursor:
        check_unmerged(cursor, venue_id)
        changes = write(cursor, venue_id, wanted, seen=seen, act=act)
        if changes:
            note(cursor, act, _DID.get(act.cause, "changed a place"), venue_id)
        return changes


def write(
    cursor: duckdb.DuckDBPyConnection, venue_id: UUID, wanted: Values, *, seen: Mapping[str, str | None], act: Act
) -> Values:
    """Do what `save` does, inside the caller's transaction and without asking whether the place was merged."""
    before = _row(cursor, venue_id)
    told = _told(before)
    stale = tuple(name for name, value in wanted.items() if told[name] not in (value, seen.get(name, told[name])))
    if stale:
        raise ChangedMeanwhile(_stale_sentence(cursor, venue_id, stale), stale)
    changes = editing.changed(told, wanted)
    if not changes:
        return {}
    after = dict(before)
    for name, value in changes.items():
        after |= _columns(name, value)
    after |= _derived(after)
    after |= {f"old_{name}": before[name] for name in ("quadkey", "facts", "lat", "lon")} | {"venue_id": venue_id, "now": act.at}
    for question in ("venue_edit_write", "venue_edit_cells", "venue_edit_hours"):
        statements.run(cursor, question, after)
    statements.run(cursor, "venue_edit_hours_unused", before)
    cursor.execute(sql("venue_edit_version"))
    _note(cursor, venue_id, told, changes, act)
    return changes


def note(cursor: duckdb.DuckDBPyConnection, act: Act, did: str, about: UUID) -> None:
    """Write into the log of what staff did what an act did to a place, a merge or a suggestion."""
    staff_log.add(cursor, act.editor_id, did, None, str(about), now=act.at)


def current(cursor: duckdb.DuckDBPyConnection, venue_id: UUID) -> Values:
    """Give a place's fields as they are inside this transaction.

    Raises:
        NotFound: no place has that id.
    """
    return _told(_row(cursor, venue_id))


def check_unmerged(cursor: duckdb.DuckDBPyConnection, venue_id: UUID) -> None:
    """Refuse a place that was merged into another.

    Raises:
        ChangedMeanwhile: it was.
    """
    if cursor.execute(sql("venue_edit_kept"), {"venue_id": venue_id}).fetchone():
        raise ChangedMeanwhile("This place was merged into another one. Change that one, or take the two apart first.")


def new_id(cursor: duckdb.DuckDBPyConnection) -> UUID:
    """Give an id that nothing has yet and that sorts after those given before."""
    row = cursor.execute(sql("new_id")).fetchone()
    return UUID(str(row[0])) if row else UUID(int=0)


def kept_id(db: Database, venue_id: UUID) -> UUID:
    """Give the place that a place was merged into, over any number of merges; itself where it was not."""
    seen = {venue_id}
    while (row := remembered.one(db, "venue_edit_kept", {"venue_id": venue_id})) and row[0] not in seen:
        venue_id = row[0]
        seen.add(venue_id)
    return venue_id


def history(db: Database, venue_ids: list[UUID], *, field: str | None = None, most: int = 50) -> list[Edit]:
    """Give what was changed on some places, newest first."""
    return [_edit(row) for row in db.rows("venue_edit_history", {"venue_ids": venue_ids, "field": field, "most": most})]


def edit(db: Database, edit_id: UUID) -> Edit | None:
    """Give one edit, or None."""
    row = db.one("venue_edit_one", {"edit_id": edit_id})
    return _edit(row) if row else None


def last_edits(db: Database, venue_id: UUID) -> dict[str, tuple[str, datetime]]:
    """Give for each field that people changed who did it last, and when."""
    return {field: (editor, at.replace(tzinfo=UTC)) for field, editor, at in db.rows("venue_edit_last", {"venue_id": venue_id})}


def last_import(db: Database, venue_id: UUID) -> Import | None:
    """Give the import that last wrote a place, or None."""
    row = db.one("venue_edit_import", {"venue_id": venue_id})
    return Import(row[0], row[1], row[2].replace(tzinfo=UTC) if row[2] else None, row[3]) if row else None


def _edit(row: tuple[Any, ...]) -> Edit:
    return replace(Edit(*row), edited_at=row[5].replace(tzinfo=UTC))


def _row(cursor: duckdb.DuckDBPyConnection, venue_id: UUID) -> dict[str, Any]:
    found = cursor.execute(sql("venue_edit_row"), {"venue_id": venue_id})
    row = found.fetchone()
    if row is None:
        raise NotFound(_GONE)
    return dict(zip([column[0] for column in found.description or ()], row, strict=True))


def _told(row: Mapping[str, Any]) -> Values:
    spot = Spot(LatLon(row["lat"], row["lon"]), row["precision_m"], row["position_source"])
    texts = {name: editing.text(row[name]) for name in FIELDS if name != POSITION}
    return texts | {POSITION: editing.write_spot(spot)}


def _columns(field: str, value: str | None) -> dict[str, Any]:
    """Give the columns that a field stands for."""
    if field == POSITION and value:
        spot = editing.read_spot(value)
        columns: dict[str, Any] = dict(spot.position._asdict())
        return columns | {"precision_m": spot.precision_m, "position_source": spot.source, "tz": hours.tz_at(spot.position)}
    if field == "seats" and value:
        return {field: int(value)}
    if field == "checked_on" and value:
        return {field: date.fromisoformat(value)}
    return {field: value}


def _derived(row: Mapping[str, Any]) -> dict[str, Any]:
    words = (row[name] for name in ("name", "town", "postcode", "address"))
    return {
        "quadkey": tiles.quadkey(LatLon(row["lat"], row["lon"])),
        "facts": venues.facts_bitmap({name: row[name] for name in venues.VOCABULARY}),
        "search_text": searchable(" ".join(word for word in words if word)),
    }


def _note(cursor: duckdb.DuckDBPyConnection, venue_id: UUID, told: Values, changes: Values, act: Act) -> None:
    columns = {
        "field": list(changes),
        "old_value": [told[name] for name in changes],
        "new_value": list(changes.values()),
    }
    cursor.register("chunk", pa.table({name: pa.array(texts, pa.string()) for name, texts in columns.items()}))
    who = {"editor_id": act.editor_id, "editor": act.editor, "cause": act.cause, "now": act.at}
    cursor.execute(sql("venue_edit_add"), who | {"venue_id": venue_id, "change_id": act.change_id or new_id(cursor)})
    cursor.unregister("chunk")


def _stale_sentence(cursor: duckdb.DuckDBPyConnection, venue_id: UUID, stale: tuple[str, ...]) -> str:
    last = {field: editor for field, editor, _ in cursor.execute(sql("venue_edit_last"), {"venue_id": venue_id}).fetchall()}
    who = next((last[field] for field in stale if field in last), "An import")
    fields = " and ".join(words.mid_sentence(editing.LABEL[field]) for field in stale)
    return (
        f"{who} changed {fields} while you were at it. Nothing of yours is saved yet: look at the newer value, then save again."
    )
