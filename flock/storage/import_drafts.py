"""Imports in progress, their files where several servers need them, and the columns that a person chose the last time."""

import json
from dataclasses import fields
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flock.domain.import_drafts import Draft
from flock.storage import statements
from flock.storage.database import Database, sql

_JSON = ("reading", "mapping", "fixes", "decisions")
_BYTES_A_PART = 8 << 20


def add(db: Database, draft: Draft) -> None:
    """Note a new draft; on a lake keep its file, too, so that every server has it."""
    if db.is_shared:
        with draft.path.open("rb") as file:
            for part in count():
                values = {"draft_id": draft.draft_id, "owner_id": draft.owner_id, "part": part}
                if not (content := file.read(_BYTES_A_PART)):
                    break
                with db.writing() as cursor:
                    cursor.execute(sql("import_draft_part_add"), values | {"content": content})
    with db.writing() as cursor:
        cursor.execute(sql("import_draft_add"), _values(draft))


def save(db: Database, draft: Draft) -> bool:
    """Note what changed of a draft; False where it is not there any more."""
    unchanging = ("file_name", "sha256", "created_at")
    values = {name: value for name, value in _values(draft).items() if name not in unchanging}
    with db.writing() as cursor:
        return statements.changed(cursor, "import_draft_save", values)


def find(
    db: Database, folder: Path, *, owner_id: UUID | None = None, draft_id: UUID | None = None, before: datetime | None = None
) -> list[Draft]:
    """Give drafts of a person, one of them, or those that nobody has touched since `before`; the last touched first.

    `folder` is where their files lie, each in a folder of its own.
    """
    rows = db.rows("import_draft_list", {"owner_id": owner_id, "draft_id": draft_id, "before": before})
    return [_draft(row, folder) for row in rows]


def fetch(db: Database, draft: Draft) -> None:
    """Put the file of a draft that was brought to another server where it should lie on this one."""
    draft.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    arriving = draft.path.with_name(f"{uuid4().hex}.arriving")
    with arriving.open("wb") as file:
        for part in count():
            row = db.one("import_draft_part_read", {"draft_id": draft.draft_id, "part": part})
            if row is None:
                break
            file.write(row[0])
    arriving.replace(draft.path)


def remove(db: Database, draft_id: UUID) -> None:
    """Forget a draft and the file that was kept of it."""
    with db.writing() as cursor:
        statements.run(cursor, "import_draft_remove", {"draft_id": draft_id})


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
    values = {field.name: getattr(draft, field.name) for field in fields(draft) if field.name != "path"}
    return values | {name: json.dumps(values[name]) for name in _JSON}


def _draft(row: tuple[Any, ...], folder: Path) -> Draft:
    draft_id, owner_id, file_name, sha256, reading, mapping, fixes, decisions, step, created_at, updated_at = row
    return Draft(
        draft_id=draft_id,
        owner_id=owner_id,
        file_name=file_name,
        path=folder / draft_id.hex / file_name,
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
