"""The long form of the attacks on tables: files that nobody thought of are rows or a sentence, and what was written is read back."""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from hypothesis import settings

from benchmarks.support import measure


def main() -> None:
    """Try each property with so many examples; the first that is neither rows nor a sentence ends it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--examples", type=int, default=10_000)
    given = arguments.parse_args()
    from tests.unit.ingest import test_hostile_files as hostile
    from tests.unit.ingest import test_tables as read

    rows = [["files of the list", str(len(hostile.REFUSED) + len(hostile.TAKEN)), ""]]
    shares = {
        hostile.test_any_bytes_are_rows_or_a_sentence: 0.5,
        hostile.test_a_good_file_with_a_byte_changed_or_cut_off_is_rows_or_a_sentence: 0.15,
        hostile.test_any_reading_that_a_person_says_is_rows_or_a_sentence: 0.15,
        read.test_what_is_written_is_read_back: 0.2,
    }
    for test, share in shares.items():
        rows.append([test.__name__.replace("_", " "), *_tried(test, round(given.examples * share))])
    measure.table("Hostile tables: rows or a sentence", ["", "tried", "s of processor"], rows)


class _Folder:
    """Stands for pytest's folders."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)

    def getbasetemp(self) -> Path:
        return self._path


def _tried(test: Callable[..., None], examples: int) -> list[str]:
    test._hypothesis_internal_use_settings = settings(max_examples=examples, deadline=None, database=None)  # type: ignore[attr-defined]
    start = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        test(_Folder(folder))
        left = [path.name for path in Path(folder).iterdir() if path.name not in ("places.csv", "back.csv")]
    assert not left, left
    return [f"{examples:,}", measure.figure(time.process_time() - start)]


if __name__ == "__main__":
    main()
