"""All that leads and organisers did, and looked at of members: only ever added to, each entry bound to the one before by a hash."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from flock.storage import statements
from flock.storage.database import Database, sql
from flock.storage.statements import Cursor

_FIRST = "0" * 64
_ONE_LOOK = timedelta(minutes=10)
"""A page asks again at every click; whoever still looks at the same within this time is looking once."""


class Entry(NamedTuple):
    """One thing that somebody of the staff did."""

    number: int
    noted_at: datetime
    staff_name: str | None
    act: str
    about_name: str | None
    detail: str


def add(cursor: Cursor, staff_id: UUID | None, act: str, about_id: UUID | None, detail: str, *, now: datetime) -> None:
    """Note what somebody did, in the transaction in which she does it. Nobody is whoever holds the database."""
    (last, before), *_ = cursor.execute(sql("staff_log_end")).fetchall()
    number = last + 1
    values = {"number": number, "noted_at": now, "staff_id": staff_id, "act": act, "about_id": about_id, "detail": detail}
    bound = _hash(before, *values.values())
    cursor.execute(sql("staff_log_add"), values | {"before": before, "hash": bound})
    cursor.execute(sql("staff_log_move_end"), {"number": number, "hash": bound})


def looked(db: Database, staff_id: UUID, what: str, detail: str, *, now: datetime) -> None:
    """Note that somebody looks at members, unless that was noted a moment ago; before she is given what she looks at."""
    act = f"looked at {what}"
    look = {"staff_id": staff_id, "act": act, "detail": detail, "since": now - _ONE_LOOK, "now": now}
    with db.writing() as cursor:
        if not cursor.execute(sql("staff_log_look"), look).fetchone():
            add(cursor, staff_id, act, None, detail, now=now)


def latest(db: Database, *, most: int, skip: int = 0) -> list[Entry]:
    """Give the latest entries, with names as they are now."""
    return [Entry(*row) for row in statements.asked(db, "staff_log_shown", {"most": most, "skip": skip})]


def first_broken(db: Database) -> int | None:
    """Give the number of the first entry that was changed, or taken out, at the end of the log too; None where the chain holds."""
    before, expected = _FIRST, 1
    for number, *said, told_before, told in statements.asked(db, "staff_log_all", {}):
        if number != expected or told_before != before or told != _hash(before, number, *said):
            return expected
        before, expected = told, number + 1
    ((last, end),) = db.rows("staff_log_end")
    return None if (last, end) == (expected - 1, before) else expected


def _hash(before: str, *said: Any) -> str:
    plain = [
        one.astimezone(UTC).isoformat() if isinstance(one, datetime) else str(one) if isinstance(one, UUID) else one
        for one in said
    ]
    return hashlib.sha256(json.dumps([before, *plain], ensure_ascii=False).encode()).hexdigest()
