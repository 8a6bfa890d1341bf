"""Yes and no to «Still right?»: when each fact of a place was last confirmed, and which are doubted."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

import duckdb

from flock.domain.editing import Values
from flock.domain.suggestions import Doubt
from flock.errors import TooOften
from flock.storage import remembered, venue_editing
from flock.storage.database import Database, sql


class No(NamedTuple):
    """A member's no to a fact as it was then."""

    field: str
    value: str
    on: date
    member_id: UUID


def add(db: Database, venue_id: UUID, field: str, *, still_right: bool, member_id: UUID, today: date, most_a_day: int) -> None:
    """Take a member's answer about a fact as it stands now; a second one on the same day takes the place of the first.

    Raises:
        TooOften: the member has answered as often today.
        NotFound: no place has that id.
        ChangedMeanwhile: the place was merged into another.
    """
    with db.writing() as cursor:
        venue_editing.check_unmerged(cursor, venue_id)
        by = {"member_id": member_id, "today": today}
        whole_on = _whole_on(cursor, venue_id)
        cursor.execute(sql("fact_check_remove"), by | {"venue_id": venue_id, "field": field})
        if (cursor.execute(sql("fact_check_count"), by).fetchone() or (0,))[0] >= most_a_day:
            raise TooOften(f"That is {most_a_day} answers today, thank you. More are welcome tomorrow.")
        value = venue_editing.current(cursor, venue_id)[field]
        answer = by | {"venue_id": venue_id, "field": field, "value": value, "still_right": still_right, "whole_on": whole_on}
        cursor.execute(sql("fact_check_add"), answer)
        if still_right:
            cursor.execute(sql("fact_check_freshen"), {"venue_id": venue_id, "today": today})


def confirm(cursor: duckdb.DuckDBPyConnection, venue_id: UUID, facts: Values, *, member_id: UUID, today: date) -> None:
    """Note in the caller's transaction that a member knows some facts to be so."""
    whole_on = _whole_on(cursor, venue_id)
    for field, value in facts.items():
        answer = {"venue_id": venue_id, "field": field, "value": value, "still_right": True, "whole_on": whole_on}
        cursor.execute(sql("fact_check_add"), answer | {"member_id": member_id, "today": today})
    if facts:
        cursor.execute(sql("fact_check_freshen"), {"venue_id": venue_id, "today": today})


def whole_on(db: Database, venue_id: UUID) -> date | None:
    """Give the day on which the place as a whole was last checked, None where it never was."""
    row = remembered.one(db, "fact_check_whole", {"venue_id": venue_id})
    return row[0] if row else None


def _whole_on(cursor: duckdb.DuckDBPyConnection, venue_id: UUID) -> date | None:
    row = cursor.execute(sql("fact_check_whole"), {"venue_id": venue_id}).fetchone()
    return row[0] if row else None


def dates(db: Database, venue_id: UUID) -> dict[tuple[str, str], date]:
    """Give when each value of each field was last confirmed, by a member's yes or by being written."""
    return {(field, value): day for field, value, day in remembered.rows(db, "fact_check_dates", {"venue_id": venue_id})}


def doubts(db: Database, venue_id: UUID) -> list[No]:
    """Give every no about a place."""
    return [No(*row) for row in remembered.rows(db, "fact_check_doubts", {"venue_id": venue_id})]


def doubted(db: Database, *, most: int = 20) -> list[Doubt]:
    """Give facts that members say are not so any more and that nobody confirmed or changed since, the most doubted first."""
    return [Doubt(*row) for row in db.rows("fact_check_doubted", {"most": most})]
