"""What a killed server copied is deleted by the next one that starts, and what a running one holds is not."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from flock.storage import scratch
from flock.storage.scratch import Scratch

ROOT = Path(__file__).resolve().parents[3]
HOLD = """
import sys
from flock.storage.scratch import Scratch
held = Scratch()
(held.path / "copy.duckdb").write_text("people's data")
print(held.path, flush=True)
sys.stdin.readline()
held.close()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def holding(tmp_path: Path) -> tuple["subprocess.Popen[str]", Path]:
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD], cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    folder = Path(process.stdout.readline().strip())
    os.utime(folder, (0, 0))
    return process, folder


def test_only_what_nobody_holds_any_more_is_deleted(tmp_path: Path) -> None:
    (running, kept), (killed, left) = holding(tmp_path), holding(tmp_path)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    (tmp_path / "flock-lake-of-another-kind").mkdir()
    mine = Scratch()
    assert (kept.exists(), left.exists()) == (True, False)
    assert (tmp_path / "flock-lake-of-another-kind").exists()
    mine.close()
    running.communicate("\n")
    assert not kept.exists()
    assert not mine.path.exists()


def test_a_folder_made_this_moment_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "flock-lake-starting"
    folder.mkdir()
    (folder / "held").touch()
    scratch.clear_left()
    assert folder.exists()
