"""How another tool's log enters the database: staged out of sight, matched with members, written, and taken back as a whole.

A log is written in as many transactions as it takes, out of sight, and seen as a whole from one last small one on; it is taken back
the other way round. What one that was interrupted left is swept away by `clear_unfinished`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

import duckdb
import pandas as pd
import pyarrow as pa

from flock.storage import staff_log
from flock.storage.database import Database, sql
from flock.storage.people import MOST_ROWS_A_TRANSACTION

MOST_AT_A_MEETUP = 300
"""At a meetup of more people nobody meets everybody, so it ties nobody to anybody."""

_UNDO = (
    "log_undo_memberships",
    "log_undo_groups",
    "log_undo_members",
    "log_undo_people",
    "log_undo_meetups",
    "log_undo_finish",
)

ACT_SCHEMA = pa.schema(
    {
        "line": pa.int64(),
        "who": pa.string(),
        "towards": pa.string(),
        "kind": pa.string(),
        "happened_at": pa.timestamp("us", "UTC"),
        "online": pa.bool_(),
        "thread": pa.string(),
        "meetup": pa.string(),
        "place": pa.string(),
    }
)
PEOPLE_SCHEMA = pa.schema({"key": pa.string(), "name": pa.string(), "joined_on": pa.date32(), "group_key": pa.string()})
GROUP_SCHEMA = pa.schema({"key": pa.string(), "name": pa.string()})


class Counts(NamedTuple):
    """What the staged rows are: acts to take, duplicates, and the meetups and places among those to take."""

    taken: int
    duplicates: int
    meetups: int
    places: int
    first_at: datetime | None
    last_at: datetime | None


class Reject(NamedTuple):
    """A row that cannot be taken because of who is in it."""

    line: int
    is_self: bool
    unknown_key: str | None
    is_actor: bool


class Unknown(NamedTuple):
    """Somebody whom the log names and Flock does not know."""

    key: str
    name: str
    acts: int
    is_ambiguous: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """What is noted of an import: the file, from which tool and who brought it in."""

    import_id: UUID
    file_name: str
    sha256: str
    form: str
    tool: str
    who_id: UUID
    who: str
    sample: bool


class Past(NamedTuple):
    """An import that was brought in, and perhaps taken back."""

    import_id: UUID
    file_name: str
    tool: str
    who: str
    state: str
    finished_at: datetime
    undone_at: datetime | None
    taken: int
    duplicates: int
    rejected: int
    skipped: int
    acts: int
    members: int
    memberships: int


class Staging:
    """Rows of one log, out of everybody's sight. Used by one thread."""

    def __init__(self, db: Database, cursor: duckdb.DuckDBPyConnection, *, sample: bool, tool: str) -> None:
        self._db = db
        self._cursor = cursor
        self._of = {"sample": sample, "tool": tool}
        cursor.execute(sql("log_stage_create"))

    def add(self, acts: pa.Table) -> None:
        """Take acts as the log tells them; columns as in `ACT_SCHEMA`."""
        self._put("log_stage_add", acts)

    def add_people(self, people: pa.Table) -> None:
        """Take what is known of those in the log; columns as in `PEOPLE_SCHEMA`."""
        self._put("log_people_add", people)

    def name_groups(self, groups: pa.Table) -> None:
        """Take what groups are called; columns as in `GROUP_SCHEMA`."""
        self._put("log_group_names_add", groups)

    def match(self, *, unknown: str) -> Counts:
        """Find out who is who and which rows are new. `unknown` is leave, names or pseudonyms."""
        guests = self._cursor.execute(sql("log_guests"), {"sample": self._of["sample"]}).fetchone() or (0,)
        self._cursor.execute(sql("log_match"), self._of | {"unknown": unknown, "guests": guests[0]})
        self._cursor.execute(sql("log_resolve"), self._of)
        return Counts(**self._cursor.execute(sql("log_counts")).to_arrow_table().to_pylist()[0])

    def rejects(self) -> list[Reject]:
        """Give the rows that cannot be taken because of who is in them, by line."""
        return [Reject(*row) for row in self._cursor.execute(sql("log_rejects")).fetchall()]

    def unknown(self) -> list[Unknown]:
        """Give those whom Flock does not know, the busiest first."""
        return [Unknown(*row) for row in self._cursor.execute(sql("log_unknown")).fetchall()]

    def kinds(self) -> dict[str, int]:
        """Count the acts to take by kind, and the pairs who were at a meetup together as co_attendance."""
        found = dict(self._cursor.execute(sql("log_kinds")).fetchall())
        pairs = self._pairs().num_rows
        return found | ({"co_attendance": found.get("co_attendance", 0) + pairs} if pairs else {})

    def places(self) -> pd.DataFrame:
        """Give the places that most people came to: place, people."""
        return self._cursor.execute(sql("log_places")).df()

    def memberships(self) -> int:
        """Count the members of groups that are not known as such yet."""
        return len(self._asked("log_memberships", tool=self._of["tool"]))

    def commit(self, batch: Batch, counts: dict[str, int]) -> tuple[int, int]:
        """Write what was matched and give the numbers of acts and of new members. Other writers are kept out meanwhile."""
        work = self._work()
        acts = sum(rows.num_rows for question, rows in work if question == "log_write_acts")
        members = sum(rows.num_rows for question, rows in work if question == "log_write_members")
        with self._db.turn():
            with self._db.writing() as cursor:
                cursor.execute(sql("log_import_start"), asdict(batch))
            try:
                for together in _transactions(work):
                    with self._db.writing() as cursor:
                        for question, rows in together:
                            cursor.register("chunk", rows)
                            cursor.execute(sql(question), _bound(question, batch))
                            cursor.unregister("chunk")
                with self._db.writing() as cursor:
                    totals = counts | {"acts": acts, "members": members, "import_id": batch.import_id}
                    cursor.execute(sql("log_import_finish"), totals)
                    staff_log.add(cursor, batch.who_id, "brought in a log", None, str(batch.import_id), now=datetime.now(UTC))
            except BaseException:
                clear_unfinished(self._db)
                raise
        return acts, members

    def _work(self) -> list[tuple[str, pa.Table]]:
        members, tool = self._asked("log_new_members"), self._of["tool"]
        return [
            ("log_write_members", members),
            ("log_note_members", members),
            ("log_note_groups", self._asked("log_groups", tool=tool)),
            ("log_note_memberships", self._asked("log_memberships", tool=tool)),
            ("log_note_meetups", self._asked("log_meetups")),
            ("log_write_acts", self._asked("log_acts")),
            ("log_write_acts", self._pairs()),
        ]

    def _pairs(self) -> pa.Table:
        return self._asked("log_pairs", sample=self._of["sample"], most=MOST_AT_A_MEETUP)

    def _asked(self, question: str, **params: Any) -> pa.Table:
        return self._cursor.execute(sql(question), params).to_arrow_table()

    def _put(self, question: str, rows: pa.Table) -> None:
        self._cursor.register("chunk", rows)
        self._cursor.execute(sql(question))
        self._cursor.unregister("chunk")


@contextmanager
def staging(db: Database, *, sample: bool, tool: str) -> Iterator[Staging]:
    """Lend a place to collect the rows of one log. What is not committed is gone at the end."""
    with db.reading() as cursor:
        yield Staging(db, cursor, sample=sample, tool=tool)


def clear_unfinished(db: Database) -> None:
    """Take back what an import left that did not get to its end. Whoever calls it has the turn, so no import is running."""
    for (import_id,) in db.rows("log_unfinished"):
        undo(db, import_id)


def undo(db: Database, import_id: UUID, *, by: UUID | None = None) -> None:
    """Take back all that came with an import, but for members who have done something since. It is out of sight at once.

    `by` is who takes it back, None where it never got to its end.
    """
    this = {"import_id": import_id}
    with db.writing() as cursor:
        cursor.execute(sql("log_undo_mark"), this)
        if by:
            staff_log.add(cursor, by, "took a log back", None, str(import_id), now=datetime.now(UTC))
    more = True
    while more:
        with db.writing() as cursor:
            gone = cursor.execute(sql("log_undo_acts"), this | {"most": MOST_ROWS_A_TRANSACTION}).fetchone()
        more = bool(gone and gone[0])
    with db.writing() as cursor:
        for question in _UNDO:
            cursor.execute(sql(question), this)


def history(db: Database, *, sample: bool) -> list[Past]:
    """Give the imports there were, the newest first."""
    rows = db.table("log_history", {"sample": sample}).to_pylist()
    return [Past(**row | {"import_id": UUID(row["import_id"])}) for row in rows]


def _bound(question: str, batch: Batch) -> dict[str, Any]:
    both = {"sample": batch.sample, "import_id": batch.import_id}
    if question == "log_write_members":
        return {"sample": batch.sample}
    return both if question == "log_write_acts" else {"import_id": batch.import_id}


def _transactions(work: Sequence[tuple[str, pa.Table]]) -> Iterator[list[tuple[str, pa.Table]]]:
    """Part the work into transactions that are small enough."""
    parts: list[list[tuple[str, pa.Table]]] = [[]]
    room = MOST_ROWS_A_TRANSACTION
    for question, rows in work:
        start = 0
        while start < rows.num_rows:
            if room == 0:
                parts.append([])
                room = MOST_ROWS_A_TRANSACTION
            piece = rows.slice(start, room)
            parts[-1].append((question, piece))
            start += piece.num_rows
            room -= piece.num_rows
    yield from parts
