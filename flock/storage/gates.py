"""How far somebody new has come at the gate, and who vouches for her."""

from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from flock.domain.gate import Progress
from flock.storage import remembered, staff_log, statements
from flock.storage.database import Database


class Home(NamedTuple):
    """The hexagon of a home, and when it last really moved."""

    cell: int | None
    moved_at: datetime | None


def progress(db: Database, member_id: UUID, *, now: datetime) -> Progress | None:
    """Give how far she has come; None for those who have no gate, such as the sample's people."""
    row = db.one("gate_progress", {"member_id": member_id, "now": now})
    return Progress(*row) if row else None


def passed_with(db: Database, member_id: UUID) -> str | None:
    """Give the version of the rules that she is through the gate with, None where she is not; asked at every run of a page."""
    row = remembered.one(db, "gate_passed", {"member_id": member_id})
    return row[0] if row and row[1] else None


def accept_rules(db: Database, member_id: UUID, rules: str) -> None:
    """Note which version of the rules she accepted."""
    _write(db, "gate_accept_rules", member_id=member_id, rules=rules)


def introduce(db: Database, member_id: UUID, *, name: str, does: str | None) -> None:
    """Note her first name and what she does."""
    _write(db, "gate_introduce", member_id=member_id, name=name, does=does)


def choose_seen_by(db: Database, member_id: UUID, seen_by: str) -> None:
    """Note who may see her. It holds once she is through the gate; until then nobody does."""
    _write(db, "gate_choose_seen_by", member_id=member_id, seen_by=seen_by)


def admit(db: Database, member_id: UUID, *, now: datetime) -> None:
    """Let her in, seen by whom she chose."""
    _write(db, "gate_admit", member_id=member_id, now=now)


def welcome(db: Database, member_id: UUID, *, by: UUID, now: datetime) -> None:
    """Note a lead's yes to her, and whose it was."""
    with db.writing() as cursor:
        statements.run(cursor, "gate_welcome", {"member_id": member_id, "now": now})
        staff_log.add(cursor, by, "let her in", member_id, "", now=now)


def by_vouch_code(db: Database, code: str) -> tuple[UUID, str] | None:
    """Give the id and name of who gave out this code, or None."""
    row = db.one("gate_by_vouch_code", {"vouch_code": code})
    return (row[0], row[1]) if row else None


def has_vouched(db: Database, voucher_id: UUID, member_id: UUID) -> bool:
    """Tell whether one vouches for the other now."""
    row = db.one("vouch_standing", {"voucher_id": voucher_id, "member_id": member_id})
    return bool(row and row[0])


def vouch(db: Database, voucher_id: UUID, member_id: UUID, *, now: datetime) -> None:
    """Note that one vouches for the other, once."""
    with db.turn():
        if not has_vouched(db, voucher_id, member_id):
            _write(db, "vouch_add", voucher_id=voucher_id, member_id=member_id, now=now)


def take_back(db: Database, voucher_id: UUID, member_id: UUID, *, now: datetime) -> None:
    """Note that one does not vouch for the other any more."""
    _write(db, "vouch_revoke", voucher_id=voucher_id, member_id=member_id, now=now)


def home(db: Database, member_id: UUID) -> Home:
    """Give the hexagon of her home and when it last moved."""
    row = db.one("home_of", {"member_id": member_id})
    cell, moved_at = row or (None, None)
    return Home(cell, moved_at.replace(tzinfo=UTC) if moved_at else None)


def save_home(db: Database, member_id: UUID, cell: int, *, moved_at: datetime | None) -> None:
    """Save the hexagon of her home; `moved_at` where that is a real move."""
    _write(db, "home_save", member_id=member_id, home_cell=cell, moved_at=moved_at)


def _write(db: Database, question: str, **values: object) -> None:
    with db.writing() as cursor:
        statements.run(cursor, question, values)
