"""What a server reads is a copy that follows the lake: at each look it holds the very rows that the lake holds."""

import random
from collections import Counter
from datetime import timedelta

import pytest

from flock.storage import lakes
from flock.storage.database import Database
from tests.lakes import Postgres

STATEMENTS = (
    "INSERT INTO block BY NAME SELECT uuid() AS blocker_id, uuid() AS blocked_id, now() AS blocked_at FROM range($some)",
    "UPDATE block SET blocked_at = now() WHERE blocker_id IN (SELECT blocker_id FROM block ORDER BY blocker_id LIMIT $some)",
    "DELETE FROM block WHERE blocker_id IN (SELECT blocker_id FROM block ORDER BY blocked_id LIMIT $some)",
    "MERGE INTO block USING (SELECT blocker_id, uuid() AS blocked_id FROM block ORDER BY blocked_at LIMIT $some) AS one"
    " ON block.blocker_id = one.blocker_id WHEN MATCHED THEN UPDATE SET blocked_id = one.blocked_id",
    "INSERT INTO vouch BY NAME SELECT uuid() AS voucher_id, blocked_id AS member_id, now() AS vouched_at FROM block LIMIT $some",
    "UPDATE venue_version SET version = version + $some",
    "DELETE FROM vouch",
)


def test_the_copy_holds_the_rows_of_the_lake_whatever_any_server_writes(
    server: Postgres, ready_lake: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Database(server.new_lake_like(ready_lake))
    two = Database(server.lake(server.made[-1]))
    monkeypatch.setattr(lakes, "KEPT", timedelta(0))
    dice = random.Random(11)
    for step in range(40):
        with dice.choice((one, two)).writing() as cursor:
            for statement in dice.sample(STATEMENTS, dice.randint(1, 3)):
                cursor.execute(statement, {"some": dice.randint(1, 4)} if "$some" in statement else None)
        if step % 9 == 8:
            one.let_go_of_deleted()
        if dice.random() < 0.6:
            compare(dice.choice((one, two)))
    compare(one)
    compare(two)
    one.close()
    two.close()


def test_a_table_that_another_server_changes_is_read_anew(server: Postgres, ready_lake: str) -> None:
    one = Database(server.new_lake_like(ready_lake))
    two = Database(server.lake(server.made[-1]))
    compare(two)
    with one.writing() as cursor:
        cursor.execute("ALTER TABLE block ADD COLUMN why VARCHAR")
        cursor.execute("INSERT INTO block BY NAME SELECT uuid() AS blocker_id, uuid() AS blocked_id, 'noise' AS why")
    compare(two)
    with two.reading() as cursor:
        assert cursor.execute("SELECT why FROM block").fetchall() == [("noise",)]
    one.close()
    two.close()


def compare(db: Database) -> None:
    """Hold what a server reads against what a writer finds in the lake."""
    for table in ("block", "vouch", "venue_version"):
        with db.reading() as cursor:
            copied = cursor.execute(f"SELECT row::VARCHAR FROM {table} AS row").fetchall()
        with db.writing() as cursor:
            there = cursor.execute(f"SELECT row::VARCHAR FROM {table} AS row").fetchall()
            assert Counter(copied) == Counter(there), table
