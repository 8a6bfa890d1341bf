"""Who was suggested to whom on which day, kept for as long as attention is counted."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from flock.storage import remembered
from flock.storage.database import Database, sql
from flock.storage.statements import Cursor


class Lately(NamedTuple):
    """To how many people a member was shown, and whether one who looks was among them."""

    shown: int
    to_her: bool


def of_day(db: Database, looking: UUID, day: date) -> list[UUID]:
    """Give whom a member was shown on a day, in order."""
    return [row[0] for row in remembered.rows(db, "suggested_members_of_day", {"looking": looking, "day": day})]


def lately(cursor: Cursor, looking: UUID, ids: Sequence[UUID], *, since: date) -> dict[UUID, Lately]:
    """Give how often each of these was shown after a day; who was not is left out."""
    rows = cursor.execute(sql("suggested_members_lately"), {"looking": looking, "ids": list(ids), "since": since}).fetchall()
    return {member_id: Lately(shown, to_her) for member_id, shown, to_her in rows}


def keep(cursor: Cursor, looking: UUID, ids: Sequence[UUID], day: date) -> None:
    """Note whom a member is shown on a day."""
    cursor.execute(sql("suggested_members_keep"), {"looking": looking, "ids": list(ids), "day": day})


def forget(db: Database, *, before: date) -> None:
    """Forget what was shown before a day."""
    with db.writing() as cursor:
        cursor.execute(sql("suggested_members_forget"), {"before": before})
