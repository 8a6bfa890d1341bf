"""The first start: the postcodes are unpacked and the sample community is read in, while a page shows how far it is."""

import logging
import threading
from collections.abc import Callable

from flock.errors import FlockError

log = logging.getLogger(__name__)

Report = Callable[[str, float], None]
"""Hears a sentence of what is being done, and how much of it is, from 0 to 1."""


class FirstStart:
    """Runs the work of a first start once, in a thread of its own. Read by any thread."""

    def __init__(self, work: Callable[[Report], None]) -> None:
        self._work = work
        self._thread = threading.Thread(target=self._run, name="first start", daemon=True)
        self._done = threading.Event()
        self.sentence = "Waking up"
        self.fraction = 0.0
        self.problem = ""

    @property
    def done(self) -> bool:
        """Tell whether the work has ended, well or not."""
        return self._done.is_set()

    def begin(self) -> None:
        """Start the work."""
        self._thread.start()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait for the end of the work and tell whether it came."""
        return self._done.wait(timeout_s)

    def _report(self, sentence: str, fraction: float) -> None:
        self.sentence, self.fraction = sentence, min(max(fraction, 0.0), 1.0)

    def _run(self) -> None:
        try:
            self._work(self._report)
        except FlockError as error:
            self.problem = str(error)
        except Exception:
            log.exception("the first start failed")
            self.problem = "The sample community could not be read. The log says why; the rest of Flock works."
        finally:
            self._done.set()
