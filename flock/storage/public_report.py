"""The report that is open to all, as it was when a lead published it."""

from datetime import date, datetime
from uuid import UUID

from flock.storage import staff_log
from flock.storage.database import Database, sql


def published(db: Database) -> tuple[str, date] | None:
    """Give what is published and since which day, None where nothing is."""
    row = db.one("report_published")
    return (str(row[0]), row[1]) if row else None


def publish(db: Database, content: str, *, by: UUID, now: datetime) -> None:
    """Put a report in place of the one before."""
    with db.writing() as cursor:
        cursor.execute(sql("report_withdraw"))
        cursor.execute(sql("report_publish"), {"published_by": by, "content": content})
        staff_log.add(cursor, by, "published the report", None, "", now=now)


def withdraw(db: Database, *, by: UUID, now: datetime) -> None:
    """Take the report back."""
    with db.writing() as cursor:
        cursor.execute(sql("report_withdraw"))
        staff_log.add(cursor, by, "took the report back", None, "", now=now)
