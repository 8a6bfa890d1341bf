"""What measures are computed from is true whatever happens to the log, and only what changed is computed again (E1)."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from flock.domain.measures import Window
from flock.services.engagement import Engagement
from flock.storage import engagement, interactions, people, schema
from flock.storage.database import Database
from flock.storage.interactions import Act

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
KINDS = (
    "post",
    "reply",
    "answered_message",
    "accepted_intro",
    "joint_booking",
    "help_thanked",
    "co_attendance",
    "attended",
    "rsvp",
)
TABLES = ("act_day", "act_month", "tie_day", "meetup_day")


@pytest.fixture
def db(new_database: Callable[[], Database]) -> Database:
    db = new_database()
    schema.bring_up_to_date(db)
    keys = [f"m{number}" for number in range(9)]
    people.add_members(
        db,
        pa.table({"member_key": keys, "name": keys, "joined_on": [START.date()] * 9, "seen_by": ["everyone"] * 9}),
        sample=False,
    )
    return db


def rows(db: Database, question: str) -> list[tuple[Any, ...]]:
    with db.reading() as cursor:
        return cursor.execute(question).fetchall()


def ids(db: Database) -> list[Any]:
    return [member for (member,) in rows(db, "SELECT member_id FROM member ORDER BY member_key")]


def act(db: Database, rng: random.Random, day: int) -> Act:
    actor, towards = rng.sample(ids(db), 2)
    kind = rng.choice(KINDS)
    alone = kind in ("post", "attended", "rsvp")
    return Act(
        START + timedelta(days=day, minutes=rng.randrange(600)),
        kind,
        actor,
        None if alone else towards,
        online=kind not in ("attended", "rsvp", "co_attendance", "joint_booking"),
        thread=f"t{rng.randrange(5)}" if kind in ("post", "reply") else None,
        meetup=f"u{day}" if kind in ("attended", "rsvp") else None,
    )


def write(db: Database, acts: list[Act]) -> None:
    with db.writing() as cursor:
        interactions.add(cursor, acts)


def computed(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    return {table: rows(db, f"SELECT * FROM {table} ORDER BY ALL") for table in TABLES}


def anew(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Compute everything from nothing, to hold what grew day by day against."""
    with db.writing() as cursor:
        for table in (*TABLES, "log_day"):
            cursor.execute(f"DELETE FROM {table}")
    engagement.refresh(db)
    return computed(db)


def test_e1_what_grows_day_by_day_is_what_one_look_at_everything_gives(db: Database) -> None:
    rng = random.Random(3)
    for _ in range(12):
        write(db, [act(db, rng, rng.randrange(60)) for _ in range(rng.randrange(1, 9))])
        if rng.random() < 0.4:
            with db.writing() as cursor:
                cursor.execute("DELETE FROM interaction WHERE hash(interaction_id) % 7 = 0")
        if rng.random() < 0.4:
            with db.writing() as cursor:
                cursor.execute("UPDATE interaction SET actor_id = uuid() WHERE hash(interaction_id) % 11 = 0")
        engagement.refresh(db)
        grown = computed(db)
        assert grown == anew(db)


def test_e1_only_days_that_changed_are_computed_again(db: Database) -> None:
    rng = random.Random(4)
    write(db, [act(db, rng, day) for day in range(40)])
    assert engagement.refresh(db) == 40
    assert engagement.refresh(db) == 0
    before = dict(engagement.day_marks(db))
    write(db, [act(db, rng, 7)])
    assert engagement.refresh(db) == 1
    after = dict(engagement.day_marks(db))
    assert {day for day in before if before[day] != after[day]} == {date(2026, 1, 12)}


def test_e1_day_without_a_mark_is_done_again_after_a_kill(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    write(db, [act(db, random.Random(5), day) for day in range(10)])
    done = engagement.sql

    def killed(question: str) -> str:
        if question == "engagement/day_mark":
            raise KeyboardInterrupt
        return done(question)

    monkeypatch.setattr(engagement, "sql", killed)
    with pytest.raises(KeyboardInterrupt):
        engagement.refresh(db)
    assert engagement.day_marks(db) == []
    monkeypatch.undo()
    assert engagement.refresh(db) == 10
    assert computed(db) == anew(db)


def test_e1_long_log_is_computed_in_parts(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    write(db, [act(db, random.Random(6), day % 50) for day in range(150)])
    monkeypatch.setattr(engagement, "MOST_ROWS_AT_ONCE", 10)
    assert engagement.refresh(db) == 50
    grown = computed(db)
    monkeypatch.undo()
    assert grown == anew(db)


def test_e1_page_shows_what_was_just_done_and_keeps_the_rest(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Engagement(db)
    write(db, [act(db, random.Random(7), day % 80) for day in range(300)])
    window = asked.latest(today=date(2026, 6, 1))
    scope, earlier = asked.scope(window, staff=True), asked.scope(window.before(), staff=True)
    first, old = asked.together(scope), asked.together(earlier)
    assert asked.together(scope) is first
    count = first["reciprocity"].n
    one, other = next((a, b) for a in ids(db) for b in ids(db) if a != b and not tied(db, window, a, b))
    write(db, [Act(datetime(2026, 3, 20, tzinfo=UTC), "answered_message", one, other)])
    assert asked.together(scope)["reciprocity"].n == count + 1
    assert asked.together(earlier) is old


def tied(db: Database, window: Window, one: Any, other: Any) -> bool:
    question = """
        SELECT count(*) FROM tie_day
        JOIN member_number AS a ON a.number = actor JOIN member_number AS b ON b.number = towards
        WHERE a.member_id = ? AND b.member_id = ? AND day >= ? AND day < ?
    """
    with db.reading() as cursor:
        return bool(cursor.execute(question, [one, other, window.start, window.end]).fetchall()[0][0])


def test_e1_who_is_gone_from_members_and_log_is_not_counted(db: Database) -> None:
    asked = Engagement(db)
    write(db, [act(db, random.Random(8), day) for day in range(20)])
    window = asked.latest(today=date(2026, 6, 1))
    assert asked.headline(asked.scope(window, staff=True))["active_members"].n == 9
    gone = ids(db)[0]
    with db.writing() as cursor:
        cursor.execute("DELETE FROM interaction WHERE actor_id = $gone OR towards_id = $gone", {"gone": gone})
        cursor.execute("DELETE FROM member WHERE member_id = $gone", {"gone": gone})
    assert asked.headline(asked.scope(window, staff=True))["active_members"].n == 8
