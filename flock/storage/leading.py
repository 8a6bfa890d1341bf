"""What leads see of everybody: names, roles and where each stands. No question here reads a home."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from flock.storage import staff_log, statements
from flock.storage.database import Database


class Listed(NamedTuple):
    """A member as leads see her in the list. `state` is waiting, invited, here, paused, banned or left."""

    member_id: UUID
    name: str
    does: str | None
    role: str
    joined_on: date
    state: str


def members(db: Database, text: str, *, sample: bool, most: int, skip: int, now: datetime) -> list[Listed]:
    """Give the members, invented or real, whose name or work has this text in it; who waits comes first, then by name."""
    plain = text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    params = {"text": plain, "sample": sample, "most": most, "skip": skip, "now": now}
    return [Listed(*row) for row in db.rows("leading_members", params)]


def other_leads(db: Database, member_id: UUID) -> int:
    """Count the leads besides this member."""
    row = db.one("leading_leads", {"member_id": member_id})
    return row[0] if row else 0


def set_role(db: Database, member_id: UUID, role: str, *, by: UUID | None, now: datetime) -> None:
    """Give a member a role, and note which lead did; None is who holds the database."""
    with db.writing() as cursor:
        statements.run(cursor, "account_set_role", {"member_id": member_id, "role": role})
        staff_log.add(cursor, by, f"made her {role}", member_id, "", now=now)
