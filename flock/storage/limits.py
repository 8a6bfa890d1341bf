"""How long a question may take and how many rows it may give, where that depends on what people ask for.

One thread looks after all of them and interrupts those whose time is over; a timer for each would cost as much as a small question.
"""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from flock.errors import TooMuch
from flock.storage.database import Database

MOST_S = 10.0  # of a page or a tile; a measure of the whole log may take MOST_S_OF_MEASURE
MOST_S_OF_MEASURE = 300.0
MOST_ROWS = 100_000
_LOOK_EVERY_S = 0.05


@dataclass(eq=False, slots=True)
class _Question:
    """What is being asked, until when it may be, and whether it was interrupted."""

    cursor: duckdb.DuckDBPyConnection
    until: float
    is_over: bool = False


_asked: set[_Question] = set()
_change = threading.Condition()
_watch: threading.Thread | None = None


@contextmanager
def within(cursor: duckdb.DuckDBPyConnection, most_s: float | None = None) -> Iterator[None]:
    """Let what is asked on a cursor take so many seconds, `MOST_S` where nothing is said.

    Raises:
        TooMuch: it took longer and was stopped.
    """
    question = _Question(cursor, time.monotonic() + (MOST_S if most_s is None else most_s))
    with _change:
        _begin_watching()
        _asked.add(question)
        _change.notify()
    try:
        yield
    except duckdb.InterruptException as error:
        if question.is_over:
            raise TooMuch(
                "This took too long and was stopped. Ask for less, such as a smaller area, fewer words or a shorter time, and try again."
            ) from error
        raise
    finally:
        with _change:
            _asked.discard(question)


def rows(db: Database, text: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Give all rows of a question within the limits.

    Raises:
        TooMuch: it took too long, or found too many.
    """
    with db.reading() as cursor, within(cursor):
        found = cursor.execute(text, params).fetchmany(MOST_ROWS + 1)
    if len(found) > MOST_ROWS:
        raise TooMuch(
            f"There is more than can be shown at once, over {MOST_ROWS:,}. Ask for less, such as a smaller area, and try again."
        )
    return found


def _begin_watching() -> None:
    global _watch
    if _watch is None or not _watch.is_alive():
        _watch = threading.Thread(target=_look_after, name="time limits", daemon=True)
        _watch.start()


def _look_after() -> None:
    while True:
        with _change:
            while not _asked:
                _change.wait()
            now = time.monotonic()
            for question in _asked:
                if question.until <= now:  # again and again: one that has not begun to run does not notice
                    question.is_over = True
                    question.cursor.interrupt()
        time.sleep(_LOOK_EVERY_S)
