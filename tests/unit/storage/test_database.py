"""The one object that owns a DuckDB file: threads, transactions, what it refuses, and how it says so."""

import contextlib
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from flock.errors import DatabaseUnavailable
from flock.storage.database import Database, sql

ROOT = Path(__file__).resolve().parents[3]
HEADER_BYTES = 4096
VERSION_BYTE = 12  # behind the checksum and the letters DUCK


@pytest.fixture
def db(new_database: Callable[[], Database]) -> Database:
    db = new_database()
    with db.writing() as cursor:
        cursor.execute("CREATE TABLE note (who INTEGER, number INTEGER)")
    return db


def everything(db: Database) -> list[tuple[int, int]]:
    with db.reading() as cursor:
        return cursor.execute("SELECT who, number FROM note ORDER BY ALL").fetchall()


def test_sixteen_threads_get_their_own_rows_and_lose_no_write(db: Database) -> None:
    with db.writing() as cursor:
        cursor.execute("INSERT INTO note VALUES (-1, 0)")
    start = threading.Barrier(16)

    def work(who: int) -> int:
        foreign = 0
        start.wait()
        for turn in range(40):
            with db.reading() as cursor:
                rows = cursor.execute("SELECT $who, range FROM range(50)", {"who": who}).fetchall()
            foreign += rows != [(who, number) for number in range(50)]
            if turn % 4 == 0:
                with db.writing() as cursor:
                    cursor.execute("UPDATE note SET number = number + 1")
        return foreign

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(work, range(16))) == 0
    assert everything(db) == [(-1, 16 * 10)]


def test_error_rolls_all_of_it_back(db: Database) -> None:
    def write(statement: str) -> None:
        with db.writing() as cursor:
            cursor.execute("INSERT INTO note VALUES (1, 1)")
            cursor.execute(statement)
            raise ValueError("after the last statement")

    with pytest.raises(ValueError, match="after the last"):
        write("INSERT INTO note VALUES (2, 2)")
    with pytest.raises(duckdb.CatalogException):
        write("INSERT INTO nowhere VALUES (2, 2)")
    assert everything(db) == []
    with db.writing() as cursor:
        cursor.execute("INSERT INTO note VALUES (3, 3)")
    assert everything(db) == [(3, 3)]


def test_readers_see_nothing_of_a_transaction_before_its_end(db: Database) -> None:
    with db.writing() as cursor:
        cursor.execute("INSERT INTO note VALUES (1, 1)")
        assert everything(db) == []
    assert everything(db) == [(1, 1)]


def test_a_turn_keeps_other_writers_out_and_readers_in(db: Database) -> None:
    done = threading.Event()

    def write() -> None:
        with db.writing() as cursor:
            cursor.execute("INSERT INTO note VALUES (2, 2)")
        done.set()

    with db.turn():
        other = threading.Thread(target=write)
        other.start()
        with db.writing() as cursor:
            cursor.execute("INSERT INTO note VALUES (1, 1)")
        assert not done.wait(0.1)
        assert everything(db) == [(1, 1)]
    other.join(5)
    assert everything(db) == [(1, 1), (2, 2)]


def test_stored_questions_come_as_rows_one_row_or_a_table() -> None:
    db = Database(None)
    with db.writing() as cursor:
        cursor.execute("CREATE TABLE venue_version (version BIGINT); INSERT INTO venue_version VALUES (7)")
    assert db.rows("venue_version") == [(7,)]
    assert db.one("venue_version") == (7,)
    assert db.table("venue_version").to_pydict() == {"version": [7]}
    assert "venue_version" in sql("venue_version")


def test_limits_are_the_ones_given(tmp_path: Path) -> None:
    db = Database(tmp_path / "flock.duckdb", memory_mb=512, threads=1)
    with db.reading() as cursor:
        assert cursor.execute("SELECT current_setting('threads'), current_setting('memory_limit')").fetchone() == (1, "488.2 MiB")
        assert cursor.execute("SELECT TIMESTAMPTZ '2024-07-01 12:00:00+01'::VARCHAR").fetchone() == ("2024-07-01 11:00:00+00",)


def test_second_process_hears_who_holds_the_file(tmp_path: Path) -> None:
    held = Database(tmp_path / "flock.duckdb")
    program = "import sys, pathlib; from flock.storage.database import Database; Database(pathlib.Path(sys.argv[1]))"
    command = [sys.executable, "-c", program, str(held.where)]
    refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    said = refused.stderr.splitlines()[-1]
    assert f"DatabaseUnavailable: The database {held.where} is in use by another program (python" in said
    assert "Stop that program first" in said
    held.close()
    assert subprocess.run(command, cwd=ROOT).returncode == 0


def test_second_opening_in_one_program_is_refused(tmp_path: Path) -> None:
    first = Database(tmp_path / "flock.duckdb")
    for read_only in (False, True):
        with pytest.raises(DatabaseUnavailable, match="already open in this program"):
            Database(tmp_path / "flock.duckdb", read_only=read_only)
    first.close()
    Database(tmp_path / "flock.duckdb").close()


def test_read_only_reads_and_does_not_write(tmp_path: Path) -> None:
    path = tmp_path / "new" / "flock.duckdb"
    db = Database(path)
    with db.writing() as cursor:
        cursor.execute("CREATE TABLE note (who INTEGER, number INTEGER); INSERT INTO note VALUES (1, 1)")
    db.close()
    db = Database(path, read_only=True)
    assert everything(db) == [(1, 1)]
    with pytest.raises(duckdb.Error), db.writing() as cursor:
        cursor.execute("DELETE FROM note")


@pytest.mark.parametrize("content", [b"name,town\nCafe,Leeds\n", b"", b"\0" * 5000, b"PK\x03\x04 a workbook"])
def test_another_kind_of_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "flock.duckdb").write_bytes(content)
    with pytest.raises(DatabaseUnavailable, match=r"flock\.duckdb is not a Flock database\. Give another path in FLOCK_DATABASE"):
        Database(tmp_path / "flock.duckdb")
    assert (tmp_path / "flock.duckdb").read_bytes() == content


def test_damaged_file_is_named(tmp_path: Path) -> None:
    path = _empty(tmp_path)
    content = bytearray(path.read_bytes())
    content[VERSION_BYTE] ^= 1
    path.write_bytes(content)
    with pytest.raises(DatabaseUnavailable, match=r"is damaged\. Put a backup in its place"):
        Database(path)


def test_file_of_a_newer_engine_is_named(tmp_path: Path) -> None:
    path = _empty(tmp_path)
    content = bytearray(path.read_bytes())
    content[VERSION_BYTE] = 250
    content[:8] = struct.pack("<Q", _checksum(content[8:HEADER_BYTES]))
    path.write_bytes(content)
    with pytest.raises(DatabaseUnavailable, match="newer version of the database engine"):
        Database(path)


@pytest.mark.parametrize("path", ["", "file/flock.duckdb"])
def test_place_that_cannot_hold_it_is_named(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").write_text("a file where a folder should be")
    with pytest.raises(DatabaseUnavailable, match=r"cannot be opened\. Check that its folder exists"):
        Database(tmp_path / path)


def test_missing_file_is_not_made_for_reading_only(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match="cannot be opened"):
        Database(tmp_path / "none" / "flock.duckdb", read_only=True)
    assert not (tmp_path / "none").exists()


def _empty(folder: Path) -> Path:
    Database(folder / "flock.duckdb").close()
    return folder / "flock.duckdb"


def _checksum(content: bytes | bytearray) -> int:
    """Compute what DuckDB writes before a block: words times a constant, folded together."""
    total = 5381
    for (word,) in struct.iter_unpack("<Q", content):
        total ^= word * 0xBF58476D1CE4E5B9 & (1 << 64) - 1
    return total


def test_revision_grows_with_what_is_written_and_committed() -> None:
    db = Database(None)
    with db.writing() as cursor:
        cursor.execute("CREATE TABLE bird (name VARCHAR); CREATE TABLE nest (name VARCHAR)")
    before, other = db.revision("bird"), db.revision("nest")
    for statement in (
        "INSERT INTO bird BY NAME SELECT 'tit' AS name FROM nest",
        "insert into bird values ('wren')",
        "UPDATE bird SET name = 'owl'",
        "WITH one AS (SELECT 'owl' AS name) MERGE INTO bird USING one ON bird.name = one.name WHEN MATCHED THEN UPDATE SET name = 'rook'",
        "DELETE FROM bird WHERE name = 'owl'",
        "ALTER TABLE bird ADD COLUMN seen INTEGER",
    ):
        with db.writing() as cursor:
            cursor.execute(statement)
            assert db.revision("bird") == before, "not committed yet"
        assert db.revision("bird") == before + 1, statement
        before += 1
    with db.reading() as cursor:
        (rows,) = cursor.execute("SELECT count(*) FROM bird").fetchone() or (None,)
    with contextlib.suppress(ZeroDivisionError), db.writing() as cursor:
        cursor.executemany("INSERT INTO bird VALUES (?, 1)", [["tit"]])
        raise ZeroDivisionError
    with db.reading() as cursor:
        assert cursor.execute("SELECT count(*) FROM bird").fetchone() == (rows,)
    assert db.revision("bird") == before
    assert db.revision("nest") == other
    assert db.revision("bird", "nest") == before + other
