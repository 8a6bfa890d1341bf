"""A small real community for the services of leads: a lead, an organiser and some members."""

from datetime import UTC, date, datetime
from uuid import UUID

import pyarrow as pa
import pytest

from flock.domain.members import Person
from flock.storage import interactions, people, schema
from flock.storage.database import Database
from flock.storage.interactions import Act


class Community:
    """Members by their key, with a way to let them do something."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def join(
        self, *keys: str, role: str = "member", seen_by: str = "everyone", on: date = date(2026, 1, 1), cell: int | None = None
    ) -> None:
        """Let people join, named after their keys."""
        number = len(keys)
        columns = {"member_key": list(keys), "name": [key.title() for key in keys], "role": [role] * number}
        table = pa.table(
            columns
            | {"seen_by": [seen_by] * number, "joined_on": [on] * number, "home_cell": pa.array([cell] * number, pa.int64())}
        )
        people.add_members(self.db, table, sample=False)

    def __getitem__(self, key: str) -> Person:
        with self.db.reading() as cursor:
            row = cursor.execute("SELECT member_id, name, role FROM member WHERE member_key = ?", [key]).fetchone()
        assert row, key
        return Person(*row)

    def id(self, key: str) -> UUID:
        return self[key].member_id

    def act(self, kind: str, actor: str, towards: str | None = None, *, at: datetime, thread: str | None = None) -> None:
        """Note what somebody did."""
        with self.db.writing() as cursor:
            done = Act(at, kind, self.id(actor), self.id(towards) if towards else None, thread=thread)
            interactions.add(cursor, [done])

    def ask(self, question: str) -> list[tuple[object, ...]]:
        with self.db.reading() as cursor:
            return cursor.execute(question).fetchall()


@pytest.fixture
def community() -> Community:
    db = Database(None)
    schema.bring_up_to_date(db)
    community = Community(db)
    community.join("lena", role="lead")
    community.join("olga", role="organiser")
    community.join("ada", "bea", "cat")
    return community


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 6, 1, 12, tzinfo=UTC)
