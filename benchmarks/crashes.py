"""The app and a bare writer killed at any moment, the log of writes cut anywhere: what was acknowledged is there, nothing by halves."""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.support import app_kills, measure, running
from flock.storage import imports, integrity, schema
from flock.storage.database import Database

OPENS_S = 2.0
EACH = 3
"""Rows that one transaction writes into two tables: all or none of them may be there."""
WRITER = f"""
import sys
from pathlib import Path
from flock.storage.database import Database
db = Database(Path(sys.argv[1]))
first = int(sys.argv[2])
print("begin", flush=True)
for number in range(first, first + 1_000_000):
    with db.writing() as cursor:
        for part in range({EACH}):
            cursor.execute("INSERT INTO secret VALUES (?, ?)", [f"{{number}}-{{part}}", bytes(200)])
        cursor.execute("INSERT INTO pulse_answer (month) VALUES (DATE '2000-01-01' + ?)", [number])
    print(number, flush=True)
"""


def main() -> None:
    """Kill, cut, and print what was found."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--app-kills", type=int, default=200)
    arguments.add_argument("--kills", type=int, default=200)
    arguments.add_argument("--cuts", type=int, default=1_500)
    arguments.add_argument("--seed", type=int, default=21, help="another one kills the app at other moments")
    given = arguments.parse_args()
    print(measure.machine("streamlit", "duckdb"))
    rows, open_s = [], list[float]()
    with tempfile.TemporaryDirectory(prefix="flock-crashes-") as folder:
        if given.app_kills:
            app = app_kills.kill(Path(folder), kills=given.app_kills, seed=given.seed)
            found = (
                f"{len(app.messages):,} messages and {app.imports:,} imports of {app_kills.ROWS:,} rows acknowledged, all there; "
                f"{app.killed_in_import:,} kills came in an import; the map was asked {app.reads:,} times"
            )
            rows.append(_row("kill -9 of the app", given.app_kills, found, app.opened_s))
            open_s += app.opened_s
            ready = ", ".join(measure.spread(app.ready_s[1:]))
            print(f"From the command to the app's being ready, s: {ready} (median, p95, most; the first start left out)")
            print(f"Seconds of processor of opening: {', '.join(measure.spread(app.opened_cpu_s[1:]))} (median, p95, most)")
        if given.kills:
            killed, took_s = kill_writes(Path(folder) / "killed.duckdb", kills=given.kills)
            rows.append(_row("kill -9 of a writer", given.kills, f"{killed:,} writes acknowledged, all there", took_s))
            open_s += took_s
        if given.cuts:
            states, took_s = cut_log(Path(folder) / "cut.duckdb", cuts=given.cuts)
            rows.append(
                _row("cuts of the log", given.cuts, f"{states:,} different states, each a whole number of writes", took_s)
            )
            open_s += took_s
    measure.table("Crashes", ["what", "times", "found", "opening, s: median", "p95", "most"], rows)
    print(f"Opening after a crash: {measure.verdict(max(open_s), OPENS_S)} s")


def _row(what: str, times: int, found: str, took_s: list[float]) -> list[str]:
    return [what, f"{times:,}", found, *measure.spread(took_s)]


def kill_writes(path: Path, *, kills: int, seed: int = 11, longest_s: float = 0.25) -> tuple[int, list[float]]:
    """Kill a writer at random moments; give how many writes were acknowledged in all, and the seconds of each opening.

    Raises:
        AssertionError: an acknowledged write is not there, or half of one is.
    """
    dice, took_s, known = random.Random(seed), list[float](), 0
    prepare(path)
    for _ in range(kills):
        command = [sys.executable, "-c", WRITER, str(path), str(known)]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=running.ROOT, env=running.environment())
        assert writer.stdout is not None
        assert writer.stdout.readline() == "begin\n"
        time.sleep(dice.uniform(0, longest_s))
        os.kill(writer.pid, signal.SIGKILL)
        told = [int(line) for line in writer.communicate()[0].splitlines() if line]
        acknowledged = told[-1] + 1 if told else known
        found, opened_s = there(path)
        assert acknowledged <= found <= acknowledged + 1, f"{acknowledged} acknowledged, {found} there"
        took_s.append(opened_s)
        known = found
    return known, took_s


def cut_log(path: Path, *, cuts: int, writes: int = 60, seed: int = 12) -> tuple[int, list[float]]:
    """Cut the log of writes at random bytes; give how many different states that leaves, and the seconds of each opening.

    Raises:
        AssertionError: a state is not a whole number of writes.
    """
    dice, took_s, states = random.Random(seed), list[float](), set[int]()
    prepare(path)
    command = [sys.executable, "-c", WRITER, str(path), "0"]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=running.ROOT, env=running.environment())
    assert writer.stdout is not None
    for line in writer.stdout:
        if line.strip() == str(writes - 1):
            break
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate()
    log = Path(f"{path}.wal").read_bytes()
    assert log, "there is a log to cut"
    for _ in range(cuts):
        copy = path.with_name("copy.duckdb")
        Path(f"{copy}.wal").unlink(missing_ok=True)
        shutil.copyfile(path, copy)
        Path(f"{copy}.wal").write_bytes(log[: dice.randrange(len(log) + 1)])
        found, opened_s = there(copy)
        states.add(found)
        took_s.append(opened_s)
    return len(states), took_s


def prepare(path: Path) -> None:
    """Make an empty database with all of the schema and nothing in its log."""
    db = Database(path)
    schema.bring_up_to_date(db)
    db.close()


def there(path: Path) -> tuple[int, float]:
    """Open the database as the app does; give how many whole writes are there, and the seconds until it was open."""
    began = time.perf_counter()
    db = Database(path)
    schema.bring_up_to_date(db)
    imports.clear_unfinished(db)
    opened_s = time.perf_counter() - began
    with db.reading() as cursor:
        parts = dict(cursor.execute("SELECT split_part(name, '-', 1)::BIGINT, count(*) FROM secret GROUP BY ALL").fetchall())
        days = {day for (day,) in cursor.execute("SELECT (month - DATE '2000-01-01')::BIGINT FROM pulse_answer").fetchall()}
    assert set(parts.values()) <= {EACH}, "half of a write is there"
    assert set(parts) == days == set(range(len(parts))), "a write is missing between others, or half there"
    assert integrity.check(db) == []
    db.close()
    return len(parts), opened_s


if __name__ == "__main__":
    main()
