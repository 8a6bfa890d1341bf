"""Backups made while members write, each put back and compared: row counts, checksums, and whether what belongs together is there."""

import argparse
import random
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from benchmarks.support import load_world, measure
from flock.services.accounts import Accounts
from flock.services.messages import Messages
from flock.storage import backup, integrity, schema
from flock.storage.database import Database

RESTORE_S = 30.0
_PAIRS = 400
_HALVES = """
SELECT count(*)
FROM (SELECT from_id, count(*) AS sent FROM message GROUP BY from_id)
FULL JOIN (SELECT member_id AS from_id, len(uses) AS used FROM rate_use WHERE act = 'message') USING (from_id)
WHERE sent IS DISTINCT FROM used
"""


@dataclass
class Found:
    """Seconds of each backup and restore, bytes of the last one, messages written meanwhile."""

    backup_s: list[float] = field(default_factory=list)
    restore_s: list[float] = field(default_factory=list)
    size: int = 0
    written: int = 0


def main() -> None:
    """Back up, restore, compare, and print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--backups", type=int, default=20)
    arguments.add_argument("--places", type=int, default=10_000)
    arguments.add_argument("--members", type=int, default=5_000)
    given = arguments.parse_args()
    print(measure.machine("duckdb"))
    with tempfile.TemporaryDirectory(prefix="flock-backups-") as folder:
        found = run(Path(folder), backups=given.backups, places=given.places, members=given.members)
    rows = [["a backup", *measure.spread(found.backup_s)], ["a restore", *measure.spread(found.restore_s)]]
    measure.table(f"{given.places:,} places, {given.members:,} members, s", ["what", "median", "p95", "most"], rows)
    print(
        f"{len(found.restore_s)} backups of {found.size / 1e6:.0f} MB while {found.written:,} messages were written: each as it was "
        f"after a whole number of them, and equal once restored. Restore: {measure.verdict(max(found.restore_s), RESTORE_S)} s"
    )


def run(folder: Path, *, backups: int, places: int, members: int, writers: int = 4) -> Found:
    """Make backups while threads write, put each back and compare.

    Raises:
        AssertionError: half of a write is in one, it is unsound, or the restored database is another.
    """
    database, _ = load_world.build(folder, places=places, members=members, visitors=2 * _PAIRS, leads=1, acts=20 * members)
    db = Database(database, backup_folder=folder / "backups")
    found, stop = Found(), threading.Event()
    written = [0] * writers
    pairs = load_world.pairs(db)

    def write(number: int) -> None:
        dice, messages = random.Random(number), Messages(db, Accounts(db))
        while not stop.is_set():
            talk_id, *two = dice.choice(pairs[number::writers])
            messages.send(dice.choice(two), talk_id, str(written[number]))
            written[number] += 1
            time.sleep(0.02)  # each may send sixty an hour

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    try:
        for number in range(backups):
            file = folder / "backups" / f"{number}.duckdb"
            began = time.perf_counter()
            backup.write(db, file)
            found.backup_s.append(time.perf_counter() - began)
            _put_back(file, folder / "restored.duckdb", found)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    db.close()
    found.written = sum(written)
    return found


def checksums(file: Path) -> dict[str, tuple[int, int]]:
    """Give rows and checksum of each table; the order of rows does not count."""
    with duckdb.connect(str(file), read_only=True) as connection:
        tables = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        asked = "SELECT count(*), coalesce(bit_xor(hash(t)), 0) FROM {name} AS t"
        return {name: connection.execute(asked.format(name=name)).fetchall()[0] for name in tables}


def _put_back(file: Path, into: Path, found: Found) -> None:
    began = time.perf_counter()
    kept = backup.restore(file, into=into)
    db = Database(into)
    schema.bring_up_to_date(db)  # as the app does, before it can be used
    found.restore_s.append(time.perf_counter() - began)
    with db.reading() as cursor:
        assert cursor.execute(_HALVES).fetchall() == [(0,)], "half of a write is there"
    assert integrity.check(db) == []
    db.close()
    assert checksums(into) == checksums(file)
    found.size = file.stat().st_size
    file.unlink()
    if kept:
        kept.unlink()


if __name__ == "__main__":
    main()
