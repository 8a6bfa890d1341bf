"""What leads are told each week of single members: who stopped, who is back, who did something first, whose first post waits."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from flock.storage import remembered
from flock.storage.database import Database


class Alert(NamedTuple):
    """Something about one member and the day of it. Without a name she hides herself, and is only counted."""

    kind: str
    member_id: UUID
    name: str | None
    day: date


def week(db: Database, until: date) -> list[Alert]:
    """Give what happened in the week before that day, and first posts that wait since at most four."""

    def ask() -> list[Alert]:
        return [Alert(*row) for question in ("alert_members", "alert_unanswered") for row in db.rows(question, {"until": until})]

    found: list[Alert] = remembered.answer(db, "alerts", (until,), ("interaction", "log_import", "member"), ask, most=10)
    return found
