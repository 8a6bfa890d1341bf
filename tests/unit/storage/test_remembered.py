"""Answers that are kept: until which commit, for whom, and which questions may be."""

import re
from pathlib import Path
from uuid import UUID

import duckdb
import pytest

from flock.storage import remembered, schema
from flock.storage.database import Database, sql

ROOT = Path(__file__).resolve().parents[3]
ONE, OTHER = UUID(int=1), UUID(int=2)
ASKED = sorted(
    set(
        re.findall(
            r'remembered\.(?:rows|one)\(\s*db,\s*"(\w+)"', "".join(f.read_text("utf-8") for f in (ROOT / "flock").rglob("*.py"))
        )
    )
)


@pytest.fixture
def db() -> Database:
    db = Database(None)
    schema.bring_up_to_date(db)
    with db.writing() as cursor:
        cursor.execute("INSERT INTO member (member_id, name) VALUES (?, 'Ada'), (?, 'Bea')", [ONE, OTHER])
    return db


def write(db: Database, statement: str) -> None:
    with db.writing() as cursor:
        cursor.execute(statement)


def test_an_answer_holds_until_a_commit_to_its_tables_and_no_other(db: Database) -> None:
    asked = 0

    def ask() -> int:
        nonlocal asked
        asked += 1
        return asked

    given = [remembered.answer(db, "times", (), ("member",), ask)]
    write(db, "INSERT INTO talk (talk_id) VALUES (uuid())")
    given.append(remembered.answer(db, "times", (), ("member",), ask))
    write(db, "UPDATE member SET does = 'editor'")
    given.append(remembered.answer(db, "times", (), ("member",), ask))
    with pytest.raises(duckdb.Error):
        write(db, "UPDATE member SET does = 'nothing'; UPDATE member SET nothing = 'does'")
    given.append(remembered.answer(db, "times", (), ("member",), ask))
    assert given == [1, 1, 2, 2]


@pytest.mark.parametrize(
    "written", ["UPDATE member SET seen_by = 'nobody'", "INSERT INTO block (blocked_id) VALUES (uuid())", "DELETE FROM standing"]
)
def test_hiding_blocking_and_leaving_are_forgotten_by_the_same_answers(db: Database, written: str) -> None:
    tables = (("member",), ("account", "photo"), ("standing",), ("block", "wave"), ("talk",))
    for answer in ("before", "after"):
        given = [remembered.answer(db, "who", which, which, lambda now=answer: now) for which in tables]  # type: ignore[misc]
        write(db, written)
    assert given == ["after"] * 4 + ["before"]


def test_a_question_is_asked_again_once_one_of_its_tables_was_written_to(db: Database) -> None:
    def name(member_id: UUID) -> str:
        row = remembered.one(db, "account_known", {"member_id": member_id})
        return str(row and row[1])

    assert [name(ONE), name(OTHER), name(ONE)] == ["Ada", "Bea", "Ada"]
    write(db, "UPDATE member SET name = 'Adele' WHERE name = 'Ada'")
    assert [name(ONE), name(OTHER)] == ["Adele", "Bea"]
    write(db, "DELETE FROM member")
    assert remembered.one(db, "account_known", {"member_id": ONE}) is None


def test_the_oldest_answers_go_first_and_each_database_has_its_own(db: Database) -> None:
    for number in (1, 2, 3):
        remembered.answer(db, "few", (number,), (), lambda: "first", most=2)
    again = [remembered.answer(db, "few", (number,), (), lambda: "again", most=2) for number in (3, 2, 1)]
    assert again == ["first", "first", "again"]
    assert remembered.answer(Database(None), "few", (3,), (), lambda: "elsewhere") == "elsewhere"


@pytest.mark.parametrize("question", ASKED)
def test_kept_questions_lean_on_nothing_but_tables_and_values(db: Database, question: str) -> None:
    with db.reading() as cursor:
        views = {name for (name,) in cursor.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()}
    assert views
    text = re.sub(r"--.*", "", sql(question)).casefold()
    assert not remembered.words(text) & (views | {"now", "today", "random", "current_date", "current_timestamp"})
