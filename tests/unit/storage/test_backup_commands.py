"""`backup`, `restore` and `check` from the command line."""

import os
import subprocess
import sys
from pathlib import Path

from flock.storage import schema
from flock.storage.database import Database
from tests.lakes import Postgres

ROOT = Path(__file__).resolve().parents[3]


def flock(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"FLOCK_DATABASE": str(folder / "flock.duckdb")} | settings
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


def test_on_a_lake_each_works_while_another_program_has_it_open(server: Postgres, ready_lake: str, tmp_path: Path) -> None:
    held = Database(server.new_lake_like(ready_lake))
    settings = lake_of(server)
    made = flock(tmp_path, "backup", str(tmp_path / "one.duckdb"), **settings)
    assert made.returncode == 0, made.stderr
    checked = flock(tmp_path, "check", **settings)
    assert "is sound" in checked.stdout, checked.stderr
    refused = flock(tmp_path, "restore", str(tmp_path / "one.duckdb"), **settings)
    assert (refused.returncode, "something in the lake" in refused.stderr) == (2, True)
    held.close()
    server.new_lake()
    restored = flock(tmp_path, "restore", str(tmp_path / "one.duckdb"), **lake_of(server))
    assert restored.returncode == 0, restored.stderr
    assert "is sound" in flock(tmp_path, "check", **lake_of(server)).stdout


def lake_of(server: Postgres) -> dict[str, str]:
    """Give the settings of the lake that was made last."""
    name = server.made[-1]
    address = f"ducklake:postgres:{server.server} dbname={name}"
    return {"FLOCK_DATABASE": address, "FLOCK_LAKE_FILES": str(server.folder / "files" / name)}
