"""Members that a lead brought in: written all at once, and taken back as far as they have not come yet."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

import pyarrow as pa

from flock.storage import staff_log, statements
from flock.storage.database import Database, sql

_LISTS = ("languages", "can_help", "wants_to_learn", "interests")
_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("member_id", "email", "vouch_code", "name", "does", "works")]
    + [(name, pa.list_(pa.string())) for name in _LISTS]
    + [("home_cell", pa.int64())]
)


class Past(NamedTuple):
    """An import of members: how many it made, how many were here already or were left out, and how many have come since."""

    import_id: UUID
    file_name: str
    imported_at: datetime
    is_undone: bool
    created: int
    known: int
    rejected: int
    came: int


def known_emails(db: Database, emails: Sequence[str]) -> set[str]:
    """Give those of these addresses that members have."""
    return {row[0] for row in db.rows("member_import_emails", {"emails": list(emails)})}


def commit(
    db: Database, rows: Sequence[Mapping[str, Any]], *, lead_id: UUID, file_name: str, known: int, rejected: int, now: datetime
) -> None:
    """Write new members in one transaction. The columns are email, those of a profile, and home_cell."""
    with db.writing() as cursor:
        import_id, *ids = [row[0] for row in cursor.execute(sql("new_ids"), {"number": len(rows) + 1}).fetchall()]
        made = [
            {**row, "member_id": str(member_id), "vouch_code": secrets.token_urlsafe(12)}
            for row, member_id in zip(rows, ids, strict=True)
        ]
        cursor.register("chunk", pa.Table.from_pylist(made, _SCHEMA))
        cursor.execute(sql("member_import_members"), {"today": now.date()})
        cursor.execute(sql("member_import_accounts"), {"import_id": import_id, "now": now})
        counts = {"created": len(rows), "known": known, "rejected": rejected}
        staff_log.add(cursor, lead_id, f"brought in {len(rows)} members", None, str(import_id), now=now)
        cursor.execute(
            sql("member_import_add"), {"import_id": import_id, "lead_id": lead_id, "file_name": file_name, "now": now} | counts
        )


def past(db: Database) -> list[Past]:
    """Give the imports of members, the latest first."""
    return [Past(row[0], row[1], row[2].replace(tzinfo=UTC), *row[3:]) for row in db.rows("member_import_all")]


def undo(db: Database, import_id: UUID, *, lead_id: UUID, now: datetime) -> None:
    """Take back the members of an import who have not come yet."""
    with db.writing() as cursor:
        statements.run(cursor, "member_import_undo", {"import_id": import_id, "now": now})
        staff_log.add(cursor, lead_id, "took an import of members back", None, str(import_id), now=now)
