"""Imports, undos and redos killed at any moment: after a restart all or nothing is there, its state says which, and it goes on."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from flock.storage import import_history, imports, integrity, schema
from flock.storage.database import Database

from .test_import_history import NO_WIFI, ask, bring, content, some, turn

ROOT = Path(__file__).resolve().parents[3]
KILLS = 8
ROWS = 10_000
LONGEST_S = {"import": 0.8, "undo": 0.4, "redo": 0.6}
WORK = f"""
import sys
from pathlib import Path
from uuid import UUID
sys.path.insert(0, {str(ROOT)!r})
from tests.unit.storage import test_import_history as told
from flock.storage import import_writing, imports
from flock.storage.database import Database
import_writing.MOST_ROWS_A_TRANSACTION = 2_048
db = Database(Path(sys.argv[1]))
imports.clear_unfinished(db)
rows = told.some(range(50, int(sys.argv[3])), facts=told.NO_WIFI) if sys.argv[2] == "import" else None
print("begin", flush=True)
if rows is None:
    told.turn(db, UUID(sys.argv[2]))
else:
    told.bring(db, rows)
print("end", flush=True)
db.close()
"""


def killed(path: Path, what: str, after_s: float, *, rows: int = ROWS) -> bool:
    """Do something to the database in a process of its own and kill that after a while; tell whether it had ended."""
    process = subprocess.Popen(
        [sys.executable, "-c", WORK, str(path), what, str(rows)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begin\n"
    try:
        process.wait(after_s)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
    return "end" in process.communicate()[0]


def kill_at_random(
    path: Path, *, kills: int, seed: int = 7, longest_s: Mapping[str, float] = LONGEST_S, rows: int = ROWS
) -> dict[str, int]:
    """Kill imports, undos and redos at random moments; count what was killed by what was there after it."""
    rng = random.Random(seed)
    db = Database(path)
    schema.bring_up_to_date(db)
    bring(db, some(range(0, 100)))
    before, after = content(db), None
    db.close()
    counts: dict[str, int] = {}
    what, would_be_in = "import", True
    for _ in range(kills):
        work = "import" if what == "import" else "redo" if would_be_in else "undo"
        ended = killed(path, what, rng.uniform(0, longest_s[work]), rows=rows)
        db = Database(path)
        imports.clear_unfinished(db)
        entry = import_history.entries(db, most=1)[0]
        is_in = entry.state == "committed" and (entry.created or 0) > 1_000
        found = content(db)
        if is_in:
            after = after or found
            assert found == after
        else:
            assert found == before
        assert integrity.check(db) == []
        assert ask(db, "SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE '%next'") == [(0,)]
        assert not ended or is_in == would_be_in
        name = f"{work}, {'ended' if ended else 'killed'}, {'in' if is_in else 'out'}"
        counts[name] = counts.get(name, 0) + 1
        known = entry.state in ("committed", "undone") and (entry.created or 0) > 1_000
        what, would_be_in = (str(entry.import_id), not is_in) if known else ("import", True)
        db.close()
    db = Database(path)
    if not ask(db, "SELECT 1 FROM import_batch WHERE created > 1000 AND state IN ('committed', 'undone')"):
        bring(db, some(range(50, rows), facts=NO_WIFI))  # it can go on
    last = import_history.entries(db, most=1)[0]
    if last.state == "committed":
        turn(db, UUID(str(last.import_id)))
    assert content(db) == before
    db.close()
    return counts


def test_killed_imports_and_undos_are_there_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    counts = kill_at_random(tmp_path / "flock.duckdb", kills=KILLS)
    assert sum(counts.values()) == KILLS
