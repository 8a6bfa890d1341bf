"""Two app servers on one lake: nothing is lost or doubled, each sees the other, and both outlive their PostgreSQL."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pyarrow.parquet as pq
import pytest

from flock.errors import DatabaseUnavailable
from flock.storage import lakes, schema
from flock.storage.database import Database
from flock.storage.lakes import Lake
from tests.lakes import Postgres

ROOT = Path(__file__).resolve().parents[3]
WRITERS, TIMES = 5, 4
WRITE = f"""
import sys
from concurrent.futures import ThreadPoolExecutor
from flock.storage.database import Database
from flock.storage.lakes import Lake
db = Database(Lake(sys.argv[1], sys.argv[2]))
def write(writer):
    for time in range({TIMES}):
        with db.writing() as cursor:
            (left,) = cursor.execute("SELECT left_over FROM seats").fetchone()
            cursor.execute("INSERT INTO note VALUES (?, ?, ?)", [sys.argv[3], writer, time])
            if left > 0:
                cursor.execute("UPDATE seats SET left_over = left_over - 1")
                cursor.execute("INSERT INTO booking VALUES (?, ?)", [sys.argv[3], writer])
with ThreadPoolExecutor({WRITERS}) as pool:
    list(pool.map(write, range({WRITERS})))
db.close()
"""


def write_while_it_goes(db: Database, server: Postgres) -> None:
    """Lose PostgreSQL in the middle of a transaction."""
    with db.writing() as cursor:
        cursor.execute("UPDATE venue_version SET version = 6")
        server.stop()


@pytest.fixture
def name(server: Postgres) -> str:
    """Name a new, empty lake."""
    server.new_lake()
    return server.made[-1]


def test_ten_writers_of_two_servers_lose_and_double_nothing(server: Postgres, name: str) -> None:
    seats = 2 * WRITERS * TIMES // 2
    db = Database(server.lake(name))
    with db.writing() as cursor:
        cursor.execute("CREATE TABLE note (server VARCHAR, writer INTEGER, time INTEGER)")
        cursor.execute("CREATE TABLE booking (server VARCHAR, writer INTEGER)")
        cursor.execute("CREATE TABLE seats AS SELECT ?::INTEGER AS left_over", [seats])
    lake = f"ducklake:postgres:{server.server} dbname={name}"
    files = str(server.folder / "files" / name)
    servers = [subprocess.Popen([sys.executable, "-c", WRITE, lake, files, who], cwd=ROOT) for who in ("one", "two")]
    assert [process.wait(120) for process in servers] == [0, 0]
    with db.reading() as cursor:
        assert cursor.execute("SELECT count(*), count(DISTINCT (server, writer, time)) FROM note").fetchone() == (40, 40)
        assert cursor.execute("SELECT count(*), (SELECT left_over FROM seats) FROM booking").fetchone() == (seats, 0)
    db.close()


def test_one_server_reads_what_the_other_wrote_and_leaves_its_turn_alone(server: Postgres, ready_lake: str) -> None:
    lake = server.new_lake_like(ready_lake)
    name = server.made[-1]
    one = Database(lake)
    two = Database(server.lake(name))
    assert schema.bring_up_to_date(two) == schema.steps()[-1][0]
    with one.turn(), two.turn(wait=False) as mine:
        assert not mine
    with two.turn(wait=False) as mine:
        assert mine
    with one.writing() as cursor:
        cursor.execute("UPDATE venue_version SET version = 77")
    assert two.one("venue_version") == (77,)
    one.close()
    two.close()


def test_a_server_notices_what_any_other_wrote_table_by_table(server: Postgres, ready_lake: str) -> None:
    one = Database(server.new_lake_like(ready_lake))
    two = Database(server.lake(server.made[-1]))
    before, other = two.revision("block", "vouch"), two.revision("member")
    assert two.revision("block", "vouch") == before
    for statement in (
        "INSERT INTO block BY NAME SELECT uuid() AS blocker_id, uuid() AS blocked_id, now() AS blocked_at",
        "UPDATE block SET blocked_at = now()",
        "DELETE FROM block",
    ):
        with one.writing() as cursor:
            cursor.execute(statement)
        assert two.revision("block", "vouch") > before, statement
        before = two.revision("block", "vouch")
    assert two.revision("member") == other, "what is remembered of other tables stays"
    with one.writing() as cursor:
        cursor.execute("ALTER TABLE block ADD COLUMN why VARCHAR")
    assert two.revision("member") > other, "a table was changed: nothing is taken for granted"
    one.close()
    two.close()


def test_a_server_that_looked_away_while_old_commits_were_let_go_of_reads_anew(
    server: Postgres, ready_lake: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Database(server.new_lake_like(ready_lake))
    two = Database(server.lake(server.made[-1]))
    before = two.revision("block")
    with one.writing() as cursor:
        cursor.execute("INSERT INTO block BY NAME SELECT uuid() AS blocker_id, uuid() AS blocked_id, now() AS blocked_at")
    with one.writing() as cursor:
        cursor.execute("UPDATE venue_version SET version = 78")
    monkeypatch.setattr(lakes, "KEPT", timedelta(0))
    one.let_go_of_deleted()
    assert two.revision("block") > before
    one.close()
    two.close()


def test_what_is_half_written_when_postgres_goes_is_not_there_and_work_goes_on_when_it_is_back(
    server: Postgres, ready_lake: str
) -> None:
    db = Database(server.new_lake_like(ready_lake))
    with db.writing() as cursor:
        cursor.execute("UPDATE venue_version SET version = 5")
    with pytest.raises(DatabaseUnavailable, match="cannot be reached"):
        write_while_it_goes(db, server)
    try:
        with pytest.raises(DatabaseUnavailable, match="cannot be reached"):
            db.one("venue_version")
    finally:
        server.start()
    assert db.one("venue_version") == (5,)
    with db.writing() as cursor:
        cursor.execute("UPDATE venue_version SET version = 7")
    assert db.one("venue_version") == (7,)
    db.close()


def test_a_lake_that_is_not_there_is_said_without_its_password(server: Postgres) -> None:
    lake = server.lake(f"none_{uuid4().hex}")
    lake._catalogue += " password=secret"
    with pytest.raises(DatabaseUnavailable) as caught:
        Database(lake)
    assert "secret" not in str(caught.value)


def test_what_was_deleted_is_in_no_file_and_not_in_the_catalogue(
    server: Postgres, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S7: who is erased is gone from the lake's files, too, once nobody can be reading them any more."""
    monkeypatch.setattr(lakes, "KEPT", timedelta(0))
    lake = server.lake(name)
    db = Database(lake)
    with db.writing() as cursor:
        cursor.execute("CREATE TABLE note AS SELECT 'name' || i AS name FROM range(9) AS r (i)")
    with db.writing() as cursor:
        cursor.execute("INSERT INTO note VALUES ('zz-erased')")
        cursor.execute("CREATE TABLE many AS SELECT i AS number FROM range(9, 101) AS r (i)")
    assert told_in(server, lake, name, "zz-erased") == {"files", "catalogue"}
    with db.writing() as cursor:
        cursor.execute("DELETE FROM note WHERE name = 'zz-erased'")
    db.let_go_of_deleted()
    assert told_in(server, lake, name, "zz-erased") == set()
    with db.reading() as cursor:
        assert cursor.execute("SELECT count(*), max(name) FROM note").fetchone() == (9, "name8")
        assert cursor.execute("SELECT max(number) FROM many").fetchone() == (100,)
    with db.writing() as cursor:
        cursor.execute("INSERT INTO note VALUES ('zzz')")
        cursor.execute("INSERT INTO many VALUES (1000)")
    again = Database(server.lake(name))
    with again.reading() as cursor:
        assert cursor.execute("SELECT count(*) FROM note WHERE name > 'zz'").fetchone() == (1,)
        assert cursor.execute("SELECT count(*) FROM many WHERE number > 99").fetchone() == (2,)
    again.close()
    db.close()


def told_in(server: Postgres, lake: Lake, name: str, words: str) -> set[str]:
    """Say where some words stand: in a Parquet file, or in PostgreSQL."""
    files = [pq.read_table(file).to_pylist() for file in Path(lake.files).glob("**/*.parquet")]
    found = {"files"} if words in str(files) else set()
    with psycopg.connect(f"{server.server} dbname={name}") as catalogue:
        tables = catalogue.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'ducklake%'"
        ).fetchall()
        rows = [catalogue.execute(f"SELECT * FROM {table}").fetchall() for (table,) in tables]  # type: ignore[arg-type]
    return found | ({"catalogue"} if words in str(rows) else set())
