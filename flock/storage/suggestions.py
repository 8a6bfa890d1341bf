"""What members say is wrong or missing on places, and what became of it."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pyarrow as pa

from flock.domain import editing
from flock.domain.editing import Values
from flock.domain.suggestions import APPROVED, DECLINED, WAITING, Change, Suggestion
from flock.domain.venues import FACTS
from flock.errors import ChangedMeanwhile, NotFound, TooOften
from flock.storage import fact_checks, venue_editing
from flock.storage.database import Database, sql
from flock.storage.venue_editing import Act

_LISTED = [field.name for field in fields(Suggestion)][:-1]


def add(
    db: Database, venue_id: UUID, wanted: Values, *, note: str | None, member_id: UUID, at: datetime, most_a_day: int
) -> Values:
    """Take a suggestion; give what of it differs from the place as it is.

    Raises:
        TooOften: the member has made as many within a day.
        NotFound: no place has that id.
        ChangedMeanwhile: the place was merged into another.
    """
    with db.writing() as cursor:
        venue_editing.check_unmerged(cursor, venue_id)
        told = venue_editing.current(cursor, venue_id)
        changes = editing.changed(told, wanted)
        if not changes and not note:
            return {}
        since = {"member_id": member_id, "since": at - timedelta(days=1)}
        if (cursor.execute(sql("suggestion_count_since"), since).fetchone() or (0,))[0] >= most_a_day:
            raise TooOften(f"That is {most_a_day} suggestions within a day, thank you. More are welcome tomorrow.")
        suggestion_id = venue_editing.new_id(cursor)
        values = {"suggestion_id": suggestion_id, "venue_id": venue_id, "member_id": member_id, "note": note, "at": at}
        cursor.execute(sql("suggestion_add"), values)
        columns = {"field": list(changes), "old_value": [told[field] for field in changes], "new_value": list(changes.values())}
        cursor.register("chunk", pa.table({name: pa.array(texts, pa.string()) for name, texts in columns.items()}))
        cursor.execute(sql("suggestion_add_changes"), {"suggestion_id": suggestion_id})
    return changes


def find(
    db: Database,
    *,
    waiting: bool | None = None,
    member_id: UUID | None = None,
    venue_id: UUID | None = None,
    suggestion_id: UUID | None = None,
    most: int = 50,
) -> list[Suggestion]:
    """Give suggestions: those that wait the oldest first, others the newest first."""
    asked = {"waiting": waiting, "member_id": member_id, "venue_id": venue_id, "suggestion_id": suggestion_id, "most": most}
    rows = db.rows("suggestion_list", asked)
    changes: dict[UUID, list[Change]] = {row[0]: [] for row in rows}
    for of, *values in db.rows("suggestion_changes", {"suggestion_ids": list(changes)}):
        changes[of].append(Change(*values))
    return [_suggestion(row, changes[row[0]]) for row in rows]


def _suggestion(row: tuple[Any, ...], changes: list[Change]) -> Suggestion:
    times = {"suggested_at": row[5].replace(tzinfo=UTC), "decided_at": row[7].replace(tzinfo=UTC) if row[7] else None}
    in_order = tuple(sorted(changes, key=lambda change: editing.FIELDS.index(change.field)))
    return Suggestion(**dict(zip(_LISTED, row, strict=True)) | times, changes=in_order)


def waiting(db: Database) -> int:
    """Count the suggestions that nobody has answered."""
    row = db.one("suggestion_waiting")
    return int(row[0]) if row else 0


def decide(
    db: Database, suggestion_id: UUID, accepted: Values, *, seen: Values, approved: bool, answer: str | None, act: Act
) -> None:
    """Answer a suggestion and write what is accepted of it, all or nothing. Facts that are accepted count as checked that day.

    Raises:
        NotFound: there is no such suggestion, or no such place any more.
        ChangedMeanwhile: it was answered before, or a field is not as `seen` any more.
    """
    with db.writing() as cursor:
        row = cursor.execute(sql("suggestion_state"), {"suggestion_id": suggestion_id}).fetchone()
        if row is None:
            raise NotFound("There is no such suggestion.")
        state, decider, venue_id, member_id = row
        if state != WAITING:
            raise ChangedMeanwhile(f"{decider} has answered this suggestion already.")
        if accepted:
            venue_editing.check_unmerged(cursor, venue_id)
            facts = {field: value for field, value in accepted.items() if field in FACTS and editing.is_known(value)}
            fact_checks.confirm(cursor, venue_id, facts, member_id=member_id, today=act.at.date())
            venue_editing.write(cursor, venue_id, accepted, seen=seen, act=act)
        told = {"state": APPROVED if approved else DECLINED, "at": act.at, "decider_id": act.editor_id, "decider": act.editor}
        cursor.execute(sql("suggestion_decide"), told | {"answer": answer, "suggestion_id": suggestion_id})
        cursor.execute(sql("suggestion_accept"), {"accepted": list(accepted), "suggestion_id": suggestion_id})
        venue_editing.note(cursor, act, f"{told['state']} a suggestion", suggestion_id)
