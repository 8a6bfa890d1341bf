"""Members and what they do with each other. No question here gives more of a home than its hexagon, for none is stored."""

from datetime import datetime
from uuid import UUID

import pyarrow as pa

from flock.storage import statements
from flock.storage.database import Database, sql

MOST_ROWS_A_TRANSACTION = 98_304  # DuckDB 1.5 may show half of a larger insert after a kill


def add_members(db: Database, rows: pa.Table, *, sample: bool) -> None:
    """Add members. The columns are those of the table `member`, without member_id and sample."""
    _add(db, "people_add_members", rows, sample=sample)


def add_interactions(db: Database, rows: pa.Table, *, sample: bool) -> None:
    """Add what members did: happened_at (UTC), kind, actor, towards, online, thread, meetup, venue.

    Actor and towards are keys of members, venue is «name, town» of a place. Rows whose actor is not there are left out.
    """
    _add(db, "people_add_interactions", rows, sample=sample)


def remove_sample(db: Database) -> None:
    """Let the invented people vanish with all they did. Call when the first real data comes in."""
    with db.writing() as cursor:
        cursor.execute(sql("people_remove_sample"))


def finish_sample(db: Database) -> None:
    """Add what follows from the sample's files, and note that it is in as a whole."""
    with db.writing() as cursor:
        cursor.execute(sql("people_sample_ties"))
        cursor.execute(sql("people_sample_finish"))


def sample_pairs(db: Database, *, most: int) -> list[tuple[UUID, UUID, datetime]]:
    """Give the invented pairs who wrote to each other most, with when they last did."""
    return [(one, other, at) for one, other, at in statements.asked(db, "people_sample_pairs", {"most": most})]


def is_sample_needed(db: Database) -> bool:
    """Tell whether the sample community is missing, in whole or in part, and nothing real has taken its place."""
    row = db.one("people_sample_needed")
    return bool(row and row[0])


def _add(db: Database, question: str, rows: pa.Table, *, sample: bool) -> None:
    for start in range(0, rows.num_rows, MOST_ROWS_A_TRANSACTION):
        with db.writing() as cursor:
            cursor.register("chunk", rows.slice(start, MOST_ROWS_A_TRANSACTION))
            cursor.execute(sql(question), {"sample": sample})
