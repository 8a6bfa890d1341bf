"""Waves and what came of them. Whoever writes does so in the caller's transaction."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from flock.storage import remembered, standings, statements
from flock.storage.database import Database, sql
from flock.storage.members import visible_text
from flock.storage.statements import Cursor

_TOWARDS_IS_MADE_OF = ("wave", "talk_member", "member", "standing", "account", "vouch", "group_member", "block")


class Towards(NamedTuple):
    """A wave that waits for an answer."""

    wave_id: UUID
    from_id: UUID
    note: str
    sent_at: datetime


class Sent(NamedTuple):
    """A wave of one's own. Whether it was declined is not in it."""

    to_id: UUID
    note: str
    sent_at: datetime
    expires_at: datetime


class Between(NamedTuple):
    """A wave between two people that still counts for the next."""

    wave_id: UUID
    from_id: UUID
    answer: str | None
    expires_at: datetime


def towards(db: Database, looking: UUID, *, now: datetime) -> list[Towards]:
    """Give the open waves towards a member, the latest first. One that runs out may stay for a minute more."""

    def ask() -> list[Towards]:
        with db.reading() as cursor:
            cursor.execute(visible_text("waves_towards"), {"looking": looking, "now": now})
            return [Towards(*row) for row in statements.rows(cursor)]

    asked = (looking, standings.unchanged(db, now), now.replace(second=0, microsecond=0))
    found: list[Towards] = remembered.answer(db, "waves towards", asked, _TOWARDS_IS_MADE_OF, ask)
    return found


def sent(db: Database, looking: UUID, *, now: datetime) -> list[Sent]:
    """Give a member's own waves that have not expired, the latest first."""
    return [Sent(*row) for row in statements.asked(db, "waves_sent", {"looking": looking, "now": now})]


def between(cursor: Cursor, looking: UUID, other: UUID, *, now: datetime, again_after: datetime) -> list[Between]:
    """Give the waves between two people that count, those towards the one who looks first."""
    values = {"looking": looking, "other": other, "now": now, "again_after": again_after}
    return [Between(*row) for row in statements.rows(cursor.execute(sql("wave_between"), values))]


def send(cursor: Cursor, looking: UUID, other: UUID, note: str, *, now: datetime, expires_at: datetime) -> None:
    """Write a wave."""
    values = {"looking": looking, "other": other, "note": note, "now": now, "expires_at": expires_at}
    cursor.execute(sql("wave_send"), values)


def sender(cursor: Cursor, looking: UUID, wave_id: UUID, *, now: datetime) -> UUID | None:
    """Give who sent an open wave towards a member, None where there is no such wave."""
    row = cursor.execute(sql("wave_from"), {"looking": looking, "wave_id": wave_id, "now": now}).fetchone()
    return row[0] if row else None


def answer(cursor: Cursor, looking: UUID, wave_id: UUID, said: str, *, now: datetime) -> bool:
    """Answer an open wave «yes» or «no», and tell whether there was one."""
    values = {"looking": looking, "wave_id": wave_id, "answer": said, "now": now}
    return statements.changed(cursor, "wave_answer", values)


def touch_pair(cursor: Cursor, one: UUID, other: UUID) -> None:
    """Touch the one row of two people, so that two who write at the same moment conflict and one tries again."""
    values: dict[str, Any] = {"one": one, "other": other}
    if not statements.changed(cursor, "pair_touch", values):
        cursor.execute(sql("pair_make"), values)


def pass_by(cursor: Cursor, looking: UUID, other: UUID, *, until: datetime) -> None:
    """Keep somebody from being suggested until a moment."""
    statements.run(cursor, "pass_add", {"looking": looking, "other": other, "until": until})


def is_known(cursor: Cursor, looking: UUID, other: UUID, *, now: datetime) -> bool:
    """Tell whether somebody exists for a member, in the caller's transaction."""
    row = cursor.execute(visible_text("member_known"), {"looking": looking, "other": other, "now": now}).fetchone()
    return bool(row and row[0])
