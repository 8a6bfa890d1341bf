"""Where in the database something of a member is, what of it she takes along, and what becomes of it when she is gone.

Each column that holds a member's id is declared here. A test walks the schema and fails until a new one is.
"""

from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from flock.storage import statements
from flock.storage.database import Database, sql


class Of(NamedTuple):
    """A column that holds a member's id.

    `end` is what an erasure does: the row is deleted, or keeps its place under a pseudonym that leads to nobody, with `clears`
    emptied; «kept» is a number that leads to nobody by itself. `hers` tells whether she takes the row along, `without` what in
    it is somebody else's to tell.
    """

    table: str
    column: str
    end: Literal["delete", "pseudonym", "kept"] = "delete"
    hers: bool = True
    without: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()


COLUMNS = (
    Of("member", "member_id"),
    Of("account", "member_id"),
    Of("identity", "member_id"),
    Of("ended_sign_in", "member_id"),
    Of("one_time_pass", "member_id", hers=False),
    Of("photo", "member_id", without=("content",)),  # which goes along as a file
    Of("standing", "member_id"),
    Of("active_day", "member_id"),
    Of("rate_use", "member_id"),
    Of("meeting_wish", "member_id"),
    Of("group_member", "member_id"),
    Of("notice", "member_id"),
    Of("pulse_turn", "member_id"),
    Of("block", "blocker_id"),
    Of("block", "blocked_id", hers=False),  # who blocked her is theirs
    Of("vouch", "voucher_id"),
    Of("vouch", "member_id", without=("voucher_id",)),
    Of("wave", "from_id", without=("answer", "answered_at")),  # a no is invisible
    Of("wave", "to_id", without=("note",)),
    Of("pass", "member_id"),
    Of("pass", "passed_id", hers=False),
    Of("pair", "low_id", hers=False),
    Of("pair", "high_id", hers=False),
    Of("suggested_member", "viewer_id"),
    Of("suggested_member", "member_id", hers=False),  # to whom she was suggested is theirs
    Of("introduction", "member_id"),
    Of("introduction", "other_id"),
    Of("introduction", "suggested_by", "pseudonym"),
    Of("introduction_answer", "member_id"),
    Of("message", "from_id"),
    Of("talk_member", "member_id"),
    Of("talk", "started_by", "pseudonym"),
    Of("talk", "low_id", "pseudonym", hers=False),
    Of("talk", "high_id", "pseudonym", hers=False),
    Of("report", "reporter_id", "pseudonym", without=("context",)),
    Of("report", "about_id", "pseudonym", hers=False, clears=("context",)),  # reports are private
    Of("report", "answered_by", "pseudonym", hers=False),
    Of("report_note", "staff_id", "pseudonym", hers=False),
    Of("staff_log", "staff_id", "kept", hers=False),  # each entry is sealed with the one before it
    Of("staff_log", "about_id", "kept", hers=False),
    Of("interaction", "actor_id", "pseudonym"),
    Of("interaction", "towards_id", "pseudonym"),
    Of("member_number", "member_id", "pseudonym", hers=False),
    Of("log_member", "member_id", hers=False),
    Of("log_group_member", "member_id"),
    Of("score_import", "who_id", "pseudonym", clears=("who",)),
    Of("log_import", "who_id", "pseudonym", clears=("who",)),
    Of("public_report", "published_by", "pseudonym", without=("content",)),
    Of("member_import", "lead_id", "pseudonym"),
    Of("import_batch", "member_id", "pseudonym", clears=("who", "turned_by")),
    Of("venue_edit", "editor_id", "pseudonym", clears=("editor",)),
    Of("venue_merge", "merger_id", "pseudonym", clears=("merger",)),
    Of("suggestion", "member_id", "pseudonym", clears=("note",)),
    Of("suggestion", "decider_id", "pseudonym", hers=False, clears=("decider",)),
    Of("fact_check", "member_id", "pseudonym"),
    Of("import_draft", "owner_id"),
    Of("import_draft_part", "owner_id", hers=False),  # a file that she has brought herself, a day ago at most
    Of("import_mapping", "owner_id"),
)


def rows(db: Database, member_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Give all that she takes along, by table and column: «wave.from_id» and its rows."""
    found: dict[str, list[dict[str, Any]]] = {}
    for of in COLUMNS:
        if of.hers:
            without = f"EXCLUDE ({', '.join(of.without)})" if of.without else ""
            asked = sql("personal_rows").format(table=of.table, column=of.column, without=without)
            with db.reading() as cursor:
                table = cursor.execute(asked, {"member_id": member_id}).to_arrow_table()
            if table.num_rows:
                found[f"{of.table}.{of.column}"] = table.to_pylist()
    return found


def erase(db: Database, member_id: UUID) -> None:
    """Let nothing lead to her any more, in one transaction."""
    with db.writing() as cursor:
        (pseudonym,) = cursor.execute("SELECT uuidv7()").fetchone() or (None,)
        cursor.execute(sql("personal_unasked"), {"member_id": member_id})
        for of in COLUMNS:
            if of.end == "delete":
                asked = sql("personal_delete").format(table=of.table, column=of.column)
                cursor.execute(asked, {"member_id": member_id})
            elif of.end == "pseudonym":
                clears = "".join(f", {name} = NULL" for name in of.clears)
                asked = sql("personal_replace").format(table=of.table, column=of.column, clears=clears)
                cursor.execute(asked, {"member_id": member_id, "pseudonym": pseudonym})


def leave(db: Database, member_id: UUID, *, now: datetime) -> None:
    """Note that she left; she is gone for everybody from now on."""
    _write(db, "personal_leave", member_id=member_id, now=now)


def come_back(db: Database, member_id: UUID) -> None:
    """Forget that she left."""
    _write(db, "personal_return", member_id=member_id)


def left_at(db: Database, member_id: UUID) -> datetime | None:
    """Give when she left, or None where she has not."""
    row = db.one("personal_left_at", {"member_id": member_id})
    return row[0].replace(tzinfo=UTC) if row else None


def left_before(db: Database, moment: datetime) -> list[UUID]:
    """Give those who left before a moment and have not come back."""
    return [row[0] for row in db.rows("personal_left", {"before": moment})]


def add_pass(db: Database, fingerprint: str, member_id: UUID, *, purpose: str, until: datetime) -> None:
    """Keep the fingerprint of a pass that works once."""
    _write(db, "personal_pass_add", fingerprint=fingerprint, member_id=member_id, purpose=purpose, until=until)


def use_pass(db: Database, fingerprint: str, *, purpose: str, now: datetime) -> UUID | None:
    """Give whose pass it is and use it up; None where it was used, has run out, or never was."""
    asked = {"fingerprint": fingerprint, "purpose": purpose, "now": now}
    if db.one("personal_pass_of", asked) is None:
        return None  # at once, so that nobody who guesses keeps writers waiting
    with db.turn():
        row = db.one("personal_pass_of", asked)
        if row:
            _write(db, "personal_pass_use", fingerprint=fingerprint, now=now)
    return row[0] if row else None


def _write(db: Database, question: str, **values: object) -> None:
    with db.writing() as cursor:
        statements.run(cursor, question, values)
