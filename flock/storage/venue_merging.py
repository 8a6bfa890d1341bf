"""Two places that are one: the lost one closes and leads to the kept one, and what spoke of it moves along. It can be undone."""

from dataclasses import replace
from datetime import UTC
from uuid import UUID

from flock.domain.editing import Merge, Values
from flock.domain.venues import Status
from flock.errors import ChangedMeanwhile
from flock.storage import venue_editing
from flock.storage.database import Database, sql
from flock.storage.venue_editing import Act

MOVED = {"interaction": "interaction_id", "suggestion": "suggestion_id", "fact_check": "check_id"}
"""Each table whose rows speak of a place and move along, with its key. The history of a place stays its own and is read with it."""


def merge(db: Database, *, lost_id: UUID, kept_id: UUID, wanted: Values, seen: Values, act: Act) -> UUID:
    """Merge one place into another, which takes on some fields. Give the merge's id, by which it can be undone.

    Raises:
        ChangedMeanwhile: a field of the kept place is no more as `seen`, or one of the two was merged already.
        NotFound: one of them is not there.
    """
    with db.writing() as cursor:
        if lost_id == kept_id:
            raise ChangedMeanwhile("These two are one already.")
        for venue_id in (lost_id, kept_id):
            venue_editing.check_unmerged(cursor, venue_id)
        act = replace(act, change_id=venue_editing.new_id(cursor))
        closed: Values = {"status": Status.CLOSED.value}
        venue_editing.write(cursor, kept_id, wanted, seen=seen, act=act)
        venue_editing.write(cursor, lost_id, closed, seen=venue_editing.current(cursor, lost_id), act=act)
        pair = {"lost_id": lost_id, "kept_id": kept_id}
        for table, key in MOVED.items():
            names = {"table": table, "key": key}
            noted = {"merge_id": act.change_id, "lost_id": lost_id}
            cursor.execute(sql("venue_merge_note_moved").format(**names), noted)
            cursor.execute(sql("venue_merge_move").format(**names), pair)
        who = {"merge_id": act.change_id, "at": act.at, "merger_id": act.editor_id, "merger": act.editor}
        cursor.execute(sql("venue_merge_add"), pair | who)
        cursor.execute(sql("venue_edit_version"))
        venue_editing.note(cursor, act, "merged two places", kept_id)
    return act.change_id or UUID(int=0)


def undo(db: Database, merge_id: UUID, *, act: Act) -> None:
    """Take two places apart again. What people changed or added since stays with the kept one.

    Raises:
        ChangedMeanwhile: it was undone before, or the kept place was itself merged into another since.
        NotFound: one of the two is not there any more.
    """
    with db.writing() as cursor:
        row = cursor.execute(sql("venue_merge_one"), {"merge_id": merge_id}).fetchone()
        if row is None:
            raise ChangedMeanwhile("These two were taken apart already.")
        kept_id, lost_id = row
        venue_editing.check_unmerged(cursor, kept_id)
        venue_editing.current(cursor, lost_id)
        act = replace(act, change_id=venue_editing.new_id(cursor))
        cursor.execute(sql("venue_merge_undo"), {"merge_id": merge_id, "at": act.at})
        for table, key in MOVED.items():
            values = {"merge_id": merge_id, "kept_id": kept_id, "lost_id": lost_id}
            cursor.execute(sql("venue_merge_move_back").format(table=table, key=key), values)
        edits = cursor.execute(sql("venue_merge_edits"), {"merge_id": merge_id}).fetchall()
        for venue_id in (kept_id, lost_id):
            now = venue_editing.current(cursor, venue_id)
            back: Values = {field: old for owner, field, old, new in edits if owner == venue_id and now[field] == new}
            venue_editing.write(cursor, venue_id, back, seen=now, act=act)
        cursor.execute(sql("venue_edit_version"))
        venue_editing.note(cursor, act, "took two places apart", kept_id)


def into(db: Database, venue_id: UUID) -> list[Merge]:
    """Give the merges by which other places became part of a place, newest first."""
    merges = (Merge(*row) for row in db.rows("venue_merge_into", {"venue_id": venue_id}))
    return [replace(merge, merged_at=merge.merged_at.replace(tzinfo=UTC)) for merge in merges]


def what_moves(db: Database, venue_id: UUID) -> dict[str, int]:
    """Count in each table the rows that would move along with a place."""
    counts = {}
    for table in MOVED:
        with db.reading() as cursor:
            row = cursor.execute(sql("venue_merge_count").format(table=table), {"venue_id": venue_id}).fetchone()
        counts[table] = int(row[0]) if row else 0
    return counts
