"""A disk without room: said in a sentence, nothing acknowledged is lost, nothing is there by halves, and it goes on by itself."""

import re
import threading
from pathlib import Path

import pytest

from flock.errors import CannotWrite, DatabaseUnavailable
from flock.storage import backup, schema
from flock.storage.database import Database
from tests.faults import full_disk

MB = 1 << 20
SAID = "no room left on the server's disk.*Nothing was changed"
EACH = 3


def opened(folder: Path) -> Database:
    db = Database(folder / "flock.duckdb", backup_folder=folder / "backups")
    schema.bring_up_to_date(db)
    with db.writing() as cursor:
        cursor.execute("CREATE TABLE note (number INTEGER, words BLOB)")
    return db


def write(db: Database, number: int, *, rows: int = EACH) -> None:
    with db.writing() as cursor:
        cursor.execute("INSERT INTO note SELECT ?, gen_random_uuid()::VARCHAR::BLOB FROM range(?)", [number, rows])


def numbers(db: Database) -> dict[int, int]:
    """Rows of each number."""
    with db.reading() as cursor:
        return dict(cursor.execute("SELECT number, count(*) FROM note GROUP BY number").fetchall())


def fill(db: Database, most_bytes: int, *, rows: int) -> dict[int, int]:
    """Write until the disk is full, and a few times more; give what was acknowledged."""
    acknowledged, refused = {}, 0
    with full_disk(most_bytes):
        for number in range(5_000):
            try:
                write(db, number, rows=rows)
                acknowledged[number] = rows
            except DatabaseUnavailable as error:
                refused += bool(re.search(SAID, str(error)))
            if refused == 3:
                break
            if number % 50 == 0 or refused:
                assert numbers(db) == acknowledged, "it can be read while the disk is full"
    assert refused == 3
    return acknowledged


@pytest.mark.parametrize(("most_mb", "rows"), [(1, 100), (5, 30_000), (20, 30_000)])
def test_full_disk_refuses_writes_reads_on_and_goes_on_when_there_is_room(tmp_path: Path, most_mb: int, rows: int) -> None:
    """Some of these meet the limit in the log of writes, some when it is folded into the file, which DuckDB alone does not outlive."""
    db = opened(tmp_path)
    acknowledged = fill(db, most_mb * MB, rows=rows)
    assert numbers(db) == acknowledged
    write(db, -1)
    assert numbers(db) == acknowledged | {-1: EACH}
    db.close()
    db = Database(tmp_path / "flock.duckdb")
    assert numbers(db) == acknowledged | {-1: EACH}, "after a restart, too"
    db.close()


def test_write_that_lasts_though_the_log_cannot_be_folded_counts_as_written(tmp_path: Path) -> None:
    db = opened(tmp_path)
    before, opened_times = db.revision("note"), db.openings
    acknowledged = fill(db, 20 * MB, rows=30_000)
    assert db.openings > opened_times, "the limit was met while folding"
    assert db.revision("note") == before + len(acknowledged)


def test_readers_and_a_held_cursor_do_not_keep_the_database_from_opening_again(tmp_path: Path) -> None:
    db = opened(tmp_path)
    stop, failed = threading.Event(), list[Exception]()

    def read() -> None:
        while not stop.is_set():
            try:
                db.one("venue_version")
            except Exception as error:
                failed.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        with db.reading() as held:
            held.execute("CREATE TEMP TABLE kept AS SELECT 1")
            acknowledged = fill(db, 20 * MB, rows=30_000)
        write(db, -1)
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert numbers(db) == acknowledged | {-1: EACH}
    assert not [error for error in failed if not isinstance(error, DatabaseUnavailable)]


def test_backup_without_room_is_a_sentence_leaves_nothing_and_the_app_goes_on(tmp_path: Path) -> None:
    db = opened(tmp_path)
    write(db, 1, rows=300_000)
    file = tmp_path / "backups" / "one.duckdb"
    for most_bytes in (4096, MB, 2 * MB, 5 * MB):
        with full_disk(most_bytes), pytest.raises(CannotWrite, match="has room"):
            backup.write(db, file)
        assert list(file.parent.iterdir()) == []
        assert numbers(db) == {1: 300_000}
    backup.write(db, file)
    write(db, 2)
    assert numbers(db) == {1: 300_000, 2: EACH}
    with full_disk(2 * MB), pytest.raises(CannotWrite, match="has room"):
        backup.restore(file, into=tmp_path / "other.duckdb")
    assert not list(tmp_path.glob("other*"))


def test_question_that_has_no_room_to_spill_is_a_sentence(tmp_path: Path) -> None:
    db = Database(tmp_path / "flock.duckdb", memory_mb=64, threads=1)

    def sort() -> None:
        with db.reading() as cursor:
            cursor.execute("SELECT md5(range::VARCHAR) AS m FROM range(4_000_000) ORDER BY m LIMIT 3 OFFSET 3000000").fetchall()

    with full_disk(MB), pytest.raises(DatabaseUnavailable, match="no room left"):
        sort()
    sort()
