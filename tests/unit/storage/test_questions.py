"""Each question of storage is understood by a lake as it is by a DuckDB, without being asked: a lake refuses some that DuckDB takes."""

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flock.storage import schema
from flock.storage.database import Database, sql
from tests.lakes import Postgres

FOLDER = Path(__file__).resolve().parents[3] / "flock" / "storage" / "sql"
QUESTIONS = sorted(file.relative_to(FOLDER).with_suffix("").as_posix() for file in FOLDER.glob("**/*.sql"))
PUT_IN = {
    "{visible}": sql("visible_members").format(among="member"),
    "{columns}": "*",
    "{fits}": "TRUE",
    "{without}": "",
    "{clears}": "",
    "{table}": "fact_check",
    "{column}": "member_id",
}
OF_POSTGRESQL = {"lake_forget_extremes"}


def statements(question: str) -> Iterator[str]:
    text = sql(question)
    for place, words in PUT_IN.items():
        text = text.replace(place, words)
    for statement in re.sub(r"--.*", "", text).split(";"):
        if statement.strip() and not re.match(r"\s*(CREATE|DROP|ALTER|CALL)\b", statement, re.IGNORECASE):
            yield statement


def refusal(db: Database, statement: str) -> str:
    """Say why a statement is not understood; empty where it is."""
    values = dict.fromkeys(re.findall(r"\$(\w+)", statement))
    with db.reading() as cursor:
        try:
            cursor.execute(f"EXPLAIN {statement}", values)
        except duckdb.Error as error:
            return str(error)
    return ""


@pytest.fixture(scope="module")
def both(server: Postgres, ready_lake: str) -> Iterator[tuple[Database, Database]]:
    here, lake = Database(None), Database(server.new_lake_like(ready_lake))
    schema.bring_up_to_date(here)
    yield here, lake
    here.close()
    lake.close()


def test_a_lake_refuses_no_question_that_duckdb_takes(both: tuple[Database, Database]) -> None:
    here, lake = both
    asked = [
        (question, statement)
        for question in QUESTIONS
        if not question.startswith("schema/") and question not in OF_POSTGRESQL
        for statement in statements(question)
        if not refusal(here, statement)
    ]
    assert len(asked) > 200, "most can be looked at"
    assert {question: why for question, statement in asked if (why := refusal(lake, statement))} == {}


def test_a_refusal_is_seen(both: tuple[Database, Database]) -> None:
    here, lake = both
    statement = "INSERT INTO secret VALUES ($name, NULL) RETURNING name"
    assert refusal(here, statement) == ""
    assert "RETURNING" in refusal(lake, statement)
