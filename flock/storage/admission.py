"""Who is let at the database, and when: while somebody writes, others ask one at a time, so that a crowd of readers holds up no write."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

_PATIENCE_S = 1.0  # then one asks all the same: a long question does not keep out the short ones behind it


class Admission:
    """Lets threads ask and write. Whoever is at work already goes on without waiting, so that nobody waits for herself."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._at_work: set[int] = set()
        self._asking = 0
        self._writing = 0
        self._long_work = 0

    def asking(self) -> AbstractContextManager[None]:
        """Let a thread ask: at once, or where somebody writes or waits for her turn to, when nobody else asks."""
        return self._working(asking=1)

    def writing(self) -> AbstractContextManager[None]:
        """Let others make way for a thread that writes or waits for its turn to. It does not wait here."""
        return self._working(writing=1)

    def long_work(self) -> AbstractContextManager[None]:
        """Let nobody make way, neither for this piece of work, such as an import, nor for those who wait for its end."""
        return self._working(long_work=1)

    @contextmanager
    def _working(self, *, asking: int = 0, writing: int = 0, long_work: int = 0) -> Iterator[None]:
        me = threading.get_ident()
        if me in self._at_work:
            yield
            return
        with self._change:
            if asking:
                self._change.wait_for(lambda: self._long_work or not (self._writing and self._asking), _PATIENCE_S)
            self._asking += asking
            self._writing += writing
            self._long_work += long_work
            self._at_work.add(me)
        try:
            yield
        finally:
            with self._change:
                self._asking -= asking
                self._writing -= writing
                self._long_work -= long_work
                self._at_work.discard(me)
                if writing:
                    self._change.notify_all()
                else:
                    self._change.notify()
