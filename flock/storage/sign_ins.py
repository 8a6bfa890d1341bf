"""Who signs in as whom: identities of providers, verified addresses, and sign-ins that were ended."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from flock.domain.sign_in import GOOD_FOR, SignIn
from flock.storage import remembered, statements
from flock.storage.database import Database, sql
from flock.storage.statements import Cursor


class Found(NamedTuple):
    """Whose sign-in it is, what she may do, her verified address, and whether that sign-in was ended since."""

    member_id: UUID
    role: str
    email: str | None
    is_ended: bool


def find(db: Database, sign_in: SignIn) -> Found | None:
    """Give whose sign-in it is, or None where nobody has come this way yet."""
    params = {"identity": sign_in.identity, "fingerprint": sign_in.fingerprint, "issued_at": sign_in.issued_at}
    row = remembered.one(db, "sign_in_member", params)
    return Found(*row) if row else None


def by_email(db: Database, email: str) -> tuple[UUID, bool] | None:
    """Give whose verified address it is and whether she has ever signed in, or None."""
    row = db.one("sign_in_by_email", {"email": email})
    return (row[0], row[1]) if row else None


def has_lead(db: Database) -> bool:
    """Tell whether a real member leads the community."""
    row = db.one("sign_in_has_lead")
    return bool(row and row[0])


def add_member(cursor: Cursor, sign_in: SignIn, *, role: str, vouch_code: str, now: datetime) -> UUID:
    """Add somebody who has only just come and give her id. She is hidden, and stands at the gate."""
    (member_id,) = cursor.execute("SELECT uuidv7()").fetchone() or (None,)
    assert isinstance(member_id, UUID)
    member = {"member_id": member_id, "name": sign_in.name, "role": role, "today": now.date()}
    account = {"member_id": member_id, "email": sign_in.email, "vouch_code": vouch_code}
    cursor.execute(sql("sign_in_new_member"), member)
    cursor.execute(sql("sign_in_new_account"), account | {"import_id": None, "welcomed_at": None})
    return member_id


def link(cursor: Cursor, member_id: UUID, sign_in: SignIn, *, now: datetime) -> None:
    """Let a provider's identity stand for a member from now on."""
    cursor.execute(sql("sign_in_link"), {"identity": sign_in.identity, "member_id": member_id, "now": now})


def end(db: Database, member_id: UUID, sign_in: SignIn, *, now: datetime) -> None:
    """End one sign-in: a copy of its cookie opens nothing any more. Those that have run out by themselves are forgotten."""
    with db.writing() as cursor:
        cursor.execute(sql("sign_in_forget_ended"), {"before": now - 2 * GOOD_FOR})
        cursor.execute(sql("sign_in_end"), {"fingerprint": sign_in.fingerprint, "member_id": member_id, "now": now})


def end_all(db: Database, member_id: UUID, *, now: datetime) -> None:
    """End every sign-in of a member that was issued until now."""
    with db.writing() as cursor:
        statements.run(cursor, "sign_in_end_all", {"member_id": member_id, "now": now})
