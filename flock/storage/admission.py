"""Who is let at the database, and when: while somebody writes, others ask one at a time, so that a crowd of readers holds up no write."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_PATIENCE_S = 1.0  # then one asks all the same: a long question does not keep out the short ones behind it


class Admission:
    """Lets threads ask and write. Whoever is at work already goes on without waiting, so that nobody waits for herself."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._at_work: set[int] = set()
        self._asking = 0
        self._writing = 0

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Let a thread ask: at once, or where somebody writes or waits for her turn to, when nobody else asks."""
        me = threading.get_ident()
        if me in self._at_work:
            yield
            return
        with self._change:
            self._change.wait_for(lambda: not (self._writing and self._asking), _PATIENCE_S)
            self._asking += 1
            self._at_work.add(me)
        try:
            yield
        finally:
            with self._change:
                self._asking -= 1
                self._at_work.discard(me)
                self._change.notify()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Note that a thread writes or waits for its turn to. It does not wait here."""
        me = threading.get_ident()
        if me in self._at_work:
            yield
            return
        with self._change:
            self._writing += 1
            self._at_work.add(me)
        try:
            yield
        finally:
            with self._change:
                self._writing -= 1
                self._at_work.discard(me)
                self._change.notify_all()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Let a thread do a long piece of work, such as an import: it waits for nobody, and nobody waits for it."""
        me = threading.get_ident()
        is_first = me not in self._at_work
        self._at_work.add(me)
        try:
            yield
        finally:
            if is_first:
                self._at_work.discard(me)
