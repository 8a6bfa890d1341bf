"""Members and their log are stored by key, with sample people apart from real ones."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pyarrow as pa
import pytest

from flock.storage import people, schema
from flock.storage.database import Database

AT = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


@pytest.fixture
def db(new_database: Callable[[], Database]) -> Database:
    db = new_database()
    schema.bring_up_to_date(db)
    return db


def rows(db: Database, question: str) -> list[tuple[Any, ...]]:
    with db.reading() as cursor:
        return cursor.execute(question).fetchall()


def members(*keys: str) -> pa.Table:
    return pa.table({"member_key": keys, "name": ["Ada"] * len(keys), "joined_on": [date(2026, 1, 1)] * len(keys)})


def acts(*pairs: tuple[str, str | None], venue: str | None = None) -> pa.Table:
    columns = {"actor": [actor for actor, _ in pairs], "towards": pa.array([towards for _, towards in pairs], pa.string())}
    alike = {"happened_at": AT, "kind": "reply", "online": True, "thread": "t1", "meetup": None, "venue": venue}
    return pa.table(
        columns | {name: pa.array([value] * len(pairs), None if value else pa.string()) for name, value in alike.items()}
    )


def test_member_gets_an_id_and_hides_unless_she_says_otherwise(db: Database) -> None:
    people.add_members(db, members("m1"), sample=False)
    ((member_id, key, sample, seen_by, role),) = rows(db, "SELECT member_id, member_key, sample, seen_by, role FROM member")
    assert isinstance(member_id, UUID)
    assert member_id.version == 7
    assert (key, sample, seen_by, role) == ("m1", False, "nobody", "member")


def test_log_refers_to_members_and_places(db: Database) -> None:
    people.add_members(db, members("m1", "m2"), sample=True)
    with db.writing() as cursor:
        cursor.execute(
            "INSERT INTO venue (venue_id, name, town) VALUES (uuidv7(), 'The Copper Kettle', 'Leeds'), (uuidv7(), 'Wren', NULL)"
        )
    people.add_interactions(db, acts(("m1", "m2"), ("m2", None), venue="The Copper Kettle, Leeds"), sample=True)
    people.add_interactions(db, acts(("m1", "m2"), venue="Gone, Leeds"), sample=True)
    found = rows(
        db,
        """
        SELECT actor.member_key, towards.member_key, happened_at::TIMESTAMP, interaction.kind, online, thread, meetup, venue.name
        FROM interaction
        JOIN member AS actor ON actor_id = actor.member_id
        LEFT JOIN member AS towards ON towards_id = towards.member_id
        LEFT JOIN venue USING (venue_id)
        ORDER BY ALL
        """,
    )
    act = (AT.replace(tzinfo=None), "reply", True, "t1", None)
    assert found == [
        ("m1", "m2", *act, "The Copper Kettle"),
        ("m1", "m2", *act, None),
        ("m2", None, *act, "The Copper Kettle"),
    ]


def test_one_act_stays_one_where_two_places_share_a_name(db: Database) -> None:
    people.add_members(db, members("m1", "m2"), sample=True)
    with db.writing() as cursor:
        cursor.execute("INSERT INTO venue (venue_id, name, town) SELECT uuidv7(), 'Wren', 'Leeds' FROM range(2)")
    people.add_interactions(db, acts(("m1", "m2"), venue="Wren, Leeds"), sample=True)
    assert rows(db, "SELECT count(*) FROM interaction") == [(1,)]


def test_sample_vanishes_and_real_people_stay(db: Database) -> None:
    for sample in (True, False):
        people.add_members(db, members("m1", "m2"), sample=sample)
        people.add_interactions(db, acts(("m1", "m2"), ("m2", "m1")), sample=sample)
    assert rows(db, "SELECT sample, count(*) FROM interaction GROUP BY ALL ORDER BY ALL") == [(False, 2), (True, 2)]
    people.remove_sample(db)
    assert rows(db, "SELECT DISTINCT sample FROM interaction") == [(False,)]
    assert rows(db, "SELECT sample, count(*) FROM member GROUP BY ALL") == [(False, 2)]


def test_sample_is_needed_until_it_is_whole_or_something_real_came(db: Database) -> None:
    assert people.is_sample_needed(db)
    people.add_members(db, members("m1"), sample=True)
    assert people.is_sample_needed(db)
    people.finish_sample(db)
    assert not people.is_sample_needed(db)
    people.remove_sample(db)
    assert people.is_sample_needed(db)
    with db.writing() as cursor:
        cursor.execute("INSERT INTO import_batch (state, sample, created, updated) VALUES ('committed', FALSE, 3, 0)")
    assert not people.is_sample_needed(db)


def test_long_log_is_written_whole_in_small_transactions(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "MOST_ROWS_A_TRANSACTION", 7)
    people.add_members(db, members(*(f"m{number}" for number in range(20))), sample=True)
    people.add_interactions(db, acts(*((f"m{number}", "m0") for number in range(1, 20))), sample=True)
    assert rows(db, "SELECT count(DISTINCT member_id) FROM member") == [(20,)]
    assert rows(db, "SELECT count(DISTINCT actor_id) FROM interaction") == [(19,)]
