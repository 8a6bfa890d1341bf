"""The community's own levels of activity, each setting of them kept, so that the one before can be put back."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from flock.domain.activity_levels import DEFAULT, Level
from flock.storage import remembered, staff_log
from flock.storage.database import Database, sql


def settings(db: Database) -> list[tuple[Level, ...]]:
    """Give what was set, the latest first, and what everybody begins with at the end."""
    rows = remembered.rows(db, "activity_levels")
    return [*(tuple(Level(**level) for level in json.loads(levels)) for (levels,) in rows), DEFAULT]


def set_to(db: Database, levels: Sequence[Level], *, by: UUID, sample: bool, now: datetime) -> None:
    """Let these levels hold from now on."""
    told = json.dumps([asdict(level) for level in levels])
    with db.writing() as cursor:
        cursor.execute(sql("activity_levels_set"), {"levels": told, "sample": sample, "now": now})
        staff_log.add(cursor, by, "changed the levels of activity", None, _said(levels), now=now)


def put_back(db: Database, *, by: UUID, now: datetime) -> bool:
    """Take the latest setting back; False where there is none."""
    with db.writing() as cursor:
        gone = cursor.execute(sql("activity_levels_put_back")).fetchone()
        if not gone or not gone[0]:
            return False
        staff_log.add(cursor, by, "put the levels of activity back", None, "", now=now)
    return True


def _said(levels: Sequence[Level]) -> str:
    return ", ".join(f"{level.name} from {level.days}, weight {level.weight}" for level in levels)
