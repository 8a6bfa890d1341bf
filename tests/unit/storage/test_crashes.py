"""The short form of `benchmarks/crashes.py`: nothing acknowledged is lost and nothing is there by halves, whatever is killed or cut."""

from pathlib import Path

from benchmarks import crashes


def test_acknowledged_writes_survive_a_kill(tmp_path: Path) -> None:
    acknowledged, opened_s = crashes.kill_writes(tmp_path / "flock.duckdb", kills=4)
    assert acknowledged > 0
    assert len(opened_s) == 4


def test_a_log_cut_anywhere_opens_with_whole_writes(tmp_path: Path) -> None:
    states, _ = crashes.cut_log(tmp_path / "flock.duckdb", cuts=25, writes=20)
    assert states > 3, "the cuts were at different places"
