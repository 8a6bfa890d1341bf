"""Who is let at the database: readers together, but one at a time while somebody writes; nobody waits for herself."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

import pytest

from flock.storage import admission
from flock.storage.admission import Admission
from flock.storage.database import Database

LONG_S = 10.0
SHORT_S = 0.2  # in which nothing comes, where nothing should


@pytest.fixture
def people() -> Iterator["People"]:
    """Threads that each stay within something until they are let go."""
    some = People()
    with some.all:
        yield some


class People:
    def __init__(self) -> None:
        self.all = ExitStack()

    def within(self, what: AbstractContextManager[object]) -> tuple[threading.Event, threading.Event]:
        """Let another thread go into something; give what tells that it is inside, and what lets it out."""
        inside, leave = threading.Event(), threading.Event()

        def stay() -> None:
            with what:
                inside.set()
                leave.wait(LONG_S)

        thread = threading.Thread(target=stay)
        thread.start()
        self.all.callback(thread.join)
        self.all.callback(leave.set)
        return inside, leave


def test_many_ask_together_while_nobody_writes(people: People) -> None:
    gate = Admission()
    inside = [people.within(gate.asking())[0] for _ in range(5)]
    assert all(one.wait(LONG_S) for one in inside)


def test_while_somebody_writes_others_ask_one_at_a_time(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "_PATIENCE_S", LONG_S)
    gate = Admission()
    writes, stop_writing = people.within(gate.writing())
    assert writes.wait(LONG_S)
    first, leave = people.within(gate.asking())
    assert first.wait(LONG_S)
    second, _ = people.within(gate.asking())
    assert not second.wait(SHORT_S)
    leave.set()
    assert second.wait(LONG_S)
    third, _ = people.within(gate.asking())
    assert not third.wait(SHORT_S)
    stop_writing.set()
    assert third.wait(LONG_S)


def test_a_long_question_does_not_keep_others_out_for_good(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "_PATIENCE_S", 2 * SHORT_S)
    gate = Admission()
    for what in (gate.writing(), gate.asking()):
        assert people.within(what)[0].wait(LONG_S)
    second, _ = people.within(gate.asking())
    assert not second.wait(SHORT_S)
    assert second.wait(LONG_S)


def test_nobody_waits_for_a_long_piece_of_work(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """An import writes for minutes, a transaction at a time."""
    monkeypatch.setattr(admission, "_PATIENCE_S", LONG_S)
    gate = Admission()
    assert people.within(_one_in_the_other(gate.working(), gate.writing()))[0].wait(LONG_S)
    inside = [people.within(gate.asking())[0] for _ in range(3)]
    assert all(one.wait(LONG_S) for one in inside)


def test_who_writes_may_ask_while_others_wait(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a real database: a question within a transaction, and one within a question."""
    monkeypatch.setattr(admission, "_PATIENCE_S", LONG_S)
    db = Database(None)
    assert people.within(db.reading())[0].wait(LONG_S)
    with db.writing() as cursor:
        cursor.execute("CREATE TABLE noted (number INTEGER)")
        with db.reading() as other:
            assert other.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'noted'").fetchone() == (0,)
            assert _count(db) == 1


def _count(db: Database) -> int:
    with db.reading() as cursor:
        return len(cursor.execute("SELECT 1").fetchall())


@contextmanager
def _one_in_the_other(outer: AbstractContextManager[object], inner: AbstractContextManager[object]) -> Iterator[None]:
    with outer, inner:
        yield
