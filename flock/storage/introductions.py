"""Suggestions of leads that two members meet, and what each of the two answered."""

from datetime import datetime
from uuid import UUID

import duckdb

from flock.storage import remembered, staff_log
from flock.storage.database import Database, sql


def suggest(db: Database, member_id: UUID, other_id: UUID, *, by: UUID, effect: str, now: datetime) -> None:
    """Note a suggestion for both. Where one of them is not there, nothing is noted."""
    params = {"member_id": member_id, "other_id": other_id, "suggested_by": by, "effect": effect, "now": now}
    with db.writing() as cursor:
        cursor.execute(sql("introduction_suggest"), params)
        for one in (member_id, other_id):
            staff_log.add(cursor, by, "suggested that she meets somebody", one, "", now=now)


def recent(db: Database, *, since: datetime) -> set[frozenset[UUID]]:
    """Give the pairs that were suggested since then."""
    return {frozenset((one, other)) for _, one, other in db.rows("introduction_recent", {"since": since})}


def waiting(db: Database, member_id: UUID, *, since: datetime) -> list[tuple[UUID, UUID]]:
    """Give the suggestions that a member has not answered, each with the other one, the newest first."""
    found = remembered.rows(db, "introduction_open", {"member_id": member_id})
    return [(introduction_id, other_id) for introduction_id, other_id, suggested in found if suggested > since.timestamp()]


def of(cursor: duckdb.DuckDBPyConnection, introduction_id: UUID, member_id: UUID) -> tuple[UUID, bool, bool] | None:
    """Give the other one, whether both are invented and whether the other said yes; None where there is nothing to answer."""
    values = {"introduction_id": introduction_id, "member_id": member_id}
    return cursor.execute(sql("introduction_of"), values).fetchone()


def answer(cursor: duckdb.DuckDBPyConnection, introduction_id: UUID, member_id: UUID, said: str, *, now: datetime) -> None:
    """Note what a member answered, in the caller's transaction."""
    values = {"introduction_id": introduction_id, "member_id": member_id, "answer": said, "now": now}
    cursor.execute(sql("introduction_answer"), values)
