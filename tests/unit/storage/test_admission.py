"""Who is let at the database: readers together, but one at a time while somebody writes; nobody waits for herself."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from flock.storage import admission
from flock.storage.admission import Admission
from flock.storage.database import Database

LONG_S = 10.0
FOR_GOOD_S = 10 * LONG_S
SHORT_S = 0.2  # in which nothing comes, where nothing should


@pytest.fixture
def people() -> Iterator["People"]:
    """Threads that each stay within something until they are let go."""
    some = People()
    yield some
    some.let_all_go()


class People:
    def __init__(self) -> None:
        self._all: list[tuple[threading.Thread, threading.Event]] = []

    def within(self, what: AbstractContextManager[object]) -> tuple[threading.Event, threading.Event]:
        """Let another thread go into something; give what tells that it is inside, and what lets it out."""
        inside, leave = threading.Event(), threading.Event()

        def stay() -> None:
            with what:
                inside.set()
                leave.wait(FOR_GOOD_S)

        thread = threading.Thread(target=stay)
        thread.start()
        self._all.append((thread, leave))
        return inside, leave

    def let_all_go(self) -> None:
        for _, leave in self._all:
            leave.set()
        for thread, _ in self._all:
            thread.join()


def test_many_ask_together_while_nobody_writes(people: People) -> None:
    gate = Admission()
    inside = [people.within(gate.asking())[0] for _ in range(5)]
    assert all(one.wait(LONG_S) for one in inside)


def test_while_somebody_writes_others_ask_one_at_a_time(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "_PATIENCE_S", FOR_GOOD_S)
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


def test_nobody_waits_for_a_long_piece_of_work_nor_for_who_waits_for_its_end(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import writes for minutes, a transaction at a time; a member who writes meanwhile has not got her turn."""
    monkeypatch.setattr(admission, "_PATIENCE_S", FOR_GOOD_S)
    db = Database(None)
    assert people.within(_one_in_the_other(db.turn(), db.writing()))[0].wait(LONG_S)
    waits, _ = people.within(db.writing())
    inside = [people.within(db.reading())[0] for _ in range(3)]
    assert all(one.wait(LONG_S) for one in inside)
    assert not waits.is_set()


def test_who_writes_or_asks_may_ask_more_while_others_wait(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "_PATIENCE_S", FOR_GOOD_S)
    db = Database(None)
    asks, stop_asking = people.within(_one_after_the_other(db.reading(), stop := threading.Event(), db.reading()))
    assert not asks.wait(SHORT_S)
    writes, _ = people.within(_one_in_the_other(db.writing(), db.reading()))
    assert writes.wait(LONG_S)
    assert not people.within(db.reading())[0].wait(SHORT_S)
    stop.set()
    assert asks.wait(LONG_S)
    stop_asking.set()


@contextmanager
def _one_in_the_other(outer: AbstractContextManager[object], inner: AbstractContextManager[object]) -> Iterator[None]:
    with outer, inner:
        yield


@contextmanager
def _one_after_the_other(
    outer: AbstractContextManager[object], go_on: threading.Event, inner: AbstractContextManager[object]
) -> Iterator[None]:
    with outer:
        go_on.wait(LONG_S)
        with inner:
            yield
