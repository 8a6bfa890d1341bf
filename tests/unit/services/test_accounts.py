"""A1, A3: who somebody is is read anew each time, and the demo's door exists only while everything is invented."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pyarrow as pa
import pytest

from flock.domain.members import ROLES, Person
from flock.errors import NotAllowed
from flock.services.accounts import Accounts
from flock.storage import people, schema
from flock.storage.database import Database


@pytest.fixture
def db() -> Database:
    db = Database(None)
    schema.bring_up_to_date(db)
    return db


def join(db: Database, *, sample: bool, **roles: str) -> None:
    people.add_members(
        db,
        pa.table(
            {
                "member_key": list(roles),
                "name": [key.title() for key in roles],
                "role": list(roles.values()),
                "seen_by": ["everyone"] * len(roles),
                "joined_on": [date(2026, 1, day + 1) for day in range(len(roles))],
            }
        ),
        sample=sample,
    )


def bring_in_places(db: Database, *, sample: bool) -> None:
    with db.writing() as cursor:
        cursor.execute(
            "INSERT INTO import_batch (import_id, sample, state, created, updated) VALUES (uuidv7(), ?, 'committed', 1, 0)",
            [sample],
        )


def known(db: Database, name: str) -> Person:
    with db.reading() as cursor:
        return Person(*cursor.execute("SELECT member_id, name, role FROM member WHERE name = ?", [name]).fetchone())


@pytest.mark.parametrize(("role", "allowed"), [("member", 1), ("organiser", 2), ("lead", 3)])
def test_a_role_may_what_the_roles_before_it_may(role: str, allowed: int) -> None:
    assert sum(Person(uuid4(), "Ada", role).may(other) for other in ROLES) == allowed


def test_a_role_taken_away_is_gone_at_the_next_look(db: Database) -> None:
    join(db, sample=False, ada="lead")
    ada = known(db, "Ada")
    accounts = Accounts(db)
    assert accounts.check(ada, "lead") == ada
    with db.writing() as cursor:
        cursor.execute("UPDATE member SET role = 'member'")
    with pytest.raises(NotAllowed):
        accounts.check(ada, "organiser")
    with db.writing() as cursor:
        cursor.execute("DELETE FROM member")
    with pytest.raises(NotAllowed):
        accounts.check(ada, "member")


def test_the_demo_opens_a_door_for_each_role_and_the_newest_member(db: Database) -> None:
    join(db, sample=True, lena="lead", olga="organiser", mary="member", nora="member")
    bring_in_places(db, sample=True)
    ids = {key: known(db, key.title()).member_id for key in ("lena", "olga", "mary", "nora")}
    acts = pa.table(
        {
            "actor": ["mary"],
            "towards": ["olga"],
            "happened_at": [datetime(2026, 2, 1, tzinfo=UTC)],
            "kind": ["reply"],
            "online": [True],
            "thread": ["t1"],
            "meetup": pa.nulls(1, pa.string()),
            "venue": pa.nulls(1, pa.string()),
        }
    )
    people.add_interactions(db, acts, sample=True)
    doors = Accounts(db).demo_people()
    assert {door: one.person.member_id for door, one in doors.items()} == {
        "new": ids["nora"],
        "member": ids["mary"],
        "organiser": ids["olga"],
        "lead": ids["lena"],
    }


def test_with_real_places_or_members_the_door_is_gone(db: Database) -> None:
    join(db, sample=True, lena="lead")
    bring_in_places(db, sample=True)
    assert Accounts(db).demo_people()
    join(db, sample=False, real="member")
    assert Accounts(db).demo_people() == {}
