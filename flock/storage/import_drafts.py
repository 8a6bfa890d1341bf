"""Imports in progress, and the columns that a person chose the last time."""

import json
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from flock.domain.import_drafts import Draft
from flock.storage.database import Database, sql

_JSON = ("reading", "mapping", "fixes", "decisions")


def add(db: Database, draft: Draft) -> None:
    """Note a new draft."""
    with db.writing() as cursor:
        cursor.execute(sql("import_draft_add"), _values(draft))


def save(db: Database, draft: Draft) -> bool:
    """Note what changed of a draft; False where it is not there any more."""
    unchanging = ("file_name", "path", "sha256", "created_at")
    values = {name: value for name, value in _values(draft).items() if name not in unchanging}
    with db.writing() as cursor:
        return cursor.execute(sql("import_draft_save"), values).fetchone() is not None


def find(
    db: Database, *, owner_id: UUID | None = None, draft_id: UUID | None = None, before: datetime | None = None
) -> list[Draft]:
    """Give drafts of a person, one of them, or those that nobody has touched since `before`; the last touched first."""
    rows = db.rows("import_draft_list", {"owner_id": owner_id, "draft_id": draft_id, "before": before})
    return [_draft(row) for row in rows]


def remove(db: Database, draft_id: UUID) -> None:
    """Forget a draft."""
    with db.writing() as cursor:
        cursor.execute(sql("import_draft_remove"), {"draft_id": draft_id})


def remember_mapping(db: Database, owner_id: UUID, shape: str, mapping: dict[str, list[str]], *, at: datetime) -> None:
    """Keep which column is which field in tables of a shape, in place of what was kept before."""
    with db.writing() as cursor:
        cursor.execute(sql("import_mapping_forget"), {"owner_id": owner_id, "shape": shape})
        values = {"owner_id": owner_id, "shape": shape, "mapping": json.dumps(mapping), "at": at}
        cursor.execute(sql("import_mapping_remember"), values)


def recall_mapping(db: Database, owner_id: UUID, shape: str) -> tuple[dict[str, list[str]], datetime] | None:
    """Give what was kept, and when; None where nothing was."""
    row = db.one("import_mapping_recall", {"owner_id": owner_id, "shape": shape})
    return (json.loads(row[0]), _utc(row[1])) if row else None


def _values(draft: Draft) -> dict[str, Any]:
    values = {field.name: getattr(draft, field.name) for field in fields(draft)}
    return values | {name: json.dumps(values[name]) for name in _JSON} | {"path": str(draft.path)}


def _draft(row: tuple[Any, ...]) -> Draft:
    draft_id, owner_id, file_name, path, sha256, reading, mapping, fixes, decisions, step, created_at, updated_at = row
    return Draft(
        draft_id=draft_id,
        owner_id=owner_id,
        file_name=file_name,
        path=Path(path),
        sha256=sha256,
        reading=json.loads(reading),
        mapping=json.loads(mapping),
        fixes={int(line): cells for line, cells in json.loads(fixes).items()},
        decisions=json.loads(decisions),
        step=step,
        created_at=_utc(created_at),
        updated_at=_utc(updated_at),
    )


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
