"""Blocks, reports, notices and standings. Whoever writes does so in the caller's transaction."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from flock.storage import remembered, statements
from flock.storage.database import Database, sql
from flock.storage.statements import Cursor


class Blocked(NamedTuple):
    """Somebody whom a member blocked herself."""

    member_id: UUID
    name: str
    blocked_at: datetime


class OwnReport(NamedTuple):
    """A report as the one who sent it sees it."""

    report_id: UUID
    reason: str
    sent_at: datetime
    state: str
    answered_at: datetime | None


class Notice(NamedTuple):
    """What a member must read before she goes on."""

    notice_id: UUID
    report_id: UUID | None
    words: str
    sent_at: datetime
    may_appeal: bool


class Standing(NamedTuple):
    """Why somebody is not here: «paused», «banned» or «left», until when where it ends, and the report that it came of."""

    state: str
    until: datetime | None
    report_id: UUID | None


class Report(NamedTuple):
    """A report with all that leads need to decide."""

    report_id: UUID
    reporter_id: UUID
    reporter_name: str | None
    about_id: UUID
    about_name: str | None
    place: str
    reason: str
    words: str
    context: str
    sent_at: datetime
    state: str
    outcome: str | None
    outcome_words: str | None
    answered_at: datetime | None
    answered_by: str | None
    appeal: str | None
    appealed_at: datetime | None
    appeal_answer: str | None
    appeal_answered_at: datetime | None
    reports_about: int


class Note(NamedTuple):
    """What one lead wrote to the others about a report."""

    staff_name: str | None
    words: str
    written_at: datetime


def block(cursor: Cursor, looking: UUID, other: UUID, *, now: datetime) -> None:
    """Block somebody, once."""
    cursor.execute(sql("block_add"), {"looking": looking, "other": other, "now": now})


def unblock(cursor: Cursor, looking: UUID, other: UUID) -> None:
    """Take one's own block off."""
    cursor.execute(sql("block_remove"), {"looking": looking, "other": other})


def blocked(db: Database, looking: UUID) -> list[Blocked]:
    """Give those whom a member blocked herself, the latest first."""
    return [Blocked(*row) for row in statements.asked(db, "blocks_own", {"looking": looking})]


def report(
    cursor: Cursor, looking: UUID, other: UUID, *, place: str, reason: str, words: str, context: str, now: datetime
) -> None:
    """Write a report."""
    values = {
        "looking": looking,
        "other": other,
        "place": place,
        "reason": reason,
        "words": words,
        "context": context,
        "now": now,
    }
    cursor.execute(sql("report_add"), values)


def own_reports(db: Database, looking: UUID) -> list[OwnReport]:
    """Give a member's own reports, the latest first."""
    return [OwnReport(*row) for row in statements.asked(db, "reports_own", {"looking": looking})]


def notices(db: Database, looking: UUID) -> list[Notice]:
    """Give what a member has still to read, the oldest first."""

    def ask() -> list[Notice]:
        return [Notice(*row) for row in statements.asked(db, "notices_unread", {"looking": looking})]

    found: list[Notice] = remembered.answer(db, "notices", (looking,), ("notice", "report"), ask)
    return found


def read_notice(cursor: Cursor, looking: UUID, notice_id: UUID, *, now: datetime) -> None:
    """Note that she read it."""
    cursor.execute(sql("notice_read"), {"looking": looking, "notice_id": notice_id, "now": now})


def appeal(cursor: Cursor, looking: UUID, report_id: UUID, words: str, *, now: datetime) -> bool:
    """Appeal against what became of a report about oneself, once, and tell whether that could be done."""
    values = {"looking": looking, "report_id": report_id, "words": words, "now": now}
    return statements.changed(cursor, "report_appeal", values)


def standing(db: Database, member_id: UUID, *, now: datetime) -> Standing | None:
    """Give why somebody is not here, None where she is."""
    rows = statements.asked(db, "standing_of", {"member_id": member_id, "now": now})
    return Standing(*rows[0]) if rows else None


def queue(db: Database, *, most: int, report_id: UUID | None = None) -> list[Report]:
    """Give reports, or the one of an id: those that wait first, the oldest of them first."""
    return [Report(*row) for row in statements.asked(db, "report_queue", {"report_id": report_id, "most": most})]


def notes(db: Database, report_id: UUID) -> list[Note]:
    """Give the notes of a report, the oldest first."""
    return [Note(*row) for row in statements.asked(db, "report_notes", {"report_id": report_id})]


def add_note(cursor: Cursor, report_id: UUID, staff_id: UUID, words: str, *, now: datetime) -> None:
    """Add a note to a report."""
    cursor.execute(sql("report_note_add"), {"report_id": report_id, "staff_id": staff_id, "words": words, "now": now})


def answer(cursor: Cursor, report_id: UUID, staff_id: UUID, *, outcome: str, words: str, now: datetime) -> UUID | None:
    """Answer an open report and give whom it is about, None where it is not open any more."""
    values = {"report_id": report_id, "staff_id": staff_id, "outcome": outcome, "words": words, "now": now}
    return _people(cursor, report_id)[0] if statements.changed(cursor, "report_answer", values) else None


def answer_appeal(cursor: Cursor, report_id: UUID, words: str, *, now: datetime) -> tuple[UUID, UUID] | None:
    """Answer an appeal and give who appealed and who had decided, None where none waits."""
    values = {"report_id": report_id, "words": words, "now": now}
    return _people(cursor, report_id) if statements.changed(cursor, "report_appeal_answer", values) else None


def _people(cursor: Cursor, report_id: UUID) -> tuple[UUID, UUID]:
    about_id, answered_by = cursor.execute(sql("report_people"), {"report_id": report_id}).fetchall()[0]
    return about_id, answered_by


def notify(cursor: Cursor, member_id: UUID, words: str, *, report_id: UUID | None, now: datetime) -> None:
    """Write what a member must read."""
    cursor.execute(sql("notice_add"), {"member_id": member_id, "report_id": report_id, "words": words, "now": now})


def set_standing(
    cursor: Cursor, member_id: UUID, state: str | None, *, until: datetime | None, report_id: UUID | None, now: datetime
) -> None:
    """Say that a member is not here until a moment, or for good; None lets her back in."""
    values = {"member_id": member_id, "state": state, "until": until, "report_id": report_id, "now": now}
    statements.run(cursor, "standing_set", values)


def answer_hours(db: Database, *, now: datetime) -> tuple[int, float | None, float | None]:
    """Give how many reports wait, the median hours to an answer, and the hours that the oldest open one waits."""
    row = db.one("report_answer_hours", {"now": now})
    return (int(row[0]), row[1], row[2]) if row else (0, None, None)


def profile(cursor: Cursor, member_id: UUID) -> dict[str, Any]:
    """Give a profile as staff see it. The caller logs the look in the same transaction."""
    row = cursor.execute(sql("staff_profile"), {"member_id": member_id}).fetchone()
    names = [column[0] for column in cursor.description or ()]
    return dict(zip(names, row, strict=True)) if row else {}


def other_leads(db: Database, member_id: UUID) -> int:
    """Count the leads beside one."""
    row = db.one("staff_other_leads", {"member_id": member_id})
    return int(row[0]) if row else 0
