"""Jobs that must be done once, however many servers there are: who takes one first does it."""

from datetime import UTC, datetime, timedelta

from flock.storage import statements
from flock.storage.database import Database

CLOCKS_DIFFER = timedelta(hours=1)  # between servers; what was begun later than that from now was before a clock was set back


def begun_at(db: Database, job: str) -> datetime | None:
    """Give when a job was last begun (UTC), None where it never was."""
    row = db.one("schedule_next", {"job": job})
    return row[0].replace(tzinfo=UTC) if row else None


def take(db: Database, job: str, *, before: datetime, now: datetime) -> bool:
    """Take a job that was last begun at or before a moment, or never; False where somebody else has taken it since.

    Where the clock was set back, the time that it was last begun is yet to come and does not count.
    """
    with db.writing() as cursor:
        again = statements.changed(
            cursor, "schedule_take", {"job": job, "before": before, "now": now, "later": now + CLOCKS_DIFFER}
        )
        return again or statements.changed(cursor, "schedule_take_first", {"job": job, "now": now})


def give_back(db: Database, job: str) -> None:
    """Let anybody take a job again that could not be done."""
    with db.writing() as cursor:
        statements.run(cursor, "schedule_give_back", {"job": job})
