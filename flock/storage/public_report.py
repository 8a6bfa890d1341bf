"""The report that is open to all, as it was when a lead published it."""

from datetime import date
from uuid import UUID

from flock.storage.database import Database, sql


def published(db: Database) -> tuple[str, date] | None:
    """Give what is published and since which day, None where nothing is."""
    row = db.one("report_published")
    return (str(row[0]), row[1]) if row else None


def publish(db: Database, content: str, *, by: UUID) -> None:
    """Put a report in place of the one before."""
    with db.writing() as cursor:
        cursor.execute(sql("report_withdraw"))
        cursor.execute(sql("report_publish"), {"published_by": by, "content": content})


def withdraw(db: Database) -> None:
    """Take the report back."""
    with db.writing() as cursor:
        cursor.execute(sql("report_withdraw"))
