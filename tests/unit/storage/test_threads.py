"""The short form of `benchmarks/threads.py`: sixteen threads are given their own rows alone and lose nothing they wrote."""

from pathlib import Path

from benchmarks import threads


def test_sixteen_threads_read_and_write_through_the_services(tmp_path: Path) -> None:
    found = threads.run(tmp_path, threads=16, seconds=3, places=1_000, members=3_000)
    assert found.write_ms
    assert found.read_ms
    assert (found.foreign, found.lost, found.unsound) == (0, 0, [])
