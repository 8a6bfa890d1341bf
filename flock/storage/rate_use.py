"""Counts what is limited, in the transaction of the act itself: exact across threads and restarts."""

from datetime import datetime
from uuid import UUID

from flock.storage import statements
from flock.storage.statements import Cursor


def take(cursor: Cursor, member_id: UUID, act: str, *, most: int, since: datetime, now: datetime) -> bool:
    """Note one more use, and tell whether there was one left since a moment."""
    values = {"member_id": member_id, "act": act, "now": now}
    more = statements.changed(cursor, "rate_use", values | {"most": most, "since": since})
    return more or statements.changed(cursor, "rate_use_first", values)
