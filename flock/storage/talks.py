"""Talks between two people and small groups. What is read leaves out everybody who is not there for the one who reads."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from flock.storage import statements
from flock.storage.database import Database, sql
from flock.storage.members import visible_text
from flock.storage.statements import Cursor

_IN_A_TALK_WITH_HER = """(
    SELECT *
    FROM member
    WHERE member_id IN (
        SELECT other.member_id
        FROM talk_member AS own
        JOIN talk_member AS other ON other.talk_id = own.talk_id
        WHERE own.member_id = $looking
    )
)"""
_IN_THIS_TALK = "(SELECT * FROM member WHERE member_id IN (SELECT member_id FROM talk_member WHERE talk_id = $talk_id))"


class Talk(NamedTuple):
    """A talk as one of its people sees it."""

    talk_id: UUID
    name: str | None
    is_group: bool
    others: list[UUID]
    muted: bool
    started_at: datetime
    last_at: datetime | None
    last_words: str | None
    last_from: UUID | None
    unread: int
    has_written: bool | None
    was_written_to: bool | None


class Message(NamedTuple):
    """Words in a talk. New are those of others that she who looks has not read."""

    message_id: UUID
    from_id: UUID
    words: str
    sent_at: datetime
    is_new: bool


def of(db: Database, looking: UUID, *, now: datetime, talk_id: UUID | None = None) -> list[Talk]:
    """Give a member's talks, or the one of an id, the latest words first."""
    with db.reading() as cursor:
        return of_within(cursor, looking, now=now, talk_id=talk_id)


def of_within(cursor: Cursor, looking: UUID, *, now: datetime, talk_id: UUID | None = None) -> list[Talk]:
    """Give the same in the caller's transaction."""
    values = {"looking": looking, "now": now, "talk_id": talk_id}
    return [Talk(*row) for row in statements.rows(cursor.execute(visible_text("talks_of", among=_IN_A_TALK_WITH_HER), values))]


def messages(db: Database, looking: UUID, talk_id: UUID, *, now: datetime, most: int) -> list[Message]:
    """Give the last words of a talk, oldest first; none where it is not hers."""
    values = {"looking": looking, "talk_id": talk_id, "now": now, "most": most}
    with db.reading() as cursor:
        return [
            Message(*row) for row in statements.rows(cursor.execute(visible_text("talk_messages", among=_IN_THIS_TALK), values))
        ]


def open_pair(cursor: Cursor, looking: UUID, other: UUID, *, now: datetime) -> UUID:
    """Give the talk of two people, opening it where there is none yet; both are in it again."""
    row = cursor.execute(sql("talk_between"), {"one": looking, "other": other}).fetchone()
    talk_id = row[0] if row else _opened(cursor, "talk_open", {"looking": looking, "other": other, "now": now})
    for member_id in (looking, other):
        _join(cursor, talk_id, member_id, now)
    return talk_id


def open_group(cursor: Cursor, looking: UUID, others: Sequence[UUID], *, name: str, now: datetime) -> UUID:
    """Open a talk of several people and give it."""
    talk_id = _opened(cursor, "talk_open_group", {"name": name, "looking": looking, "now": now})
    for member_id in (looking, *others):
        _join(cursor, talk_id, member_id, now)
    return talk_id


def others(db: Database, looking: UUID, talk_id: UUID, *, now: datetime) -> set[UUID]:
    """Give the others of a talk who are still there for a member; none where it is not hers."""
    with db.reading() as cursor:
        return others_within(cursor, looking, talk_id, now=now)


def others_within(cursor: Cursor, looking: UUID, talk_id: UUID, *, now: datetime) -> set[UUID]:
    """Give the same in the caller's transaction."""
    values = {"looking": looking, "talk_id": talk_id, "now": now}
    return {member_id for (member_id,) in cursor.execute(visible_text("talk_others", among=_IN_THIS_TALK), values).fetchall()}


def add(cursor: Cursor, looking: UUID, talk_id: UUID, words: str, *, now: datetime) -> tuple[datetime, UUID | None]:
    """Write words into a talk. Give the moment that they have there, now or just after the words before them, and whose those were."""
    last = statements.rows(cursor.execute(sql("message_last"), {"talk_id": talk_id, "now": now}))
    before, sent_at = last[0] if last else (None, now)
    cursor.execute(sql("message_add"), {"looking": looking, "talk_id": talk_id, "words": words, "now": sent_at})
    return sent_at, before


def set_own(
    cursor: Cursor,
    looking: UUID,
    talk_id: UUID,
    *,
    muted: bool | None = None,
    read_at: datetime | None = None,
    left_at: datetime | None = None,
) -> None:
    """Change what a member's own row of a talk says; None leaves a thing as it is."""
    values: dict[str, Any] = {"looking": looking, "talk_id": talk_id, "muted": muted, "read_at": read_at, "left_at": left_at}
    cursor.execute(sql("talk_set"), values)


def answer_hours(db: Database, ids: Sequence[UUID]) -> dict[UUID, list[float]]:
    """Give for each of some members how many hours their last twenty answers took."""
    return dict(db.rows("talk_answer_times", {"ids": list(ids)})) if ids else {}


def commitments(db: Database, looking: UUID) -> tuple[int, int]:
    """Give how many of her last twenty meetups a member said yes to, and to how many of those she came."""
    row = db.one("own_commitments", {"looking": looking})
    return (int(row[0]), int(row[1])) if row else (0, 0)


def _opened(cursor: Cursor, question: str, values: dict[str, Any]) -> UUID:
    talk_id: UUID = cursor.execute(sql("new_id")).fetchall()[0][0]  # on a lake nothing written can be given back at once
    cursor.execute(sql(question), values | {"talk_id": talk_id})
    return talk_id


def _join(cursor: Cursor, talk_id: UUID, member_id: UUID, now: datetime) -> None:
    statements.run(cursor, "talk_join", {"talk_id": talk_id, "member_id": member_id, "now": now})
