"""All that staff did to members and looked at of theirs: only ever added to, each entry bound to the one before it by a hash."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from flock.storage import statements
from flock.storage.database import Database, sql
from flock.storage.statements import Cursor

_FIRST = "0" * 64


class Entry(NamedTuple):
    """One thing that somebody of the staff did."""

    number: int
    noted_at: datetime
    staff_name: str | None
    act: str
    about_name: str | None
    detail: str


def add(cursor: Cursor, staff_id: UUID, act: str, about_id: UUID | None, detail: str, *, now: datetime) -> None:
    """Note what somebody did, in the transaction in which she does it."""
    last = cursor.execute(sql("staff_log_last")).fetchone()
    number, before = (last[0] + 1, last[1]) if last else (1, _FIRST)
    values = {"number": number, "noted_at": now, "staff_id": staff_id, "act": act, "about_id": about_id, "detail": detail}
    cursor.execute(sql("staff_log_add"), values | {"before": before, "hash": _hash(before, *values.values())})


def latest(db: Database, *, most: int) -> list[Entry]:
    """Give the latest entries, with names as they are now."""
    return [Entry(*row) for row in statements.asked(db, "staff_log_shown", {"most": most})]


def first_broken(db: Database) -> int | None:
    """Give the number of the first entry that was changed, or whose one before it is missing; None where the chain holds."""
    before, expected = _FIRST, 1
    for number, *said, told_before, told in statements.asked(db, "staff_log_all", {}):
        if number != expected or told_before != before or told != _hash(before, number, *said):
            return expected
        before, expected = told, number + 1
    return None


def _hash(before: str, *said: Any) -> str:
    plain = [
        one.astimezone(UTC).isoformat() if isinstance(one, datetime) else str(one) if isinstance(one, UUID) else one
        for one in said
    ]
    return hashlib.sha256(json.dumps([before, *plain], ensure_ascii=False).encode()).hexdigest()
