"""Scores of the SCI-2 that leads brought in: means of months, written at once and taken back at once."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from flock.domain.members import Person
from flock.domain.sense_of_community import SCALES, Month, Scores
from flock.storage import remembered, staff_log
from flock.storage.database import Database, sql


class Past(NamedTuple):
    """A table of scores that was brought in, with its months and how many answered in all of them."""

    import_id: UUID
    file_name: str
    who: str | None
    imported_at: datetime
    is_undone: bool
    months: int
    people: int


def months(db: Database) -> list[Month]:
    """Give the months there are, the earliest first."""
    found = []
    for month, people, *scales, total, deviation in remembered.rows(db, "score_months"):
        known = None if scales[0] is None else tuple(scales)
        found.append(Month(month, people, Scores(total, known), deviation))
    return found


def known(db: Database) -> dict[date, str]:
    """Give the months there are with the file that each came from."""
    return dict(db.rows("score_known"))


def commit(db: Database, rows: Sequence[Month], *, by: Person, file_name: str, sample: bool, now: datetime) -> None:
    """Write months in one transaction."""
    with db.writing() as cursor:
        ((import_id,),) = cursor.execute(sql("new_ids"), {"number": 1}).fetchall()
        told = {
            "import_id": import_id,
            "file_name": file_name,
            "who_id": by.member_id,
            "who": by.name,
            "sample": sample,
            "now": now,
        }
        cursor.execute(sql("score_import_add"), told)
        for row in rows:
            scales = dict(zip(SCALES, row.means.scales or (None,) * len(SCALES), strict=True))
            means = scales | {"total": row.means.total, "total_sd": row.total_sd}
            cursor.execute(sql("score_month_add"), {"import_id": import_id, "month": row.month, "people": row.people, **means})
        staff_log.add(cursor, by.member_id, f"brought in scores of {len(rows)} months", None, str(import_id), now=now)


def past(db: Database) -> list[Past]:
    """Give the tables that were brought in, the latest first."""
    return [Past(*row) for row in db.rows("score_imports")]


def undo(db: Database, import_id: UUID, *, by: UUID, now: datetime) -> bool:
    """Take the months of a table back; False where there is no such table any more."""
    this = {"import_id": import_id}
    with db.writing() as cursor:
        changed = cursor.execute(sql("score_import_undo"), this | {"now": now}).fetchone()
        if not changed or not changed[0]:
            return False
        cursor.execute(sql("score_months_remove"), this)
        staff_log.add(cursor, by, "took scores back", None, str(import_id), now=now)
    return True
