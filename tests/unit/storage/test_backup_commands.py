"""`backup`, `restore` and `check` from the command line."""

import os
import subprocess
import sys
from pathlib import Path

from flock.storage import schema
from flock.storage.database import Database

ROOT = Path(__file__).resolve().parents[3]


def flock(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"FLOCK_DATABASE": str(folder / "flock.duckdb")}
    return subprocess.run([sys.executable, "-m", "flock", *words], cwd=ROOT, env=environment, capture_output=True, text=True)


def test_back_up_break_restore_and_check(tmp_path: Path) -> None:
    assert flock(tmp_path, "check").returncode == 2
    db = Database(tmp_path / "flock.duckdb")
    schema.bring_up_to_date(db)
    db.close()
    backup = tmp_path / "safe" / "one.duckdb"
    assert flock(tmp_path, "backup", str(backup)).returncode == 0
    db = Database(tmp_path / "flock.duckdb")
    with db.writing() as cursor:
        cursor.execute("DELETE FROM venue_version")
    db.close()
    broken = flock(tmp_path, "check")
    assert broken.returncode == 1
    assert "tells caches" in broken.stdout
    restored = flock(tmp_path, "restore", str(backup))
    assert restored.returncode == 0, restored.stderr
    sound = flock(tmp_path, "check")
    assert (sound.returncode, "is sound" in sound.stdout) == (0, True), sound.stdout


def test_while_another_program_holds_the_database_each_says_so(tmp_path: Path) -> None:
    backup = tmp_path / "one.duckdb"
    held = Database(tmp_path / "flock.duckdb", backup_folder=tmp_path)
    schema.bring_up_to_date(held)
    for words in (("backup", str(backup)), ("check",)):
        refused = flock(tmp_path, *words)
        assert refused.returncode == 2
        assert "in use by another program" in refused.stderr
        assert "Traceback" not in refused.stderr
    held.close()
